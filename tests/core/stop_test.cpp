// Work is stopped by a wish or by a time, and by nothing else.
#include "engine/core/stop.h"

#include <doctest/doctest.h>

namespace regimen::core {

using Clock = std::chrono::steady_clock;

TEST_CASE("nothing given never stops") { CHECK(Stop{}.reason() == StopReason::none); }

TEST_CASE("a deadline stops once it is reached") {
  CHECK(Stop{Clock::now(), nullptr}.reason() == StopReason::time_is_up);
  CHECK(Stop{Clock::now() + std::chrono::hours(1), nullptr}.reason() == StopReason::none);
}

TEST_CASE("a wish stops, and comes before a deadline") {
  std::atomic<bool> cancelled = false;
  CHECK(Stop{{}, &cancelled}.reason() == StopReason::none);
  cancelled = true;
  CHECK(Stop{{}, &cancelled}.reason() == StopReason::cancelled);
  CHECK(Stop{Clock::now(), &cancelled}.reason() == StopReason::cancelled);
}

}  // namespace regimen::core
