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

class PairWriter {
 public:
  PairWriter(const Speaker& speaker, const evidence::Study& study, Page& page)
      : speaker_(speaker), study_(study), page_(page) {}

  void run(const Json& pair) {
    page_.heading(
        speaker_.say("pair", {{"of", side(pair["of"])}, {"against", side(pair["against"])}}));
    for (const Json& line : pair["measures"]) {
      columns(word("measures", line["measure"]) + ", " + word("methods", line["method"]),
              {line["estimate"], line["low"], line["high"]});
    }
    for (const auto& [name, value] : pair["tests"].items())
      columns(speaker_.word("figures", name), {value});
    const Json& higher = pair["probability_higher"];
    columns(tell(speaker_, "probability-higher", {{"prior", word("priors", higher["prior"])}}),
            {higher["value"]});
    for (const char* key : {"fragility_index", "reverse_fragility_index"}) {
      if (!pair[key].is_null()) columns(speaker_.word("figures", key), {pair[key]});
    }
    const Json& printed = pair["printed"];
    if (!printed.is_null()) {
      page_.line(speaker_.say("printed-p", {{"p", speaker_.p_value(printed["p"])},
                                            {"test", word("tests-used", printed["method"])}}),
                 2);
    }
    page_.line(type_one(speaker_, pair["type_one_error_controlled"].get<bool>()), 2);
  }

 private:
  [[nodiscard]] std::string word(const char* section, const Json& key) const {
    return speaker_.word(section, key.get<std::string>());
  }

  [[nodiscard]] std::string side(const Json& one) const {
    return arm_name(speaker_, study_, one["arm"].get<std::string>()) + " " + one["events"].dump() +
           "/" + one["total"].dump();
  }

  void columns(const std::string& label, const std::vector<Json>& figures) {
    write_figures(speaker_, label, figures, 2, page_);
  }

  const Speaker& speaker_;
  const evidence::Study& study_;
  Page& page_;
};

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
                     {"at", effect->at},           {"arms", arms_json(*effect)},
                     {"best", best_json(*effect)}, {"comparisons", pairs}};
  if (view.format == ReportFormat::json) return dumped(json);
  Page page(Colour::no);
  const Speaker speaker = speaker_of(view);
  page.line(ref + ": " + row_name(view, effect->outcome, effect->horizon), 0);
  page.line(place_of(view, effect->source, effect->at), 0, Ink::grey);
  write_arms(speaker, *found->study, json["arms"], page);
  write_best(speaker, *found->study, json["best"], page);
  PairWriter writer(speaker, *found->study, page);
  for (const Json& pair : pairs) writer.run(pair);
  return page.take();
}

}  // namespace regimen::io
