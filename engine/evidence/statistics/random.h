// Random: draws that depend on a seed, a stream and an index, and on nothing else: not on what was
// drawn before, not on the thread, not on the generators of the machine.
//
// A stream serves one quantity: whatever is drawn at one place of it is made of the same uniforms.
// Thread-safety: pure functions, plain values; a Uniforms is for one thread.
#pragma once

#include <array>
#include <cstdint>

namespace regimen::evidence {

// Ten rounds of Philox on four words: each counter gives 128 bits of its own. Salmon, Moraes, Dror
// and Shaw 2011, Parallel random numbers: as easy as 1, 2, 3, Proc SC11.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                    std::array<std::uint32_t, 2> key);

struct Stream {
  std::uint64_t seed;
  std::uint32_t number;

  bool operator==(const Stream&) const = default;
};

// The uniforms at one place of a stream, one after the other: for draws that need more than one.
class Uniforms {
 public:
  Uniforms(Stream stream, std::uint64_t index) : stream_(stream), index_(index) {}
  // Above 0 and below 1: an odd multiple of 2^-53.
  double next();

 private:
  Stream stream_;
  std::uint64_t index_;
  std::uint32_t step_ = 0;
  std::array<std::uint32_t, 4> words_{};
  bool half_ = false;  // whether only the first half of the words is used up
};

// The first of the uniforms there.
double draw_uniform(Stream stream, std::uint64_t index);

}  // namespace regimen::evidence
