// Risk ratio: zero and full cells by hand, ordinary tables against R 4.2 (check_with_r.R, which
// sums Koopman's own statistic).
#include "engine/evidence/statistics/risk_ratio.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace {

using regimen::evidence::critical_value;
using regimen::evidence::Limits;
using regimen::evidence::most_patients;
using regimen::evidence::Proportion;
using regimen::evidence::proportion_wilson;
using regimen::evidence::risk_ratio;
using regimen::evidence::risk_ratio_katz;
using regimen::evidence::risk_ratio_koopman;

constexpr double infinity = std::numeric_limits<double>::infinity();

void check_limits(const std::optional<Limits>& found, double low, double high,
                  double relative = 1e-9) {
  REQUIRE(found.has_value());
  CHECK(std::abs(found->low - low) <= relative * low);
  CHECK((found->high == high || std::abs(found->high - high) <= relative * high));
}

}  // namespace

TEST_CASE("the estimate") {
  CHECK(risk_ratio({5, 10}, {2, 20}) == 5.0);
  CHECK(risk_ratio({1, 3}, {2, 6}) == 1.0);
  CHECK(risk_ratio({0, 3}, {2, 6}) == 0.0);
  CHECK(risk_ratio({1, 3}, {0, 6}) == infinity);
  CHECK_FALSE(risk_ratio({0, 3}, {0, 6}).has_value());
  CHECK_FALSE(risk_ratio({0, 0}, {2, 6}).has_value());
  CHECK_FALSE(risk_ratio({2, 6}, {0, 0}).has_value());
}

TEST_CASE("an arm without patients has no limits") {
  CHECK_FALSE(risk_ratio_koopman({0, 0}, {2, 6}, 0.95).has_value());
  CHECK_FALSE(risk_ratio_koopman({2, 6}, {0, 0}, 0.95).has_value());
  CHECK_FALSE(risk_ratio_katz({0, 0}, {2, 6}, 0.95).has_value());
  CHECK_FALSE(risk_ratio_katz({2, 6}, {0, 0}, 0.95).has_value());
}

TEST_CASE("ordinary tables as R has them") {
  check_limits(risk_ratio_koopman({5, 10}, {2, 20}, 0.95), 1.32001084093, 19.7370214912);
  check_limits(risk_ratio_katz({5, 10}, {2, 20}, 0.95), 1.16869731057, 21.3913386929);
  check_limits(risk_ratio_katz({15, 103}, {1, 116}, 0.95), 2.27081045002, 125.673341624);
}

TEST_CASE("an arm without events") {
  check_limits(risk_ratio_koopman({5, 10}, {0, 20}, 0.95), 2.93328134552, infinity);  // R
  check_limits(risk_ratio_koopman({0, 20}, {5, 10}, 0.95), 0, 1 / 2.93328134552);
  check_limits(risk_ratio_koopman({0, 20}, {0, 10}, 0.95), 0, infinity);
  CHECK_FALSE(risk_ratio_katz({5, 10}, {0, 20}, 0.95).has_value());
  CHECK_FALSE(risk_ratio_katz({0, 20}, {5, 10}, 0.95).has_value());
}

TEST_CASE("nothing but events, by hand") {
  // Above 1 the likeliest proportions are 1 and 1 / ratio: (ratio - 1) n2 = z^2.
  const double z2 = std::pow(critical_value(0.95), 2);
  check_limits(risk_ratio_koopman({10, 10}, {20, 20}, 0.95), 1 / (1 + z2 / 10), 1 + z2 / 20);
  CHECK_FALSE(risk_ratio_katz({10, 10}, {20, 20}, 0.95).has_value());
  // One full arm is enough of an error for Katz: sqrt(1/5 - 1/10).
  const double reach = std::exp(std::sqrt(z2 * 0.1));
  check_limits(risk_ratio_katz({5, 10}, {20, 20}, 0.95), 0.5 / reach, 0.5 * reach);
}

TEST_CASE("ratios as far off as there can be are found") {
  const Proportion rare(1, most_patients);
  const Proportion all(most_patients, most_patients);
  const auto limits = risk_ratio_koopman(rare, all, 0.95);
  REQUIRE(limits.has_value());
  // All digits are those of the rare arm: its Wilson interval.
  const auto wilson = proportion_wilson(rare, 0.95);
  check_limits(limits, wilson->low, wilson->high, 1e-6);
}
