// Entry: Stop::reason. Test: tests/core/stop_test.cpp.
#include "engine/core/stop.h"

namespace regimen::core {

StopReason Stop::reason() const {
  if (cancelled != nullptr && cancelled->load(std::memory_order_relaxed))
    return StopReason::cancelled;
  if (deadline && std::chrono::steady_clock::now() >= *deadline) return StopReason::time_is_up;
  return StopReason::none;
}

}  // namespace regimen::core
