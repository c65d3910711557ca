// PackedTruths: the truth columns of one dictionary, row by row: 32 of them in a word, the planes
// of yes in its low half, those of no in its high half. Gathering: columns of patients made of
// them, by code.
//
// To spread many columns to the patients bit by bit costs more than to run them; here 64 patients
// take a word each and the square of bits is turned. Used by coded_run.cpp only.
// Thread-safety: for one thread.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "engine/facts/coded_batch.h"
#include "engine/program/frame.h"

namespace regimen::program {

class PackedTruths {
 public:
  static constexpr std::size_t to_a_word = 32;

  // So many columns, of which the first is the column `place` of a gathering.
  PackedTruths(std::size_t place, std::size_t columns);

  // The rows from `first` on become these. REQUIRES: as many columns as it holds
  void replace(std::size_t first, std::size_t rows, const std::vector<const Slot*>& columns);

  [[nodiscard]] std::size_t first_word() const { return place_ / to_a_word; }
  [[nodiscard]] std::size_t words() const { return words_; }
  // The word of row 0; that of another row is `words()` further on for each row.
  [[nodiscard]] const facts::PlaneWord* word(std::size_t word) const {
    return rows_.data() + (word - first_word());
  }

 private:
  std::size_t place_ = 0;
  std::size_t words_ = 0;  // of a row
  std::vector<facts::PlaneWord> rows_;
};

struct Gathered {
  const PackedTruths* truths = nullptr;
  const facts::CodeId* codes = nullptr;  // by row
};

// Fills the columns, whose rows are as many as each has codes. Places that nobody holds are left
// out.
void gather(const std::vector<Gathered>& from, std::size_t rows, const std::vector<Slot*>& columns);

using BitSquare = std::array<facts::PlaneWord, facts::plane_bits>;
// Bit j of word i becomes bit i of word j.
void turn(BitSquare& square);

}  // namespace regimen::program
