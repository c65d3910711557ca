// Odds ratio: the smallest tables by hand, ordinary ones against R 4.2 (check_with_r.R, from dhyper
// and by restricted estimates), tables at the end of their range.
#include "engine/evidence/statistics/odds_ratio.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace {

using regimen::evidence::critical_value;
using regimen::evidence::Limits;
using regimen::evidence::most_patients;
using regimen::evidence::odds_ratio;
using regimen::evidence::odds_ratio_conditional;
using regimen::evidence::odds_ratio_exact;
using regimen::evidence::odds_ratio_mid_p;
using regimen::evidence::odds_ratio_miettinen_nurminen;
using regimen::evidence::odds_ratio_woolf;
using regimen::evidence::Proportion;

constexpr double infinity = std::numeric_limits<double>::infinity();

void check_limits(const std::optional<Limits>& found, double low, double high,
                  double relative = 1e-9) {
  REQUIRE(found.has_value());
  CHECK(std::abs(found->low - low) <= relative * low);
  CHECK((found->high == high || std::abs(found->high - high) <= relative * high));
}

}  // namespace

TEST_CASE("the ratio of the sample") {
  CHECK(odds_ratio({5, 10}, {2, 20}) == 9.0);
  CHECK(odds_ratio({0, 3}, {2, 6}) == 0.0);
  CHECK(odds_ratio({3, 3}, {2, 6}) == infinity);
  CHECK(odds_ratio({1, 3}, {0, 6}) == infinity);
  CHECK_FALSE(odds_ratio({0, 3}, {0, 6}).has_value());
  CHECK_FALSE(odds_ratio({3, 3}, {6, 6}).has_value());
  CHECK_FALSE(odds_ratio({0, 0}, {2, 6}).has_value());
  CHECK_FALSE(odds_ratio({2, 6}, {0, 0}).has_value());
}

TEST_CASE("the conditional estimate") {
  CHECK(std::abs(*odds_ratio_conditional({1, 2}, {1, 2}) - 1) < 1e-12);  // symmetrical: 1, 4, 1
  CHECK(std::abs(*odds_ratio_conditional({5, 10}, {2, 20}) - 8.20344873249) < 1e-9);  // R
  CHECK(odds_ratio_conditional({0, 3}, {2, 6}) == 0.0);
  CHECK(odds_ratio_conditional({3, 3}, {2, 6}) == infinity);
  CHECK_FALSE(odds_ratio_conditional({0, 3}, {0, 6}).has_value());
  CHECK_FALSE(odds_ratio_conditional({3, 3}, {6, 6}).has_value());
  CHECK_FALSE(odds_ratio_conditional({0, 0}, {2, 6}).has_value());
}

TEST_CASE("an arm without patients has no limits") {
  const Proportion empty(0, 0);
  const Proportion some(2, 6);
  for (const auto& [a, b] : {std::pair(empty, some), std::pair(some, empty)}) {
    CHECK_FALSE(odds_ratio_miettinen_nurminen(a, b, 0.95).has_value());
    CHECK_FALSE(odds_ratio_exact(a, b, 0.95).has_value());
    CHECK_FALSE(odds_ratio_mid_p(a, b, 0.95).has_value());
    CHECK_FALSE(odds_ratio_woolf(a, b, 0.95).has_value());
  }
}

TEST_CASE("one table only tells nothing") {
  for (const auto& [a, b] : {std::pair(Proportion(0, 3), Proportion(0, 6)),
                             std::pair(Proportion(3, 3), Proportion(6, 6))}) {
    CHECK(odds_ratio_miettinen_nurminen(a, b, 0.95) == Limits{0, infinity});
    CHECK(odds_ratio_exact(a, b, 0.95) == Limits{0, infinity});
    CHECK(odds_ratio_mid_p(a, b, 0.95) == Limits{0, infinity});
    CHECK_FALSE(odds_ratio_woolf(a, b, 0.95).has_value());
  }
}

TEST_CASE("the smallest tables, by hand") {
  // 1 of 1 against 0 of 1: P(1) = ratio / (1 + ratio), which is 0.025, or 0.05 for mid-P.
  check_limits(odds_ratio_exact({1, 1}, {0, 1}, 0.95), 1 / 39.0, infinity);
  check_limits(odds_ratio_mid_p({1, 1}, {0, 1}, 0.95), 1 / 19.0, infinity);
  check_limits(odds_ratio_exact({0, 1}, {1, 1}, 0.95), 0, 39);
  // 1 of 2 against 1 of 2: (4 r + r^2) / (1 + 4 r + r^2) = 0.025.
  const double low = std::sqrt(4 + 1 / 39.0) - 2;
  check_limits(odds_ratio_exact({1, 2}, {1, 2}, 0.95), low, 1 / low);
  // The fitted cells of 1 of 1 against 0 of 1 are 1 - s, s, s, 1 - s, with s / (1 - s) = z^2.
  const double z = critical_value(0.95);
  check_limits(odds_ratio_miettinen_nurminen({1, 1}, {0, 1}, 0.95), std::pow(z, -4), infinity);
}

TEST_CASE("ordinary tables as R has them") {
  const Proportion a(5, 10);
  const Proportion b(2, 20);
  check_limits(odds_ratio_miettinen_nurminen(a, b, 0.95), 1.42838187175, 54.8713121352);
  check_limits(odds_ratio_woolf(a, b, 0.95), 1.324864715, 61.1383178094);
  check_limits(odds_ratio_exact(a, b, 0.95), 0.990858962253, 111.270792374);
  check_limits(odds_ratio_mid_p(a, b, 0.95), 1.24304791016, 76.9991350006);
  check_limits(odds_ratio_exact(a, {0, 20}, 0.95), 2.5188067796, infinity);
  check_limits(odds_ratio_mid_p(a, {0, 20}, 0.95), 3.43934755383, infinity);
  CHECK_FALSE(odds_ratio_woolf(a, {0, 20}, 0.95).has_value());
}

TEST_CASE("very many patients: the limits are those of the normal distribution") {
  const Proportion arm(most_patients / 2, most_patients);
  const double reach = critical_value(0.95) * std::sqrt(8 / 1e9);
  check_limits(odds_ratio_woolf(arm, arm, 0.95), std::exp(-reach), std::exp(reach), 1e-12);
  check_limits(odds_ratio_miettinen_nurminen(arm, arm, 0.95), std::exp(-reach), std::exp(reach),
               1e-9);
  check_limits(odds_ratio_mid_p(arm, arm, 0.95), std::exp(-reach), std::exp(reach), 1e-8);
  // As far off as there can be: 1 against all but 1.
  const auto far = odds_ratio_exact({1, most_patients}, {most_patients - 1, most_patients}, 0.95);
  REQUIRE(far.has_value());
  CHECK(far->low > 0);
  CHECK(far->low < 1e-18);
  CHECK(far->high > 1e-18);
  CHECK(far->high < 1e-16);
}
