// Entry: write_benefit_risk, write_rank. Test: tests/io/json_benefit_risk_test.cpp.
#include "engine/io/json_layers.h"

namespace regimen::io {

using decision::BenefitRisk;

namespace {

void write_figure_or_null(const std::optional<double>& value, JsonWriter& out) {
  value ? out.figure(*value) : out.null();
}

void write_figures(const std::vector<double>& values, JsonWriter& out) {
  const auto list = out.list();
  for (const double value : values) out.figure(value);
}

void write_weight(const language::WeightRange& weight, JsonWriter& out) {
  const auto object = out.object();
  out.key("low").figure(facts::to_double(weight.low));
  out.key("reference").figure(facts::to_double(weight.reference));
  out.key("high").figure(facts::to_double(weight.high));
}

void write_criteria(const BenefitRisk& weighed, JsonWriter& out) {
  const auto list = out.list();
  for (const decision::WeighedCriterion& one : weighed.criteria) {
    const auto object = out.object();
    out.field("id", one.id);
    out.field("outcome", one.outcome);
    out.field("horizon", one.horizon);
    out.field("direction", one.harm ? "harm" : "benefit");
    out.field("indirect", one.indirect);
    out.field("effect_may_be_none", one.modified);
    out.key("weight");
    weighed.free ? out.null() : write_weight(one.weight, out);
    {
      const auto shares = out.key("shares").object();
      for (std::size_t r = 0; r < weighed.regimens.size(); ++r)
        out.key(weighed.regimens[r]).figure(one.shares[r]);
    }
    out.field("source", one.source);
    out.field("at", one.at);
  }
}

void write_separators(const std::vector<decision::Separator>& separators, JsonWriter& out) {
  const auto list = out.list();
  for (const decision::Separator& one : separators) {
    const auto object = out.object();
    out.field("kind", one.kind);
    if (one.criterion.empty()) continue;
    out.field("criterion", one.criterion);
    out.field("towards", one.towards_low ? "low" : "high");
  }
}

void write_pairs(const BenefitRisk& weighed, JsonWriter& out) {
  const auto list = out.list();
  for (const decision::PairOrder& pair : weighed.pairs) {
    const auto object = out.object();
    out.field("comparison", pair.comparison);
    write_texts({pair.of, pair.against}, out.key("regimens"));
    out.field("order", decision::to_text(pair.order));
    write_figure_or_null(pair.probability, out.key("probability_above"));
    out.key("range");
    pair.range ? write_limits(*pair.range, out) : out.null();
    write_separators(pair.separators, out.key("would_separate"));
    write_missing(pair.missing, out.key("missing"));
  }
}

void write_thresholds(const BenefitRisk& weighed, JsonWriter& out) {
  const auto list = out.list();
  for (const decision::Threshold& one : weighed.thresholds) {
    const auto object = out.object();
    out.field("favoured", one.favoured);
    out.field("other", one.other);
    out.field("criterion", one.criterion);
    out.field("unit", one.unit);
    write_figure_or_null(one.factor, out.key("factor"));
    write_figure_or_null(one.alone, out.key("factor_alone"));
    out.field("effect_may_be_another", one.effect_open);
  }
}

void write_central(const BenefitRisk& weighed, const std::optional<std::vector<double>>& central,
                   JsonWriter& out) {
  if (!central) {
    out.null();
    return;
  }
  const auto object = out.object();
  for (std::size_t c = 0; c < weighed.criteria.size(); ++c)
    out.key(weighed.criteria[c].id).figure((*central)[c]);
}

void write_over_weights(const BenefitRisk& weighed,
                        const std::optional<decision::FreeWeights>& told, JsonWriter& out) {
  if (!told) {
    out.null();
    return;
  }
  const auto object = out.object();
  out.field("method", "smaa");
  {
    const auto regimens = out.key("regimens").list();
    for (std::size_t r = 0; r < told->regimens.size(); ++r) {
      const auto regimen = out.object();
      out.field("id", told->regimens[r]);
      write_figures(told->acceptability[r], out.key("acceptability"));
      write_central(weighed, told->central[r], out.key("central_weights"));
      write_figure_or_null(told->confidence[r], out.key("confidence"));
    }
  }
  out.key("standard_error").figure(told->standard_error);
}

void write_score(const decision::Score& score, JsonWriter& out) {
  const auto object = out.object();
  out.key("value").figure(score.value);
  out.key("low").figure(score.facts.low);
  out.key("high").figure(score.facts.high);
  write_limits(score.sampling, out.key("sampling"));
  write_limits(score.weights, out.key("weights"));
  const auto ranks = out.key("rank_probability").list();
  for (const evidence::Limits& one : score.rank_probability) write_limits(one, out);
}

void write_range(int best, int worst, JsonWriter& out) {
  const auto object = out.object();
  out.field("best", best);
  out.field("worst", worst);
}

}  // namespace

void write_benefit_risk(const BenefitRisk& weighed, JsonWriter& out) {
  const auto object = out.object();
  out.field("weights", weighed.weights);
  write_cites(weighed.cites, out.key("cites"));
  out.field("horizon", weighed.horizon);
  out.field("unit", weighed.unit);
  out.key("precedes_at").figure(weighed.precedes_at);
  out.field("draws", weighed.draws);
  out.field("seed", weighed.seed);
  write_criteria(weighed, out.key("criteria"));
  write_pairs(weighed, out.key("pairs"));
  write_thresholds(weighed, out.key("thresholds"));
  write_over_weights(weighed, weighed.over_all_weights, out.key("over_all_weights"));
  write_over_weights(weighed, weighed.over_admitted_weights, out.key("over_admitted_weights"));
}

void write_rank(const decision::RankedRegimen* regimen, JsonWriter& out) {
  const decision::RankedRegimen none;
  const decision::RankedRegimen& told = regimen == nullptr ? none : *regimen;
  out.key("standing");
  regimen == nullptr ? out.null() : out.value(decision::to_text(told.standing));
  out.key("rank");
  told.rank ? out.value(*told.rank) : out.null();
  out.key("rank_range");
  told.worst > 0 ? write_range(told.best, told.worst, out) : out.null();
  write_missing(told.condition, out.key("rank_condition"));
  write_texts(told.separated_from, out.key("separated_from"));
  out.key("score");
  told.score ? write_score(*told.score, out) : out.null();
}

}  // namespace regimen::io
