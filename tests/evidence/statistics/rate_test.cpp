// Rate: Garwood's limits against R 4.2's poisson.test, no events by hand, nobody followed.
#include "engine/evidence/statistics/rate.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace {

using regimen::evidence::Limits;
using regimen::evidence::most_patients;
using regimen::evidence::Rate;
using regimen::evidence::rate_garwood;

void check_limits(const std::optional<Limits>& found, double low, double high,
                  double relative = 1e-10) {
  REQUIRE(found.has_value());
  CHECK(std::abs(found->low - low) <= relative * low);
  CHECK(std::abs(found->high - high) <= relative * high);
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
