// What the log says of a decision: verdicts without a value of the patient, options that can be
// read again, and in which parts two verdicts differ.
#include "engine/embed/log/verdicts.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/files.h"

namespace regimen::embed::log {

namespace {

namespace fs = std::filesystem;
const fs::path root = REGIMEN_TEST_SOURCE_DIR;

Opening open_shipped() {
  return Engine::open(root / "knowledge", root / "rules" / "sonic", root / "rules" / "safety");
}

// A decision made by hand: two regimens, one rule that holds for both and one that is open.
decision::Decision by_hand() {
  decision::Decision decision;
  decision.profile_id = "R-4711";
  decision.pack_id = "trial";
  decision.pack_version = "2.0.0";
  decision.pack_digest = "digest-of-pack";
  decision.knowledge_digest = "digest-of-knowledge";
  decision.safety_pack = decision::PackName{"safety", "3.0.0", "digest-of-safety"};
  decision.eligibility.status = decision::EligibilityStatus::ineligible;
  decision.eligibility.failed = {"inclusion.one"};
  decision.eligibility.unknown = {"inclusion.two", "exclusion.three"};
  decision::SafetyFinding holds;
  holds.id = "rule.holds";
  holds.holds = facts::Truth::yes;
  decision::SafetyFinding open;
  open.id = "rule.open";
  open.holds = facts::Truth::unknown;
  decision::RegimenSafety first;
  first.id = "first";
  first.status = language::Severity::avoid;
  first.findings = {holds, open};
  decision::RegimenSafety second;
  second.id = "second";
  second.findings = {holds};
  decision.regimens = {first, second};
  decision.benefit_risk.emplace();
  decision::RankedRegimen ranked;
  ranked.id = "second";
  ranked.rank = 2;
  decision.benefit_risk->ranked = {ranked};
  return decision;
}

}  // namespace

TEST_CASE("verdicts are ids and statuses") {
  CHECK(verdicts_json(by_hand()) ==
        R"({"eligibility":{"status":"ineligible","failed":["inclusion.one"],)"
        R"("unknown":["inclusion.two","exclusion.three"]},)"
        R"("regimens":[{"id":"first","safety":"avoid","rank":null},)"
        R"({"id":"second","safety":"unknown","rank":2}],"safety_rules":["rule.holds"]})");
}

TEST_CASE("without safety rules the regimens are those that are weighed") {
  decision::Decision decision = by_hand();
  decision.regimens.clear();
  CHECK(verdicts_json(decision).find(
            R"("regimens":[{"id":"second","safety":null,"rank":2}],"safety_rules":[]})") !=
        std::string::npos);
}

TEST_CASE("an entry has all that follows from the decision") {
  const Entry entry = entry_of(by_hand(), {});
  CHECK(entry.id.size() == 36);
  CHECK(entry.pack.version == "2.0.0");
  REQUIRE(entry.safety_pack);
  CHECK(entry.safety_pack->digest == "digest-of-safety");
  CHECK(entry.knowledge_digest == "digest-of-knowledge");
  CHECK(entry.engine_version == engine_version());
  CHECK(entry.verdicts.find("R-4711") == std::string::npos);
  CHECK(entry.options.find("R-4711") == std::string::npos);
}

TEST_CASE("options come back as they were, with their weights") {
  EvaluateOptions options;
  CHECK(options_json(options) ==
        R"({"as_of":null,"jurisdiction":null,"assumptions":true,"strict":false,"groups":[],)"
        R"("weights":null})");
  options.as_of = facts::parse_date("2026-11-01")->first;
  options.jurisdiction = "EU";
  options.assumptions = false;
  options.strict = true;
  options.groups = {"a", "b"};
  options.weights.emplace();
  options.weights->id = "given";
  options.weights->ranges["one"] = {0, *facts::Rational::make(1, 3), 2};
  const auto read = read_options(options_json(options));
  REQUIRE(read);
  CHECK(read->as_of == options.as_of);
  CHECK(read->jurisdiction == "EU");
  CHECK_FALSE(read->assumptions);
  CHECK(read->strict);
  CHECK(read->groups == options.groups);
  REQUIRE(read->weights);
  CHECK(read->weights->id == "given");
  CHECK(read->weights->ranges == options.weights->ranges);
}

TEST_CASE("what is no options is not taken for some") {
  for (const char* bad :
       {"", "[]", "\"text\"", R"({"as_of":"2026"})", R"({"groups":[1]})", R"({"weights":{}})",
        R"({"weights":{"id":"a","free":false,"ranges":{"one":["1","2"]}}})",
        R"({"weights":{"id":"a","free":false,"ranges":{"one":["1","x","2"]}}})"}) {
    CAPTURE(bad);
    CHECK_FALSE(read_options(bad));
  }
}

TEST_CASE("two verdicts differ in the parts that are named") {
  const std::string before = verdicts_json(by_hand());
  CHECK(differences(before, before).empty());
  decision::Decision other = by_hand();
  other.eligibility.status = decision::EligibilityStatus::indeterminate;
  other.eligibility.failed.clear();
  other.regimens[1].status = language::Severity::caution;
  CHECK(differences(before, verdicts_json(other)) ==
        std::vector<std::string>{"eligibility.status", "eligibility.failed", "regimens.second"});
  other = by_hand();
  other.eligibility.unknown.pop_back();
  other.regimens.erase(other.regimens.begin());
  CHECK(differences(before, verdicts_json(other)) ==
        std::vector<std::string>{"eligibility.unknown", "regimens.first"});
  CHECK(differences(before, R"({"eligibility":1})").size() > 1);
  CHECK(differences(before, "no JSON") == std::vector<std::string>{"verdicts"});
}

TEST_CASE("of a patient who is decided by the shipped rules, no value is told") {
  const Opening opening = open_shipped();
  REQUIRE(opening.engine);
  const fs::path patient = root / "examples" / "patients" / "heart-failure.yaml";
  const std::string text = core::read_file(patient, 1000000).value();
  const Evaluation evaluation = opening.engine->evaluate("p", text, {});
  REQUIRE(evaluation.decision);
  const Entry entry = entry_of(*evaluation.decision, {});
  CHECK_FALSE(evaluation.decision->profile_id.empty());
  for (const std::string& told : {entry.verdicts, entry.options}) {
    CHECK(told.find(evaluation.decision->profile_id) == std::string::npos);
    CHECK(told.find("2026") == std::string::npos);  // no date of the profile
  }
}

}  // namespace regimen::embed::log
