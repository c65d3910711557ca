// Entry: odds_ratio_miettinen_nurminen and its kin. Test:
// tests/evidence/statistics/odds_ratio_test.cpp.
#include "engine/evidence/statistics/odds_ratio.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/evidence/statistics/exact_test.h"

namespace regimen::evidence {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
// No limit from as many patients as are allowed lies further from 1 (10^43).
constexpr double far_log = 100;

bool is_lowest(const Proportion& first, const Proportion& second) {
  return first.events == 0 || second.others() == 0;
}

bool is_highest(const Proportion& first, const Proportion& second) {
  return first.others() == 0 || second.events == 0;
}

// The fitted table of an odds ratio has the margins of the one that was seen, so it differs from it
// by one shift in all four cells. The statistic is a function of that shift, and the ratio at the
// limit is read off the fitted cells: no estimate has to be solved for (Cornfield 1956).
double score_low(const Proportion& first, const Proportion& second, double level) {
  if (is_lowest(first, second)) return 0;
  const double z = critical_value(level);
  const double total = real(first.total + second.total);
  const double allowed = z * z * total / (total - 1);
  const double a = real(first.events);
  const double b = real(first.others());
  const double c = real(second.events);
  const double d = real(second.others());
  const double shift = limit_between(std::min(a, d), 0, [&](double s) {
    return s * s * (1 / (a - s) + 1 / (b + s) + 1 / (c + s) + 1 / (d - s)) - allowed;
  });
  return (a - shift) / (b + shift) * ((d - shift) / (c + shift));
}

enum class Counted { whole, half };  // the probability of what was seen

double tail_low(const Proportion& first, const Proportion& second, double level, Counted seen) {
  if (is_lowest(first, second)) return 0;
  const double tail = (1 - level) / 2;
  const auto excess = [&](double log_ratio) {
    const GivenMargins given = given_margins(first, second, log_ratio);
    return tail - given.more - (seen == Counted::half ? given.as_many / 2 : given.as_many);
  };
  return std::exp(limit_between(-far_log, far_log, excess));
}

// Both limits from the low one: the high one is that of the arms the other way round, inverted.
template <typename Low>
std::optional<Limits> both(const Proportion& first, const Proportion& second, const Low& low) {
  if (first.total == 0 || second.total == 0) return std::nullopt;
  const double turned = low(second, first);
  return Limits{low(first, second), turned == 0 ? infinity : 1 / turned};
}

}  // namespace

std::optional<double> odds_ratio(const Proportion& first, const Proportion& second) {
  if (first.total == 0 || second.total == 0) return std::nullopt;
  const std::int64_t over = first.events * second.others();
  const std::int64_t under = second.events * first.others();
  if (under == 0) return over == 0 ? std::nullopt : std::optional(infinity);
  return real(over) / real(under);
}

std::optional<double> odds_ratio_conditional(const Proportion& first, const Proportion& second) {
  if (first.total == 0 || second.total == 0) return std::nullopt;
  const bool lowest = is_lowest(first, second);
  const bool highest = is_highest(first, second);
  if (lowest && highest) return std::nullopt;
  if (lowest) return 0;
  if (highest) return infinity;
  return std::exp(limit_between(far_log, -far_log, [&](double log_ratio) {
    return given_margins(first, second, log_ratio).mean_excess;
  }));
}

std::optional<Limits> odds_ratio_miettinen_nurminen(const Proportion& first,
                                                    const Proportion& second, double level) {
  return both(first, second, [level](const Proportion& one, const Proportion& other) {
    return score_low(one, other, level);
  });
}

std::optional<Limits> odds_ratio_exact(const Proportion& first, const Proportion& second,
                                       double level) {
  return both(first, second, [level](const Proportion& one, const Proportion& other) {
    return tail_low(one, other, level, Counted::whole);
  });
}

std::optional<Limits> odds_ratio_mid_p(const Proportion& first, const Proportion& second,
                                       double level) {
  return both(first, second, [level](const Proportion& one, const Proportion& other) {
    return tail_low(one, other, level, Counted::half);
  });
}

std::optional<Limits> odds_ratio_woolf(const Proportion& first, const Proportion& second,
                                       double level) {
  if (first.events == 0 || first.others() == 0) return std::nullopt;
  if (second.events == 0 || second.others() == 0) return std::nullopt;
  const double reach =
      critical_value(level) * std::sqrt(1 / real(first.events) + 1 / real(first.others()) +
                                        1 / real(second.events) + 1 / real(second.others()));
  const double ratio = *odds_ratio(first, second);
  return Limits{ratio * std::exp(-reach), ratio * std::exp(reach)};
}

}  // namespace regimen::evidence
