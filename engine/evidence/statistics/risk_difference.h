// Risk difference: the proportion of the first arm less that of the second, with score limits.
//
// Every function gives nothing where an arm has no patients. Limits lie within -1 and 1 and swap
// with the arms: those of (b, a) are those of (a, b), negated. Thread-safety: pure functions.
#pragma once

#include <optional>

#include "engine/evidence/statistics/proportion.h"

namespace regimen::evidence {

std::optional<double> risk_difference(const Proportion& first, const Proportion& second);

// The hybrid of two Wilson intervals: method 10 of Newcombe 1998, Stat Med 17:873.
std::optional<Limits> risk_difference_newcombe(const Proportion& first, const Proportion& second,
                                               double level);

// The differences that a score test with restricted estimates does not reject. Two things go by the
// name of Miettinen and Nurminen, and the letters MN: this one has their factor N / (N - 1) on the
// variance, N being all patients; Mee's has not. Fagerland, Lydersen and Laake 2015 (Stat Methods
// Med Res 24:224) print Mee's limits under the name of Miettinen and Nurminen.
// Miettinen and Nurminen 1985, Stat Med 4:213.
std::optional<Limits> risk_difference_miettinen_nurminen(const Proportion& first,
                                                         const Proportion& second, double level);
// Mee 1984, Biometrics 40:1175.
std::optional<Limits> risk_difference_mee(const Proportion& first, const Proportion& second,
                                          double level);

}  // namespace regimen::evidence
