// LoggedRows: the decisions on the rows of a list that is screened, on their way into a log: those
// of one chunk are one bundle, in the order of the list, and stand there before their rows are
// written. Thread-safety: witness() gives what may be called as screening::Witness says.
#pragma once

#include <map>
#include <mutex>
#include <vector>

#include "engine/embed/cli/logged.h"
#include "engine/screening/screen.h"

namespace regimen::embed::cli {

class LoggedRows {
 public:
  // What is referred to must outlive it.
  LoggedRows(LogOfRun& log, const io::List& list, const EvaluateOptions& options)
      : log_(log), list_(list), options_(options) {}
  LoggedRows(const LoggedRows&) = delete;
  LoggedRows& operator=(const LoggedRows&) = delete;
  ~LoggedRows() = default;

  // REQUIRES: it is not used when this is gone.
  screening::Witness witness();

 private:
  [[nodiscard]] log::Entry entry_of(const io::ListChunk& rows,
                                    const screening::WholeRow& row) const;

  LogOfRun& log_;
  const io::List& list_;
  const EvaluateOptions& options_;
  std::mutex mutex_;
  std::map<std::size_t, std::vector<log::Entry>> chunks_;  // that are not written yet
};

}  // namespace regimen::embed::cli
