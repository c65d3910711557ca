// The schema that ships is the format that is written: every example matches it, every key of it is
// written for some example, and a document that differs in anything is refused by it.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/embed/engine.h"
#include "engine/io/json_report.h"
#include "tests/embed/json_schema.h"

namespace regimen::embed {

namespace {

using Json = JsonSchema::Json;
namespace fs = std::filesystem;

const fs::path root = REGIMEN_TEST_SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

Json schema_document() { return Json::parse(text_of(root / "engine/io/decision.schema.json")); }

std::vector<Json> example_documents() {
  const Opening opening =
      Engine::open(root / "knowledge", root / "rules" / "sonic", root / "rules" / "safety");
  REQUIRE(opening.engine);
  std::vector<Json> documents;
  const auto add = [&](const std::string& name, const std::string& text,
                       const EvaluateOptions& options) {
    const Evaluation evaluation = opening.engine->evaluate(name, text, options);
    REQUIRE_MESSAGE(evaluation.decision, core::render(evaluation.structure, core::ShowValues::yes));
    documents.push_back(
        Json::parse(io::json_report(*evaluation.decision, evaluation.values, "0.1.0", "en")));
  };
  for (const auto& entry : fs::directory_iterator(root / "examples" / "patients")) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".yaml" && extension != ".json") continue;
    EvaluateOptions without;
    without.assumptions = false;
    without.groups = {"registry"};
    without.jurisdiction = "US";
    for (const EvaluateOptions& options : {EvaluateOptions{}, without})
      add(entry.path().filename().string(), text_of(entry.path()), options);
  }
  // Other weights than the first of the pack: any at all, and given ones.
  const language::ValueModel& model = *opening.engine->pack().pack.model;
  const std::string first = text_of(root / "examples" / "patients" / "first.yaml");
  EvaluateOptions weighing;
  weighing.weights = *model.preset("free");
  add("free weights", first, weighing);
  weighing.weights = model.presets.front();
  weighing.weights->id = "given";
  weighing.weights->cites.clear();
  weighing.weights->ranges.rbegin()->second = {0, 100, 1000};
  add("given weights", first, weighing);
  // What no example has: nothing known; values set aside; a value after the day of evaluation; a
  // unit that is converted; an assumption that would make a criterion fail.
  add("empty", "{profile: '1', as_of: 2026-11-01}", {});
  add("set aside",
      R"({"profile": "1", "as_of": "2026-11-01",
          "patient": {"weight": "70", "height": "2 kg", "age": "-3 years"},
          "disease": {"cdai": [{"value": 300, "date": "2026-12-01"},
                               {"value": 250, "date": "2026-10-01", "source": "letter"}],
                      "duration": "5 weeks"},
          "therapies": [{"drug": "nobody-knows-it", "dose": "0.003 kg/day"}],
          "procedures": [{"procedure": "abdominal_surgery", "date": "2026-10-01"}]})",
      {});
  EvaluateOptions of_day;
  of_day.as_of = facts::parse_date("2026-11-01")->first;
  add("FHIR", text_of(root / "examples" / "fhir" / "plain.json"), of_day);
  add("converted, and failing if nothing else was taken",
      R"({"profile": "1", "as_of": "2026-11-01", "patient": {"weight": "330 lb"},
          "disease": {"steroid_dependent": "no", "second_steroid_course_within_12_months": "no"},
          "therapies": []})",
      {});
  // Without rules of safety, and without a value model too.
  const Opening alone = Engine::open(root / "knowledge", root / "rules" / "sonic");
  REQUIRE(alone.engine);
  const Evaluation evaluation = alone.engine->evaluate("alone", first, {});
  REQUIRE(evaluation.decision);
  decision::Decision decided = *evaluation.decision;
  documents.push_back(Json::parse(io::json_report(decided, {}, "0.1.0", "en")));
  decided.benefit_risk.reset();
  documents.push_back(Json::parse(io::json_report(decided, {}, "0.1.0", "en")));
  return documents;
}

// The paths of all keys of a document, those of list items without their number.
void collect_keys(const Json& value, const std::string& path, std::set<std::string>& keys) {
  if (value.is_array()) {
    for (const Json& item : value) collect_keys(item, path, keys);
  }
  if (!value.is_object()) return;
  for (const auto& [key, item] : value.items()) {
    keys.insert(path + "." + key);
    collect_keys(item, path + "." + key, keys);
  }
}

