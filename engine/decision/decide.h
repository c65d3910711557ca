// Decide: CheckedPack + Settled -> Decision.
//
// Walks the pack open-world, and what misses something once more with the declared assumptions of
// absence; says of each criterion what was seen, what is required, how far it is from passing, and
// what is missing.
// Thread-safety: pure function.
#pragma once

#include "engine/decision/decision.h"
#include "engine/language/check.h"

namespace regimen::decision {

// Whether the rule is one of those by which the eligibility is decided.
bool decides(const language::Pack& pack, const language::Rule& rule, const Options& options);

// How the criteria that decide have come out; those with assumptions among what is open without.
struct Tally {
  bool failed = false;      // one fails
  bool applicable = false;  // one applies
  bool open = false;        // one is unknown
  bool still_open = false;  // one is unknown, with the assumptions too
  bool would_fail = false;  // one is unknown, and fails with the assumptions
};

// Failing decides whatever else is unknown; then what is unknown; passing needs a criterion that
// applies.
EligibilityStatus conclude(const Tally& tally);

Decision decide(const language::CheckedPack& pack, const facts::Settled& patient,
                const Options& options);

}  // namespace regimen::decision
