// Evidence report: what the knowledge base holds, for people and for programs: its studies, one
// entry in full, two regimens compared, what was found by a search, and the audit.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/evidence/audit.h"
#include "engine/evidence/robustness.h"
#include "engine/evidence/store.h"
#include "engine/facts/knowledge.h"

namespace regimen::io {

enum class ReportFormat { text, json };

struct EvidenceView {
  const evidence::Evidence& evidence;
  const facts::Knowledge& knowledge;
  std::string locale = "en";
  ReportFormat format = ReportFormat::text;
};

// All studies, or the rows of one. REQUIRES: `wanted` is empty or a study of the evidence.
std::string evidence_list(const EvidenceView& view, const std::string& wanted);
// `study`, `study/row` or an outcome. Nothing where there is no such thing.
std::optional<std::string> evidence_show(const EvidenceView& view, const std::string& ref);
// `study/row`: every comparison with every interval that this program knows. Nothing where there is
// no such row, or it counts no events.
std::optional<std::string> evidence_compare(const EvidenceView& view, const std::string& ref);
std::string evidence_hits(const EvidenceView& view, const std::vector<evidence::Hit>& hits);
// `all`: also what agrees.
std::string evidence_audit(const EvidenceView& view,
                           const std::vector<evidence::AuditCheck>& checks,
                           const std::vector<evidence::Robustness>& robustness, bool all);

// What could have been meant.
std::vector<std::string> evidence_refs(const evidence::Evidence& evidence);

}  // namespace regimen::io
