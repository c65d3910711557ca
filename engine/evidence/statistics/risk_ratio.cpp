// Entry: risk_ratio_koopman and risk_ratio_katz. Test:
// tests/evidence/statistics/risk_ratio_test.cpp.
#include "engine/evidence/statistics/risk_ratio.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace regimen::evidence {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
// No limit from as many patients as are allowed lies further from 1 (10^26), and no square of a
// ratio overflows.
constexpr double far_log = 60;

// The variance of p1 - ratio * p2, where the proportions are the most likely ones of this ratio.
double variance(const Proportion& first, const Proportion& second, double ratio) {
  const double n1 = real(first.total);
  const double n2 = real(second.total);
  const double x1 = real(first.events);
  const double x2 = real(second.events);
  const double a = (n1 + n2) * ratio;
  const double b = n1 * ratio + x1 + n2 + x2 * ratio;
  const double c = x1 + x2;
  // The smaller root, written so that no digits cancel.
  const double root = std::sqrt(std::max(b * b - 4 * a * c, 0.0));
  const double p2 = std::min({2 * c / (b + root), 1.0, 1 / ratio});
  const double p1 = std::min(ratio * p2, 1.0);
  return p1 * (1 - p1) / n1 + ratio * ratio * p2 * (1 - p2) / n2;
}

// REQUIRES: both arms have patients, and one has events.
double koopman_high(const Proportion& first, const Proportion& second, double level) {
  if (second.events == 0) return infinity;
  const double z = critical_value(level);
  const double p1 = *first.estimate();
  const double p2 = *second.estimate();
  const auto excess = [&](double log_ratio) {
    const double ratio = std::exp(log_ratio);
    const double distance = p1 - ratio * p2;
    const double allowed = z * z * variance(first, second, ratio);
    const double scale = distance * distance + allowed;  // it grows with the square of the ratio
    return scale == 0 ? 0 : (distance * distance - allowed) / scale;
  };
  const double inside = first.events == 0 ? -far_log : std::log(p1 / p2);
  return std::exp(limit_between(far_log, inside, excess));
}

}  // namespace

std::optional<double> risk_ratio(const Proportion& first, const Proportion& second) {
  if (first.total == 0 || second.total == 0) return std::nullopt;
  if (second.events == 0) return first.events == 0 ? std::nullopt : std::optional(infinity);
  // Both products are exact, so that equal proportions have the ratio 1.
  return real(first.events * second.total) / real(second.events * first.total);
}

std::optional<Limits> risk_ratio_koopman(const Proportion& first, const Proportion& second,
                                         double level) {
  if (first.total == 0 || second.total == 0) return std::nullopt;
  if (first.events == 0 && second.events == 0) return Limits{0, infinity};
  return Limits{1 / koopman_high(second, first, level), koopman_high(first, second, level)};
}

std::optional<Limits> risk_ratio_katz(const Proportion& first, const Proportion& second,
                                      double level) {
  if (first.events == 0 || second.events == 0) return std::nullopt;
  if (first.others() == 0 && second.others() == 0) return std::nullopt;
  const auto part = [](const Proportion& p) {
    return real(p.others()) / (real(p.events) * real(p.total));
  };
  const double reach = critical_value(level) * std::sqrt(part(first) + part(second));
  const double ratio = *risk_ratio(first, second);
  return Limits{ratio * std::exp(-reach), ratio * std::exp(reach)};
}

}  // namespace regimen::evidence
