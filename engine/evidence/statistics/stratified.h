// Stratified: two arms compared within strata, and the comparisons put together.
//
// Nothing here is computed from totals over strata: where no strata are given there is no result. A
// stratum in which an arm has no patients, or which leaves one table only, says nothing and changes
// nothing. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <span>

#include "engine/evidence/statistics/exact_test.h"
#include "engine/evidence/statistics/proportion.h"

namespace regimen::evidence {

struct Stratum {
  Proportion first;
  Proportion second;
};

// The test that no stratum has a difference, one degree of freedom. The correction takes 1/2 from
// the sum of the distances, and nothing where that is below 1/2, as R's mantelhaen.test does.
// Nothing where no stratum says anything. Cochran 1954, Biometrics 10:417; Mantel and Haenszel
// 1959, JNCI 22:719, whose variance this is.
std::optional<ChiSquare> cochran_mantel_haenszel(std::span<const Stratum> strata,
                                                 Correction correction = Correction::none);

// One odds ratio for all strata. Infinite where only its denominator is 0; nothing where both sums
// are. Mantel and Haenszel 1959, as above.
std::optional<double> mantel_haenszel_odds_ratio(std::span<const Stratum> strata);
// Its limits, from the variance of the logarithm by Robins, Breslow and Greenland 1986, Biometrics
// 42:311. Nothing where one of both sums is 0.
std::optional<Limits> mantel_haenszel_limits(std::span<const Stratum> strata, double level);

}  // namespace regimen::evidence
