// Number needed: Altman's example, limits on one side and through infinity, differences of 0.
#include "engine/evidence/statistics/number_needed.h"

#include <doctest/doctest.h>

#include <limits>

namespace {

using regimen::evidence::Effect;
using regimen::evidence::Event;
using regimen::evidence::Limits;
using regimen::evidence::Needed;
using regimen::evidence::number_needed;
using regimen::evidence::NumberNeeded;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

NumberNeeded needed(double difference, const Limits& limits, Event event = Event::wanted) {
  const auto number = number_needed(difference, limits, event);
  REQUIRE(number.has_value());
  return *number;
}

}  // namespace

TEST_CASE("through infinity: NNTB 4 to infinity to NNTH 20 (Altman 1998)") {
  const NumberNeeded number = needed(0.1, {-0.05, 0.25});
  CHECK(number.estimate == Needed{Effect::benefit, 10});
  CHECK(number.benefit == Limits{4, infinity});
  CHECK(number.harm == Limits{20, infinity});
  CHECK(number.through_infinity());
}

TEST_CASE("an unwanted event turns benefit and harm round") {
  const NumberNeeded number = needed(0.1, {-0.05, 0.25}, Event::unwanted);
  CHECK(number.estimate == Needed{Effect::harm, 10});
  CHECK(number.benefit == Limits{20, infinity});
  CHECK(number.harm == Limits{4, infinity});
  CHECK(needed(-0.1, {-0.25, 0.05}, Event::unwanted) == needed(0.1, {-0.05, 0.25}));
}

TEST_CASE("limits on one side are one piece") {
  const NumberNeeded good = needed(0.25, {0.125, 0.5});
  CHECK(good.estimate == Needed{Effect::benefit, 4});
  CHECK(good.benefit == Limits{2, 8});
  CHECK_FALSE(good.harm.has_value());
  CHECK_FALSE(good.through_infinity());
  const NumberNeeded bad = needed(-0.25, {-0.5, -0.125});
  CHECK(bad.estimate == Needed{Effect::harm, 4});
  CHECK_FALSE(bad.benefit.has_value());
  CHECK(bad.harm == Limits{2, 8});
}

TEST_CASE("a limit of 0 is infinite and on no other side") {
  const NumberNeeded good = needed(0.25, {0, 0.5});
  CHECK(good.benefit == Limits{2, infinity});
  CHECK_FALSE(good.harm.has_value());
  const NumberNeeded bad = needed(-0.25, {-0.5, 0});
  CHECK_FALSE(bad.benefit.has_value());
  CHECK(bad.harm == Limits{2, infinity});
}

TEST_CASE("a difference of 0 has no number, but its limits have") {
  const NumberNeeded number = needed(0, {-0.25, 0.5});
  CHECK_FALSE(number.estimate.has_value());
  CHECK(number.benefit == Limits{2, infinity});
  CHECK(number.harm == Limits{4, infinity});
  const NumberNeeded nothing = needed(0, {0, 0});
  CHECK_FALSE(nothing.estimate.has_value());
  CHECK_FALSE(nothing.benefit.has_value());
  CHECK_FALSE(nothing.harm.has_value());
}

TEST_CASE("all patients: one needs one") {
  CHECK(needed(1, {0.5, 1}).estimate == Needed{Effect::benefit, 1});
  CHECK(needed(1, {0.5, 1}).benefit == Limits{1, 2});
}

TEST_CASE("what is no difference within its limits is refused") {
  CHECK_FALSE(number_needed(0.1, {0.2, 0.3}, Event::wanted).has_value());
  CHECK_FALSE(number_needed(0.4, {0.2, 0.3}, Event::wanted).has_value());
  CHECK_FALSE(number_needed(0.25, {0.3, 0.2}, Event::wanted).has_value());
  CHECK_FALSE(number_needed(0.25, {0.2, 1.1}, Event::wanted).has_value());
  CHECK_FALSE(number_needed(-0.25, {-1.1, 0}, Event::wanted).has_value());
  CHECK_FALSE(number_needed(not_a_number, {0.2, 0.3}, Event::wanted).has_value());
  CHECK_FALSE(number_needed(0.25, {not_a_number, 0.3}, Event::wanted).has_value());
  CHECK_FALSE(number_needed(0.25, {0.2, not_a_number}, Event::wanted).has_value());
}
