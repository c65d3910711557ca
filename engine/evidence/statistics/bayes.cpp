// Entry: belief, probability_higher, probability_best. Test:
// tests/evidence/statistics/bayes_test.cpp.
#include "engine/evidence/statistics/bayes.h"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cassert>
#include <cmath>
#include <span>
#include <vector>

#include "engine/evidence/statistics/quiet.h"

namespace regimen::evidence {

namespace {

bool is_whole(double value) { return value == std::floor(value); }

bool sums_quickly(const Belief& b) {
  constexpr double most = 10'000;  // terms; beyond it the integral is as exact and faster
  return is_whole(b.alpha) && is_whole(b.beta) && b.alpha <= most && b.beta <= most;
}

// Each term is the one before it times a ratio. The first may be too small for a double and the
// rest too large, so their scales are kept as logarithms.
double closed_sum(const Belief& first, const Belief& second) {
  const double all = second.alpha + second.beta;
  double log_scale = 0;
  for (double k = 0; k < first.beta; ++k) log_scale += std::log1p(-second.alpha / (all + k));
  double term = 1;
  double sum = 1;
  for (double i = 0; i + 1 < first.alpha; ++i) {
    term *= (second.alpha + i) / (all + first.beta + i) * ((first.beta + i) / (i + 1));
    sum += term;
    constexpr double large = 1e200;
    if (sum > large) {
      sum /= large;
      term /= large;
      log_scale += std::log(large);
    }
  }
  return std::min(std::exp(log_scale + std::log(sum)), 1.0);
}

// A proportion as the angle whose sin^2 it is: a density that is infinite at 0 or 1 is not so as an
// angle's. Its distance from 1 is cos^2, which keeps its digits where it is small.
double density(const Belief& b, double angle) {
  const double sine = std::sin(angle);
  const double cosine = std::cos(angle);
  const double of_proportion =
      sine < cosine ? boost::math::ibeta_derivative(b.alpha, b.beta, sine * sine, Quiet())
                    : boost::math::ibeta_derivative(b.beta, b.alpha, cosine * cosine, Quiet());
  return of_proportion * 2 * sine * cosine;
}

double probability_below(const Belief& b, double angle) {
  const double sine = std::sin(angle);
  const double cosine = std::cos(angle);
  return sine < cosine ? boost::math::ibeta(b.alpha, b.beta, sine * sine, Quiet())
                       : boost::math::ibetac(b.beta, b.alpha, cosine * cosine, Quiet());
}

// The pieces between these are smooth: no distribution goes from its tail to its middle in one.
void add_breaks(const Belief& b, std::vector<double>& breaks) {
  for (const double tail : {1e-14, 1e-9, 1e-5, 1e-3, 0.02, 0.15, 0.5}) {
    breaks.push_back(std::asin(std::sqrt(boost::math::ibeta_inv(b.alpha, b.beta, tail, Quiet()))));
    breaks.push_back(std::acos(std::sqrt(boost::math::ibeta_inv(b.beta, b.alpha, tail, Quiet()))));
  }
}

// P(one's proportion is the highest of all).
double probability_highest(const Belief& one, std::span<const Belief> others) {
  std::vector<double> breaks;
  add_breaks(one, breaks);
  const auto [least, most] = std::minmax_element(breaks.begin(), breaks.end());
  const double from = *least;
  const double to = *most;
  for (const Belief& other : others) add_breaks(other, breaks);
  std::erase_if(breaks, [&](double at) { return at < from || at > to; });
  std::sort(breaks.begin(), breaks.end());
  const auto own = [&](double angle) { return density(one, angle); };
  const auto weighted = [&](double angle) {
    double product = density(one, angle);
    for (const Belief& other : others) product *= probability_below(other, angle);
    return product;
  };
  double sum = 0;
  double mass = 0;  // 1, but for what is lost to rounding where there are very many patients
  for (std::size_t i = 0; i + 1 < breaks.size(); ++i) {
    if (breaks[i] == breaks[i + 1]) continue;
    using Rule = boost::math::quadrature::gauss<double, 30>;
    sum += Rule::integrate(weighted, breaks[i], breaks[i + 1]);
    mass += Rule::integrate(own, breaks[i], breaks[i + 1]);
  }
  return std::clamp(sum / mass, 0.0, 1.0);
}

}  // namespace

double Belief::quantile(double probability) const {
  assert(probability >= 0 && probability <= 1);
  return boost::math::ibeta_inv(alpha, beta, probability, Quiet());
}

Limits Belief::equal_tails(double level) const {
  assert(level > 0 && level < 1);
  const double tail = (1 - level) / 2;
  return {boost::math::ibeta_inv(alpha, beta, tail, Quiet()),
          boost::math::ibetac_inv(alpha, beta, tail, Quiet())};
}

Belief belief(const Proportion& p, Prior prior) {
  const double added = prior == Prior::uniform ? 1 : 0.5;
  return {real(p.events) + added, real(p.others()) + added};
}

double probability_higher(const Belief& first, const Belief& second) {
  if (sums_quickly(first) && sums_quickly(second)) return closed_sum(first, second);
  return probability_highest(first, std::span(&second, 1));
}

std::array<double, 3> probability_best(const std::array<Belief, 3>& arms) {
  const auto [a, b, c] = arms;
  return {probability_highest(a, std::array{b, c}), probability_highest(b, std::array{a, c}),
          probability_highest(c, std::array{a, b})};
}

}  // namespace regimen::evidence
