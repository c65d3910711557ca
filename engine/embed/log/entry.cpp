// Entry: to_text. Test: tests/embed/log_test.cpp.
#include "engine/embed/log/entry.h"

#include <array>
#include <cstdio>

#include "engine/facts/dates.h"

namespace regimen::embed::log {

std::string to_text(Time time) {
  using std::chrono::duration_cast;
  using std::chrono::floor;
  const auto day = floor<std::chrono::days>(time);
  const auto rest = (time - day).count();  // milliseconds
  std::array<char, 24> clock{};
  std::snprintf(clock.data(), clock.size(), "T%02d:%02d:%02d.%03dZ",
                static_cast<int>(rest / 3600000), static_cast<int>(rest / 60000 % 60),
                static_cast<int>(rest / 1000 % 60), static_cast<int>(rest % 1000));
  return facts::to_text(static_cast<facts::Day>(day.time_since_epoch().count())) + clock.data();
}

std::string_view to_text(FeedbackOutcome outcome) {
  switch (outcome) {
    case FeedbackOutcome::accepted:
      return "accepted";
    case FeedbackOutcome::overridden:
      return "overridden";
  }
  return {};
}

}  // namespace regimen::embed::log
