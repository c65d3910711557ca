// Entry: number_needed. Test: tests/evidence/statistics/number_needed_test.cpp.
#include "engine/evidence/statistics/number_needed.h"

#include <algorithm>
#include <limits>

namespace regimen::evidence {

namespace {

// Of a difference above 0, or of 0. Its inverse is finite for all that two arms can differ by; that
// of a number next to 0 may not be.
double turned_over(double difference) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return difference > 0 ? 1 / difference : infinity;
}

// What differences from low to high hold above 0.
std::optional<Limits> piece(double low, double high) {
  if (high <= 0) return std::nullopt;
  return Limits{turned_over(high), turned_over(std::max(low, 0.0))};
}

}  // namespace

std::optional<NumberNeeded> number_needed(double difference, const Limits& limits, Event event) {
  const bool ordered = -1 <= limits.low && limits.low <= difference && difference <= limits.high &&
                       limits.high <= 1;  // false where one is NaN
  if (!ordered) return std::nullopt;
  const bool wanted = event == Event::wanted;
  const Limits benefit = wanted ? limits : Limits{-limits.high, -limits.low};
  NumberNeeded number;
  if (difference != 0) {
    const bool good = (difference > 0) == wanted;
    number.estimate = Needed{good ? Effect::benefit : Effect::harm,
                             turned_over(std::max(difference, -difference))};
  }
  number.benefit = piece(benefit.low, benefit.high);
  number.harm = piece(-benefit.high, -benefit.low);
  return number;
}

}  // namespace regimen::evidence
