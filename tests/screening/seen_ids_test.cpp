// An id that has stood before is told, however many there are.
#include "engine/screening/seen_ids.h"

#include <doctest/doctest.h>

#include <string>

namespace regimen::screening {

TEST_CASE("an id is new once") {
  SeenIds seen;
  CHECK(seen.add(hash_of("R-0001")));
  CHECK(seen.add(hash_of("R-0002")));
  CHECK_FALSE(seen.add(hash_of("R-0001")));
  CHECK(seen.add(hash_of("")));
  CHECK_FALSE(seen.add(hash_of("")));
}

TEST_CASE("a hash of nought is a hash like any other") {
  SeenIds seen;
  CHECK(seen.add(0));
  CHECK_FALSE(seen.add(0));
}

TEST_CASE("tables grow without losing anything") {
  SeenIds seen;
  constexpr int count = 100'000;
  for (int i = 0; i < count; ++i) REQUIRE(seen.add(hash_of("patient " + std::to_string(i))));
  for (int i = 0; i < count; ++i) REQUIRE_FALSE(seen.add(hash_of("patient " + std::to_string(i))));
}

TEST_CASE("hashes differ in their upper bits, which choose the table") {
  // Neighbours of one another, as ids of a list are.
  int tables[256] = {};
  for (int i = 0; i < 25'600; ++i) ++tables[hash_of("R-" + std::to_string(i)) >> 56U];
  // 100 each; more than 6 standard deviations (10) off would be no chance.
  for (const int one : tables) {
    CHECK(one > 40);
    CHECK(one < 160);
  }
}

}  // namespace regimen::screening
