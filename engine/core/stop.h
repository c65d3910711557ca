// Stop: what ends a piece of work before it is done: a wish of whoever asked for it, or a time by
// which it had to be ready.
//
// Who works asks between steps; nothing is torn down in the middle of one. Thread-safety: may be
// asked from any thread; the flag may be raised from any other, or from a signal handler.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>

namespace regimen::core {

enum class StopReason { none, cancelled, time_is_up };

// Nothing given: work is never stopped.
struct Stop {
  std::optional<std::chrono::steady_clock::time_point> deadline = {};
  const std::atomic<bool>* cancelled = nullptr;  // must outlive the work

  // A cancellation comes before a deadline.
  [[nodiscard]] StopReason reason() const;
};

}  // namespace regimen::core
