// Effects: what the evidence that a pack names found, row by row. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/evidence/effects.h"
#include "engine/evidence/harms.h"
#include "engine/language/pack.h"

namespace regimen::decision {

// Tells a study or a row that the pack names and the evidence does not have.
void check_effects(const language::Pack& pack, const evidence::Evidence& evidence,
                   core::Diagnostics& diagnostics);

// REQUIRES: check_effects found no mistake.
std::vector<evidence::OutcomeEffect> decide_effects(const language::Pack& pack,
                                                    const evidence::Evidence& evidence);

// Likewise for the harms that other studies saw: a study, a row, an exposure or a horizon that is
// none.
void check_harms(const language::Pack& pack, const evidence::Evidence& evidence,
                 core::Diagnostics& diagnostics);
std::vector<evidence::OtherHarm> decide_harms(const language::Pack& pack,
                                              const evidence::Evidence& evidence);

// What the limits of a difference become where the effect may be another in patients like this one:
// widened just as far as to hold no difference. Limits per 1,000, or as proportions.
evidence::Limits widened(const evidence::Limits& limits);

}  // namespace regimen::decision
