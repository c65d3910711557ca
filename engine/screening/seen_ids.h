// SeenIds: how many rows have an id that stood in a row before, by a 64-bit hash of it: two ids of
// a list of ten million are taken for one another once in 300,000 such lists.
//
// The hashes are sorted a million at a time and laid aside in a temporary file that nobody else can
// open, so that memory does not grow with the list; the sorted runs are merged at the end. On disk
// an id takes 8 bytes. Thread-safety: for one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace regimen::screening {

// FNV-1a, mixed: the same on every machine. Fowler, Noll and Vo; finaliser of SplitMix64 (Steele,
// Lea and Flood 2014, OOPSLA).
std::uint64_t hash_of(std::string_view id);

class SeenIds {
 public:
  // So many hashes are held in memory.
  explicit SeenIds(std::size_t most = std::size_t{1} << 20U) : most_(most) {}

  // A failure: they cannot be laid aside.
  std::optional<core::Failure> add(const std::vector<std::uint64_t>& hashes);
  // Of those that were added. It may be asked once, when all are there.
  core::Result<std::uint64_t> repeated();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }  // NOLINT: read and then gone
  };

  std::optional<core::Failure> lay_aside();

  std::size_t most_;
  std::vector<std::uint64_t> held_;
  std::unique_ptr<std::FILE, Close> file_;  // the sorted runs, one after the other
  std::vector<std::size_t> runs_;           // how many hashes are in each
};

}  // namespace regimen::screening
