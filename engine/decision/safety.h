// Safety: which regimens are safe to consider for this patient, whatever the trial says: what is
// known to speak against each, what may still come, and what must be known before a start.
//
// The status of a regimen is `contraindicated` when that is known; else unknown while an undecided
// gating rule could make it worse than what is known; else the gravest rule that holds. Without a
// jurisdiction the rules of all of them apply, so that the stricter decides. Where statements
// contradict each other the worse is taken. Thread-safety: pure function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/decision/decision.h"
#include "engine/language/check.h"

namespace regimen::decision {

// Whether the rule speaks of the regimen where the patient is treated; an empty jurisdiction is
// everywhere.
bool concerns(const language::Rule& rule, std::size_t regimen, const std::string& jurisdiction);

// From what is known and the gravest gating rule that is not decided. Nothing: unknown.
std::optional<language::Severity> safety_status(language::Severity at_least,
                                                language::Severity undecided);

std::vector<RegimenSafety> decide_safety(const language::CheckedPack& pack,
                                         const facts::Settled& patient, const Options& options);

}  // namespace regimen::decision
