// Entry: LogOfRun. Test: tests/embed/log_test.sh.
#include "engine/embed/cli/logged.h"

#include <csignal>
#include <utility>

#include "engine/core/files.h"
#include "engine/embed/cli/commands.h"
#include "engine/embed/log/verdicts.h"

namespace regimen::embed::cli {

log::Time now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

LogOfRun::LogOfRun(std::string file, bool keep_inputs, std::string source,
                   std::chrono::milliseconds most_wait)
    : file_(std::move(file)), keep_inputs_(keep_inputs), source_(std::move(source)) {
  if (file_.empty()) return;
  // A limit on the length of files is a failure like a full disk.
  std::signal(SIGXFSZ, SIG_IGN);
  log::LogOptions options;
  options.keep_inputs = keep_inputs;
  options.most_wait = most_wait;
  auto opening = log::DecisionLog::open(file_, options);
  if (opening.ok()) {
    log_.emplace(std::move(opening).value());
  } else {
    complain("nothing is logged: " + opening.failure().path + ": " + opening.failure().message);
  }
}

LoggedText LogOfRun::begin(const std::string& text) const {
  if (!log_) return {};
  return {core::sha256(text), keep_inputs_ ? std::make_shared<const std::string>(text) : nullptr};
}

log::Entry LogOfRun::entry(const LoggedText& logged, const decision::Decision& decision,
                           const EvaluateOptions& options, std::uint32_t patient) const {
  log::Entry entry = log::entry_of(decision, options);
  entry.time = now();
  entry.source = source_;
  entry.input_digest = logged.digest;
  entry.input = logged.text;
  entry.patient = patient;
  return entry;
}

void LogOfRun::add(const std::vector<log::Entry>& entries) {
  if (log_ && !entries.empty()) log_->append_all(entries);
}

void LogOfRun::end() {
  if (!log_) return;
  const bool untold = log_->close().has_value();
  const std::uint64_t lost = log_->lost();  // now that nothing is under way
  if (lost > 0) {
    complain(file_ + ": " + std::to_string(lost) + " decisions could not be logged" +
             (untold ? ", and the log does not say so" : ""));
  }
}

}  // namespace regimen::embed::cli
