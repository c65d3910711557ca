// Odds ratio: the odds of the first arm over those of the second, with its limits.
//
// Limits lie within 0 and infinity and turn over with the arms, and with the outcome: those of
// (b, a), and of both complements, are those of (a, b), inverted. Where the margins leave one table
// only (no events, nothing but events) nothing is known: limits that exist are then 0 and infinity.
// Thread-safety: pure functions.
#pragma once

#include <optional>

#include "engine/evidence/statistics/proportion.h"

namespace regimen::evidence {

// The ratio of the sample. Infinite where only its denominator is 0; nothing where both products
// are, or an arm has no patients.
std::optional<double> odds_ratio(const Proportion& first, const Proportion& second);
// The most likely ratio given the margins, which R's fisher.test prints. 0 or infinite at the
// lowest and the highest table; nothing where there is one table only, or an arm has no patients.
// Cornfield 1956, Proc 3rd Berkeley Symp 4:135.
std::optional<double> odds_ratio_conditional(const Proportion& first, const Proportion& second);

// Each gives nothing where an arm has no patients; the low limit is 0 where no table is lower, the
// high one infinite where none is higher.

// The ratios that a score test with restricted estimates does not reject, with the factor
// N / (N - 1) on the variance. Miettinen and Nurminen 1985, Stat Med 4:213.
std::optional<Limits> odds_ratio_miettinen_nurminen(const Proportion& first,
                                                    const Proportion& second, double level);
// Both tails of the distribution given the margins, each (1 - level) / 2; known as Cornfield's
// exact and as Fisher's limits. Cornfield 1956, as above.
std::optional<Limits> odds_ratio_exact(const Proportion& first, const Proportion& second,
                                       double level);
// The same with half of the probability of what was seen. Lancaster 1961, J Am Stat Assoc 56:223.
std::optional<Limits> odds_ratio_mid_p(const Proportion& first, const Proportion& second,
                                       double level);

// From the standard error of the logarithm. Nothing where one of the four counts is 0. Woolf 1955,
// Ann Hum Genet 19:251.
std::optional<Limits> odds_ratio_woolf(const Proportion& first, const Proportion& second,
                                       double level);

}  // namespace regimen::evidence