void collect_declared(const Json& schema_root, const Json& schema, const std::string& path,
                      std::set<std::string>& keys) {
  for (const Json& choice : schema.value("anyOf", Json::array()))
    collect_declared(schema_root, choice, path, keys);
  if (schema.contains("$ref")) {
    const auto reference = schema.at("$ref").get<std::string>();
    collect_declared(schema_root, schema_root.at(Json::json_pointer(reference.substr(1))), path,
                     keys);
  }
  if (schema.contains("items")) collect_declared(schema_root, schema.at("items"), path, keys);
  if (!schema.contains("properties")) return;
  for (const auto& [key, item] : schema.at("properties").items()) {
    keys.insert(path + "." + key);
    collect_declared(schema_root, item, path + "." + key, keys);
  }
}

}  // namespace

TEST_CASE("every example matches the schema") {
  const JsonSchema schema(schema_document());
  for (const Json& document : example_documents()) {
    for (const std::string& complaint : schema.complaints(document))
      FAIL_CHECK(document.at("profile").at("id").get<std::string>(), ": ", complaint);
  }
}

TEST_CASE("the regimens are named also without safety and without weighing") {
  const std::vector<Json> documents = example_documents();
  for (const bool weighed : {true, false}) {
    const Json& document = documents.at(documents.size() - (weighed ? 2 : 1));
    std::set<std::string> names;
    for (const Json& one : document.at("regimens")) {
      names.insert(one.at("id").get<std::string>());
      CHECK(one.at("safety").is_null());
      CHECK(one.at("score").is_null() != weighed);
    }
    CHECK(names == std::set<std::string>{"azathioprine", "combination", "infliximab"});
  }
}

TEST_CASE("every key of the schema is written for some example") {
  std::set<std::string> written;
  for (const Json& document : example_documents()) collect_keys(document, "", written);
  std::set<std::string> declared;
  const Json schema = schema_document();
  collect_declared(schema, schema, "", declared);
  CHECK(declared.size() > 80);
  for (const std::string& key : declared) {
    // These stand under every list of what was seen or is missing; one place is enough.
    const bool elsewhere =
        (key.rfind(".eligibility.", 0) != 0 && (key.find(".observed.") != std::string::npos ||
                                                key.find(".missing.") != std::string::npos)) ||
        key.find("also_missing") != std::string::npos ||
        key.find(".condition.") != std::string::npos ||
        key.find(".conditional_on.") != std::string::npos;
    if (!elsewhere) CHECK_MESSAGE(written.count(key) == 1, key);
  }
}

