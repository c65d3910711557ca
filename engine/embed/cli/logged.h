// LogOfRun: the decisions of one run of the program, on their way into a log where one was asked
// for. Trouble with it is said on standard error and changes nothing of the result.
// Thread-safety: for the main thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/embed/engine.h"
#include "engine/embed/log/decision_log.h"

namespace regimen::embed::cli {

// What a log says of a text.
struct LoggedText {
  std::string digest;
  std::shared_ptr<const std::string> text;  // null where it is not kept
};

class LogOfRun {
 public:
  // `file` may be empty: then nothing is logged.
  LogOfRun(std::string file, bool keep_inputs);

  // Before the text is evaluated, and used up.
  [[nodiscard]] LoggedText begin(const std::string& text) const;
  void add(const LoggedText& logged, const std::vector<Evaluation>& patients,
           const EvaluateOptions& options);
  // No more will follow.
  void end();

 private:
  std::string file_;
  bool keep_inputs_;
  std::optional<log::DecisionLog> log_;
};

}  // namespace regimen::embed::cli
