// Entry: philox, Uniforms, draw_uniform. Test: tests/evidence/statistics/random_test.cpp.
#include "engine/evidence/statistics/random.h"

namespace regimen::evidence {

namespace {

std::uint32_t low_word(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
std::uint32_t high_word(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32U); }

}  // namespace

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                    std::array<std::uint32_t, 2> key) {
  constexpr std::array<std::uint64_t, 2> factors = {0xD2511F53, 0xCD9E8D57};
  constexpr std::array<std::uint32_t, 2> steps = {0x9E3779B9, 0xBB67AE85};
  constexpr int rounds = 10;
  for (int round = 0; round < rounds; ++round) {
    const std::uint64_t first = factors[0] * counter[0];
    const std::uint64_t second = factors[1] * counter[2];
    counter = {high_word(second) ^ counter[1] ^ key[0], low_word(second),
               high_word(first) ^ counter[3] ^ key[1], low_word(first)};
    key[0] += steps[0];
    key[1] += steps[1];
  }
  return counter;
}

double Uniforms::next() {
  if (!half_) {
    words_ = philox({low_word(index_), high_word(index_), stream_.number, step_},
                    {low_word(stream_.seed), high_word(stream_.seed)});
    ++step_;
  }
  const std::size_t at = half_ ? 2 : 0;
  half_ = !half_;
  const std::uint64_t bits = std::uint64_t{words_[at + 1]} << 32U | words_[at];
  // Odd, so that it is never 0; 53 bits, so that no rounding makes it 1.
  return static_cast<double>(bits >> 11U | 1U) * 0x1p-53;
}

double draw_uniform(Stream stream, std::uint64_t index) { return Uniforms(stream, index).next(); }

}  // namespace regimen::evidence
