// Random names are of the form that is promised, and never the same.
#include "engine/core/random.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

using regimen::core::random_hex;
using regimen::core::random_uuid;

TEST_CASE("random bytes are as many as were asked for") {
  CHECK(random_hex(0).empty());
  CHECK(random_hex(16).size() == 32);
  CHECK(random_hex(16).find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(random_hex(16) != random_hex(16));
}

TEST_CASE("a UUID has its version and its variant") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string uuid = random_uuid();
    REQUIRE(uuid.size() == 36);
    for (const std::size_t dash : {8U, 13U, 18U, 23U}) CHECK(uuid[dash] == '-');
    CHECK(uuid[14] == '4');
    CHECK(std::string("89ab").find(uuid[19]) != std::string::npos);
    CHECK(uuid.find_first_not_of("0123456789abcdef-") == std::string::npos);
    seen.insert(uuid);
  }
  CHECK(seen.size() == 1000);
}
