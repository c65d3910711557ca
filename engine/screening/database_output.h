// DatabaseOutput: the rows of a screened list as tables of SQLite (database_schema.h), with the
// journal of the run among them until it is done.
//
// A part and its line of the journal are one transaction, which SQLite flushes to the disk: after
// a crash of any kind both are there or neither is. Thread-safety: for one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/database.h"
#include "engine/screening/attrition.h"
#include "engine/screening/stored_row.h"

namespace regimen::screening {

// What is told of the list as a whole, in the table `run`, beside the sums. What is empty was not
// there.
struct StoredRun {
  std::string engine;
  std::string pack;  // id and version, as that of the safety rules
  std::string pack_digest;
  std::string safety;
  std::string safety_digest;
  std::string knowledge_digest;
  std::string input;
  std::string input_digest;  // of the file as it is, packed or not
  std::string mapping_digest;
  std::string options;                    // JSON
  std::vector<StoredError> remarks = {};  // on the list and on no row: in `error`, of row 0
};

class DatabaseOutput {
 public:
  // Whether a run has begun there that can be gone on with.
  static bool begun(const std::filesystem::path& path);
  // `path` is that of the file while it is not done; what was begun there is gone on with.
  // `deciding` are the criteria of the outcomes of a row.
  static core::Result<DatabaseOutput> open(const std::filesystem::path& path,
                                           std::vector<std::string> deciding);

  // The lines of the journal.
  core::Result<std::vector<std::string>> lines();
  // Only the first of them stay, and of the tables the rows up to `last_row`.
  std::optional<core::Failure> keep(std::size_t lines, std::uint64_t last_row);
  // `line` is that of the journal; empty where none is kept.
  std::optional<core::Failure> write(const std::vector<StoredRow>& rows, std::string_view line);
  // What there is once all rows are there. Nothing is written after it.
  std::optional<core::Failure> finish(const StoredRun& run, const Attrition& attrition);

 private:
  struct Inserts {
    core::Statement row;
    core::Statement criterion;
    core::Statement missing;
    core::Statement assumption;
    core::Statement regimen;
    core::Statement error;
    core::Statement decision;
    core::Statement journal;
  };

  DatabaseOutput(std::filesystem::path path, core::Database database, Inserts inserts,
                 std::vector<std::string> deciding)
      : path_(std::move(path)),
        database_(std::move(database)),
        inserts_(std::move(inserts)),
        deciding_(std::move(deciding)) {}

  [[nodiscard]] core::Failure failure() const;
  std::optional<core::Failure> commit(bool good);
  bool add(const StoredRow& stored);
  bool add_errors_of(std::int64_t number, const std::vector<StoredError>& errors);
  bool add_regimen(std::int64_t number, const RowRegimen& regimen);
  bool add_run(const StoredRun& run, const Attrition& attrition);
  bool add_sums(const Attrition& attrition);

  std::filesystem::path path_;
  core::Database database_;
  std::optional<Inserts> inserts_;  // after the database, which must outlive them
  std::vector<std::string> deciding_;
};

}  // namespace regimen::screening
