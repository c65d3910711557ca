// Entry: verdicts_json, entry_of. Test: tests/embed/log_verdicts_test.cpp.
#include "engine/embed/log/verdicts.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/core/random.h"
#include "engine/embed/log/json_line.h"

namespace regimen::embed::log {

namespace {

using io::Json;

Json rank_of(const decision::Decision& decision, const std::string& regimen) {
  if (!decision.benefit_risk) return nullptr;
  const auto& ranked = decision.benefit_risk->ranked;
  const auto found =
      std::ranges::find_if(ranked, [&](const auto& one) { return one.id == regimen; });
  if (found == ranked.end() || !found->rank) return nullptr;
  return *found->rank;
}

Json regimens_of(const decision::Decision& decision) {
  Json regimens = Json::array();
  for (const decision::RegimenSafety& one : decision.regimens) {
    regimens.push_back({{"id", one.id},
                        {"safety", decision::status_text(one.status)},
                        {"rank", rank_of(decision, one.id)}});
  }
  // Without safety rules only what is weighed has a name.
  if (!decision.regimens.empty() || !decision.benefit_risk) return regimens;
  for (const decision::RankedRegimen& one : decision.benefit_risk->ranked) {
    regimens.push_back({{"id", one.id}, {"safety", nullptr}, {"rank", rank_of(decision, one.id)}});
  }
  return regimens;
}

// A rule that speaks against several regimens is named once.
Json safety_rules_of(const decision::Decision& decision) {
  std::set<std::string> seen;
  Json rules = Json::array();
  for (const decision::RegimenSafety& regimen : decision.regimens) {
    for (const decision::SafetyFinding& finding : regimen.findings) {
      if (finding.holds == facts::Truth::yes && seen.insert(finding.id).second)
        rules.push_back(finding.id);
    }
  }
  return rules;
}

Json weights_of(const language::WeightSet& weights) {
  Json ranges = Json::object();
  for (const auto& [criterion, range] : weights.ranges) {
    ranges[criterion] = {facts::to_fraction(range.low), facts::to_fraction(range.reference),
                         facts::to_fraction(range.high)};
  }
  return {{"id", weights.id}, {"free", weights.free}, {"ranges", std::move(ranges)}};
}

std::optional<facts::Rational> read_fraction(const Json& json) {
  return json.is_string() ? facts::Rational::parse(json.get<std::string>()) : std::nullopt;
}

std::optional<language::WeightSet> read_weights(const Json& json) {
  language::WeightSet weights;
  if (!json.is_object() || !json.contains("id") || !json.contains("free") ||
      !json.contains("ranges") || !json["id"].is_string() || !json["free"].is_boolean() ||
      !json["ranges"].is_object())
    return std::nullopt;
  weights.id = json["id"].get<std::string>();
  weights.free = json["free"].get<bool>();
  for (const auto& [criterion, range] : json["ranges"].items()) {
    if (!range.is_array() || range.size() != 3) return std::nullopt;
    const auto low = read_fraction(range[0]);
    const auto reference = read_fraction(range[1]);
    const auto high = read_fraction(range[2]);
    if (!low || !reference || !high) return std::nullopt;
    weights.ranges[criterion] = {*low, *reference, *high};
  }
  return weights;
}

// The entries of two lists of objects that differ, by their id.
std::vector<std::string> differing_ids(const Json& before, const Json& now) {
  const auto listed = [](const Json& list) {
    std::map<std::string, Json> by_id;
    for (const Json& one : list) {
      if (one.is_object()) by_id[one.value("id", std::string())] = one;
    }
    return by_id;
  };
  const auto a = listed(before);
  const auto b = listed(now);
  std::set<std::string> ids;
  for (const auto& [id, one] : a) {
    if (!b.contains(id) || b.at(id) != one) ids.insert(id);
  }
  for (const auto& [id, one] : b) {
    if (!a.contains(id)) ids.insert(id);
  }
  return {ids.begin(), ids.end()};
}

Json part(const Json& json, const char* key) {
  return json.is_object() && json.contains(key) ? json[key] : Json();
}

}  // namespace

std::string verdicts_json(const decision::Decision& decision) {
  const decision::Eligibility& eligibility = decision.eligibility;
  return one_line({{"eligibility",
                    {{"status", to_text(eligibility.status)},
                     {"failed", eligibility.failed},
                     {"unknown", eligibility.unknown}}},
                   {"regimens", regimens_of(decision)},
                   {"safety_rules", safety_rules_of(decision)}});
}

std::vector<std::string> differences(std::string_view before, std::string_view now) {
  const Json a = Json::parse(before, nullptr, false);
  const Json b = Json::parse(now, nullptr, false);
  if (a.is_discarded() || b.is_discarded()) return {"verdicts"};
  if (a == b) return {};
  std::vector<std::string> parts;
  for (const char* key : {"status", "failed", "unknown"}) {
    if (part(part(a, "eligibility"), key) != part(part(b, "eligibility"), key))
      parts.push_back(std::string("eligibility.") + key);
  }
  for (const std::string& id : differing_ids(part(a, "regimens"), part(b, "regimens")))
    parts.push_back("regimens." + id);
  if (part(a, "safety_rules") != part(b, "safety_rules")) parts.emplace_back("safety_rules");
  if (parts.empty()) parts.emplace_back("verdicts");
  return parts;
}

std::string options_json(const EvaluateOptions& options) {
  Json json = Json::object();
  json["as_of"] = options.as_of ? Json(facts::to_text(*options.as_of)) : Json();
  json["jurisdiction"] = options.jurisdiction.empty() ? Json() : Json(options.jurisdiction);
  json["assumptions"] = options.assumptions;
  json["strict"] = options.strict;
  json["groups"] = options.groups;
  json["weights"] = options.weights ? weights_of(*options.weights) : Json();
  return one_line(json);
}

std::optional<EvaluateOptions> read_options(std::string_view json) {
  const Json read = Json::parse(json, nullptr, false);
  if (!read.is_object()) return std::nullopt;
  EvaluateOptions options;
  if (const Json day = part(read, "as_of"); day.is_string()) {
    const auto date = facts::parse_date(day.get<std::string>());
    if (!date || !date->is_point()) return std::nullopt;
    options.as_of = date->first;
  }
  if (const Json one = part(read, "jurisdiction"); one.is_string())
    options.jurisdiction = one.get<std::string>();
  if (const Json one = part(read, "assumptions"); one.is_boolean())
    options.assumptions = one.get<bool>();
  if (const Json one = part(read, "strict"); one.is_boolean()) options.strict = one.get<bool>();
  for (const Json& group : part(read, "groups")) {
    if (!group.is_string()) return std::nullopt;
    options.groups.push_back(group.get<std::string>());
  }
  if (const Json weights = part(read, "weights"); !weights.is_null()) {
    options.weights = read_weights(weights);
    if (!options.weights) return std::nullopt;
  }
  return options;
}

Entry entry_of(const decision::Decision& decision, const EvaluateOptions& options) {
  Entry entry;
  entry.id = core::random_uuid();
  entry.pack = {decision.pack_id, decision.pack_version, decision.pack_digest};
  entry.safety_pack = decision.safety_pack;
  entry.knowledge_digest = decision.knowledge_digest;
  entry.engine_version = engine_version();
  entry.options = options_json(options);
  entry.verdicts = verdicts_json(decision);
  entry.profile_id = decision.profile_id;
  return entry;
}

}  // namespace regimen::embed::log
