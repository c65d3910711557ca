// Entry: json_report. nlohmann-json is seen here and behind json_parts.h alone. Test:
// tests/io/json_report_test.cpp.
#include "engine/io/json_report.h"

#include <algorithm>

#include "engine/io/json_parts.h"

namespace regimen::io {

Json missing_json(const facts::MissingSet& set) {
  Json array = Json::array();
  for (const facts::Missing& missing : set) {
    Json item = {{"fact", missing.key}, {"cause", to_text(missing.cause)}};
    if (!missing.about.empty()) item["about"] = missing.about;
    array.push_back(std::move(item));
  }
  return array;
}

Json texts_json(const std::vector<std::string>& texts) {
  Json array = Json::array();
  for (const std::string& text : texts) array.push_back(text);
  return array;
}

Json cites_json(const std::vector<facts::Citation>& cites) {
  Json array = Json::array();
  for (const facts::Citation& cite : cites)
    array.push_back({{"source", cite.source}, {"at", cite.at}, {"stance", cite.stance}});
  return array;
}

namespace {

Json object_of(const std::vector<std::pair<std::string, std::string>>& pairs) {
  Json object = Json::object();
  for (const auto& [key, value] : pairs) object[key] = value;
  return object;
}

}  // namespace

Json observed_json(const std::vector<decision::Observed>& all) {
  Json array = Json::array();
  for (const decision::Observed& observed : all) {
    Json item = {{"fact", observed.key}, {"value", observed.value}};
    if (!observed.converted.empty()) item["converted"] = observed.converted;
    if (!observed.date.empty()) item["date"] = observed.date;
    if (!observed.origin.empty()) item["origin"] = observed.origin;
    if (!observed.fields.empty()) item["fields"] = object_of(observed.fields);
    if (!observed.terms.empty()) item["terms"] = object_of(observed.terms);
    array.push_back(std::move(item));
  }
  return array;
}

namespace {

Json distance_json(const std::vector<decision::Distance>& all) {
  Json array = Json::array();
  for (const decision::Distance& distance : all) {
    array.push_back({{"fact", distance.key},
                     {"by", distance.value},
                     {"direction", distance.too_low ? "too_low" : "too_high"}});
  }
  return array;
}

Json criterion_json(const decision::Criterion& criterion) {
  Json json = {{"id", criterion.id},
               {"kind", language::to_text(criterion.kind)},
               {"group", criterion.group},
               {"decides", criterion.decides},
               {"verdict", program::to_text(criterion.verdict)},
               {"verdict_with_assumptions", program::to_text(criterion.assumed_verdict)},
               {"when", to_text(criterion.when)},
               {"observed", observed_json(criterion.observed)},
               {"required", criterion.required},
               {"distance", distance_json(criterion.distance)},
               {"missing", missing_json(criterion.missing)},
               {"also_missing", missing_json(criterion.also_missing)},
               {"assumptions", texts_json(criterion.assumed)}};
  if (criterion.silent_on.empty()) {
    json["interpretation"] = nullptr;
  } else {
    Json readings = Json::array();
    for (const decision::ReadingVerdict& reading : criterion.readings) {
      readings.push_back({{"id", reading.id}, {"verdict", program::to_text(reading.verdict)}});
    }
    json["interpretation"] = {{"silent_on", criterion.silent_on},
                              {"alternatives", std::move(readings)}};
  }
  json["cites"] = cites_json(criterion.cites);
  return json;
}

Json eligibility_json(const decision::Eligibility& eligibility) {
  Json criteria = Json::array();
  for (const decision::Criterion& criterion : eligibility.criteria)
    criteria.push_back(criterion_json(criterion));
  Json would_fail = Json::array();
  for (const decision::FailingAssumption& failing : eligibility.would_fail) {
    would_fail.push_back(
        {{"criterion", failing.criterion}, {"assumptions", texts_json(failing.assumptions)}});
  }
  return {{"status", to_text(eligibility.status)},
          {"criteria", std::move(criteria)},
          {"failed", texts_json(eligibility.failed)},
          {"unknown", texts_json(eligibility.unknown)},
          {"missing", missing_json(eligibility.missing)},
          {"also_missing", missing_json(eligibility.also_missing)},
          {"missing_with_assumptions", missing_json(eligibility.still_missing)},
          {"would_fail_if_assumed", std::move(would_fail)}};
}

// Strata carry the level that the pack gives them, notes the truth.
Json remarks_json(const std::vector<decision::Remark>& remarks, language::RuleKind kind) {
  Json array = Json::array();
  for (const decision::Remark& remark : remarks) {
    if (remark.kind != kind) continue;
    Json item = {{"id", remark.id}, {"when", to_text(remark.when)}};
    if (kind == language::RuleKind::stratum)
      item["level"] = remark.level.empty() ? Json(nullptr) : Json(remark.level);
    item["observed"] = observed_json(remark.observed);
    item["missing"] = missing_json(remark.missing);
    item["cites"] = cites_json(remark.cites);
    array.push_back(std::move(item));
  }
  return array;
}

Json finding_json(const decision::SafetyFinding& finding) {
  const auto nullable = [](const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
  };
  return {{"id", finding.id},
          {"holds", to_text(finding.holds)},
          {"severity", language::to_text(finding.severity)},
          {"gate", language::to_text(finding.gate)},
          {"jurisdiction", nullable(finding.jurisdiction)},
          {"observed", observed_json(finding.observed)},
          {"when", finding.required},
          {"missing", missing_json(finding.missing)},
          {"assumptions", texts_json(finding.assumed)},
          {"interpretation", nullable(finding.silent_on)},
          {"verified", facts::to_text(finding.verified)},
          {"cites", cites_json(finding.cites)}};
}

Json workup_json(const std::vector<decision::WorkupItem>& items) {
  Json array = Json::array();
  for (const decision::WorkupItem& item : items) {
    array.push_back({{"id", item.id},
                     {"state", item.known ? "known" : (item.stale ? "stale" : "missing")},
                     {"observed", observed_json(item.observed)},
                     {"missing", missing_json(item.missing)},
                     {"cites", cites_json(item.cites)}});
  }
  return array;
}

Json safety_json(const decision::RegimenSafety& regimen) {
  Json findings = Json::array();
  for (const decision::SafetyFinding& finding : regimen.findings)
    findings.push_back(finding_json(finding));
  return {{"status", decision::status_text(regimen.status)},
          {"at_least", language::to_text(regimen.at_least)},
          {"at_most", language::to_text(regimen.at_most)},
          {"findings", std::move(findings)},
          {"clear", texts_json(regimen.clear)},
          {"missing", missing_json(regimen.missing)},
          {"assumptions", texts_json(regimen.assumptions)}};
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

Json regimens_json(const decision::Decision& decision) {
  Json array = Json::array();
  for (const std::string& id : regimen_names(decision)) {
    const decision::RegimenSafety* safety = find(decision.regimens, id);
    const decision::RegimenPlan* plan = find(decision.plans, id);
    Json json = {{"id", id},
                 {"safety", safety == nullptr ? Json(nullptr) : safety_json(*safety)},
                 {"workup", workup_json(safety == nullptr ? std::vector<decision::WorkupItem>{}
                                                          : safety->workup)},
                 {"dose", doses_json(plan)},
                 {"plan", plan_json(plan)}};
    add_rank(decision.benefit_risk ? find(decision.benefit_risk->ranked, id) : nullptr, json);
    array.push_back(std::move(json));
  }
  return array;
}

Json pack_json(const std::optional<decision::PackName>& pack) {
  if (!pack) return nullptr;
  return {{"id", pack->id}, {"version", pack->version}, {"digest", pack->digest}};
}

Json ignored_json(const facts::Ignored& item) {
  Json json = Json::object();
  if (!item.key.empty()) json["fact"] = item.key;
  json["reason"] = item.reason;
  if (!item.origin.empty()) json["resource"] = item.origin;
  if (!item.detail.empty()) json["detail"] = item.detail;
  return json;
}

// The offending text is the patient's and stays out.
Json warnings_json(const core::Diagnostics& values) {
  Json array = Json::array();
  for (const core::Diagnostic& diagnostic : values.sorted()) {
    array.push_back({{"code", core::info(diagnostic.code).id},
                     {"place", core::to_text(diagnostic.span)},
                     {"message", diagnostic.message}});
  }
  return array;
}

}  // namespace

std::string json_report(const decision::Decision& decision, const core::Diagnostics& values,
                        std::string_view engine_version, std::string_view locale) {
  Json ignored = Json::array();
  for (const facts::Ignored& item : decision.ignored) ignored.push_back(ignored_json(item));
  const Json jurisdiction =
      decision.options.jurisdiction.empty() ? Json(nullptr) : Json(decision.options.jurisdiction);
  const Json report = {
      {"schema", "1"},
      {"profile", {{"id", decision.profile_id}, {"as_of", facts::to_text(decision.as_of)}}},
      {"pack",
       {{"id", decision.pack_id},
        {"version", decision.pack_version},
        {"digest", decision.pack_digest}}},
      {"safety_pack", pack_json(decision.safety_pack)},
      {"knowledge", {{"digest", decision.knowledge_digest}}},
      {"engine", {{"version", engine_version}}},
      {"options",
       {{"jurisdiction", jurisdiction},
        {"assumptions", decision.options.assumptions},
        {"groups", texts_json(decision.options.groups)},
        {"weights", decision.benefit_risk ? Json(decision.benefit_risk->weights) : Json(nullptr)},
        {"locale", locale}}},
      {"eligibility", eligibility_json(decision.eligibility)},
      {"strata", remarks_json(decision.remarks, language::RuleKind::stratum)},
      {"notes", remarks_json(decision.remarks, language::RuleKind::note)},
      {"regimens", regimens_json(decision)},
      {"study", decision.study.empty() ? Json(nullptr) : Json(decision.study)},
      {"comparisons", comparisons_json(decision)},
      {"effects", effects_json(decision.effects)},
      {"other_harms", harms_json(decision)},
      {"benefit_risk",
       decision.benefit_risk ? benefit_risk_json(*decision.benefit_risk) : Json(nullptr)},
      {"assumptions", texts_json(decision.eligibility.assumptions)},
      {"ignored", std::move(ignored)},
      {"warnings", warnings_json(values)}};
  return report.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace regimen::io
