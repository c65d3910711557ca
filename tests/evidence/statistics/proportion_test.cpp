// Proportion: counts that are none are refused; limits at the ends, by hand, and against R 4.2.
#include "engine/evidence/statistics/proportion.h"

#include <doctest/doctest.h>

#include <cmath>

namespace {

using regimen::evidence::critical_value;
using regimen::evidence::limit_between;
using regimen::evidence::Limits;
using regimen::evidence::most_patients;
using regimen::evidence::Proportion;
using regimen::evidence::proportion_clopper_pearson;
using regimen::evidence::proportion_jeffreys;
using regimen::evidence::proportion_mid_p;
using regimen::evidence::proportion_wilson;

void check_limits(const std::optional<Limits>& found, double low, double high,
                  double relative = 1e-9) {
  REQUIRE(found.has_value());
  CHECK(std::abs(found->low - low) <= relative * std::abs(low));
  CHECK(std::abs(found->high - high) <= relative * std::abs(high));
}

}  // namespace

TEST_CASE("only counts of a proportion make one") {
  CHECK(Proportion::make(0, 0).has_value());
  CHECK(Proportion::make(3, 3) == Proportion(3, 3));
  CHECK(Proportion::make(most_patients, most_patients).has_value());
  CHECK_FALSE(Proportion::make(-1, 3).has_value());
  CHECK_FALSE(Proportion::make(4, 3).has_value());
  CHECK_FALSE(Proportion::make(0, -1).has_value());
  CHECK_FALSE(Proportion::make(0, most_patients + 1).has_value());
  CHECK(Proportion(3, 10).complement() == Proportion(7, 10));
  CHECK(Proportion(3, 10).estimate() == 0.3);
  CHECK_FALSE(Proportion(0, 0).estimate().has_value());
}

TEST_CASE("without patients there are no limits") {
  CHECK_FALSE(proportion_wilson({0, 0}, 0.95).has_value());
  CHECK_FALSE(proportion_clopper_pearson({0, 0}, 0.95).has_value());
  CHECK_FALSE(proportion_mid_p({0, 0}, 0.95).has_value());
  CHECK_FALSE(proportion_jeffreys({0, 0}, 0.95).has_value());
}

TEST_CASE("critical values are those of every table") {  // R: qnorm(c(.75, .975, .995))
  CHECK(std::abs(critical_value(0.5) - 0.674489750196) < 1e-12);
  CHECK(std::abs(critical_value(0.95) - 1.95996398454) < 1e-11);
  CHECK(std::abs(critical_value(0.99) - 2.57582930355) < 1e-11);
}

TEST_CASE("no events of n, by hand") {
  // Wilson: z^2 / (n + z^2). Clopper-Pearson: (1 - p)^n = tail. Mid-P: half of that power = tail.
  const double z = critical_value(0.95);
  const Proportion none(0, 20);
  check_limits(proportion_wilson(none, 0.95), 0, z * z / (20 + z * z));
  check_limits(proportion_clopper_pearson(none, 0.95), 0, 1 - std::pow(0.025, 1 / 20.0));
  check_limits(proportion_mid_p(none, 0.95), 0, 1 - std::pow(0.05, 1 / 20.0));
  const Proportion all(20, 20);
  check_limits(proportion_wilson(all, 0.95), 20 / (20 + z * z), 1);
  check_limits(proportion_clopper_pearson(all, 0.95), std::pow(0.025, 1 / 20.0), 1);
  check_limits(proportion_mid_p(all, 0.95), std::pow(0.05, 1 / 20.0), 1);
  // One patient: mid-P of 1/1 is p / 2 = tail.
  check_limits(proportion_mid_p({1, 1}, 0.95), 0.05, 1);
  check_limits(proportion_clopper_pearson({1, 1}, 0.95), 0.025, 1);
}

TEST_CASE("Jeffreys' limits are quantiles, but at the ends") {  // R: qbeta
  check_limits(proportion_jeffreys({15, 148}, 0.95), 0.0604485170093, 0.157643143479);
  check_limits(proportion_jeffreys({1, 29}, 0.95), 0.00374617364906, 0.150077686002);
  check_limits(proportion_jeffreys({0, 20}, 0.95), 0, 0.116638982905);
  check_limits(proportion_jeffreys({20, 20}, 0.95), 1 - 0.116638982905, 1);
}

TEST_CASE("the level is the caller's") {  // R: binom.test(15, 148, conf.level = .99)
  check_limits(proportion_clopper_pearson({15, 148}, 0.99), 0.0477445597288, 0.181877531538);
}

TEST_CASE("rare events among very many patients keep their digits") {  // R: qbeta
  const Proportion three(3, most_patients);
  // Boost's quantile differs from R's by 5e-9 of itself here.
  check_limits(proportion_clopper_pearson(three, 0.95), 6.18672123323e-10, 8.76727304446e-09, 1e-8);
  check_limits(proportion_jeffreys(three, 0.95), 8.44934591038e-10, 8.00638211527e-09);
  check_limits(proportion_clopper_pearson({0, most_patients}, 0.95), 0, 3.68887944731e-09);
  const double z = critical_value(0.95);
  check_limits(proportion_wilson({0, most_patients}, 0.95), 0, z * z / (1e9 + z * z));
  // (1 - p)^n = 0.05 is -log(0.05) / n up to a part of 1e-9.
  check_limits(proportion_mid_p({0, most_patients}, 0.95), 0, -std::log(0.05) / 1e9, 1e-8);
}

TEST_CASE("the search for a limit") {
  const auto root_of_two = [](double x) { return 2 - x * x; };
  CHECK(std::abs(limit_between(0, 2, root_of_two) - std::sqrt(2)) < 1e-15);
  CHECK(std::abs(limit_between(0, -2, root_of_two) + std::sqrt(2)) < 1e-15);
  // Nowhere positive: there is no limit short of the outside.
  CHECK(limit_between(0, 1, [](double x) { return -1 - x; }) == 0);
  // What is infinite outside, and 0 inside, is met as well.
  CHECK(std::abs(limit_between(0, 1, [](double x) { return 1 / x - 4; }) - 0.25) < 1e-15);
  CHECK(std::abs(limit_between(1, 0, [](double x) { return x * (x - 0.5); }) - 0.5) < 1e-15);
}
