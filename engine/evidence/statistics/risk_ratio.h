// Risk ratio: the proportion of the first arm over that of the second, with its limits.
//
// Limits lie within 0 and infinity and turn over with the arms: those of (b, a) are those of
// (a, b), inverted. Thread-safety: pure functions.
#pragma once

#include <optional>

#include "engine/evidence/statistics/proportion.h"

namespace regimen::evidence {

// Infinite where only the first arm has events; nothing where neither has, or an arm has no
// patients.
std::optional<double> risk_ratio(const Proportion& first, const Proportion& second);

// The ratios that a score test with restricted estimates does not reject, without a factor on the
// variance. 0 below no events in the first arm, infinite above none in the second; nothing where an
// arm has no patients. Koopman 1984, Biometrics 40:513. What Fagerland, Lydersen and Laake 2015
// (Stat Methods Med Res 24:224) print as Koopman's, 1.21 to 43 for 7/34 and 1/34, agrees with the
// factor N / (N - 1) of Miettinen and Nurminen, not with this: 1.2209 to 42.58.
std::optional<Limits> risk_ratio_koopman(const Proportion& first, const Proportion& second,
                                         double level);
// From the standard error of the logarithm. Nothing where an arm has no events, or where all of
// both arms have them: the error is then infinite, or 0 whatever the number of patients.
// Katz, Baptista, Azen and Pike 1978, Biometrics 34:469.
std::optional<Limits> risk_ratio_katz(const Proportion& first, const Proportion& second,
                                      double level);

}  // namespace regimen::evidence
