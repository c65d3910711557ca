// Entry: write_effects, write_comparisons, write_harms. Test: tests/io/json_effects_test.cpp.
#include "engine/decision/effects.h"
#include "engine/io/json_layers.h"

namespace regimen::io {

void write_limits(const evidence::Limits& limits, JsonWriter& out) {
  const auto object = out.object();
  out.key("low").figure(limits.low);
  out.key("high").figure(limits.high);
}

namespace {

void write_limits_or_null(const std::optional<evidence::Limits>& limits, JsonWriter& out) {
  limits ? write_limits(*limits, out) : out.null();
}

void write_needed(const std::optional<evidence::NumberNeeded>& needed, JsonWriter& out) {
  if (!needed) {
    out.null();
    return;
  }
  const auto object = out.object();
  out.key("estimate");
  if (needed->estimate) {
    const auto estimate = out.object();
    const bool benefit = needed->estimate->effect == evidence::Effect::benefit;
    out.field("effect", benefit ? "benefit" : "harm");
    out.key("patients").figure(needed->estimate->patients);
  } else {
    out.null();
  }
  write_limits_or_null(needed->benefit, out.key("benefit"));
  write_limits_or_null(needed->harm, out.key("harm"));
}

void write_head(const evidence::OutcomeEffect& effect, JsonWriter& out) {
  out.field("row", effect.row);
  out.field("outcome", effect.outcome);
  out.field("direction", effect.direction);
  out.field("horizon", effect.horizon);
  out.field("set", effect.set);
  out.field("source", effect.source);
  out.field("at", effect.at);
}

void write_interval(std::string_view method, JsonWriter& out) {
  const auto object = out.object();
  out.field("level", evidence::interval_level);
  out.field("method", method);
}

void write_arm(const evidence::ArmEffect& arm, JsonWriter& out) {
  const auto object = out.object();
  out.field("arm", arm.arm);
  out.key("regimen").text_or_null(arm.regimen);
  out.field("events", arm.count.events);
  out.field("total", arm.count.total);
  out.key("per_1000").figure(arm.per_1000);
  out.key("low").figure(arm.limits.low);
  out.key("high").figure(arm.limits.high);
}

}  // namespace

void write_effects(const std::vector<evidence::OutcomeEffect>& effects, JsonWriter& out) {
  const auto list = out.list();
  for (const evidence::OutcomeEffect& effect : effects) {
    const auto object = out.object();
    write_head(effect, out);
    write_interval("wilson", out.key("interval"));
    const auto arms = out.key("arms").list();
    for (const evidence::ArmEffect& arm : effect.arms) write_arm(arm, out);
  }
}

void write_contrast(const evidence::Contrast& contrast, JsonWriter& out) {
  out.key("difference_per_1000").figure(contrast.difference);
  out.key("low").figure(contrast.limits.low);
  out.key("high").figure(contrast.limits.high);
  write_interval("newcombe_hybrid_score", out.key("interval"));
  write_needed(contrast.needed, out.key("number_needed"));
  out.key("printed");
  if (contrast.printed) {
    const auto printed = out.object();
    out.field("p", contrast.printed->p.printed);
    out.field("method", contrast.printed->method);
  } else {
    out.null();
  }
  out.field("type_one_error_controlled", contrast.controlled);
}

namespace {

void write_reasons(const std::vector<decision::ReachReason>& reasons, JsonWriter& out) {
  const auto list = out.list();
  for (const decision::ReachReason& reason : reasons) {
    const auto object = out.object();
    out.field("id", reason.id);
    out.field("holds", facts::to_text(reason.holds));
    out.field("makes", language::to_text(reason.makes.value_or(language::Reach::indirect)));
    write_missing(reason.missing, out.key("missing"));
    write_cites(reason.cites, out.key("cites"));
  }
}

void write_rows(const decision::Decision& decision, const decision::ComparisonReach& reach,
                JsonWriter& out) {
  const auto list = out.list();
  if (reach.applicability == decision::Applicability::not_applicable) return;
  const bool uncertain = reach.modification != decision::EffectModification::none;
  for (const evidence::OutcomeEffect& effect : decision.effects) {
    for (const evidence::Contrast& contrast : effect.contrasts) {
      if (contrast.comparison != reach.comparison) continue;
      const auto object = out.object();
      write_head(effect, out);
      write_contrast(contrast, out);
      out.key("widened");
      uncertain ? write_limits(decision::widened(contrast.limits), out) : out.null();
    }
  }
}

}  // namespace

void write_comparisons(const decision::Decision& decision, JsonWriter& out) {
  const auto list = out.list();
  for (const decision::ComparisonReach& reach : decision.reach) {
    const auto object = out.object();
    out.field("id", reach.comparison);
    write_texts({reach.of, reach.against}, out.key("arms"));
    {
      const auto regimens = out.key("regimens").list();
      out.text_or_null(reach.of_regimen);
      out.text_or_null(reach.against_regimen);
    }
    out.field("applicability", decision::to_text(reach.applicability));
    out.field("effect_modification", decision::to_text(reach.modification));
    write_reasons(reach.reasons, out.key("reasons"));
    write_missing(reach.missing, out.key("missing"));
    write_texts(reach.assumptions, out.key("assumptions"));
    write_rows(decision, reach, out.key("effects"));
  }
}

namespace {

void write_localized(const evidence::Localized& texts, JsonWriter& out) {
  const auto object = out.object();
  for (const auto& [locale, text] : texts) out.field(locale, text);
}

void write_estimate(const evidence::OtherHarm& harm, JsonWriter& out) {
  if (!harm.row.estimate) {
    out.null();
    return;
  }
  const auto printed = [&](std::string_view name, const std::optional<evidence::Figure>& figure) {
    out.key(name);
    figure ? out.value(figure->printed) : out.null();
  };
  const evidence::Estimate& one = *harm.row.estimate;
  const auto object = out.object();
  out.field("statistic", one.statistic);
  out.key("per").text_or_null(one.per);
  out.field("adjusted", one.adjusted);
  out.key("of").text_or_null(one.of);
  out.key("against").text_or_null(one.against);
  out.key("of_regimen").text_or_null(harm.of_regimen);
  out.key("against_regimen").text_or_null(harm.against_regimen);
  out.field("value", one.value.printed);
  printed("low", one.low);
  printed("high", one.high);
  out.field("level", one.level);
}

void write_counts(const std::vector<evidence::Count>& counts, JsonWriter& out) {
  const auto list = out.list();
  for (const evidence::Count& count : counts) {
    const auto object = out.object();
    out.field("arm", count.arm);
    out.field("events", count.events);
    out.key("total");
    count.total ? out.value(*count.total) : out.null();
  }
}

void write_converted(const evidence::OtherHarm& harm, const std::string& horizon, JsonWriter& out) {
  if (!harm.converted) {
    out.null();
    return;
  }
  const auto figure = [&](std::string_view name, const std::optional<double>& value) {
    out.key(name);
    value ? out.figure(*value) : out.null();
  };
  const auto object = out.object();
  out.field("horizon", horizon);
  out.key("per_1000").figure(harm.converted->per_1000);
  figure("low", harm.converted->low);
  figure("high", harm.converted->high);
  out.field("method", "1 - exp(-rate * time)");
  out.field("indirect", true);
}

}  // namespace

void write_harms(const decision::Decision& decision, JsonWriter& out) {
  const auto list = out.list();
  for (const evidence::OtherHarm& harm : decision.other_harms) {
    const auto object = out.object();
    out.field("study", harm.study);
    out.field("row", harm.row.id);
    out.field("outcome", harm.row.outcome);
    out.field("design", harm.design);
    out.field("certainty", harm.certainty);
    write_localized(harm.population, out.key("population"));
    out.field("source", harm.row.source);
    out.field("at", harm.row.at);
    write_estimate(harm, out.key("estimate"));
    write_counts(harm.row.counts, out.key("counts"));
    write_converted(harm, decision.harm_horizon, out.key("converted"));
  }
}

}  // namespace regimen::io
