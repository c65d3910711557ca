// Entry: Outputs. Test: tests/screening/resume_test.cpp and tests/embed/screen_test.sh.
#include "engine/screening/outputs.h"

#include <algorithm>
#include <array>
#include <utility>

#include "engine/screening/borne_out.h"

namespace regimen::screening {

namespace fs = std::filesystem;
using core::Failure;
using core::FailureKind;
using core::OutputFile;

namespace {

// What SQLite keeps beside a database.
constexpr std::array beside_database = {"-journal", "-wal", "-shm"};

void remove_database(const fs::path& path) {
  std::error_code error;
  fs::remove(path, error);
  for (const char* const name : beside_database) fs::remove(fs::path(path).concat(name), error);
}

}  // namespace

Outputs::Outputs(OutputRequest request)
    : request_(std::move(request)),
      rows_head_(request_.database ? std::string() : row_head(request_.format, request_.regimens)),
      errors_head_(error_head() + request_.remarks) {
  if (request_.database) database_path_ = OutputFile::partial_name(request_.rows);
}

Outputs::~Outputs() {
  if (committed_ || can_go_on()) return;
  if (!journal_ && (request_.journal || request_.database)) return;  // it is another run's
  database_.reset();
  remove_partials();
  if (journal_) journal_->remove();
}

void Outputs::remove_partials() const {
  if (request_.database) remove_database(database_path_);
  if (!request_.journal) return;
  std::error_code error;
  if (!request_.database) fs::remove(OutputFile::partial_name(request_.rows), error);
  if (!request_.errors.empty()) fs::remove(OutputFile::partial_name(request_.errors), error);
}

OutputsOpening Outputs::open(OutputRequest request) {
  OutputsOpening opening;
  std::unique_ptr<Outputs> outputs(new Outputs(std::move(request)));
  opening.failure = outputs->begin();
  if (!opening.failure && outputs->request_.resume)
    opening.failure = outputs->read_journal(opening.changed);
  if (opening.failure || !opening.changed.empty()) {
    outputs->useful_ = true;  // whatever is there stays
    return opening;
  }
  outputs->believe();
  opening.failure =
      outputs->done_.empty() && !outputs->ended_ ? outputs->begin_anew() : outputs->go_on();
  if (!opening.failure) opening.outputs = std::move(outputs);
  return opening;
}

std::optional<Failure> Outputs::begin() {
  if (!request_.journal && !request_.database) return std::nullopt;
  auto journal = JournalFile::open(request_.rows + ".journal");
  if (!journal.ok()) return journal.failure();
  journal_.emplace(std::move(journal).value());
  return std::nullopt;
}

std::optional<Failure> Outputs::open_database() {
  auto opened = DatabaseOutput::open(database_path_, request_.deciding);
  if (!opened.ok()) return opened.failure();
  database_.emplace(std::move(opened).value());
  return std::nullopt;
}

core::Result<std::vector<std::string>> Outputs::lines() {
  if (!request_.database) return journal_->lines();
  if (!DatabaseOutput::begun(database_path_)) return std::vector<std::string>();
  if (auto trouble = open_database()) return *trouble;
  return database_->lines();
}

std::optional<Failure> Outputs::read_journal(std::vector<std::string>& changed_marks) {
  const auto read = lines();
  if (!read.ok()) return read.failure();
  const std::vector<std::string>& all = read.value();
  const auto marks = all.empty() ? std::nullopt : read_head(all.front());
  if (!marks) return std::nullopt;
  changed_marks = changed(*marks, request_.run);
  if (!changed_marks.empty()) return std::nullopt;
  for (std::size_t i = 1; i < all.size(); ++i) {
    ended_ = all[i] == end_text();
    if (ended_) break;
    auto entry = read_entry(all[i], request_.deciding);
    if (!entry) break;
    done_.push_back(*std::move(entry));
  }
  return std::nullopt;
}

// Keeps of the journal what the outputs bear out.
void Outputs::believe() {
  std::size_t count = done_.size();
  const auto look_at = [&](const std::string& name, const std::string& head,
                           Added JournalEntry::*added, bool& is_final) {
    const fs::path partial = OutputFile::partial_name(name);
    // A run that was interrupted between two renames.
    is_final = ended_ && !fs::exists(partial);
    const BorneOut found = borne_out(is_final ? fs::path(name) : partial, head, done_, added);
    const bool usable = found.head && (!is_final || found.whole);
    count = std::min(count, usable ? found.entries : 0);
    if (!usable) ended_ = false;
  };
  if (!request_.resume) return;
  if (!request_.database) look_at(request_.rows, rows_head_, &JournalEntry::rows, rows_final_);
  if (!request_.errors.empty())
    look_at(request_.errors, errors_head_, &JournalEntry::errors, errors_final_);
  if (count == done_.size()) return;
  ended_ = false;
  if (rows_final_ || errors_final_) count = 0;  // nothing is cut off under a final name
  done_.erase(done_.begin() + static_cast<std::ptrdiff_t>(count), done_.end());
}

std::optional<Failure> Outputs::begin_anew() {
  rows_final_ = false;
  errors_final_ = false;
  database_.reset();
  remove_partials();
  const auto opened = [&](const std::string& name, std::optional<OutputFile>& file,
                          const std::string& head) -> std::optional<Failure> {
    auto result = request_.journal ? OutputFile::go_on(name, 0) : OutputFile::open(name);
    if (!result.ok()) return result.failure();
    file.emplace(std::move(result).value());
    return file->write(head);
  };
  if (request_.database) {
    if (auto trouble = open_database()) return trouble;
  } else if (auto trouble = opened(request_.rows, rows_, rows_head_)) {
    return trouble;
  }
  if (!request_.errors.empty()) {
    if (auto trouble = opened(request_.errors, errors_, errors_head_)) return trouble;
  }
  if (!request_.journal) return std::nullopt;
  if (auto trouble = journal_->keep(0)) return trouble;
  return note(head_text(request_.run));
}

std::optional<Failure> Outputs::go_on() {
  useful_ = true;
  const auto opened = [&](const std::string& name, std::optional<OutputFile>& file,
                          const std::string& head,
                          Added JournalEntry::*added) -> std::optional<Failure> {
    auto result = OutputFile::go_on(name, length_with(head, done_, done_.size(), added));
    if (!result.ok()) return result.failure();
    file.emplace(std::move(result).value());
    return std::nullopt;
  };
  const std::size_t kept = 1 + done_.size() + (ended_ ? 1 : 0);
  if (request_.database) {
    const std::uint64_t last = done_.empty() ? 0 : done_.back().stretch.last_row;
    if (auto trouble = database_->keep(kept, last)) return trouble;
  } else {
    if (auto trouble = journal_->keep(kept)) return trouble;
    if (!rows_final_) {
      if (auto trouble = opened(request_.rows, rows_, rows_head_, &JournalEntry::rows))
        return trouble;
    }
  }
  if (request_.errors.empty() || errors_final_) return std::nullopt;
  return opened(request_.errors, errors_, errors_head_, &JournalEntry::errors);
}

std::optional<Failure> Outputs::note(const std::string& line) {
  return request_.database ? database_->write({}, line) : journal_->add(line);
}

std::optional<Failure> Outputs::write(const Part& part) {
  if (rows_) {
    if (auto trouble = rows_->write(part.rows)) return trouble;
  }
  if (errors_) {
    if (auto trouble = errors_->write(part.errors)) return trouble;
  }
  if (database_) {
    if (auto trouble = database_->write(part.stored, part.line)) return trouble;
  } else if (journal_) {
    if (auto trouble = journal_->add(part.line)) return trouble;
  }
  useful_ = true;
  return std::nullopt;
}

std::optional<Failure> Outputs::end() {
  if (!request_.journal || ended_) return std::nullopt;
  ended_ = true;
  useful_ = true;
  return note(end_text());
}

std::optional<Failure> Outputs::rename_database() {
  // Those of a database that stood there before would be taken for those of the new one.
  std::error_code error;
  for (const char* const name : beside_database) fs::remove(request_.rows + name, error);
  fs::rename(database_path_, request_.rows, error);
  if (!error) return std::nullopt;
  return Failure{FailureKind::cannot_write, request_.rows, error.message()};
}

std::optional<Failure> Outputs::commit(const OutputEnd& end, const Attrition& attrition) {
  std::optional<OutputFile> summary;
  if (!end.summary_file.empty()) {
    auto opened = OutputFile::open(end.summary_file);
    if (!opened.ok()) return opened.failure();
    summary.emplace(std::move(opened).value());
    if (auto trouble = summary->write(end.summary)) return trouble;
  }
  // The rows last, so that who waits for them finds everything else.
  std::vector<std::pair<OutputFile*, const std::string*>> files;
  if (errors_) files.emplace_back(&*errors_, &request_.errors);
  if (summary) files.emplace_back(&*summary, &end.summary_file);
  if (rows_) files.emplace_back(&*rows_, &request_.rows);
  for (const auto& [file, name] : files) {
    if (auto trouble = file->flush()) return trouble;
  }
  if (database_) {
    if (auto trouble = database_->finish(end.run, attrition)) return trouble;
    database_.reset();
    useful_ = false;  // it holds no journal any more
  }
  for (const auto& [file, name] : files) {
    if (auto trouble = file->commit()) return trouble;
  }
  if (request_.database) {
    if (auto trouble = rename_database()) return trouble;
  }
  committed_ = true;
  for (const auto& [file, name] : files) {
    if (!OutputFile::is_file(*name)) continue;
    if (auto trouble = core::flush_folder_of(*name)) return trouble;
  }
  if (request_.database) {
    if (auto trouble = core::flush_folder_of(request_.rows)) return trouble;
  }
  return journal_ ? journal_->remove() : std::nullopt;
}

}  // namespace regimen::screening
