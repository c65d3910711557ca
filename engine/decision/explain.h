// Explain: from the findings of a rule to what a reader wants to know of it.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <vector>

#include "engine/decision/decision.h"
#include "engine/language/check.h"
#include "engine/program/finding.h"

namespace regimen::decision {

// The facts and entries that the findings read, each once, in the order of the rule.
std::vector<Observed> observed(const language::CheckedPack& pack, const facts::Settled& patient,
                               const std::vector<program::Finding>& findings);

// What would have to change, and by how much, for the finding to become `wanted`, where that hangs
// on numbers alone; nothing where it does not.
std::optional<std::vector<Distance>> distance(const language::CheckedPack& pack,
                                              const facts::Settled& patient,
                                              const program::Finding& finding, facts::Truth wanted);

}  // namespace regimen::decision
