// Evidence parts: what the files of the evidence report share. Used by the files named evidence_*
// only. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/io/evidence_report.h"
#include "engine/io/json_parts.h"
#include "engine/io/page.h"
#include "engine/io/speaker.h"

namespace regimen::io {

struct StudyRow {
  const evidence::Study* study;
  const evidence::Row* row;
};

// `study/row`
std::optional<StudyRow> find_row(const evidence::Evidence& evidence, const std::string& ref);
// The words of the view's language, without those of a pack.
Speaker speaker_of(const EvidenceView& view);
// A pattern of the section `evidence` of the wording, filled in.
std::string tell(const Speaker& speaker, const std::string& key,
                 const core::MessageArguments& arguments = {});
std::string outcome_name(const EvidenceView& view, const std::string& id);
std::string arm_name(const Speaker& speaker, const evidence::Study& study, const std::string& id);
// The row's outcome and its horizon.
std::string row_name(const EvidenceView& view, const std::string& outcome,
                     const std::string& horizon);
// The place, the source's citation and how near it is to its origin.
std::string place_of(const EvidenceView& view, const std::string& source, const std::string& at);
std::string dumped(const Json& json);
// A figure, or what stands in the place of one that is none.
std::string figure_text(const Speaker& speaker, const Json& figure);

// A label and its figures, each in a column.
void write_figures(const Speaker& speaker, const std::string& label,
                   const std::vector<Json>& figures, std::size_t indent, Page& page);
// Whether the comparison was inside the sequence that held the type I error.
std::string type_one(const Speaker& speaker, bool controlled);

// One row in full. Entry of evidence_row.cpp.
void write_row(const EvidenceView& view, const evidence::Study& study, const evidence::Row& row,
               Page& page);
Json row_json(const evidence::Row& row);

// The proportion of each arm, with every interval that this program knows. Entry of
// evidence_arms.cpp.
Json arms_json(const evidence::OutcomeEffect& effect);
void write_arms(const Speaker& speaker, const evidence::Study& study, const Json& arms, Page& page);
// For each of three arms, the probability that it is the best: of a benefit the highest, of a harm
// the lowest. Null for other numbers of arms, and for what is neither.
Json best_json(const evidence::OutcomeEffect& effect);
void write_best(const Speaker& speaker, const evidence::Study& study, const Json& best, Page& page);

}  // namespace regimen::io
