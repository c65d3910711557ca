// Entry: risk_difference_newcombe and its kin. Test:
// tests/evidence/statistics/risk_difference_test.cpp.
#include "engine/evidence/statistics/risk_difference.h"

#include <algorithm>
#include <cmath>

namespace regimen::evidence {

namespace {

// Where two proportions stand that differ by a gap: how far the lower one is from 0, and the higher
// one from 1.
struct Room {
  double below;
  double above;
};

// The slope of the log likelihood, as both proportions go up together.
double slope(const Proportion& higher, const Proportion& lower, double gap, const Room& room) {
  const auto part = [](std::int64_t count, double probability) {
    return count == 0 ? 0 : real(count) / probability;
  };
  return part(higher.events, room.below + gap) + part(lower.events, room.below) -
         part(higher.others(), room.above) - part(lower.others(), room.above + gap);
}

// The most likely room under a gap. REQUIRES: 0 < gap < 1. Miettinen and Nurminen solve a cubic
// equation in closed form, which loses half of its digits where two of its roots meet, as with no
// events; the slope has one root, and the search for it keeps them.
Room most_likely(const Proportion& higher, const Proportion& lower, double gap) {
  const double width = 1 - gap;
  const bool upper_half = slope(higher, lower, gap, {width / 2, width / 2}) > 0;
  // Seen from the nearer end: the distance from it is what must keep its digits.
  const double near = limit_between(0, width / 2, [&](double distance) {
    return upper_half ? -slope(higher, lower, gap, {width - distance, distance})
                      : slope(higher, lower, gap, {distance, width - distance});
  });
  return upper_half ? Room{width - near, near} : Room{near, width - near};
}

// The variance of the estimated difference, where the true one is `difference`.
double variance(const Proportion& first, const Proportion& second, double difference) {
  if (std::abs(difference) >= 1) return 0;
  if (difference == 0) {
    const double total = real(first.total + second.total);
    const double pooled = real(first.events + second.events) / total;
    const double others = real(first.others() + second.others()) / total;
    return pooled * others * (1 / real(first.total) + 1 / real(second.total));
  }
  const Proportion& higher = difference > 0 ? first : second;
  const Proportion& lower = difference > 0 ? second : first;
  const double gap = std::abs(difference);
  const Room room = most_likely(higher, lower, gap);
  return (room.below + gap) * room.above / real(higher.total) +
         room.below * (room.above + gap) / real(lower.total);
}

// REQUIRES: both arms have patients.
double score_high(const Proportion& first, const Proportion& second, double level, double factor) {
  const double estimate = *risk_difference(first, second);
  if (estimate == 1) return 1;
  const double z = critical_value(level);
  return limit_between(1, estimate, [&](double difference) {
    const double distance = difference - estimate;
    return distance * distance - z * z * factor * variance(first, second, difference);
  });
}

std::optional<Limits> score(const Proportion& first, const Proportion& second, double level,
                            double factor) {
  if (first.total == 0 || second.total == 0) return std::nullopt;
  return Limits{-score_high(second, first, level, factor),
                score_high(first, second, level, factor)};
}

}  // namespace

std::optional<double> risk_difference(const Proportion& first, const Proportion& second) {
  if (first.total == 0 || second.total == 0) return std::nullopt;
  // Over one denominator, so that equal proportions differ by 0 and not by a rounding.
  const double cross = real(first.events * second.total - second.events * first.total);
  return cross / (real(first.total) * real(second.total));
}

std::optional<Limits> risk_difference_newcombe(const Proportion& first, const Proportion& second,
                                               double level) {
  const auto difference = risk_difference(first, second);
  if (!difference) return std::nullopt;
  const double p1 = *first.estimate();
  const double p2 = *second.estimate();
  const Limits of_first = *proportion_wilson(first, level);
  const Limits of_second = *proportion_wilson(second, level);
  const double down = std::hypot(p1 - of_first.low, of_second.high - p2);
  const double up = std::hypot(of_first.high - p1, p2 - of_second.low);
  return Limits{std::max(*difference - down, -1.0), std::min(*difference + up, 1.0)};
}

std::optional<Limits> risk_difference_miettinen_nurminen(const Proportion& first,
                                                         const Proportion& second, double level) {
  const double total = real(first.total + second.total);
  return score(first, second, level, total / (total - 1));
}

std::optional<Limits> risk_difference_mee(const Proportion& first, const Proportion& second,
                                          double level) {
  return score(first, second, level, 1);
}

}  // namespace regimen::evidence
