// Entry: effects_json, comparisons_json. Test: tests/io/json_effects_test.cpp.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "engine/io/json_parts.h"

namespace regimen::io {

Json figure_json(double value) {
  if (std::isinf(value)) return value > 0 ? "infinity" : "-infinity";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.6g", value);
  const double rounded = std::strtod(text.data(), nullptr);
  return rounded == 0 ? 0.0 : rounded;
}

namespace {

Json limits_json(const evidence::Limits& limits) {
  return {{"low", figure_json(limits.low)}, {"high", figure_json(limits.high)}};
}

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

// Null where the arm stands for none.
Json regimen_of(const evidence::OutcomeEffect& effect, const std::string& arm) {
  for (const evidence::ArmEffect& one : effect.arms) {
    if (one.arm == arm && !one.regimen.empty()) return one.regimen;
  }
  return nullptr;
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

Json comparisons_json(const std::vector<evidence::OutcomeEffect>& effects) {
  Json array = Json::array();
  std::vector<std::string> done;
  for (const evidence::OutcomeEffect& first : effects) {
    for (const evidence::Contrast& pair : first.contrasts) {
      if (std::find(done.begin(), done.end(), pair.comparison) != done.end()) continue;
      done.push_back(pair.comparison);
      Json rows = Json::array();
      for (const evidence::OutcomeEffect& effect : effects) {
        for (const evidence::Contrast& contrast : effect.contrasts) {
          if (contrast.comparison != pair.comparison) continue;
          Json row = head_json(effect);
          row.update(contrast_json(contrast));
          rows.push_back(std::move(row));
        }
      }
      array.push_back({{"id", pair.comparison},
                       {"arms", {pair.of, pair.against}},
                       {"regimens", {regimen_of(first, pair.of), regimen_of(first, pair.against)}},
                       {"effects", std::move(rows)}});
    }
  }
  return array;
}

}  // namespace regimen::io
