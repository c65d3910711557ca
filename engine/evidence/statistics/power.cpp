// Entry: power, patients_per_arm. Test: tests/evidence/statistics/power_test.cpp.
#include "engine/evidence/statistics/power.h"

#include <boost/math/distributions/normal.hpp>
#include <cassert>
#include <cmath>

#include "engine/evidence/statistics/quiet.h"

namespace regimen::evidence {

namespace {

[[maybe_unused]] bool is_probability(double value) { return value >= 0 && value <= 1; }

}  // namespace

std::optional<double> power(const Question& question, std::int64_t n1, std::int64_t n2) {
  const auto& [p1, p2, alpha, correction] = question;
  assert(is_probability(p1) && is_probability(p2) && alpha > 0 && alpha < 1);
  assert(n1 >= 0 && n1 <= most_patients && n2 >= 0 && n2 <= most_patients);
  if (n1 == 0 || n2 == 0) return std::nullopt;
  const double share1 = 1 / real(n1);
  const double share2 = 1 / real(n2);
  const double pooled = (real(n1) * p1 + real(n2) * p2) / real(n1 + n2);
  const double assumed = std::sqrt(pooled * (1 - pooled) * (share1 + share2));
  const double actual = std::sqrt(p1 * (1 - p1) * share1 + p2 * (1 - p2) * share2);
  const double lost = correction == Correction::continuity ? (share1 + share2) / 2 : 0;
  const double beyond = std::abs(p1 - p2) - lost - critical_value(1 - alpha) * assumed;
  if (actual == 0) return beyond > 0 ? 1 : 0;
  return cdf(boost::math::normal_distribution<double, Quiet>(), beyond / actual);
}

std::optional<std::int64_t> patients_per_arm(const Question& question, double wanted) {
  assert(wanted > 0 && wanted < 1);
  if (question.p1 == question.p2) return std::nullopt;
  const auto enough = [&](std::int64_t n) { return *power(question, n, n) >= wanted; };
  if (!enough(most_patients)) return std::nullopt;
  std::int64_t too_few = 0;
  std::int64_t many = most_patients;
  while (many - too_few > 1) {  // power grows with patients
    const std::int64_t middle = too_few + (many - too_few) / 2;
    (enough(middle) ? many : too_few) = middle;
  }
  return many;
}

}  // namespace regimen::evidence
