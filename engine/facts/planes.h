// Planes: a column of truth values as two planes of bits, 64 rows to a word: known to be yes, and
// known to be no; where neither is set it is unknown.
//
// Bits beyond the last row are 0. Thread-safety: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/facts/truth.h"

namespace regimen::facts {

using PlaneWord = std::uint64_t;
constexpr std::size_t plane_bits = 64;

constexpr std::size_t words_for(std::size_t rows) { return (rows + plane_bits - 1) / plane_bits; }
constexpr PlaneWord bit_of(std::size_t row) { return PlaneWord{1} << (row % plane_bits); }

constexpr Truth truth_at(const PlaneWord* yes, const PlaneWord* no, std::size_t row) {
  const std::size_t word = row / plane_bits;
  if ((yes[word] & bit_of(row)) != 0) return Truth::yes;
  return (no[word] & bit_of(row)) != 0 ? Truth::no : Truth::unknown;
}

struct Planes {
  std::vector<PlaneWord> yes;
  std::vector<PlaneWord> no;
  std::size_t rows = 0;

  void add(Truth value) {
    if (rows % plane_bits == 0) {
      yes.push_back(0);
      no.push_back(0);
    }
    if (value == Truth::yes) yes.back() |= bit_of(rows);
    if (value == Truth::no) no.back() |= bit_of(rows);
    ++rows;
  }
  // REQUIRES: row < rows
  [[nodiscard]] Truth at(std::size_t row) const { return truth_at(yes.data(), no.data(), row); }
  void clear() {
    yes.clear();
    no.clear();
    rows = 0;
  }
};

}  // namespace regimen::facts
