// Entry: effects_json, comparisons_json. Test: tests/io/json_effects_test.cpp.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "engine/decision/effects.h"
#include "engine/io/json_parts.h"

namespace regimen::io {

Json figure_json(double value) {
  if (std::isinf(value)) return value > 0 ? "infinity" : "-infinity";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", value);
  const double rounded = std::strtod(text.data(), nullptr);
  return rounded == 0 ? 0.0 : rounded;
}

Json limits_json(const evidence::Limits& limits) {
  return {{"low", figure_json(limits.low)}, {"high", figure_json(limits.high)}};
}

namespace {

Json needed_json(const evidence::NumberNeeded& needed) {
  Json json = {{"estimate", nullptr}, {"benefit", nullptr}, {"harm", nullptr}};
  if (needed.estimate) {
    const bool benefit = needed.estimate->effect == evidence::Effect::benefit;
    json["estimate"] = {{"effect", benefit ? "benefit" : "harm"},
                        {"patients", figure_json(needed.estimate->patients)}};
  }
  if (needed.benefit) json["benefit"] = limits_json(*needed.benefit);
  if (needed.harm) json["harm"] = limits_json(*needed.harm);
  return json;
}

Json head_json(const evidence::OutcomeEffect& effect) {
  return {{"row", effect.row},
          {"outcome", effect.outcome},
          {"direction", effect.direction},
          {"horizon", effect.horizon},
          {"set", effect.set},
          {"source", effect.source},
          {"at", effect.at}};
}

}  // namespace

Json effects_json(const std::vector<evidence::OutcomeEffect>& effects) {
  Json array = Json::array();
  for (const evidence::OutcomeEffect& effect : effects) {
    Json json = head_json(effect);
    json["interval"] = {{"level", evidence::interval_level}, {"method", "wilson"}};
    Json arms = Json::array();
    for (const evidence::ArmEffect& arm : effect.arms) {
      arms.push_back({{"arm", arm.arm},
                      {"regimen", arm.regimen.empty() ? Json(nullptr) : Json(arm.regimen)},
                      {"events", arm.count.events},
                      {"total", arm.count.total},
                      {"per_1000", figure_json(arm.per_1000)},
                      {"low", figure_json(arm.limits.low)},
                      {"high", figure_json(arm.limits.high)}});
    }
    json["arms"] = std::move(arms);
    array.push_back(std::move(json));
  }
  return array;
}

Json contrast_json(const evidence::Contrast& contrast) {
  Json json = {
      {"difference_per_1000", figure_json(contrast.difference)},
      {"low", figure_json(contrast.limits.low)},
      {"high", figure_json(contrast.limits.high)},
      {"interval", {{"level", evidence::interval_level}, {"method", "newcombe_hybrid_score"}}},
      {"number_needed", contrast.needed ? needed_json(*contrast.needed) : Json(nullptr)},
      {"printed", nullptr},
      {"type_one_error_controlled", contrast.controlled}};
  if (contrast.printed) {
    json["printed"] = {{"p", contrast.printed->p.printed}, {"method", contrast.printed->method}};
  }
  return json;
}

namespace {

Json reasons_json(const std::vector<decision::ReachReason>& reasons) {
  Json array = Json::array();
  for (const decision::ReachReason& reason : reasons) {
    array.push_back({{"id", reason.id},
                     {"holds", facts::to_text(reason.holds)},
                     {"makes", language::to_text(reason.makes.value_or(language::Reach::indirect))},
                     {"missing", missing_json(reason.missing)},
                     {"cites", cites_json(reason.cites)}});
  }
  return array;
}

Json nullable(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

}  // namespace

Json comparisons_json(const decision::Decision& decision) {
  Json array = Json::array();
  for (const decision::ComparisonReach& reach : decision.reach) {
    const bool told = reach.applicability != decision::Applicability::not_applicable;
    const bool uncertain = reach.modification != decision::EffectModification::none;
    Json rows = Json::array();
    for (const evidence::OutcomeEffect& effect : decision.effects) {
      for (const evidence::Contrast& contrast : effect.contrasts) {
        if (!told || contrast.comparison != reach.comparison) continue;
        Json row = head_json(effect);
        row.update(contrast_json(contrast));
        row["widened"] =
            uncertain ? limits_json(decision::widened(contrast.limits)) : Json(nullptr);
        rows.push_back(std::move(row));
      }
    }
    array.push_back({{"id", reach.comparison},
                     {"arms", {reach.of, reach.against}},
                     {"regimens", {nullable(reach.of_regimen), nullable(reach.against_regimen)}},
                     {"applicability", decision::to_text(reach.applicability)},
                     {"effect_modification", decision::to_text(reach.modification)},
                     {"reasons", reasons_json(reach.reasons)},
                     {"missing", missing_json(reach.missing)},
                     {"assumptions", reach.assumptions},
                     {"effects", std::move(rows)}});
  }
  return array;
}

Json harms_json(const decision::Decision& decision) {
  Json array = Json::array();
  const auto printed = [](const std::optional<evidence::Figure>& figure) {
    return figure ? Json(figure->printed) : Json(nullptr);
  };
  for (const evidence::OtherHarm& harm : decision.other_harms) {
    const evidence::Row& row = harm.row;
    Json json = {{"study", harm.study},         {"row", row.id},
                 {"outcome", row.outcome},      {"design", harm.design},
                 {"certainty", harm.certainty}, {"population", harm.population},
                 {"source", row.source},        {"at", row.at}};
    json["estimate"] = nullptr;
    if (row.estimate) {
      const evidence::Estimate& one = *row.estimate;
      json["estimate"] = {{"statistic", one.statistic},
                          {"per", nullable(one.per)},
                          {"adjusted", one.adjusted},
                          {"of", nullable(one.of)},
                          {"against", nullable(one.against)},
                          {"of_regimen", nullable(harm.of_regimen)},
                          {"against_regimen", nullable(harm.against_regimen)},
                          {"value", one.value.printed},
                          {"low", printed(one.low)},
                          {"high", printed(one.high)},
                          {"level", one.level}};
    }
    Json counts = Json::array();
    for (const evidence::Count& count : row.counts) {
      counts.push_back({{"arm", count.arm},
                        {"events", count.events},
                        {"total", count.total ? Json(*count.total) : Json(nullptr)}});
    }
    json["counts"] = std::move(counts);
    json["converted"] = nullptr;
    if (harm.converted) {
      const auto figure = [](const std::optional<double>& value) {
        return value ? figure_json(*value) : Json(nullptr);
      };
      json["converted"] = {
          {"horizon", decision.harm_horizon},   {"per_1000", figure_json(harm.converted->per_1000)},
          {"low", figure(harm.converted->low)}, {"high", figure(harm.converted->high)},
          {"method", "1 - exp(-rate * time)"},  {"indirect", true}};
    }
    array.push_back(std::move(json));
  }
  return array;
}

}  // namespace regimen::io
