// LogOfRun: the decisions of one run of the program, on their way into a log where one was asked
// for. Trouble with it is said on standard error and changes nothing of the result.
// Thread-safety: one thread at a time, but for what is said otherwise.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/embed/engine.h"
#include "engine/embed/log/decision_log.h"

namespace regimen::embed::cli {

log::Time now();

// What a log says of a text.
struct LoggedText {
  std::string digest;
  std::shared_ptr<const std::string> text;  // null where it is not kept
};

class LogOfRun {
 public:
  // `file` may be empty: then nothing is logged. `source` is the name of the command.
  LogOfRun(std::string file, bool keep_inputs, std::string source,
           std::chrono::milliseconds most_wait);

  [[nodiscard]] bool open() const { return log_.has_value(); }
  // Before the text is evaluated, and used up. From any thread, as the next.
  [[nodiscard]] LoggedText begin(const std::string& text) const;
  // `patient` of those in the text.
  [[nodiscard]] log::Entry entry(const LoggedText& logged, const decision::Decision& decision,
                                 const EvaluateOptions& options, std::uint32_t patient) const;
  void add(const std::vector<log::Entry>& entries);
  // No more will follow.
  void end();

 private:
  std::string file_;
  bool keep_inputs_;
  std::string source_;
  std::optional<log::DecisionLog> log_;
};

}  // namespace regimen::embed::cli
