// Rate: Garwood's limits against R 4.2's poisson.test, quantiles against its qgamma, no events by
// hand, nobody followed.
#include "engine/evidence/statistics/rate.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace {

using regimen::evidence::Limits;
using regimen::evidence::most_patients;
using regimen::evidence::Prior;
using regimen::evidence::Rate;
using regimen::evidence::rate_garwood;
using regimen::evidence::rate_quantile;

void check_limits(const std::optional<Limits>& found, double low, double high,
                  double relative = 1e-10) {
  REQUIRE(found.has_value());
  CHECK(std::abs(found->low - low) <= relative * low);
  CHECK(std::abs(found->high - high) <= relative * high);
}

void check_quantile(const Rate& rate, Prior prior, double probability, double exact) {
  const auto found = rate_quantile(rate, prior, probability);
  REQUIRE(found.has_value());
  CHECK_MESSAGE(std::abs(*found - exact) <= 1e-10 * exact, *found << ", not " << exact);
}

}  // namespace

TEST_CASE("only counts and times of a rate make one") {
  CHECK(Rate::make(0, 0).has_value());
  CHECK(Rate::make(7, 2.5) == Rate(7, 2.5));
  CHECK_FALSE(Rate::make(-1, 2.5).has_value());
  CHECK_FALSE(Rate::make(most_patients + 1, 2.5).has_value());
  CHECK_FALSE(Rate::make(1, -2.5).has_value());
  CHECK_FALSE(Rate::make(1, std::numeric_limits<double>::infinity()).has_value());
  CHECK_FALSE(Rate::make(1, std::numeric_limits<double>::quiet_NaN()).has_value());
}

TEST_CASE("nobody followed: no rate") {
  CHECK_FALSE(Rate(0, 0).estimate().has_value());
  CHECK_FALSE(rate_garwood({0, 0}, 0.95).has_value());
  CHECK_FALSE(rate_garwood({3, 0}, 0.95).has_value());
}

TEST_CASE("limits as R has them") {
  CHECK(Rate(3, 2.5).estimate() == 1.2);
  check_limits(rate_garwood({10, 1}, 0.95), 4.79538869613, 18.390356042);
  check_limits(rate_garwood({10, 1}, 0.99), 3.71692213147, 21.3978274997);
  check_limits(rate_garwood({3, 2.5}, 0.95), 0.247468849158, 3.5069092279);
  check_limits(rate_garwood({most_patients, 1}, 0.95), 999938021.444, 1000061981.45);
}

TEST_CASE("no events, by hand") {  // exp(-rate * time) = 0.025
  check_limits(rate_garwood({0, 1}, 0.95), 0, -std::log(0.025));
  check_limits(rate_garwood({0, 400}, 0.95), 0, -std::log(0.025) / 400);
}

TEST_CASE("what a rate lies below, as R has it") {
  // qgamma(p, 3.5, rate = 2.5), qgamma(p, 4, rate = 2.5)
  check_quantile({3, 2.5}, Prior::jeffreys, 0.025, 0.337973836135);
  check_quantile({3, 2.5}, Prior::jeffreys, 0.25, 0.850970436709);
  check_quantile({3, 2.5}, Prior::jeffreys, 0.5, 1.2691622391);
  check_quantile({3, 2.5}, Prior::jeffreys, 0.975, 3.20255285493);
  check_quantile({3, 2.5}, Prior::uniform, 0.025, 0.435946149451);
  check_quantile({3, 2.5}, Prior::uniform, 0.5, 1.46882429954);
  // qgamma(p, 70.5, rate = 70 / 0.00054), many person-years at a small rate
  check_quantile({70, 70 / 0.00054}, Prior::jeffreys, 0.025, 0.000424362145717);
  check_quantile({70, 70 / 0.00054}, Prior::jeffreys, 0.975, 0.000677950377675);
  // Under the uniform prior the upper end is Garwood's: poisson.test(10)
  check_quantile({10, 1}, Prior::uniform, 0.975, 18.390356042);
}

TEST_CASE("what a rate lies below without events, by hand") {
  // exp(-rate * time) = 1 - p; half the square of a normal variable, whose 0.975 quantile is
  // 1.95996398454005
  check_quantile({0, 10}, Prior::uniform, 0.5, std::log(2) / 10);
  check_quantile({0, 10}, Prior::uniform, 0.975, -std::log(0.025) / 10);
  check_quantile({0, 10}, Prior::jeffreys, 0.95, 1.95996398454005 * 1.95996398454005 / 2 / 10);
  CHECK(rate_quantile({0, 10}, Prior::jeffreys, 0) == 0);
  CHECK_FALSE(rate_quantile({0, 0}, Prior::jeffreys, 0.5).has_value());
  CHECK_FALSE(rate_quantile({3, 0}, Prior::uniform, 0.5).has_value());
}

TEST_CASE("at probability 1 there is no bound") {
  const auto most = rate_quantile({3, 2.5}, Prior::jeffreys, 1);
  REQUIRE(most.has_value());
  CHECK(std::isinf(*most));
}
