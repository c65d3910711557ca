// Applicability: how far each comparison of the trial carries over to one patient, and why not.
//
// Who matches the entry criteria is one the trial speaks about directly; who fails one, indirectly;
// and rules of the pack say when a comparison does not carry over at all, or when its effect may be
// another. What hangs on missing facts is undetermined, and names them. Thread-safety: pure
// functions.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/decision/decision.h"
#include "engine/facts/settle.h"
#include "engine/language/check.h"

namespace regimen::decision {

// Whether an applicability rule speaks of the comparison.
bool concerns(const language::Rule& rule, const std::string& comparison);

// What is known, and what may still come: how far from direct, or whether the effect is another.
struct ReachRange {
  std::size_t least = 0;
  std::size_t most = 0;

  void raise(std::size_t level, facts::Truth truth) {
    if (truth == facts::Truth::yes) least = std::max(least, level);
    most = std::max(most, level);
  }
};
std::size_t reach_level(language::Reach reach);
Applicability applicability_of(const ReachRange& range);
EffectModification modification_of(const ReachRange& range);

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
