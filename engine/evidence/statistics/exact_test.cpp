// Entry: fisher_p, mid_p_value, pearson. Test: tests/evidence/statistics/exact_test_test.cpp.
#include "engine/evidence/statistics/exact_test.h"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cassert>
#include <cmath>

#include "engine/evidence/statistics/quiet.h"

namespace regimen::evidence {

namespace {

// All tables with the same margins, by the events in the first arm, and how probable each is next
// to the most probable one. Boost has no noncentral distribution of these; the ratio of neighbours,
// which is what defines it, keeps its digits with any number of patients.
class Tables {
 public:
  Tables(const Proportion& first, const Proportion& second, double log_odds_ratio)
      : arm_(first.total),
        events_(first.events + second.events),
        offset_(second.total - events_),
        odds_ratio_(std::exp(log_odds_ratio)),
        low_(std::max<std::int64_t>(0, -offset_)),
        high_(std::min(arm_, events_)) {
    // Each is more probable than the one before it up to the mode, and less from there.
    std::int64_t least = low_;
    std::int64_t most = high_;
    while (least < most) {
      const std::int64_t middle = most - (most - least) / 2;
      if (step(middle) >= 1) {
        least = middle;
      } else {
        most = middle - 1;
      }
    }
    mode_ = least;
  }

  // Calls see(events, mass) for the mode, whose mass is 1, then for all below it and all above
  // it, outwards, until masses get smaller than `least`.
  template <typename See>
  void visit(double least, const See& see) const {
    see(mode_, 1.0);
    double mass = 1;
    for (std::int64_t k = mode_; k > low_ && mass > least; --k) {
      mass /= step(k);
      see(k - 1, mass);
    }
    mass = 1;
    for (std::int64_t k = mode_; k < high_ && mass > least; ++k) {
      mass *= step(k + 1);
      see(k + 1, mass);
    }
  }

 private:
  // The probability of k events over that of k - 1.
  [[nodiscard]] double step(std::int64_t k) const {
    return real(arm_ - k + 1) * real(events_ - k + 1) / (real(k) * real(offset_ + k)) * odds_ratio_;
  }

  std::int64_t arm_;
  std::int64_t events_;
  std::int64_t offset_;  // the last cell of a table less its first one
  double odds_ratio_;
  std::int64_t low_;
  std::int64_t high_;
  std::int64_t mode_ = 0;
};

constexpr double smallest_mass = 1e-300;

}  // namespace

double fisher_p(const Proportion& first, const Proportion& second) {
  const Tables tables(first, second, 0);
  double seen = 0;
  double all = 0;
  tables.visit(smallest_mass, [&](std::int64_t events, double mass) {
    all += mass;
    if (events == first.events) seen = mass;
  });
  const double as_probable = seen * (1 + 1e-7);
  double sum = 0;
  tables.visit(smallest_mass, [&](std::int64_t, double mass) {
    if (mass <= as_probable) sum += mass;
  });
  return std::min(sum / all, 1.0);
}

double mid_p_value(const Proportion& first, const Proportion& second) {
  const GivenMargins given = given_margins(first, second, 0);
  return std::min(2 * std::min(given.fewer, given.more) + given.as_many, 1.0);
}

std::optional<ChiSquare> pearson(const Proportion& first, const Proportion& second,
                                 Correction correction) {
  const double n1 = real(first.total);
  const double n2 = real(second.total);
  const double events = real(first.events + second.events);
  const double others = real(first.others() + second.others());
  if (n1 == 0 || n2 == 0 || events == 0 || others == 0) return std::nullopt;
  const double total = n1 + n2;
  // Every cell is as far from its expectation as the first: a determinant over the total. The
  // products are exact as whole numbers, where doubles would cancel.
  const double determinant = real(first.events * second.others() - second.events * first.others());
  double distance = std::abs(determinant) / total;
  if (correction == Correction::continuity) distance = std::max(distance - 0.5, 0.0);
  const double ratio = distance * total;
  const double statistic = ratio / n1 * (ratio / n2) / events * (total / others);
  return ChiSquare{statistic, chi_square_p(statistic)};
}

double chi_square_p(double statistic) {
  assert(statistic >= 0);
  return boost::math::gamma_q(0.5, statistic / 2, Quiet());
}

GivenMargins given_margins(const Proportion& first, const Proportion& second,
                           double log_odds_ratio) {
  assert(std::abs(log_odds_ratio) <= 200);
  const Tables tables(first, second, log_odds_ratio);
  GivenMargins sums{0, 0, 0, 0};
  tables.visit(smallest_mass, [&](std::int64_t events, double mass) {
    double& side = events < first.events   ? sums.fewer
                   : events > first.events ? sums.more
                                           : sums.as_many;
    side += mass;
    sums.mean_excess += mass * real(events - first.events);
  });
  const double all = sums.fewer + sums.as_many + sums.more;
  return {sums.fewer / all, sums.as_many / all, sums.more / all, sums.mean_excess / all};
}

}  // namespace regimen::evidence