TEST_CASE("a document that differs is refused by the schema") {
  const JsonSchema schema(schema_document());
  const std::vector<Json> documents = example_documents();
  // One with plans, whose regimens are all ranked, and all compared.
  const auto whole = std::find_if(documents.begin(), documents.end(), [](const Json& document) {
    const Json& one = document.at("regimens").at(1);
    return document.at("profile").at("id") == "R-0001" && !one.at("dose").empty() &&
           !one.at("plan").at("limits").empty() &&
           !document.at("regimens")[2].at("score").is_null();
  });
  REQUIRE(whole != documents.end());
  const Json& good = *whole;
  REQUIRE(schema.complaints(good).empty());
  struct Change {
    const char* what;
    std::function<void(Json&)> make;
  };
  static const auto regimen = [](Json& document) -> Json& { return document["regimens"][1]; };
  const auto criterion = [](Json& document) -> Json& {
    return document["eligibility"]["criteria"][0];
  };
  const std::vector<Change> changes = {
      {"another version", [](Json& d) { d["schema"] = "2"; }},
      {"a version that is a number", [](Json& d) { d["schema"] = 1; }},
      {"a key that nobody declared", [](Json& d) { d["score"] = 1; }},
      {"a key missing", [](Json& d) { d.erase("warnings"); }},
      {"no day", [](Json& d) { d["profile"]["as_of"] = "2026-11"; }},
      {"a digest cut short", [](Json& d) { d["pack"]["digest"] = "abc"; }},
      {"an unknown status", [](Json& d) { d["eligibility"]["status"] = "maybe"; }},
      {"a truth in place of a text", [](Json& d) { d["eligibility"]["status"] = true; }},
      {"an unknown verdict", [&](Json& d) { criterion(d)["verdict"] = "ok"; }},
      {"a criterion without citation", [&](Json& d) { criterion(d)["cites"] = Json::array(); }},
      {"a citation without place", [&](Json& d) { criterion(d)["cites"][0].erase("at"); }},
      {"a citation with an empty place", [&](Json& d) { criterion(d)["cites"][0]["at"] = ""; }},
      {"a stratum among the criteria", [&](Json& d) { criterion(d)["kind"] = "stratum"; }},
      {"an unknown cause",
       [&](Json& d) {
         criterion(d)["missing"] = Json::array({{{"fact", "disease.cdai"}, {"cause", "lost"}}});
       }},
      {"a place that is none",
       [&](Json& d) {
         criterion(d)["missing"] = Json::array({{{"fact", "a b"}, {"cause", "stale"}}});
       }},
      {"a list that is missing", [](Json& d) { d["eligibility"].erase("failed"); }},
      {"a name twice",
       [](Json& d) {
         d["assumptions"] = Json::array({"a", "a"});
       }},
      {"a study without name", [](Json& d) { d["study"] = ""; }},
      {"no effects at all", [](Json& d) { d.erase("effects"); }},
      {"an effect without place", [](Json& d) { d["effects"][0].erase("at"); }},
      {"an effect without arms", [](Json& d) { d["effects"][0]["arms"] = Json::array(); }},
      {"half a patient", [](Json& d) { d["effects"][0]["arms"][0]["events"] = 0.5; }},
      {"a figure that is a text", [](Json& d) { d["effects"][0]["arms"][0]["low"] = "236"; }},
      {"limits of another method", [](Json& d) { d["effects"][0]["interval"]["method"] = "wald"; }},
      {"a comparison of one", [](Json& d) { d["comparisons"][0]["regimens"].erase(0); }},
      {"a contrast that does not say whether it was controlled",
       [](Json& d) { d["comparisons"][0]["effects"][0].erase("type_one_error_controlled"); }},
      {"a bound that is no number",
       [](Json& d) {
         d["comparisons"][0]["effects"][0]["number_needed"]["benefit"]["high"] = "many";
       }},
      {"a dose that nobody says", [](Json& d) { regimen(d)["dose"][0]["basis"] = "habit"; }},
      {"a dose without citation", [](Json& d) { regimen(d)["dose"][0]["cites"] = Json::array(); }},
      {"a dose that is a text", [](Json& d) { regimen(d)["dose"][0]["total_low"] = "175.5"; }},
      {"a plan without start", [](Json& d) { regimen(d)["plan"].erase("start"); }},
      {"a day counted in months and weeks",
       [](Json& d) {
         regimen(d)["plan"]["calendar"][0]["dates"][0]["offset"] = "1 month 2 weeks";
       }},
      {"a day that is half past",
       [](Json& d) { regimen(d)["plan"]["calendar"][0]["dates"][0]["past"] = 0.5; }},
      {"a limit without an amount",
       [](Json& d) { regimen(d)["plan"]["limits"][0]["steps"][0].erase("at_most"); }},
      {"weights that nobody named", [](Json& d) { d["options"]["weights"] = ""; }},
      {"a rank that is left out", [](Json& d) { d["regimens"][0].erase("rank"); }},
      {"half a rank", [](Json& d) { d["regimens"][0]["rank"] = 1.5; }},
      {"a range of ranks without end",
       [](Json& d) { d["regimens"][0]["rank_range"].erase("worst"); }},
      {"an unknown standing", [](Json& d) { d["regimens"][0]["standing"] = "best"; }},
      {"a score without its range", [](Json& d) { d["regimens"][2]["score"].erase("low"); }},
      {"a score of two numbers", [](Json& d) { d["regimens"][2]["score"]["sampling"] = 0.5; }},
      {"no weighing at all", [](Json& d) { d.erase("benefit_risk"); }},
      {"an unknown order", [](Json& d) { d["benefit_risk"]["pairs"][0]["order"] = "better"; }},
      {"a criterion of no direction",
       [](Json& d) { d["benefit_risk"]["criteria"][0]["direction"] = "neutral"; }},
      {"a share that is a text",
       [](Json& d) { d["benefit_risk"]["criteria"][0]["shares"]["a"] = "1"; }},
      {"a criterion without place", [](Json& d) { d["benefit_risk"]["criteria"][0]["at"] = ""; }},
      {"a threshold without unit",
       [](Json& d) { d["benefit_risk"]["thresholds"][0].erase("unit"); }},
      {"another method", [](Json& d) { d["benefit_risk"]["over_all_weights"]["method"] = "ahp"; }},
      {"a warning without place",
       [](Json& d) {
         d["warnings"] = Json::array({{{"code", "E0501"}, {"message", "m"}}});
       }},
      {"a warning with the text of the patient",
       [](Json& d) {
         d["warnings"] = Json::array(
             {{{"code", "E0501"}, {"place", "f:1:1"}, {"message", "m"}, {"text", "70"}}});
       }},
  };
  for (const Change& change : changes) {
    Json document = good;
    change.make(document);
    CHECK_MESSAGE(!schema.complaints(document).empty(), change.what);
  }
}

}  // namespace regimen::embed
