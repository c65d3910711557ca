// Random: draws that depend on a seed, a stream and an index, and on nothing else: not on what was
// drawn before, not on the thread, not on the generators of the machine.
//
// A stream serves one quantity: whatever is drawn at one place of it is made of the same uniforms.
// Thread-safety: pure functions, plain values; a Uniforms is for one thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "engine/evidence/statistics/bayes.h"

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
// Standard normal: the quantile of that uniform.
double draw_normal(Stream stream, std::uint64_t index);
// From 0 to 1; what is next to an end may be rounded to it. REQUIRES of Belief hold.
double draw_beta(const Belief& belief, Stream stream, std::uint64_t index);

// A positive quantity whose logarithm is normal: what is believed of one that is printed with its
// limits, such as a rate.
struct LogNormal {
  double log_median;
  double log_deviation;

  // The median is `value`; the deviation is such that limits of this level are as far apart as
  // those printed, on the scale of the logarithm. Nothing where not 0 < low <= value <= high, all
  // finite, or where the level is none.
  static std::optional<LogNormal> make(double value, const Limits& limits, double level);
  bool operator==(const LogNormal&) const = default;
};

double draw_log_normal(const LogNormal& belief, Stream stream, std::uint64_t index);

}  // namespace regimen::evidence
