// Entry: DecisionLog::open, DecisionLog::append. Test: tests/embed/log_test.cpp.
#include "engine/embed/log/decision_log.h"

#include <utility>

#include "engine/embed/log/log_writer.h"

namespace regimen::embed::log {

namespace {

std::optional<Logged> first_of(std::optional<std::vector<Logged>> logged) {
  if (!logged || logged->empty()) return std::nullopt;
  return std::move(logged->front());
}

}  // namespace

DecisionLog::DecisionLog(std::unique_ptr<LogWriter> writer, bool keep_inputs)
    : writer_(std::move(writer)), keep_inputs_(keep_inputs) {}
DecisionLog::DecisionLog(DecisionLog&& other) noexcept = default;
DecisionLog::~DecisionLog() = default;

core::Result<DecisionLog> DecisionLog::open(const std::filesystem::path& path,
                                            const LogOptions& options) {
  auto file = LogFile::open(path, options.most_pages);
  if (!file.ok()) return file.failure();
  return DecisionLog(std::make_unique<LogWriter>(std::move(file).value(), options.most_wait),
                     options.keep_inputs);
}

std::optional<Logged> DecisionLog::append(const Entry& entry) {
  std::vector<Draft> drafts;
  drafts.push_back(draft_of(entry, keep_inputs_));
  return first_of(writer_->write(std::move(drafts)));
}

std::optional<std::vector<Logged>> DecisionLog::append_all(const std::vector<Entry>& entries) {
  std::vector<Draft> drafts;
  drafts.reserve(entries.size());
  for (const Entry& entry : entries) drafts.push_back(draft_of(entry, keep_inputs_));
  return writer_->write(std::move(drafts));
}

std::optional<Logged> DecisionLog::append_feedback(const Feedback& feedback) {
  std::vector<Draft> drafts;
  drafts.push_back(draft_of(feedback));
  return first_of(writer_->write(std::move(drafts)));
}

std::uint64_t DecisionLog::lost() const { return writer_->lost(); }

std::optional<Gap> DecisionLog::close() { return writer_->close(); }

}  // namespace regimen::embed::log
