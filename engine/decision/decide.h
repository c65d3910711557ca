// Decide: CheckedPack + Settled -> Decision.
//
// Walks the pack twice, open-world and with the declared assumptions of absence, and says of each
// criterion what was seen, what is required, how far it is from passing, and what is missing.
// Thread-safety: pure function.
#pragma once

#include "engine/decision/decision.h"
#include "engine/language/check.h"

namespace regimen::decision {

Decision decide(const language::CheckedPack& pack, const facts::Settled& patient,
                const Options& options);

}  // namespace regimen::decision
