// Tests of two arms: Fisher's lady by hand, R 4.2, margins that leave one table, very many
// patients.
#include "engine/evidence/statistics/exact_test.h"

#include <doctest/doctest.h>

#include <cmath>

namespace {

using regimen::evidence::Correction;
using regimen::evidence::fisher_p;
using regimen::evidence::given_margins;
using regimen::evidence::mid_p_value;
using regimen::evidence::most_patients;
using regimen::evidence::pearson;
using regimen::evidence::Proportion;

bool near(double found, double expected, double relative = 1e-11) {
  return std::abs(found - expected) <= relative * expected;
}

}  // namespace

TEST_CASE("the lady who tastes tea, by hand") {  // 1, 16, 36, 16 and 1 of 70 tables
  CHECK(near(fisher_p({4, 4}, {0, 4}), 2 / 70.0));
  CHECK(near(fisher_p({3, 4}, {1, 4}), 34 / 70.0));
  CHECK(near(fisher_p({2, 4}, {2, 4}), 1));
  CHECK(near(mid_p_value({4, 4}, {0, 4}), 1 / 70.0));
  CHECK(near(mid_p_value({3, 4}, {1, 4}), 18 / 70.0));
  CHECK(near(mid_p_value({2, 4}, {2, 4}), 1));
}

TEST_CASE("tables as R has them") {  // fisher.test
  CHECK(near(fisher_p({1000, 10000}, {1100, 10000}), 0.0223788748005, 1e-10));
  CHECK(near(fisher_p({10, 10}, {90, 100}), 0.594386424277));
  CHECK(near(fisher_p({1, 1000}, {20, 1000}), 1.92365731517e-05, 1e-10));
}

TEST_CASE("tables of equal probability count together") {
  // Arms of equal size: both tails are alike, so P is twice one tail. R: pinned by fisher.test of
  // 12/50 against 3/50.
  CHECK(near(fisher_p({3, 50}, {12, 50}), 0.0226043868819));
  CHECK(near(fisher_p({12, 50}, {3, 50}), 0.0226043868819));
}

TEST_CASE("one table only: nothing to test") {
  for (const auto& [a, b] : {std::pair(Proportion(0, 3), Proportion(0, 6)),
                             std::pair(Proportion(3, 3), Proportion(6, 6)),
                             std::pair(Proportion(0, 0), Proportion(2, 6)),
                             std::pair(Proportion(2, 6), Proportion(0, 0)),
                             std::pair(Proportion(0, 0), Proportion(0, 0))}) {
    CHECK(fisher_p(a, b) == 1);
    CHECK(mid_p_value(a, b) == 1);
    CHECK_FALSE(pearson(a, b).has_value());
    CHECK_FALSE(pearson(a, b, Correction::continuity).has_value());
  }
}

TEST_CASE("Pearson's chi-square, by hand") {
  // 8 (3 * 3 - 1 * 1)^2 / 4^4 = 2; corrected, 8 (8 - 4)^2 / 4^4 = 0.5. R: pchisq.
  const auto plain = pearson({3, 4}, {1, 4});
  REQUIRE(plain.has_value());
  CHECK(near(plain->statistic, 2));
  CHECK(near(plain->p, 0.15729920705));
  const auto corrected = pearson({3, 4}, {1, 4}, Correction::continuity);
  REQUIRE(corrected.has_value());
  CHECK(near(corrected->statistic, 0.5));
  CHECK(near(corrected->p, 0.479500122187));
  // Nearer than a half: the correction leaves nothing, and does not turn over.
  CHECK(pearson({1, 3}, {2, 5}, Correction::continuity)->statistic == 0);
  CHECK(pearson({1, 3}, {2, 5}, Correction::continuity)->p == 1);
  CHECK(pearson({1, 3}, {2, 6})->p == 1);
  CHECK(near(regimen::evidence::chi_square_p(3.841458820694124), 0.05));
  CHECK(near(regimen::evidence::chi_square_p(100), 1.52397060483e-23, 1e-10));
}

TEST_CASE("given the margins and an odds ratio, by hand") {
  // 1 of 2 against 1 of 2: the tables weigh 1, 4 and 1, times 1, 2 and 4.
  const auto given = given_margins({1, 2}, {1, 2}, std::log(2));
  CHECK(near(given.fewer, 1 / 13.0));
  CHECK(near(given.as_many, 8 / 13.0));
  CHECK(near(given.more, 4 / 13.0));
  CHECK(near(given.mean_excess, 3 / 13.0));
}

TEST_CASE("very many patients") {
  // 5e8 and 5e8 + 5e4 of 1e9: chi-square is 5 but for 1e-8, its corrected P is Fisher's.
  const Proportion a(most_patients / 2, most_patients);
  const Proportion b(most_patients / 2 + 50'000, most_patients);
  const auto plain = pearson(a, b);
  REQUIRE(plain.has_value());
  CHECK(near(plain->statistic, 5, 1e-7));
  CHECK(near(fisher_p(a, b), pearson(a, b, Correction::continuity)->p, 1e-6));
  CHECK(near(mid_p_value(a, b), plain->p, 1e-6));
  // So far out that doubles have no such number.
  CHECK(fisher_p({0, most_patients}, {most_patients, most_patients}) == 0);
  CHECK(fisher_p({0, 2000}, {2000, 2000}) < 1e-290);
}
