// Fragility: how many patients' outcomes would have to be others for significance to change.
//
// Of a table of two arms under Fisher's test (exact_test.h), counted patient by patient: arms are
// of at most most_counted patients, and nothing is said of larger ones. Patients change in the arm
// with fewer events; where both have as many, in the one with the lower proportion; where that is
// equal too, in the first. The count presumes arms of like size: where the arm with fewer events is
// so small that its proportion is the higher one, the changes drive the arms apart before anything
// else, and there may be no index. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/evidence/statistics/proportion.h"

namespace regimen::evidence {

constexpr std::int64_t most_counted = 100'000;

// Of a significant table: the least number of patients that would have to have had the event for P
// to reach alpha. Nothing where P is at least alpha already, or never gets there. Walsh et al.
// 2014, J Clin Epidemiol 67:622. REQUIRES: 0 < alpha < 1.
std::optional<std::int64_t> fragility_index(const Proportion& first, const Proportion& second,
                                            double alpha = 0.05);

// Of a table that is not significant: the least number of patients that would have to have been
// without the event for P to fall below alpha. Nothing where it is below already, or never gets
// there. Khan et al. 2020, JAMA Netw Open 3(8):e2012469. REQUIRES: 0 < alpha < 1.
std::optional<std::int64_t> reverse_fragility_index(const Proportion& first,
                                                    const Proportion& second, double alpha = 0.05);

}  // namespace regimen::evidence
