// Fragility: the tables on the way to the index, with their P values from R 4.2's fisher.test.
#include "engine/evidence/statistics/fragility.h"

#include <doctest/doctest.h>

namespace {

using regimen::evidence::fragility_index;
using regimen::evidence::most_counted;
using regimen::evidence::reverse_fragility_index;

}  // namespace

TEST_CASE("significant tables") {
  // 15/40 against 5, 6 and 7 of 40: P = .0188, .0406, .0784.
  CHECK(fragility_index({15, 40}, {5, 40}) == 2);
  CHECK(fragility_index({5, 40}, {15, 40}) == 2);
  CHECK(fragility_index({15, 40}, {6, 40}) == 1);
  CHECK_FALSE(fragility_index({15, 40}, {7, 40}).has_value());
  // At another alpha: 8 and 9 of 40 have P = .1374 and .2222.
  CHECK(fragility_index({15, 40}, {7, 40}, 0.1) == 1);
  CHECK(fragility_index({15, 40}, {7, 40}, 0.2) == 2);
  // A loop over fisher.test.
  CHECK(fragility_index({10, 100}, {30, 100}) == 8);
  CHECK(fragility_index({60, 200}, {100, 205}) == 18);
}

TEST_CASE("tables that are not significant") {
  // 12/50 against 4 and 3 of 50: P = .0538, .0226; so 10 have 7 to lose.
  CHECK(reverse_fragility_index({10, 50}, {12, 50}) == 7);
  CHECK(reverse_fragility_index({12, 50}, {10, 50}) == 7);
  CHECK(reverse_fragility_index({4, 50}, {12, 50}) == 1);
  CHECK_FALSE(reverse_fragility_index({3, 50}, {12, 50}).has_value());
  CHECK_FALSE(fragility_index({4, 50}, {12, 50}).has_value());
}

TEST_CASE("as many events: the lower proportion changes") {
  CHECK(reverse_fragility_index({40, 100}, {40, 120}) == 8);  // a loop over fisher.test
  CHECK(reverse_fragility_index({40, 120}, {40, 100}) == 8);
  CHECK(reverse_fragility_index({12, 50}, {12, 50}) == 9);  // down to 3
}

TEST_CASE("changes that cannot be made") {
  // 5/5 and 6/100 differ (P = 4.8e-6), and the arm with fewer events has nobody left without one.
  CHECK_FALSE(fragility_index({5, 5}, {6, 100}).has_value());
  CHECK_FALSE(reverse_fragility_index({5, 5}, {6, 100}).has_value());
  // No event to take away.
  CHECK_FALSE(reverse_fragility_index({0, 10}, {2, 10}).has_value());
  CHECK_FALSE(reverse_fragility_index({0, 0}, {2, 10}).has_value());
  CHECK_FALSE(fragility_index({0, 0}, {2, 10}).has_value());
  CHECK_FALSE(fragility_index({0, 0}, {0, 0}).has_value());
}

TEST_CASE("arms that are too large are not counted") {
  CHECK(fragility_index({0, most_counted}, {6, most_counted}) == 1);  // P = 2/2^6, then 14/2^7...
  CHECK_FALSE(fragility_index({0, most_counted + 1}, {6, most_counted}).has_value());
}
