// Plan: for each regimen still standing, the doses from the patient's own facts, the calendar, and
// the dated limits, collected from all packs, each with its source; never a choice between them.
//
// A dose or a schedule is given only where its condition is known to hold, a limit withheld where
// it is not. A regimen that is contraindicated or better avoided has no plan; one whose safety is
// not known has one that says on what it hangs. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "engine/decision/decision.h"
#include "engine/facts/settle.h"
#include "engine/language/check.h"

namespace regimen::decision {

// A pack, and the patient as it was settled for that pack.
struct PlanSource {
  const language::CheckedPack* pack = nullptr;
  const facts::Settled* patient = nullptr;
};

// For the regimens of a decision whose safety is decided. Without safety there is no plan.
std::vector<RegimenPlan> decide_plan(const std::vector<PlanSource>& sources,
                                     const Decision& decision);

// What each rule of a plan comes to, in the order of the pack.
std::vector<PlanFinding> find_plan_rules(const language::CheckedPack& pack,
                                         const facts::Settled& patient, const Options& options);

}  // namespace regimen::decision
