// FHIR through the whole engine: the plain patient as a bundle is decided as the plain patient is.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "engine/embed/engine.h"
#include "engine/io/json_report.h"
#include "engine/io/text_report.h"
#include "tests/support/plain_patient.h"

namespace regimen::embed {

namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

const fs::path root = REGIMEN_TEST_SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

const Engine& engine() {
  static const Opening opening =
      Engine::open(root / "knowledge", root / "rules/sonic", root / "rules/safety");
  REQUIRE_MESSAGE(opening.engine, core::render(opening.diagnostics, core::ShowValues::yes));
  return *opening.engine;
}

EvaluateOptions of_plain() {
  EvaluateOptions options;
  options.as_of = facts::parse_date("2026-11-01")->first;
  options.jurisdiction = "EU";
  return options;
}

Json decided(const std::string& name, const std::string& text) {
  const Evaluation evaluation = engine().evaluate(name, text, of_plain());
  REQUIRE_MESSAGE(evaluation.decision, core::render(evaluation.structure, core::ShowValues::yes));
  CHECK_MESSAGE(evaluation.values.empty(), core::render(evaluation.values, core::ShowValues::yes));
  return Json::parse(io::json_report(*evaluation.decision, evaluation.values, "0", "en"));
}

}  // namespace

TEST_CASE("the plain patient as FHIR: every verdict, with what is assumed of plain lists") {
  const Json fhir = decided("b", text_of(root / "examples/fhir/plain.json"));
  const Json plain = decided("p", text_of(root / "examples/patients/plain.yaml"));
  CHECK(plain["eligibility"]["status"] == "eligible");
  CHECK(fhir["eligibility"]["status"] == "eligible_with_assumptions");
  const Json& criteria = plain["eligibility"]["criteria"];
  REQUIRE(fhir["eligibility"]["criteria"].size() == criteria.size());
  for (std::size_t i = 0; i < criteria.size(); ++i) {
    CAPTURE(criteria[i]["id"].get<std::string>());
    CHECK(fhir["eligibility"]["criteria"][i]["verdict_with_assumptions"] ==
          criteria[i]["verdict_with_assumptions"]);
  }
  for (const char* key : {"pack", "safety_pack", "knowledge", "effects", "other_harms"})
    CHECK(fhir[key] == plain[key]);
  for (std::size_t i = 0; i < plain["regimens"].size(); ++i) {
    for (const char* key : {"id", "rank", "score"})
      CHECK(fhir["regimens"][i][key] == plain["regimens"][i][key]);
    CHECK(fhir["regimens"][i]["safety"]["status"] == plain["regimens"][i]["safety"]["status"]);
  }
  CHECK(fhir["ignored"] ==
        Json::parse(R"([{"reason": "resource_status", "resource": "Immunization/influenza",
                         "detail": "not-done"}])"));
}

// The same lists said as plain ones, of the same entries: the same decision, save for the origins.
TEST_CASE("the plain patient as FHIR is a profile whose lists are plain") {
  const std::string text =
      support::with_plain_lists(text_of(root / "examples/patients/plain.yaml"));
  Json plain = decided("p", text);
  Json fhir = decided("b", text_of(root / "examples/fhir/plain.json"));
  for (Json* json : {&plain, &fhir}) {
    json->erase("ignored");
    support::forget_origins(*json);
  }
  for (const auto& [key, value] : plain.items()) {
    const auto& told_key = key;
    CAPTURE(told_key);
    CHECK(fhir[key] == value);
  }
}

TEST_CASE("the explanation names the resource, in text and in data") {
  const Evaluation evaluation =
      engine().evaluate("b", text_of(root / "examples/fhir/plain.json"), of_plain());
  REQUIRE(evaluation.decision);
  io::TextStyle style;
  style.all = true;
  const std::string page = io::text_report(*evaluation.decision, engine().pack(), style,
                                           engine().safety(), &engine().evidence());
  for (const char* origin : {"Condition/crohn", "Observation/cdai", "Observation/tpmt",
                             "Observation/tuberculin", "Immunization/influenza"})
    CHECK_MESSAGE(page.find(origin) != std::string::npos, origin);
}

TEST_CASE("two patients give two decisions, one that has died gives none") {
  const std::string bundle = R"({"resourceType": "Bundle", "type": "collection", "entry": [
      {"resource": {"resourceType": "Patient", "id": "a", "gender": "female"}},
      {"resource": {"resourceType": "Patient", "id": "b", "deceasedBoolean": true}},
      {"resource": {"resourceType": "Patient", "id": "c", "gender": "male"}}]})";
  const auto all = engine().evaluate_all("b", bundle, of_plain());
  REQUIRE(all.size() == 3);
  REQUIRE(all[0].decision);
  CHECK(all[0].decision->profile_id == "a");
  CHECK_FALSE(all[1].decision);
  CHECK(all[1].structure.has_errors());
  REQUIRE(all[2].decision);
  CHECK(all[2].decision->profile_id == "c");
  // The places stay good: the text stands in the first.
  CHECK(core::render(all[1].structure, core::ShowValues::yes).find("b:3:") == 0);
}

TEST_CASE("an order that was never begun leaves open whether the drug was taken") {
  const auto verdict = [](const std::string& status) {
    const std::string bundle = support::replaced(
        text_of(root / "examples/fhir/plain.json"), "\"entry\": [",
        R"("entry": [{"resource": {"resourceType": "MedicationRequest", "id": "aza", "status": ")" +
            status + R"(", "intent": "order", "subject": {"reference":
            "http://example.org/fhir/Patient/R-0016"}, "authoredOn": "2026-10-01",
            "medicationCodeableConcept": {"text": "azathioprine"}}}, )");
    const Json json = decided("b", bundle);
    return json["eligibility"]["status"].get<std::string>();
  };
  CHECK(verdict("active") == "ineligible");
  CHECK(verdict("draft") == "indeterminate");
  // Some of it may have been taken all the same.
  CHECK(verdict("entered-in-error") == "indeterminate");
}

TEST_CASE("knowledge that says nothing of FHIR reads a resource as a profile, and refuses it") {
  const Opening opening =
      Engine::open(root / "tests/foreign/knowledge", root / "tests/foreign/rules/asthma");
  REQUIRE_MESSAGE(opening.engine, core::render(opening.diagnostics, core::ShowValues::yes));
  const Evaluation evaluation =
      opening.engine->evaluate("b", R"({"resourceType": "Patient"})", of_plain());
  CHECK_FALSE(evaluation.decision);
  CHECK(evaluation.structure.has_errors());
}

}  // namespace regimen::embed
