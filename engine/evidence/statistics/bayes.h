// Bayes: what is believed of a proportion after counting, by a Beta distribution, and which of two
// or three arms has the highest one.
//
// Arms are independent; nothing is simulated. Bayes 1763, Phil Trans R Soc 53:370 (the uniform
// prior); Jeffreys 1946, Proc R Soc A 186:453. Thread-safety: plain values.
#pragma once

#include <array>

#include "engine/evidence/statistics/proportion.h"

namespace regimen::evidence {

enum class Prior { uniform, jeffreys };  // Beta(1, 1), Beta(1/2, 1/2)

// Beta(alpha, beta). REQUIRES: both are n or n + 1/2 with a whole n, from 1/2 to most_patients + 1.
struct Belief {
  double alpha;
  double beta;

  [[nodiscard]] double mean() const { return alpha / (alpha + beta); }
  // What the proportion lies below with this probability. REQUIRES: 0 <= probability <= 1.
  [[nodiscard]] double quantile(double probability) const;
  // REQUIRES: 0 < level < 1.
  [[nodiscard]] Limits equal_tails(double level) const;
  bool operator==(const Belief&) const = default;
};

// Without patients it is the prior.
Belief belief(const Proportion& p, Prior prior);

// P(first's proportion is higher than second's), to 1e-9. A closed sum where parameters are whole
// and not large (Miller, Formulas for Bayesian A/B Testing, www.evanmiller.org; the sum is the
// distribution function of a beta-negative-binomial count), else an integral.
double probability_higher(const Belief& first, const Belief& second);

// For each of three arms, P(its proportion is the highest), to 1e-9. They sum to 1.
std::array<double, 3> probability_best(const std::array<Belief, 3>& arms);

}  // namespace regimen::evidence
