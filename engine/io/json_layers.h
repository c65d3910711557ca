// JSON layers: the parts of the JSON report that stand in files of their own, each written where
// the writer stands. Used by json_report.cpp. Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "engine/decision/decision.h"
#include "engine/evidence/effects.h"
#include "engine/io/json_writer.h"

namespace regimen::io {

void write_limits(const evidence::Limits& limits, JsonWriter& out);
void write_texts(const std::vector<std::string>& texts, JsonWriter& out);
void write_missing(const facts::MissingSet& set, JsonWriter& out);
void write_cites(const std::vector<facts::Citation>& cites, JsonWriter& out);
void write_observed(const std::vector<decision::Observed>& all, JsonWriter& out);

// What each regimen's patients had. Entry of json_effects.cpp.
void write_effects(const std::vector<evidence::OutcomeEffect>& effects, JsonWriter& out);
// The same, pair by pair, with how far each carries over to the patient; without numbers where it
// does not.
void write_comparisons(const decision::Decision& decision, JsonWriter& out);
// The fields of a contrast, into the object that is being written.
void write_contrast(const evidence::Contrast& contrast, JsonWriter& out);
void write_harms(const decision::Decision& decision, JsonWriter& out);

// How the regimens are weighed. Entries of json_benefit_risk.cpp.
void write_benefit_risk(const decision::BenefitRisk& weighed, JsonWriter& out);
// What of it stands at a regimen, into the object that is being written. Null where nothing is
// weighed: all keys stand, and say so.
void write_rank(const decision::RankedRegimen* regimen, JsonWriter& out);

// How a regimen would be given; null for a regimen without a plan. Entries of json_plan.cpp.
void write_doses(const decision::RegimenPlan* plan, JsonWriter& out);
void write_plan(const decision::RegimenPlan* plan, JsonWriter& out);

}  // namespace regimen::io
