// Applicability: how far each comparison of the trial carries over to one patient, and why not.
//
// Who matches the entry criteria is one the trial speaks about directly; who fails one, indirectly;
// and rules of the pack say when a comparison does not carry over at all, or when its effect may be
// another. What hangs on missing facts is undetermined, and names them. Thread-safety: pure
// functions.
#pragma once

#include <vector>

#include "engine/decision/decision.h"
#include "engine/facts/settle.h"
#include "engine/language/check.h"

namespace regimen::decision {

// Tells a comparison that a rule names and the study does not have.
void check_applicability(const language::Pack& pack, const evidence::Study& study,
                         core::Diagnostics& diagnostics);

// Fills `reach_rules` and `reach` of a decision whose eligibility is decided. Without a study there
// are no comparisons, and the rules alone are told.
void decide_applicability(const language::CheckedPack& pack, const facts::Settled& patient,
                          const evidence::Study* study, Decision& decision);

// Of comparisons there are, and not one says anything of the patient.
[[nodiscard]] bool nothing_carries_over(const Decision& decision);

}  // namespace regimen::decision
