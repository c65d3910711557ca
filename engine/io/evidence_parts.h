// Evidence parts: what the files of the evidence report share. Used by evidence_report.cpp,
// evidence_compare.cpp and evidence_audit.cpp only. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>

#include "engine/io/evidence_report.h"
#include "engine/io/json_parts.h"
#include "engine/io/page.h"

namespace regimen::io {

struct StudyRow {
  const evidence::Study* study;
  const evidence::Row* row;
};

// `study/row`
std::optional<StudyRow> find_row(const evidence::Evidence& evidence, const std::string& ref);
std::string outcome_name(const EvidenceView& view, const std::string& id);
// The place, the source's citation and how near it is to its origin.
std::string place_of(const EvidenceView& view, const std::string& source, const std::string& at);
std::string dumped(const Json& json);

}  // namespace regimen::io
