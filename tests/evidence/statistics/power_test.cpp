// Power: against R 4.2's power.prop.test, the corrected ones from their closed form, unequal arms.
#include "engine/evidence/statistics/power.h"

#include <doctest/doctest.h>

#include <cmath>

namespace {

using regimen::evidence::Correction;
using regimen::evidence::patients_per_arm;
using regimen::evidence::power;
using regimen::evidence::Question;

bool near(std::optional<double> found, double expected) {
  return found && std::abs(*found - expected) <= 1e-10;
}

}  // namespace

TEST_CASE("power as R has it") {
  CHECK(near(power({0.5, 0.75}, 50, 50), 0.740165901331));  // power.prop.test(50, .5, .75)
  CHECK(near(power({0.75, 0.5}, 50, 50), 0.740165901331));
  // The formula with unequal arms, written in R.
  CHECK(near(power({0.3, 0.5}, 60, 120), 0.732843527777));
  CHECK(near(power({0.3, 0.5, 0.05, Correction::continuity}, 60, 120), 0.675138978288));
}

TEST_CASE("without a difference: half of alpha") {
  CHECK(near(power({0.3, 0.3}, 50, 80), 0.025));
  CHECK(near(power({0.3, 0.3, 0.01}, 50, 80), 0.005));
}

TEST_CASE("proportions of 0 and 1") {
  CHECK(power({0, 0}, 50, 50) == 0.0);
  CHECK(power({1, 1}, 50, 50) == 0.0);
  CHECK(power({1, 0}, 50, 50) == 1.0);
  CHECK(power({1, 0}, 1, 1) == 0.0);  // 1.96 standard errors of sqrt(1/2) are more than 1
  CHECK_FALSE(power({0.5, 0.75}, 0, 50).has_value());
  CHECK_FALSE(power({0.5, 0.75}, 50, 0).has_value());
}

TEST_CASE("patients as R has them, rounded up") {
  CHECK(patients_per_arm({0.5, 0.75}, 0.9) == 77);        // 76.707
  CHECK(patients_per_arm({0.1, 0.2, 0.01}, 0.8) == 297);  // 296.370
  // n / 4 (1 + sqrt(1 + 4 / (n |p1 - p2|)))^2 of Fleiss, Tytun and Ury: 84.518 and 218.506.
  CHECK(patients_per_arm({0.5, 0.75, 0.05, Correction::continuity}, 0.9) == 85);
  CHECK(patients_per_arm({0.1, 0.2, 0.05, Correction::continuity}, 0.8) == 219);
}

TEST_CASE("one patient less is too few") {
  for (const Correction correction : {Correction::none, Correction::continuity}) {
    const Question question{0.2, 0.35, 0.05, correction};
    const auto n = patients_per_arm(question, 0.85);
    REQUIRE(n.has_value());
    CHECK(*power(question, *n, *n) >= 0.85);
    CHECK(*power(question, *n - 1, *n - 1) < 0.85);
  }
}

TEST_CASE("no number of patients is enough") {
  CHECK_FALSE(patients_per_arm({0.3, 0.3}, 0.8).has_value());
  CHECK_FALSE(patients_per_arm({0.3, 0.3}, 0.01).has_value());
  CHECK_FALSE(patients_per_arm({0.5, 0.50001}, 0.8).has_value());
  CHECK(patients_per_arm({0.5, 0.5001}, 0.8).has_value());
}
