// Small model: an invented study of a hedge in three soils, with a value model over it, built by
// hand, so that a test may change either. Thread-safety: plain values, pure functions.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/decision/benefit_risk/beliefs.h"
#include "engine/decision/decision.h"
#include "engine/evidence/study.h"
#include "engine/language/pack.h"

namespace regimen::decision::small_model {

using language::WeightRange;

inline facts::Rational rational(const std::string& text) {
  const auto value = facts::Rational::parse(text);
  REQUIRE_MESSAGE(value, text);
  return *value;
}

// By arm: events and patients.
using Counts = std::map<std::string, std::pair<int, int>>;

inline evidence::Row counted(const std::string& id, const std::string& outcome,
                             const Counts& counts) {
  evidence::Row row;
  row.id = id;
  row.outcome = outcome;
  row.horizon = "6 weeks";
  row.source = "garden-book";
  row.at = "page of " + id;
  for (const auto& [arm, count] : counts)
    row.counts.push_back({arm, count.first, count.second, {}, {}});
  return row;
}

inline evidence::Row rated(const std::string& id, const std::string& outcome,
                           const std::string& exposure, const std::string& per_1000_years) {
  evidence::Row row;
  row.id = id;
  row.outcome = outcome;
  row.source = "garden-book";
  row.at = "page of " + id;
  evidence::Estimate estimate;
  estimate.statistic = "rate";
  estimate.per = "1000 patient-years";
  estimate.of = exposure;
  estimate.value = *evidence::parse_figure(per_1000_years);
  row.estimate = estimate;
  return row;
}

inline evidence::Outcome outcome(const std::string& id, const std::string& direction,
                                 const std::vector<std::string>& part_of = {},
                                 const std::string& mirrors = "") {
  evidence::Outcome result;
  result.id = id;
  result.kind = "event";
  result.direction = direction;
  result.part_of = part_of;
  result.mirrors = mirrors;
  return result;
}

// Compost and manure, a soil each; in `both` they are mixed. An opening lies within a bloom, that
// within leafing. Pests were counted elsewhere, as rates. The counts of blooms and of wilting, and
// the rates and cases of pests, are those of a trial and a cohort that this project ships: their
// thresholds are known.
inline evidence::Evidence hedge() {
  evidence::Evidence evidence;
  evidence.outcomes = {outcome("leafing", "benefit"),
                       outcome("bloom", "benefit", {"leafing"}),
                       outcome("opening", "benefit", {"bloom"}),
                       outcome("scent", "benefit"),
                       outcome("wilting", "harm"),
                       outcome("no-wilting", "benefit", {}, "wilting"),
                       outcome("pest", "harm"),
                       outcome("blight", "harm"),
                       outcome("colour", "neutral")};
  evidence::Study study;
  study.id = "hedge";
  study.source = "garden-book";
  for (const char* soil : {"compost", "manure", "both"})
    study.arms.push_back({std::string("arm-") + soil, soil, {}});
  study.comparisons = {{"manure-compost", "arm-manure", "arm-compost", 0, ""},
                       {"both-compost", "arm-both", "arm-compost", 0, ""},
                       {"both-manure", "arm-both", "arm-manure", 0, ""}};
  const auto row = [&](const std::string& id, const std::string& of, std::pair<int, int> compost,
                       std::pair<int, int> manure, std::pair<int, int> both) {
    study.rows.push_back(
        counted(id, of, {{"arm-compost", compost}, {"arm-manure", manure}, {"arm-both", both}}));
  };
  row("leafing-6", "leafing", {90, 170}, {110, 169}, {120, 169});
  row("bloom-6", "bloom", {51, 170}, {75, 169}, {96, 169});
  row("opening-6", "opening", {20, 170}, {30, 169}, {40, 169});
  row("scent-6", "scent", {18, 109}, {28, 93}, {47, 107});
  row("wilting-6", "wilting", {43, 161}, {39, 163}, {27, 179});
  row("no-wilting-6", "no-wilting", {118, 161}, {124, 163}, {152, 179});
  row("colour-6", "colour", {10, 170}, {10, 169}, {10, 169});
  evidence::Row half = counted("half-6", "scent", {{"arm-compost", {1, 10}}});
  half.counts.push_back({"arm-manure", 3, {}, {}, {}});
  half.counts.push_back({"arm-both", 0, 0, {}, {}});
  study.rows.push_back(half);
  evidence.studies.push_back(study);

  evidence::Study cohort;
  cohort.id = "parks";
  cohort.source = "garden-book";
  cohort.rows = {rated("pest-compost", "pest", "with-compost", "0.54"),
                 rated("pest-manure", "pest", "with-manure", "0.41"),
                 rated("pest-both", "pest", "with-both", "0.95"),
                 rated("blight-both", "blight", "with-both", "0.95")};
  evidence::Row ratio = rated("pest-ratio", "pest", "with-both", "2.35");
  ratio.estimate->statistic = "hazard_ratio";
  cohort.rows.push_back(ratio);
  for (const auto& [id, both] : {std::pair{"cases", 14}, {"no-cases", 0}}) {
    evidence::Row cases;
    cases.id = id;
    cases.outcome = "pest";
    cases.counts = {{"with-compost", 70, {}, {}, {}},
                    {"with-manure", 32, {}, {}, {}},
                    {"with-both", both, {}, {}, {}}};
    cohort.rows.push_back(cases);
  }
  evidence.studies.push_back(cohort);
  return evidence;
}

inline language::ModelCriterion criterion(
    const std::string& id, const std::string& row,
    const std::vector<std::pair<std::string, std::string>>& knots) {
  language::ModelCriterion result;
  result.id = id;
  result.row = row;
  for (const auto& [at, worth] : knots) result.knots.push_back({rational(at), rational(worth)});
  return result;
}

inline language::ModelCriterion benefit(const std::string& id, const std::string& row) {
  return criterion(id, row, {{"0", "0"}, {"1", "1"}});
}
inline language::ModelCriterion harm(const std::string& id, const std::string& row) {
  return criterion(id, row, {{"0", "1"}, {"1", "0"}});
}
inline language::ModelCriterion pests() {
  language::ModelCriterion result = criterion("pest", "", {{"0", "1"}, {"0.003", "0"}});
  result.rates = {"parks",
                  {{"compost", "pest-compost"}, {"manure", "pest-manure"}, {"both", "pest-both"}},
                  "cases"};
  return result;
}

inline WeightRange weight(const std::string& low, const std::string& reference,
                          const std::string& high) {
  return {rational(low), rational(reference), rational(high)};
}
inline WeightRange weight(const std::string& value) { return weight(value, value, value); }

inline language::WeightSet weights(const std::map<std::string, WeightRange>& ranges) {
  language::WeightSet set;
  set.id = "given";
  set.ranges = ranges;
  return set;
}

inline language::WeightSet free_weights() {
  language::WeightSet set;
  set.id = "free";
  set.free = true;
  return set;
}

inline language::Pack pack_of(const std::vector<language::ModelCriterion>& criteria,
                              std::uint32_t draws = 2000) {
  language::Pack pack;
  pack.id = "garden";
  pack.evidence.study = "hedge";
  language::ValueModel model;
  model.horizon = "1 year";
  model.draws = draws;
  model.seed = 2026;
  model.precedes_at = rational("0.95");
  model.unit = criteria.front().id;
  model.criteria = criteria;
  model.presets = {free_weights()};
  pack.model = model;
  return pack;
}

// Blooms, scent, wilting and pests as this project weighs what they stand for.
inline std::vector<language::ModelCriterion> four_criteria() {
  std::vector<language::ModelCriterion> result = {
      criterion("bloom", "bloom-6", {{"0.1", "0"}, {"0.8", "1"}}),
      criterion("scent", "scent-6", {{"0", "0"}, {"0.7", "1"}}),
      criterion("wilting", "wilting-6", {{"0", "1"}, {"0.5", "0"}}), pests()};
  result[0].modified = true;
  result[1].modified = true;
  return result;
}

inline language::WeightSet four_weights() {
  return weights({{"bloom", weight("1")},
                  {"scent", weight("0", "0.5", "1")},
                  {"wilting", weight("0.5", "1", "2")},
                  {"pest", weight("11.8", "15.9", "24.4")}});
}

}  // namespace regimen::decision::small_model
