// Entry: cochran_mantel_haenszel and its kin. Test: tests/evidence/statistics/stratified_test.cpp.
#include "engine/evidence/statistics/stratified.h"

#include <cmath>
#include <limits>

namespace regimen::evidence {

namespace {

// The sums of Robins, Breslow and Greenland: R and S are the products of each diagonal over the
// total, P and Q the diagonals' shares of it.
struct Sums {
  double r = 0;
  double s = 0;
  double pr = 0;
  double ps_and_qr = 0;
  double qs = 0;
};

Sums sums_of(std::span<const Stratum> strata) {
  Sums sums;
  for (const auto& [first, second] : strata) {
    if (first.total == 0 || second.total == 0) continue;
    const double total = real(first.total + second.total);
    const double r = real(first.events) * real(second.others()) / total;
    const double s = real(second.events) * real(first.others()) / total;
    const double p = real(first.events + second.others()) / total;
    const double q = real(second.events + first.others()) / total;
    sums.r += r;
    sums.s += s;
    sums.pr += p * r;
    sums.ps_and_qr += p * s + q * r;
    sums.qs += q * s;
  }
  return sums;
}

}  // namespace

std::optional<ChiSquare> cochran_mantel_haenszel(std::span<const Stratum> strata,
                                                 Correction correction) {
  double excess = 0;
  double variance = 0;
  for (const auto& [first, second] : strata) {
    if (first.total == 0 || second.total == 0) continue;
    const double total = real(first.total + second.total);
    const double events = real(first.events + second.events);
    const double others = real(first.others() + second.others());
    excess += real(first.events * second.others() - second.events * first.others()) / total;
    variance +=
        real(first.total) / total * (real(second.total) / total) * events * (others / (total - 1));
  }
  if (variance == 0) return std::nullopt;
  double distance = std::abs(excess);
  if (correction == Correction::continuity && distance >= 0.5) distance -= 0.5;
  const double statistic = distance * distance / variance;
  return ChiSquare{statistic, chi_square_p(statistic)};
}

std::optional<double> mantel_haenszel_odds_ratio(std::span<const Stratum> strata) {
  const Sums sums = sums_of(strata);
  if (sums.s > 0) return sums.r / sums.s;
  return sums.r > 0 ? std::optional(std::numeric_limits<double>::infinity()) : std::nullopt;
}

std::optional<Limits> mantel_haenszel_limits(std::span<const Stratum> strata, double level) {
  const Sums sums = sums_of(strata);
  if (sums.r == 0 || sums.s == 0) return std::nullopt;
  const double variance = sums.pr / (2 * sums.r * sums.r) + sums.ps_and_qr / (2 * sums.r * sums.s) +
                          sums.qs / (2 * sums.s * sums.s);
  const double reach = critical_value(level) * std::sqrt(variance);
  const double ratio = sums.r / sums.s;
  return Limits{ratio * std::exp(-reach), ratio * std::exp(reach)};
}

}  // namespace regimen::evidence
