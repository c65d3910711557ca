// Outputs: where the parts of a screened list go, one after the other: rows and errors as text, or
// a database, each beside its final name until all is done; and the journal from which an
// interrupted run goes on.
//
// A line of the journal is written after what it tells of. When a run goes on, each line is
// believed as far as the outputs hold what it says, by length and digest, and everything behind
// that is cut off: so whatever a crash has left, no byte is believed that was not read back. The
// renames are the last that happens, and what may fail comes before the first of them. Thread-
// safety: for one thread at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/output_file.h"
#include "engine/screening/database_output.h"
#include "engine/screening/journal_entry.h"
#include "engine/screening/journal_file.h"
#include "engine/screening/part.h"
#include "engine/screening/write.h"

namespace regimen::screening {

struct OutputRequest {
  std::string rows;                   // a file; `-`: standard output
  std::string errors;                 // empty: nowhere
  bool database = false;              // REQUIRES: `rows` is a file
  RowFormat format = RowFormat::csv;  // of text
  std::vector<std::string> deciding;  // as in ScreenOptions
  std::vector<std::string> regimens;
  std::string remarks;   // of text: what the errors begin with, as remark_rows() has it
  bool journal = false;  // REQUIRES: rows and errors are files
  bool resume = false;   // go on where a journal is found. REQUIRES: journal
  RunMarks run;
};

// What is told at the end.
struct OutputEnd {
  std::string summary_file;  // empty: nowhere
  std::string summary;
  StoredRun run;  // of a database
};

struct OutputsOpening;

class Outputs {
 public:
  static OutputsOpening open(OutputRequest request);
  Outputs(const Outputs&) = delete;
  Outputs& operator=(const Outputs&) = delete;
  // Removes what has no final name yet, unless another run can go on with it.
  ~Outputs();

  // What earlier runs have done, in order; and whether that is the whole list.
  [[nodiscard]] const std::vector<JournalEntry>& done() const { return done_; }
  void forget_done() { done_ = {}; }
  [[nodiscard]] bool ended() const { return ended_; }
  [[nodiscard]] bool database() const { return request_.database; }
  [[nodiscard]] bool journal() const { return request_.journal; }
  // Whether another run could go on with what was written.
  [[nodiscard]] bool can_go_on() const { return request_.journal && useful_; }

  std::optional<core::Failure> write(const Part& part);
  // No part will follow.
  std::optional<core::Failure> end();
  // Gives everything its final name.
  std::optional<core::Failure> commit(const OutputEnd& end, const Attrition& attrition);

 private:
  explicit Outputs(OutputRequest request);

  std::optional<core::Failure> begin();
  std::optional<core::Failure> begin_anew();
  core::Result<std::vector<std::string>> lines();
  std::optional<core::Failure> read_journal(std::vector<std::string>& changed);
  void believe();
  std::optional<core::Failure> go_on();
  std::optional<core::Failure> open_database();
  std::optional<core::Failure> note(const std::string& line);
  std::optional<core::Failure> rename_database();
  void remove_partials() const;

  OutputRequest request_;
  std::filesystem::path database_path_;  // while it is not done
  std::string rows_head_;
  std::string errors_head_;
  std::optional<JournalFile> journal_;  // that of a database is empty, and locks it
  std::optional<DatabaseOutput> database_;
  std::optional<core::OutputFile> rows_;
  std::optional<core::OutputFile> errors_;
  std::vector<JournalEntry> done_;
  bool ended_ = false;
  bool useful_ = false;  // to a run that goes on
  bool committed_ = false;
  bool rows_final_ = false;  // stands under its final name already
  bool errors_final_ = false;
};

struct OutputsOpening {
  std::unique_ptr<Outputs> outputs;  // nothing where one of the following is there
  std::optional<core::Failure> failure;
  std::vector<std::string> changed;  // names of RunMarks that are not those of the journal
};

}  // namespace regimen::screening
