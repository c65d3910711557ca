// Entry: proportion_wilson and its kin. Test: tests/evidence/statistics/proportion_test.cpp.
#include "engine/evidence/statistics/proportion.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/tools/roots.hpp>
#include <cassert>
#include <cmath>
#include <limits>

#include "engine/evidence/statistics/quiet.h"

namespace regimen::evidence {

namespace {

[[maybe_unused]] bool is_level(double level) { return level > 0 && level < 1; }

// The number that a Beta(a, b) variable falls below with probability `tail`, or exceeds. The tail
// is given, not its complement, so that a small one keeps its digits.
double below(double a, double b, double tail) {
  return boost::math::ibeta_inv(a, b, tail, Quiet());
}
double above(double a, double b, double tail) {
  return boost::math::ibetac_inv(a, b, tail, Quiet());
}

// At the rate, P(at least so many events) less half of P(just so many).
double at_least(const Proportion& p, double rate) {
  const double some = real(p.events);
  const double others = real(p.others());
  const double more = p.others() == 0 ? 0 : boost::math::ibeta(some + 1, others, rate, Quiet());
  const double as_many = p.events == 0 ? 1 : boost::math::ibeta(some, others + 1, rate, Quiet());
  return (more + as_many) / 2;
}

// At the rate, P(at most so many events) less half of P(just so many).
double at_most(const Proportion& p, double rate) {
  const double some = real(p.events);
  const double others = real(p.others());
  const double fewer = p.events == 0 ? 0 : boost::math::ibetac(some, others + 1, rate, Quiet());
  const double as_many = p.others() == 0 ? 1 : boost::math::ibetac(some + 1, others, rate, Quiet());
  return (fewer + as_many) / 2;
}

// A value that may be infinite, as one within -1 and 1 of the same sign.
double bounded(double value) {
  return std::isinf(value) ? std::copysign(1.0, value) : value / (1 + std::abs(value));
}

}  // namespace

Proportion::Proportion(std::int64_t some, std::int64_t all) : events(some), total(all) {
  assert(0 <= some && some <= all && all <= most_patients);
}

std::optional<Proportion> Proportion::make(std::int64_t some, std::int64_t all) {
  if (some < 0 || some > all || all > most_patients) return std::nullopt;
  return Proportion(some, all);
}

std::optional<double> Proportion::estimate() const {
  if (total == 0) return std::nullopt;
  return real(events) / real(total);
}

std::optional<Limits> proportion_wilson(const Proportion& p, double level) {
  if (p.total == 0) return std::nullopt;
  const double z = critical_value(level);
  const double n = real(p.total);
  const double some = real(p.events);
  const double others = real(p.others());
  const double root = z * std::sqrt(z * z + 4 * some * others / n);
  const double sum = 2 * some + z * z + root;
  // The low end is the product of both ends over the high one: no digits cancel.
  return Limits{p.events == 0 ? 0 : 2 * some * some / n / sum,
                p.others() == 0 ? 1 : sum / (2 * (n + z * z))};
}

std::optional<Limits> proportion_clopper_pearson(const Proportion& p, double level) {
  assert(is_level(level));
  if (p.total == 0) return std::nullopt;
  const double tail = (1 - level) / 2;
  const double some = real(p.events);
  const double others = real(p.others());
  return Limits{p.events == 0 ? 0 : below(some, others + 1, tail),
                p.others() == 0 ? 1 : above(some + 1, others, tail)};
}

std::optional<Limits> proportion_mid_p(const Proportion& p, double level) {
  assert(is_level(level));
  if (p.total == 0) return std::nullopt;
  const double tail = (1 - level) / 2;
  const double estimate = *p.estimate();
  const auto low = [&](double rate) { return tail - at_least(p, rate); };
  const auto high = [&](double rate) { return tail - at_most(p, rate); };
  return Limits{p.events == 0 ? 0 : limit_between(0, estimate, low),
                p.others() == 0 ? 1 : limit_between(1, estimate, high)};
}

std::optional<Limits> proportion_jeffreys(const Proportion& p, double level) {
  assert(is_level(level));
  if (p.total == 0) return std::nullopt;
  const double tail = (1 - level) / 2;
  const double some = real(p.events) + 0.5;
  const double others = real(p.others()) + 0.5;
  return Limits{p.events == 0 ? 0 : below(some, others, tail),
                p.others() == 0 ? 1 : above(some, others, tail)};
}

double critical_value(double level) {
  assert(is_level(level));
  const boost::math::normal_distribution<double, Quiet> normal;
  return quantile(complement(normal, (1 - level) / 2));
}

double limit_between(double outside, double inside, const std::function<double(double)>& f) {
  const auto g = [&f](double x) { return bounded(f(x)); };
  const double start = g(outside);
  if (!(start > 0) || outside == inside) return outside;
  constexpr double relative = 4 * std::numeric_limits<double>::epsilon();
  constexpr double absolute = 1e-25;  // a limit of 0 is never met in relative terms
  const auto close = [](double a, double b) {
    return std::abs(a - b) <= relative * std::min(std::abs(a), std::abs(b)) + absolute;
  };
  std::uintmax_t steps = 300;
  const bool upwards = outside < inside;
  const auto [low, high] = boost::math::tools::toms748_solve(
      g, std::min(outside, inside), std::max(outside, inside), upwards ? start : -1.0,
      upwards ? -1.0 : start, close, steps, Quiet());
  return low + (high - low) / 2;
}

}  // namespace regimen::evidence
