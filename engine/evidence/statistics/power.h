// Power: how often a trial of two arms would find a difference, and how many patients it needs.
//
// Of the two-sided z test of two proportions, pooled where the test assumes them equal, which is
// Pearson's chi-square. As R's power.prop.test does by default, only findings on the side of the
// true difference count: where there is none, the power is alpha / 2. Fleiss, Levin and Paik 2003,
// Statistical Methods for Rates and Proportions, 3rd ed., chapter 4. Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/evidence/statistics/exact_test.h"

namespace regimen::evidence {

// REQUIRES: 0 <= p1, p2 <= 1; 0 < alpha < 1.
struct Question {
  double p1 = 0;
  double p2 = 0;
  double alpha = 0.05;
  // The continuity correction of Casagrande, Pike and Smith 1978, Biometrics 34:483, with arms of
  // unequal size as Fleiss, Tytun and Ury 1980, Biometrics 36:343.
  Correction correction = Correction::none;
};

// Nothing where an arm has no patients. 0 where both proportions are 0, or both 1.
// REQUIRES: 0 <= n1, n2 <= most_patients.
std::optional<double> power(const Question& question, std::int64_t n1, std::int64_t n2);

// The least number of patients in each of two equal arms that reaches the power. Nothing where the
// proportions are equal, or more than most_patients would be needed. REQUIRES: 0 < wanted < 1.
std::optional<std::int64_t> patients_per_arm(const Question& question, double wanted);

}  // namespace regimen::evidence
