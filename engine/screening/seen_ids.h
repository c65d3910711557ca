// SeenIds: whether an id has stood in a row before, by a 64-bit hash of it: two ids of a list of
// ten million are taken for one another once in 300,000 such lists.
//
// About 13 bytes an id, in 256 tables that grow one at a time. Thread-safety: for one thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace regimen::screening {

// FNV-1a, mixed: the same on every machine. Fowler, Noll and Vo; finaliser of SplitMix64 (Steele,
// Lea and Flood 2014, OOPSLA).
std::uint64_t hash_of(std::string_view id);

class SeenIds {
 public:
  // False where the id has been there.
  bool add(std::uint64_t hash);

 private:
  struct Table {
    std::vector<std::uint64_t> places;  // 0: free
    std::size_t used = 0;
  };

  static bool put(std::vector<std::uint64_t>& places, std::uint64_t hash);

  std::array<Table, 256> tables_;
};

}  // namespace regimen::screening
