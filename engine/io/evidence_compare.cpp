// Entry: evidence_compare. Test: tests/embed/evidence_cli_test.sh.
#include <algorithm>

#include "engine/evidence/statistics/bayes.h"
#include "engine/evidence/statistics/exact_test.h"
#include "engine/evidence/statistics/fragility.h"
#include "engine/evidence/statistics/odds_ratio.h"
#include "engine/evidence/statistics/risk_difference.h"
#include "engine/evidence/statistics/risk_ratio.h"
#include "engine/io/evidence_parts.h"

namespace regimen::io {

using evidence::Limits;
using evidence::Proportion;

namespace {

struct Line {
  const char* measure;
  const char* method;
  std::optional<double> estimate;
  std::optional<Limits> limits;
};

constexpr double level = evidence::interval_level;

std::vector<Line> measures(const Proportion& a, const Proportion& b) {
  const auto difference = evidence::risk_difference(a, b);
  const auto ratio = evidence::risk_ratio(a, b);
  const auto odds = evidence::odds_ratio(a, b);
  return {
      {"risk_difference", "newcombe_hybrid_score", difference,
       evidence::risk_difference_newcombe(a, b, level)},
      {"risk_difference", "miettinen_nurminen", difference,
       evidence::risk_difference_miettinen_nurminen(a, b, level)},
      {"risk_difference", "mee", difference, evidence::risk_difference_mee(a, b, level)},
      {"risk_ratio", "koopman", ratio, evidence::risk_ratio_koopman(a, b, level)},
      {"risk_ratio", "katz", ratio, evidence::risk_ratio_katz(a, b, level)},
      {"odds_ratio", "miettinen_nurminen", odds,
       evidence::odds_ratio_miettinen_nurminen(a, b, level)},
      {"odds_ratio", "woolf", odds, evidence::odds_ratio_woolf(a, b, level)},
      {"odds_ratio_conditional", "exact", evidence::odds_ratio_conditional(a, b),
       evidence::odds_ratio_exact(a, b, level)},
      {"odds_ratio_conditional", "mid_p", evidence::odds_ratio_conditional(a, b),
       evidence::odds_ratio_mid_p(a, b, level)},
  };
}

const evidence::ArmEffect& arm_in(const evidence::OutcomeEffect& effect, const std::string& id) {
  return *std::find_if(effect.arms.begin(), effect.arms.end(),
                       [&](const evidence::ArmEffect& one) { return one.arm == id; });
}

Json optional_json(const std::optional<double>& value) {
  return value ? figure_json(*value) : Json(nullptr);
}

Json pair_json(const evidence::OutcomeEffect& effect, const evidence::Contrast& contrast) {
  const Proportion a = arm_in(effect, contrast.of).count;
  const Proportion b = arm_in(effect, contrast.against).count;
  Json json = {{"id", contrast.comparison},
               {"of", {{"arm", contrast.of}, {"events", a.events}, {"total", a.total}}},
               {"against", {{"arm", contrast.against}, {"events", b.events}, {"total", b.total}}}};
  json.update(contrast_json(contrast));
  Json lines = Json::array();
  for (const Line& line : measures(a, b)) {
    lines.push_back({{"measure", line.measure},
                     {"method", line.method},
                     {"level", level},
                     {"estimate", optional_json(line.estimate)},
                     {"low", line.limits ? figure_json(line.limits->low) : Json(nullptr)},
                     {"high", line.limits ? figure_json(line.limits->high) : Json(nullptr)}});
  }
  json["measures"] = std::move(lines);
  const auto chi = evidence::pearson(a, b);
  const auto first = evidence::belief(a, evidence::Prior::uniform);
  const auto second = evidence::belief(b, evidence::Prior::uniform);
  const auto index = evidence::fragility_index(a, b);
  const auto reverse = evidence::reverse_fragility_index(a, b);
  json["tests"] = {{"fisher_p", figure_json(evidence::fisher_p(a, b))},
                   {"mid_p", figure_json(evidence::mid_p_value(a, b))},
                   {"pearson_p", chi ? figure_json(chi->p) : Json(nullptr)}};
  json["probability_higher"] = {
      {"prior", "beta(1,1)"}, {"value", figure_json(evidence::probability_higher(first, second))}};
  json["fragility_index"] = index ? Json(*index) : Json(nullptr);
  json["reverse_fragility_index"] = reverse ? Json(*reverse) : Json(nullptr);
  return json;
}

std::string text_of(const Json& value) {
  if (value.is_null()) return "-";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

void write_pair(const Json& pair, Page& page) {
  const auto count = [&](const char* side) {
    const Json& one = pair[side];
    return one["arm"].get<std::string>() + " " + text_of(one["events"]) + "/" +
           text_of(one["total"]);
  };
  page.heading(count("of") + ", " + count("against"));
  for (const Json& line : pair["measures"]) {
    page.columns(line["measure"].get<std::string>() + ", " + line["method"].get<std::string>(),
                 {text_of(line["estimate"]), text_of(line["low"]), text_of(line["high"])}, 12, 2);
  }
  for (const auto& [name, value] : pair["tests"].items())
    page.columns(name, {text_of(value)}, 12, 2);
  page.columns("probability of more events in the first, prior Beta(1,1)",
               {text_of(pair["probability_higher"]["value"])}, 12, 2);
  for (const char* key : {"fragility_index", "reverse_fragility_index"}) {
    if (!pair[key].is_null()) page.columns(key, {text_of(pair[key])}, 12, 2);
  }
  if (!pair["printed"].is_null()) {
    page.line(
        "printed: P " + text_of(pair["printed"]["p"]) + ", " + text_of(pair["printed"]["method"]),
        2);
  }
  page.line(pair["type_one_error_controlled"].get<bool>()
                ? "inside the trial's type I error control"
                : "outside the trial's type I error control: nominal",
            2);
}

}  // namespace

std::optional<std::string> evidence_compare(const EvidenceView& view, const std::string& ref) {
  const auto found = find_row(view.evidence, ref);
  if (!found) return std::nullopt;
  const auto effect = evidence::effect_of(view.evidence, *found->study, *found->row);
  if (!effect) return std::nullopt;
  Json pairs = Json::array();
  for (const evidence::Contrast& contrast : effect->contrasts)
    pairs.push_back(pair_json(*effect, contrast));
  const Json json = {{"study", found->study->id},  {"row", effect->row},
                     {"outcome", effect->outcome}, {"horizon", effect->horizon},
                     {"set", effect->set},         {"source", effect->source},
                     {"at", effect->at},           {"comparisons", pairs}};
  if (view.format == ReportFormat::json) return dumped(json);
  Page page(Colour::no);
  std::string head = ref + ": " + outcome_name(view, effect->outcome);
  if (!effect->horizon.empty()) head += ", " + effect->horizon;
  page.line(head, 0);
  page.line(place_of(view, effect->source, effect->at), 0, Ink::grey);
  for (const Json& pair : pairs) write_pair(pair, page);
  return page.take();
}

}  // namespace regimen::io
