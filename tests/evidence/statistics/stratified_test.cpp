// Stratified: one stratum is the plain comparison, by hand; strata that say nothing change nothing;
// without strata there is no result. The published sets stand in vectors/stratified.yaml.
#include "engine/evidence/statistics/stratified.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/evidence/statistics/odds_ratio.h"

namespace {

using regimen::evidence::cochran_mantel_haenszel;
using regimen::evidence::Correction;
using regimen::evidence::mantel_haenszel_limits;
using regimen::evidence::mantel_haenszel_odds_ratio;
using regimen::evidence::odds_ratio_woolf;
using regimen::evidence::pearson;
using regimen::evidence::Stratum;

bool near(double found, double expected) { return std::abs(found - expected) <= 1e-12 * expected; }

const Stratum stratum{{5, 10}, {2, 20}};

}  // namespace

TEST_CASE("no strata, or none that says anything: no result") {
  const std::vector<Stratum> none;
  const std::array<Stratum, 3> mute = {{{{0, 0}, {2, 6}}, {{0, 5}, {0, 6}}, {{5, 5}, {6, 6}}}};
  for (const std::span<const Stratum> strata :
       {std::span<const Stratum>(none), std::span<const Stratum>(mute)}) {
    CHECK_FALSE(cochran_mantel_haenszel(strata).has_value());
    CHECK_FALSE(cochran_mantel_haenszel(strata, Correction::continuity).has_value());
    CHECK_FALSE(mantel_haenszel_odds_ratio(strata).has_value());
    CHECK_FALSE(mantel_haenszel_limits(strata, 0.95).has_value());
  }
}

TEST_CASE("strata that say nothing change nothing") {
  const std::array<Stratum, 1> one = {stratum};
  const std::array<Stratum, 4> more = {
      {{{0, 0}, {2, 6}}, stratum, {{0, 5}, {0, 6}}, {{1, 1}, {0, 0}}}};
  CHECK(cochran_mantel_haenszel(more)->statistic == cochran_mantel_haenszel(one)->statistic);
  CHECK(mantel_haenszel_odds_ratio(more) == mantel_haenszel_odds_ratio(one));
  CHECK(mantel_haenszel_limits(more, 0.95) == mantel_haenszel_limits(one, 0.95));
}

TEST_CASE("one stratum, by hand") {
  const std::array<Stratum, 1> one = {stratum};
  // Chi-square with N - 1 in place of N.
  CHECK(near(cochran_mantel_haenszel(one)->statistic,
             pearson(stratum.first, stratum.second)->statistic * 29 / 30));
  CHECK(near(cochran_mantel_haenszel(one, Correction::continuity)->statistic,
             pearson(stratum.first, stratum.second, Correction::continuity)->statistic * 29 / 30));
  // The variance of Robins, Breslow and Greenland comes down to Woolf's.
  CHECK(near(*mantel_haenszel_odds_ratio(one), 9));
  const auto woolf = odds_ratio_woolf(stratum.first, stratum.second, 0.95);
  const auto limits = mantel_haenszel_limits(one, 0.95);
  REQUIRE(limits.has_value());
  CHECK(near(limits->low, woolf->low));
  CHECK(near(limits->high, woolf->high));
}

TEST_CASE("zero cells") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::array<Stratum, 1> up = {{{{5, 10}, {0, 20}}}};
  const std::array<Stratum, 1> down = {{{{0, 10}, {2, 20}}}};
  CHECK(mantel_haenszel_odds_ratio(up) == infinity);
  CHECK(mantel_haenszel_odds_ratio(down) == 0.0);
  CHECK_FALSE(mantel_haenszel_limits(up, 0.95).has_value());
  CHECK_FALSE(mantel_haenszel_limits(down, 0.95).has_value());
  // Sums decide, not strata.
  const std::array<Stratum, 2> both = {up[0], down[0]};
  CHECK(mantel_haenszel_limits(both, 0.95).has_value());
}

TEST_CASE("below a half the correction takes nothing, as in R") {
  // The distance of 1/3 against 2/5 is |1 * 3 - 2 * 2| / 8 = 1/8.
  const std::array<Stratum, 1> close = {{{{1, 3}, {2, 5}}}};
  CHECK(cochran_mantel_haenszel(close, Correction::continuity)->statistic ==
        cochran_mantel_haenszel(close)->statistic);
  // At a half it takes all: |2 * 2 - 1 * 1| / 6 = 1/2.
  const std::array<Stratum, 1> half = {{{{2, 3}, {1, 3}}}};
  CHECK(cochran_mantel_haenszel(half)->statistic > 0);
  CHECK(cochran_mantel_haenszel(half, Correction::continuity)->statistic == 0);
}
