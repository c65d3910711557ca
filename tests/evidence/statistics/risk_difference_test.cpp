// Risk difference: zero and full cells by hand, ordinary tables against R 4.2 (check_with_r.R's own
// closed forms), very many patients.
#include "engine/evidence/statistics/risk_difference.h"

#include <doctest/doctest.h>

#include <cmath>

namespace {

using regimen::evidence::critical_value;
using regimen::evidence::Limits;
using regimen::evidence::most_patients;
using regimen::evidence::Proportion;
using regimen::evidence::risk_difference;
using regimen::evidence::risk_difference_mee;
using regimen::evidence::risk_difference_miettinen_nurminen;
using regimen::evidence::risk_difference_newcombe;

void check_limits(const std::optional<Limits>& found, double low, double high, double off = 1e-9) {
  REQUIRE(found.has_value());
  CHECK(std::abs(found->low - low) <= off);
  CHECK(std::abs(found->high - high) <= off);
}

}  // namespace

TEST_CASE("the estimate") {
  CHECK(risk_difference({5, 10}, {2, 20}) == 0.4);
  CHECK(risk_difference({1, 3}, {2, 6}) == 0.0);
  CHECK(risk_difference({0, 3}, {6, 6}) == -1.0);
  CHECK_FALSE(risk_difference({0, 0}, {2, 6}).has_value());
  CHECK_FALSE(risk_difference({2, 6}, {0, 0}).has_value());
}

TEST_CASE("an arm without patients has no limits") {
  const Proportion empty(0, 0);
  const Proportion some(2, 6);
  for (const auto& [a, b] : {std::pair(empty, some), std::pair(some, empty)}) {
    CHECK_FALSE(risk_difference_newcombe(a, b, 0.95).has_value());
    CHECK_FALSE(risk_difference_miettinen_nurminen(a, b, 0.95).has_value());
    CHECK_FALSE(risk_difference_mee(a, b, 0.95).has_value());
  }
}

TEST_CASE("ordinary tables as R has them") {
  const Proportion a(5, 10);
  const Proportion b(2, 20);
  check_limits(risk_difference_newcombe(a, b, 0.95), 0.0686426000833, 0.673105189438);
  check_limits(risk_difference_miettinen_nurminen(a, b, 0.95), 0.0705511838558, 0.692035705195);
  check_limits(risk_difference_mee(a, b, 0.95), 0.0758265225468, 0.688344361305);
}

TEST_CASE("no events in either arm, by hand") {
  // Where the difference is d > 0, the likeliest proportions are d and 0: d^2 = z^2 d (1 - d) / n1.
  const double z2 = std::pow(critical_value(0.95), 2);
  check_limits(risk_difference_mee({0, 10}, {0, 20}, 0.95), -z2 / (20 + z2), z2 / (10 + z2));
  const double factor = 30.0 / 29;
  check_limits(risk_difference_miettinen_nurminen({0, 10}, {0, 20}, 0.95),
               -z2 * factor / (20 + z2 * factor), z2 * factor / (10 + z2 * factor));
  // So where nothing but events is seen, the arms the other way round.
  check_limits(risk_difference_mee({10, 10}, {20, 20}, 0.95), -z2 / (10 + z2), z2 / (20 + z2));
  // Newcombe: the distances are the lengths of the Wilson intervals, z^2 / (n + z^2).
  check_limits(risk_difference_newcombe({0, 10}, {0, 20}, 0.95), -z2 / (20 + z2), z2 / (10 + z2));
}

TEST_CASE("arms that differ in all patients") {
  for (const double level : {0.5, 0.95, 0.999}) {
    const auto up = risk_difference_mee({1, 1}, {0, 1}, level);
    REQUIRE(up.has_value());
    CHECK(up->high == 1);
    CHECK(up->low < 1);
    CHECK(up->low > -1);
    CHECK(risk_difference_miettinen_nurminen({0, 7}, {9, 9}, level)->low == -1);
    CHECK(risk_difference_newcombe({0, 7}, {9, 9}, level)->low == -1);
  }
}

TEST_CASE("very many patients: the limits are those of the normal distribution") {
  const std::int64_t half = most_patients / 2;
  const double reach = critical_value(0.95) * std::sqrt(2 * 0.25 / 1e9);
  const Proportion arm(half, most_patients);
  check_limits(risk_difference_miettinen_nurminen(arm, arm, 0.95), -reach, reach, 1e-12);
  check_limits(risk_difference_newcombe(arm, arm, 0.95), -reach, reach, 1e-12);
  // One event and none: those of the Poisson score, n d = 1 + z^2 / 2 +- z sqrt(1 + z^2 / 4) at the
  // upper end (the second arm's likeliest proportion is 0), to a part of 1e-8.
  const double z = critical_value(0.95);
  const double high = 1 + z * z / 2 + z * std::sqrt(1 + z * z / 4);
  const auto rare = risk_difference_mee({1, most_patients}, {0, most_patients}, 0.95);
  REQUIRE(rare.has_value());
  CHECK(std::abs(rare->high * 1e9 - high) < 1e-7);
}
