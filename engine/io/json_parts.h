// JSON parts: the parts of the JSON report that stand in files of their own. Used by
// json_report.cpp and evidence_report.cpp. Thread-safety: pure functions.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "engine/decision/decision.h"
#include "engine/evidence/effects.h"

namespace regimen::io {

// Keys keep the order in which they are written, so that equal decisions are equal bytes.
using Json = nlohmann::ordered_json;

// To six significant digits, so that a report does not pretend to more; infinity is the text
// `infinity`.
Json figure_json(double value);
Json limits_json(const evidence::Limits& limits);
Json texts_json(const std::vector<std::string>& texts);

// What each regimen's patients had. Entry of json_effects.cpp.
Json effects_json(const std::vector<evidence::OutcomeEffect>& effects);
// The same, pair by pair, with how far each carries over to the patient; without numbers where it
// does not.
Json comparisons_json(const decision::Decision& decision);
Json harms_json(const decision::Decision& decision);
Json missing_json(const facts::MissingSet& set);
Json cites_json(const std::vector<facts::Citation>& cites);
// How the regimens are weighed; and what of it stands at each regimen. Entries of
// json_benefit_risk.cpp.
Json benefit_risk_json(const decision::BenefitRisk& weighed);
// Null where nothing is weighed: all keys stand, and say so.
void add_rank(const decision::RankedRegimen* regimen, Json& json);
Json observed_json(const std::vector<decision::Observed>& all);
// How a regimen would be given; null for a regimen without a plan. Entry of json_plan.cpp.
Json doses_json(const decision::RegimenPlan* plan);
Json plan_json(const decision::RegimenPlan* plan);
Json contrast_json(const evidence::Contrast& contrast);

}  // namespace regimen::io
