// Audit: does what is printed follow from the counts that are printed?
//
// Every percentage, total, sum and denominator, every P value whose test can be recomputed, every
// mean of all arms. What does not follow is a disagreement, unless the study declares it; what
// cannot be recomputed is said with its reason. Comparisons of printed figures are exact: a figure
// agrees if rounding, in either direction at a tie, gives what is printed. Thread-safety: pure
// functions.
#pragma once

#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/evidence/study.h"

namespace regimen::evidence {

enum class AuditVerdict { agrees, disagrees, declared, cannot_tell };

std::string_view to_text(AuditVerdict verdict);

struct AuditCheck {
  std::string study;
  std::string id;  // `percent/remission-26/control`
  AuditVerdict verdict = AuditVerdict::agrees;
  std::string printed;
  std::string recomputed;  // empty where it cannot be told
  // A word: why it cannot be told (`strata_not_printed`), or what is wrong with a declaration
  // (`nothing_to_declare`); else empty.
  std::string reason;
  core::Span span;

  // `percent`, `sum`, ...
  [[nodiscard]] std::string kind() const { return id.substr(0, id.find('/')); }
};

// In the order of the studies, rows and sums. A declaration that nothing needs is a disagreement
// too, of the kind `declared`.
std::vector<AuditCheck> audit(const Evidence& evidence);

// The disagreements, located.
core::Diagnostics diagnostics_of(const std::vector<AuditCheck>& checks);

}  // namespace regimen::evidence
