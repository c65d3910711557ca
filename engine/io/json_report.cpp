// Entry: json_report. Test: tests/io/json_report_test.cpp.
#include "engine/io/json_report.h"

#include <algorithm>

#include "engine/io/json_layers.h"

namespace regimen::io {

void write_missing(const facts::MissingSet& set, JsonWriter& out) {
  const auto list = out.list();
  for (const facts::Missing& missing : set) {
    const auto object = out.object();
    out.field("fact", missing.key);
    out.field("cause", to_text(missing.cause));
    if (!missing.about.empty()) out.field("about", missing.about);
  }
}

void write_texts(const std::vector<std::string>& texts, JsonWriter& out) {
  const auto list = out.list();
  for (const std::string& text : texts) out.value(text);
}

void write_cites(const std::vector<facts::Citation>& cites, JsonWriter& out) {
  const auto list = out.list();
  for (const facts::Citation& cite : cites) {
    const auto object = out.object();
    out.field("source", cite.source);
    out.field("at", cite.at);
    out.field("stance", cite.stance);
  }
}

namespace {

void write_pairs(const std::vector<std::pair<std::string, std::string>>& pairs, JsonWriter& out) {
  const auto object = out.object();
  for (const auto& [key, value] : pairs) out.field(key, value);
}

}  // namespace

void write_observed(const std::vector<decision::Observed>& all, JsonWriter& out) {
  const auto list = out.list();
  for (const decision::Observed& observed : all) {
    const auto object = out.object();
    out.field("fact", observed.key);
    out.field("value", observed.value);
    if (!observed.converted.empty()) out.field("converted", observed.converted);
    if (!observed.date.empty()) out.field("date", observed.date);
    if (!observed.origin.empty()) out.field("origin", observed.origin);
    if (!observed.fields.empty()) write_pairs(observed.fields, out.key("fields"));
    if (!observed.terms.empty()) write_pairs(observed.terms, out.key("terms"));
  }
}

namespace {

void write_distance(const std::vector<decision::Distance>& all, JsonWriter& out) {
  const auto list = out.list();
  for (const decision::Distance& distance : all) {
    const auto object = out.object();
    out.field("fact", distance.key);
    out.field("by", distance.value);
    out.field("direction", distance.too_low ? "too_low" : "too_high");
  }
}

void write_interpretation(const decision::Criterion& criterion, JsonWriter& out) {
  if (criterion.silent_on.empty()) {
    out.null();
    return;
  }
  const auto object = out.object();
  out.field("silent_on", criterion.silent_on);
  const auto list = out.key("alternatives").list();
  for (const decision::ReadingVerdict& reading : criterion.readings) {
    const auto alternative = out.object();
    out.field("id", reading.id);
    out.field("verdict", program::to_text(reading.verdict));
  }
}

void write_criterion(const decision::Criterion& criterion, JsonWriter& out) {
  const auto object = out.object();
  out.field("id", criterion.id);
  out.field("kind", language::to_text(criterion.kind));
  out.field("group", criterion.group);
  out.field("decides", criterion.decides);
  out.field("verdict", program::to_text(criterion.verdict));
  out.field("verdict_with_assumptions", program::to_text(criterion.assumed_verdict));
  out.field("when", to_text(criterion.when));
  write_observed(criterion.observed, out.key("observed"));
  out.field("required", criterion.required);
  write_distance(criterion.distance, out.key("distance"));
  write_missing(criterion.missing, out.key("missing"));
  write_missing(criterion.also_missing, out.key("also_missing"));
  write_texts(criterion.assumed, out.key("assumptions"));
  write_interpretation(criterion, out.key("interpretation"));
  write_cites(criterion.cites, out.key("cites"));
}

void write_criteria(const std::vector<decision::Criterion>& criteria, JsonWriter& out) {
  const auto list = out.list();
  for (const decision::Criterion& criterion : criteria) write_criterion(criterion, out);
}

void write_would_fail(const std::vector<decision::FailingAssumption>& all, JsonWriter& out) {
  const auto list = out.list();
  for (const decision::FailingAssumption& failing : all) {
    const auto object = out.object();
    out.field("criterion", failing.criterion);
    write_texts(failing.assumptions, out.key("assumptions"));
  }
}

void write_eligibility(const decision::Eligibility& eligibility, JsonWriter& out) {
  const auto object = out.object();
  out.field("status", to_text(eligibility.status));
  write_criteria(eligibility.criteria, out.key("criteria"));
  write_texts(eligibility.failed, out.key("failed"));
  write_texts(eligibility.unknown, out.key("unknown"));
  write_missing(eligibility.missing, out.key("missing"));
  write_missing(eligibility.also_missing, out.key("also_missing"));
  write_missing(eligibility.still_missing, out.key("missing_with_assumptions"));
  write_would_fail(eligibility.would_fail, out.key("would_fail_if_assumed"));
}

// Strata carry the level that the pack gives them, notes the truth.
void write_remarks(const std::vector<decision::Remark>& remarks, language::RuleKind kind,
                   JsonWriter& out) {
  const auto list = out.list();
  for (const decision::Remark& remark : remarks) {
    if (remark.kind != kind) continue;
    const auto object = out.object();
    out.field("id", remark.id);
    out.field("when", to_text(remark.when));
    if (kind == language::RuleKind::stratum) out.key("level").text_or_null(remark.level);
    write_observed(remark.observed, out.key("observed"));
    write_missing(remark.missing, out.key("missing"));
    write_cites(remark.cites, out.key("cites"));
  }
}

void write_finding(const decision::SafetyFinding& finding, JsonWriter& out) {
  const auto object = out.object();
  out.field("id", finding.id);
  out.field("holds", to_text(finding.holds));
  out.field("severity", language::to_text(finding.severity));
  out.field("gate", language::to_text(finding.gate));
  out.key("jurisdiction").text_or_null(finding.jurisdiction);
  write_observed(finding.observed, out.key("observed"));
  out.field("when", finding.required);
  write_missing(finding.missing, out.key("missing"));
  write_texts(finding.assumed, out.key("assumptions"));
  out.key("interpretation").text_or_null(finding.silent_on);
  out.field("verified", facts::to_text(finding.verified));
  write_cites(finding.cites, out.key("cites"));
}

void write_findings(const std::vector<decision::SafetyFinding>& findings, JsonWriter& out) {
  const auto list = out.list();
  for (const decision::SafetyFinding& finding : findings) write_finding(finding, out);
}

void write_workup(const decision::RegimenSafety* safety, JsonWriter& out) {
  const auto list = out.list();
  if (safety == nullptr) return;
  for (const decision::WorkupItem& item : safety->workup) {
    const auto object = out.object();
    out.field("id", item.id);
    out.field("state", item.known ? "known" : (item.stale ? "stale" : "missing"));
    write_observed(item.observed, out.key("observed"));
    write_missing(item.missing, out.key("missing"));
    write_cites(item.cites, out.key("cites"));
  }
}

void write_safety(const decision::RegimenSafety* safety, JsonWriter& out) {
  if (safety == nullptr) {
    out.null();
    return;
  }
  const auto object = out.object();
  out.field("status", decision::status_text(safety->status));
  out.field("at_least", language::to_text(safety->at_least));
  out.field("at_most", language::to_text(safety->at_most));
  write_findings(safety->findings, out.key("findings"));
  write_texts(safety->clear, out.key("clear"));
  write_missing(safety->missing, out.key("missing"));
  write_texts(safety->assumptions, out.key("assumptions"));
}

// Those whose safety is told; without any, those that are weighed, or else compared.
std::vector<std::string> regimen_names(const decision::Decision& decision) {
  std::vector<std::string> names;
  for (const decision::RegimenSafety& regimen : decision.regimens) names.push_back(regimen.id);
  if (names.empty() && decision.benefit_risk) names = decision.benefit_risk->regimens;
  if (!names.empty()) return names;
  const auto add = [&names](const std::string& name) {
    if (!name.empty() && std::ranges::count(names, name) == 0) names.push_back(name);
  };
  for (const decision::ComparisonReach& one : decision.reach) {
    add(one.of_regimen);
    add(one.against_regimen);
  }
  return names;
}

template <typename Regimen>
const Regimen* find(const std::vector<Regimen>& regimens, const std::string& id) {
  const auto place = std::ranges::find(regimens, id, &Regimen::id);
  return place == regimens.end() ? nullptr : &*place;
}

void write_regimens(const decision::Decision& decision, JsonWriter& out) {
  const auto list = out.list();
  for (const std::string& id : regimen_names(decision)) {
    const decision::RegimenSafety* safety = find(decision.regimens, id);
    const decision::RegimenPlan* plan = find(decision.plans, id);
    const auto object = out.object();
    out.field("id", id);
    write_safety(safety, out.key("safety"));
    write_workup(safety, out.key("workup"));
    write_doses(plan, out.key("dose"));
    write_plan(plan, out.key("plan"));
    write_rank(decision.benefit_risk ? find(decision.benefit_risk->ranked, id) : nullptr, out);
  }
}

void write_pack(const std::string& id, const std::string& version, const std::string& digest,
                JsonWriter& out) {
  const auto object = out.object();
  out.field("id", id);
  out.field("version", version);
  out.field("digest", digest);
}

void write_options(const decision::Decision& decision, std::string_view locale, JsonWriter& out) {
  const auto object = out.object();
  out.key("jurisdiction").text_or_null(decision.options.jurisdiction);
  out.field("assumptions", decision.options.assumptions);
  write_texts(decision.options.groups, out.key("groups"));
  out.key("weights");
  decision.benefit_risk ? out.value(decision.benefit_risk->weights) : out.null();
  out.field("locale", locale);
}

void write_ignored(const std::vector<facts::Ignored>& ignored, JsonWriter& out) {
  const auto list = out.list();
  for (const facts::Ignored& item : ignored) {
    const auto object = out.object();
    if (!item.key.empty()) out.field("fact", item.key);
    out.field("reason", item.reason);
    if (!item.origin.empty()) out.field("resource", item.origin);
    if (!item.detail.empty()) out.field("detail", item.detail);
  }
}

// The offending text is the patient's and stays out.
void write_warnings(const core::Diagnostics& values, JsonWriter& out) {
  const auto list = out.list();
  for (const core::Diagnostic& diagnostic : values.sorted()) {
    const auto object = out.object();
    out.field("code", core::info(diagnostic.code).id);
    out.field("place", core::to_text(diagnostic.span));
    out.field("message", diagnostic.message);
  }
}

void write_report(const decision::Decision& decision, const core::Diagnostics& values,
                  std::string_view engine_version, std::string_view locale, JsonWriter& out) {
  const auto report = out.object();
  out.field("schema", "1");
  {
    const auto profile = out.key("profile").object();
    out.field("id", decision.profile_id);
    out.field("as_of", facts::to_text(decision.as_of));
  }
  write_pack(decision.pack_id, decision.pack_version, decision.pack_digest, out.key("pack"));
  out.key("safety_pack");
  if (const auto& pack = decision.safety_pack) {
    write_pack(pack->id, pack->version, pack->digest, out);
  } else {
    out.null();
  }
  {
    const auto knowledge = out.key("knowledge").object();
    out.field("digest", decision.knowledge_digest);
  }
  {
    const auto engine = out.key("engine").object();
    out.field("version", engine_version);
  }
  write_options(decision, locale, out.key("options"));
  write_eligibility(decision.eligibility, out.key("eligibility"));
  write_remarks(decision.remarks, language::RuleKind::stratum, out.key("strata"));
  write_remarks(decision.remarks, language::RuleKind::note, out.key("notes"));
  write_regimens(decision, out.key("regimens"));
  out.key("study").text_or_null(decision.study);
  write_comparisons(decision, out.key("comparisons"));
  write_effects(decision.effects, out.key("effects"));
  write_harms(decision, out.key("other_harms"));
  out.key("benefit_risk");
  if (decision.benefit_risk) {
    write_benefit_risk(*decision.benefit_risk, out);
  } else {
    out.null();
  }
  write_texts(decision.eligibility.assumptions, out.key("assumptions"));
  write_ignored(decision.ignored, out.key("ignored"));
  write_warnings(values, out.key("warnings"));
}

}  // namespace

std::string json_report(const decision::Decision& decision, const core::Diagnostics& values,
                        std::string_view engine_version, std::string_view locale) {
  // A patient of whom most is known has some 150 kB.
  JsonWriter out(std::size_t{200'000});
  write_report(decision, values, engine_version, locale, out);
  return out.take() + "\n";
}

}  // namespace regimen::io
