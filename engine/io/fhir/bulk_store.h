// BulkStore: the lines of an export in a database of our own on disk, joined by their patients.
//
// However long the export is, no more is held in memory than a fixed cache and one line. The
// database has no name: it is gone when it is closed, and when the program is killed.
// Thread-safety: for one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/database.h"

namespace regimen::io {

// Where a line stands: the number of its file, and its own.
struct BulkPlace {
  std::uint32_t file = 0;
  std::uint32_t line = 0;
};

struct BulkLine {
  BulkPlace place;
  bool too_long = false;  // then it has no text
  std::string text;
};

class BulkStore {
 public:
  static core::Result<BulkStore> open();

  // --- filling it ---

  // The patients are numbered as they come. False where the name is known already.
  bool add_patient(std::string_view name);
  // `owner` is the name of a patient, that may come later; `refers` what it needs of what all
  // share, or empty.
  void add_line(std::string_view owner, std::string_view type, std::string_view refers,
                const BulkLine& line);
  // What any patient's lines may refer to.
  void add_shared(std::string_view name, const BulkLine& line);
  [[nodiscard]] std::uint64_t patients() const { return patients_; }
  // Nothing more will be added.
  std::optional<core::Failure> fill();

  // --- reading it. REQUIRES: it was filled ---

  // The lines of which the owner is no patient.
  struct Stray {
    BulkPlace place;
    std::string type;
  };
  core::Result<std::vector<Stray>> strays(std::size_t most);
  core::Result<std::uint64_t> stray_count();

  // One line after the other, by patient, those of type Patient first, else in the order in which
  // they came; nothing at the end. The number of the patient counts from 1.
  struct Next {
    std::uint64_t patient = 0;
    std::string refers;
    BulkLine line;
  };
  core::Result<std::optional<Next>> next();
  // The first of that name, which counts, and a second, which may differ from it.
  core::Result<std::vector<BulkLine>> shared(std::string_view name);

 private:
  explicit BulkStore(core::Database database) : database_(std::move(database)) {}
  [[nodiscard]] core::Failure failure(core::FailureKind kind) const;
  void note(bool good);

  core::Database database_;
  std::optional<core::Statement> patient_;  // after the database, which must outlive them
  std::optional<core::Statement> line_;
  std::optional<core::Statement> shared_;
  std::optional<core::Statement> next_;
  std::optional<core::Failure> failed_;
  std::uint64_t patients_ = 0;
  std::int64_t lines_ = 0;
};

}  // namespace regimen::io
