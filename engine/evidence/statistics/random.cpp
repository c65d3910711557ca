// Entry: philox, draw_uniform and its kin. Test: tests/evidence/statistics/random_test.cpp.
#include "engine/evidence/statistics/random.h"

#include <boost/math/distributions/normal.hpp>
#include <cassert>
#include <cmath>
#include <numbers>

#include "engine/evidence/statistics/quiet.h"

namespace regimen::evidence {

namespace {

std::uint32_t low_word(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
std::uint32_t high_word(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32U); }

double normal_quantile(double probability) {
  return quantile(boost::math::normal_distribution<double, Quiet>(), probability);
}

// Standard normal draws, two from two uniforms: several times as fast as quantiles, and not in
// their order. Box and Muller 1958, Ann Math Stat 29:610.
class Normals {
 public:
  double next(Uniforms& uniforms) {
    half_ = !half_;
    if (!half_) return second_;
    const double radius = std::sqrt(-2 * std::log(uniforms.next()));
    const double angle = 2 * std::numbers::pi * uniforms.next();
    second_ = radius * std::sin(angle);
    return radius * std::cos(angle);
  }

 private:
  double second_ = 0;
  bool half_ = false;  // whether the second of a pair is left
};

// A draw of a gamma variable of scale 1. Marsaglia and Tsang 2000, ACM Trans Math Softw 26:363. The
// only shape below 1 that a Belief has is 1/2, that of half the square of a normal variable.
double draw_gamma(double shape, Uniforms& uniforms, Normals& normals) {
  if (shape < 1) {
    assert(shape == 0.5);
    const double x = normals.next(uniforms);
    return x * x / 2;
  }
  const double d = shape - 1 / 3.0;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = normals.next(uniforms);
    const double u = uniforms.next();
    const double root = 1 + c * x;
    if (root <= 0) continue;
    const double v = root * root * root;
    // The first says nothing that the second does not, and spares its logarithms.
    if (u < 1 - 0.0331 * (x * x) * (x * x)) return d * v;
    if (std::log(u) < x * x / 2 + d * (1 - v + std::log(v))) return d * v;
  }
}

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

double draw_normal(Stream stream, std::uint64_t index) {
  return normal_quantile(draw_uniform(stream, index));
}

double draw_beta(const Belief& belief, Stream stream, std::uint64_t index) {
  Uniforms uniforms(stream, index);
  Normals normals;
  const double some = draw_gamma(belief.alpha, uniforms, normals);
  const double others = draw_gamma(belief.beta, uniforms, normals);
  return some / (some + others);
}

std::optional<LogNormal> LogNormal::make(double value, const Limits& limits, double level) {
  const bool ordered = 0 < limits.low && limits.low <= value && value <= limits.high;
  const bool is_level = 0 < level && level < 1;
  if (!ordered || !is_level || !std::isfinite(limits.high)) return std::nullopt;
  const double width = std::log(limits.high) - std::log(limits.low);
  return LogNormal{std::log(value), width / (2 * critical_value(level))};
}

double draw_log_normal(const LogNormal& belief, Stream stream, std::uint64_t index) {
  return std::exp(belief.log_median + belief.log_deviation * draw_normal(stream, index));
}

}  // namespace regimen::evidence
