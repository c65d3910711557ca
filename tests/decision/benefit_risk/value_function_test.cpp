// ValueFunction: the cases that the R package rsmaa tests its own with (tests/pvf.R), and by hand.
#include "engine/decision/benefit_risk/value_function.h"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace {

using regimen::decision::Knot;
using regimen::decision::value_of;
using regimen::decision::ValueFunction;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

ValueFunction made(std::vector<Knot> knots) {
  const auto function = ValueFunction::make(std::move(knots));
  REQUIRE(function);
  return *function;
}

bool near(double found, double expected) { return std::abs(found - expected) < 1e-15; }

}  // namespace

TEST_CASE("more is worth more") {
  const ValueFunction rising = made({{-0.15, 0}, {0, 0.1}, {0.25, 0.9}, {0.35, 1}});
  CHECK(near(value_of(rising, 0.1), 0.42));
  CHECK(value_of(rising, -0.15) == 0);
  CHECK(value_of(rising, 0) == 0.1);
  CHECK(value_of(rising, 0.25) == 0.9);
  CHECK(value_of(rising, 0.35) == 1);
  CHECK(near(value_of(rising, -0.075), 0.05));
  CHECK(near(value_of(rising, 0.3), 0.95));
  CHECK(value_of(rising, -0.16) == 0);
  CHECK(value_of(rising, 0.36) == 1);
  CHECK(value_of(rising, -infinity) == 0);
  CHECK(value_of(rising, infinity) == 1);
}

TEST_CASE("more is worth less") {
  const ValueFunction falling = made({{50, 1}, {75, 0.8}, {90, 0.5}, {100, 0}});
  CHECK(near(value_of(falling, 60), 0.92));
  CHECK(value_of(falling, 75) == 0.8);
  CHECK(value_of(falling, 10) == 1);
  CHECK(value_of(falling, 40) == 1);
  CHECK(value_of(falling, 101) == 0);
  CHECK(value_of(falling, 120) == 0);
}

TEST_CASE("knots may be given from the highest amount down") {
  CHECK(made({{100, 0}, {90, 0.5}, {75, 0.8}, {50, 1}}) ==
        made({{50, 1}, {75, 0.8}, {90, 0.5}, {100, 0}}));
}

TEST_CASE("values may stay the same for a while") {
  const ValueFunction step = made({{0, 0}, {1, 0.5}, {2, 0.5}, {3, 1}});
  CHECK(value_of(step, 1.5) == 0.5);
  CHECK(near(value_of(step, 2.5), 0.75));
}

TEST_CASE("what is no value function") {
  const auto refused = [](std::vector<Knot> knots) {
    return !ValueFunction::make(std::move(knots)).has_value();
  };
  CHECK(refused({}));
  CHECK(refused({{0, 0}}));
  CHECK(refused({{0, 0}, {0, 1}}));
  CHECK(refused({{0, 0}, {1, 0.5}, {1, 1}}));
  CHECK(refused({{0, 0}, {2, 0.5}, {1, 1}}));
  CHECK(refused({{0, 0}, {1, 0.5}, {0, 1}}));
  CHECK(refused({{0, 0}, {1, 1}, {2, 0.5}}));
  CHECK(refused({{0, 1}, {1, 0}, {2, 0.5}}));
  CHECK(refused({{0, -0.01}, {1, 1}}));
  CHECK(refused({{0, 0}, {1, 1.01}}));
  CHECK(refused({{0, nan_value}, {1, 1}}));
  CHECK(refused({{nan_value, 0}, {1, 1}}));
  CHECK(refused({{0, 0}, {infinity, 1}}));
}
