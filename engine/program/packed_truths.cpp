// Entry: gather. Test: tests/program/coded_test.cpp.
#include "engine/program/packed_truths.h"

#include <algorithm>

namespace regimen::program {

using facts::PlaneWord;

PackedTruths::PackedTruths(std::size_t place, std::size_t columns)
    : place_(place),
      words_(columns == 0 ? 0 : (place + columns - 1) / to_a_word - place / to_a_word + 1) {}

void PackedTruths::replace(std::size_t first, std::size_t rows,
                           const std::vector<const Slot*>& columns) {
  rows_.resize(first * words_);
  rows_.resize((first + rows) * words_, 0);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::size_t place = place_ % to_a_word + i;
    const PlaneWord yes = PlaneWord{1} << (place % to_a_word);
    const PlaneWord no = yes << to_a_word;
    PlaneWord* word = rows_.data() + first * words_ + place / to_a_word;
    for (std::size_t row = 0; row < rows; ++row, word += words_) {
      const facts::Truth value = columns[i]->truth(row);
      if (value == facts::Truth::yes) *word |= yes;
      if (value == facts::Truth::no) *word |= no;
    }
  }
}

namespace {

// Swaps the two off-diagonal squares of `half` bits in each square of twice as many.
template <std::size_t Half>
void swap_squares(BitSquare& square, PlaneWord low) {
  for (std::size_t begin = 0; begin < facts::plane_bits; begin += 2 * Half) {
    PlaneWord* const upper = square.data() + begin;
    PlaneWord* const lower = upper + Half;
    for (std::size_t i = 0; i < Half; ++i) {
      const PlaneWord differ = ((upper[i] >> Half) ^ lower[i]) & low;
      upper[i] ^= differ << Half;
      lower[i] ^= differ;
    }
  }
}

}  // namespace

// (Warren, Hacker's Delight, 2nd edition, 2012, section 7-3)
void turn(BitSquare& square) {
  swap_squares<32>(square, 0x00000000FFFFFFFF);
  swap_squares<16>(square, 0x0000FFFF0000FFFF);
  swap_squares<8>(square, 0x00FF00FF00FF00FF);
  swap_squares<4>(square, 0x0F0F0F0F0F0F0F0F);
  swap_squares<2>(square, 0x3333333333333333);
  swap_squares<1>(square, 0x5555555555555555);
}

void gather(const std::vector<Gathered>& from, std::size_t rows,
            const std::vector<Slot*>& columns) {
  for (Slot* column : columns) column->make_truths(rows);
  for (std::size_t first = 0; first < columns.size(); first += PackedTruths::to_a_word) {
    const std::size_t word = first / PackedTruths::to_a_word;
    const std::size_t end = std::min(columns.size(), first + PackedTruths::to_a_word);
    for (std::size_t begin = 0; begin < rows; begin += facts::plane_bits) {
      const std::size_t count = std::min(facts::plane_bits, rows - begin);
      BitSquare square{};
      for (const Gathered& one : from) {
        const std::size_t first_word = one.truths->first_word();
        const std::size_t stride = one.truths->words();
        if (word < first_word || word >= first_word + stride) continue;
        const PlaneWord* const words = one.truths->word(word);
        const facts::CodeId* const codes = one.codes + begin;
        for (std::size_t row = 0; row < count; ++row) square[row] |= words[codes[row] * stride];
      }
      turn(square);
      for (std::size_t i = first; i < end; ++i) {
        columns[i]->own_yes[begin / facts::plane_bits] = square[i - first];
        columns[i]->own_no[begin / facts::plane_bits] = square[i - first + PackedTruths::to_a_word];
      }
    }
  }
}

}  // namespace regimen::program
