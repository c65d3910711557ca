// Entry: benefit_risk_json, rank_json. Test: tests/io/json_benefit_risk_test.cpp.
#include "engine/io/json_parts.h"

namespace regimen::io {

using decision::BenefitRisk;

namespace {

Json figure_or_null(const std::optional<double>& value) {
  return value ? figure_json(*value) : Json(nullptr);
}

Json figures_json(const std::vector<double>& values) {
  Json array = Json::array();
  for (const double value : values) array.push_back(figure_json(value));
  return array;
}

Json criteria_json(const BenefitRisk& weighed) {
  Json array = Json::array();
  for (const decision::WeighedCriterion& one : weighed.criteria) {
    Json shares = Json::object();
    for (std::size_t r = 0; r < weighed.regimens.size(); ++r)
      shares[weighed.regimens[r]] = figure_json(one.shares[r]);
    array.push_back(
        {{"id", one.id},
         {"outcome", one.outcome},
         {"horizon", one.horizon},
         {"direction", one.harm ? "harm" : "benefit"},
         {"indirect", one.indirect},
         {"effect_may_be_none", one.modified},
         {"weight", weighed.free
                        ? Json(nullptr)
                        : Json{{"low", figure_json(facts::to_double(one.weight.low))},
                               {"reference", figure_json(facts::to_double(one.weight.reference))},
                               {"high", figure_json(facts::to_double(one.weight.high))}}},
         {"shares", std::move(shares)},
         {"source", one.source},
         {"at", one.at}});
  }
  return array;
}

Json pairs_json(const BenefitRisk& weighed) {
  Json array = Json::array();
  for (const decision::PairOrder& pair : weighed.pairs) {
    Json separators = Json::array();
    for (const decision::Separator& one : pair.separators) {
      Json separator = {{"kind", one.kind}};
      if (!one.criterion.empty()) {
        separator["criterion"] = one.criterion;
        separator["towards"] = one.towards_low ? "low" : "high";
      }
      separators.push_back(std::move(separator));
    }
    array.push_back({{"comparison", pair.comparison},
                     {"regimens", {pair.of, pair.against}},
                     {"order", decision::to_text(pair.order)},
                     {"probability_above", figure_or_null(pair.probability)},
                     {"range", pair.range ? limits_json(*pair.range) : Json(nullptr)},
                     {"would_separate", std::move(separators)},
                     {"missing", missing_json(pair.missing)}});
  }
  return array;
}

Json thresholds_json(const BenefitRisk& weighed) {
  Json array = Json::array();
  for (const decision::Threshold& one : weighed.thresholds) {
    array.push_back({{"favoured", one.favoured},
                     {"other", one.other},
                     {"criterion", one.criterion},
                     {"unit", one.unit},
                     {"factor", figure_or_null(one.factor)},
                     {"factor_alone", figure_or_null(one.alone)},
                     {"effect_may_be_another", one.effect_open}});
  }
  return array;
}

Json over_weights_json(const BenefitRisk& weighed,
                       const std::optional<decision::FreeWeights>& told) {
  if (!told) return nullptr;
  const decision::FreeWeights& over = *told;
  Json regimens = Json::array();
  for (std::size_t r = 0; r < over.regimens.size(); ++r) {
    Json central = nullptr;
    if (over.central[r]) {
      central = Json::object();
      for (std::size_t c = 0; c < weighed.criteria.size(); ++c)
        central[weighed.criteria[c].id] = figure_json((*over.central[r])[c]);
    }
    regimens.push_back({{"id", over.regimens[r]},
                        {"acceptability", figures_json(over.acceptability[r])},
                        {"central_weights", std::move(central)},
                        {"confidence", figure_or_null(over.confidence[r])}});
  }
  return {{"method", "smaa"},
          {"regimens", std::move(regimens)},
          {"standard_error", figure_json(over.standard_error)}};
}

}  // namespace

Json benefit_risk_json(const BenefitRisk& weighed) {
  return {{"weights", weighed.weights},
          {"cites", cites_json(weighed.cites)},
          {"horizon", weighed.horizon},
          {"unit", weighed.unit},
          {"precedes_at", figure_json(weighed.precedes_at)},
          {"draws", weighed.draws},
          {"seed", weighed.seed},
          {"criteria", criteria_json(weighed)},
          {"pairs", pairs_json(weighed)},
          {"thresholds", thresholds_json(weighed)},
          {"over_all_weights", over_weights_json(weighed, weighed.over_all_weights)},
          {"over_admitted_weights", over_weights_json(weighed, weighed.over_admitted_weights)}};
}

void add_rank(const decision::RankedRegimen* regimen, Json& json) {
  const decision::RankedRegimen none;
  const decision::RankedRegimen& told = regimen == nullptr ? none : *regimen;
  const bool ranked = told.worst > 0;
  json["standing"] = regimen == nullptr ? Json(nullptr) : Json(decision::to_text(told.standing));
  json["rank"] = told.rank ? Json(*told.rank) : Json(nullptr);
  json["rank_range"] = ranked ? Json{{"best", told.best}, {"worst", told.worst}} : Json(nullptr);
  json["rank_condition"] = missing_json(told.condition);
  json["separated_from"] = texts_json(told.separated_from);
  json["score"] = nullptr;
  if (!told.score) return;
  const decision::Score& score = *told.score;
  Json ranks = Json::array();
  for (const evidence::Limits& one : score.rank_probability) ranks.push_back(limits_json(one));
  json["score"] = {
      {"value", figure_json(score.value)},     {"low", figure_json(score.facts.low)},
      {"high", figure_json(score.facts.high)}, {"sampling", limits_json(score.sampling)},
      {"weights", limits_json(score.weights)}, {"rank_probability", std::move(ranks)}};
}

}  // namespace regimen::io
