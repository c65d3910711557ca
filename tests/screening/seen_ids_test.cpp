// How many ids have stood before is told, however many there are and however few are held.
#include "engine/screening/seen_ids.h"

#include <doctest/doctest.h>

#include <string>

namespace regimen::screening {

namespace {

std::uint64_t repeated(const std::vector<std::uint64_t>& hashes, std::size_t most,
                       std::size_t at_once) {
  SeenIds seen(most);
  for (std::size_t begin = 0; begin < hashes.size(); begin += at_once) {
    const std::size_t end = std::min(hashes.size(), begin + at_once);
    const std::vector<std::uint64_t> part(&hashes[begin], &hashes[begin] + (end - begin));
    REQUIRE_FALSE(seen.add(part));
  }
  const auto result = seen.repeated();
  REQUIRE(result.ok());
  return result.value();
}

}  // namespace

TEST_CASE("an id counts from its second row on") {
  // "a" stands three times, the empty one twice, a hash of nought twice: 2 + 1 + 1.
  const std::vector<std::uint64_t> hashes = {hash_of("a"), hash_of(""),  hash_of("b"), 0,
                                             hash_of("a"), hash_of("a"), hash_of(""),  0};
  for (const std::size_t most : {1U, 2U, 3U, 100U}) {
    CAPTURE(most);
    CHECK(repeated(hashes, most, 1) == 4);
    CHECK(repeated(hashes, most, 3) == 4);
  }
}

TEST_CASE("none is lost where runs are longer than what is read ahead") {
  std::vector<std::uint64_t> hashes;
  constexpr int count = 60'000;
  for (int i = 0; i < count; ++i) hashes.push_back(hash_of("patient " + std::to_string(i)));
  CHECK(repeated(hashes, 10'000, 777) == 0);
  for (int i = 0; i < count; i += 2) hashes.push_back(hash_of("patient " + std::to_string(i)));
  CHECK(repeated(hashes, 10'000, 777) == count / 2);
  CHECK(repeated(hashes, 1'000'000, 777) == count / 2);
}

TEST_CASE("nobody was added") {
  SeenIds seen;
  CHECK(seen.repeated().value() == 0);
}

}  // namespace regimen::screening
