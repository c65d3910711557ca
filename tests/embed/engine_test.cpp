// The facade: what opens and what does not, what an evaluation holds, and that one engine serves
// many threads with the same bytes.
#include "engine/embed/engine.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "engine/io/json_report.h"

namespace regimen::embed {

namespace {

namespace fs = std::filesystem;
using decision::EligibilityStatus;

const fs::path root = REGIMEN_TEST_SOURCE_DIR;

Opening open_shipped() { return Engine::open(root / "knowledge", root / "rules" / "sonic"); }

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::string codes(const core::Diagnostics& diagnostics) {
  std::string text;
  for (const core::Diagnostic& diagnostic : diagnostics.sorted())
    text += (text.empty() ? "" : " ") + std::string(core::info(diagnostic.code).id);
  return text;
}

const std::string small = "profile: '1'\nid: A\nas_of: 2026-11-01\n";

}  // namespace

TEST_CASE("the shipped pack and knowledge open without a warning") {
  const Opening opening = open_shipped();
  REQUIRE_MESSAGE(opening.engine, core::render(opening.diagnostics, core::ShowValues::yes));
  CHECK(opening.diagnostics.empty());
  CHECK(opening.engine->pack().pack.id == "sonic");
  CHECK(opening.engine->knowledge().digest.size() == 64);
}

TEST_CASE("what cannot be opened says why") {
  CHECK(codes(Engine::open(root / "nowhere", root / "rules" / "sonic").diagnostics).find("E0209") !=
        std::string::npos);
  const Opening no_pack = Engine::open(root / "knowledge", root / "rules");
  CHECK(no_pack.engine == nullptr);
  CHECK(codes(no_pack.diagnostics) == "E0209");
  // The pack of one disease does not fit the knowledge of another.
  const Opening mismatched =
      Engine::open(root / "tests" / "foreign" / "knowledge", root / "rules" / "sonic");
  CHECK(mismatched.engine == nullptr);
  CHECK(mismatched.diagnostics.has_errors());
}

TEST_CASE("the data of a program in its build tree are those of the source tree") {
  CHECK(fs::equivalent(find_data(), root));
  CHECK(!engine_version().empty());
}

TEST_CASE("an evaluation holds a decision, or the reasons why there is none") {
  const Opening opening = open_shipped();
  REQUIRE(opening.engine);
  const Engine& engine = *opening.engine;
  struct Given {
    const char* what;
    std::string text;
    bool strict;
    bool decided;
    std::string structure;
    std::string values;
  };
  const std::vector<Given> given = {
      {"sound", small, false, true, "", ""},
      {"sound and strict", small, true, true, "", ""},
      {"a bad value", small + "patient: {weight: 70}\n", false, true, "", "E0501"},
      {"a bad value and strict", small + "patient: {weight: 70}\n", true, false, "", "E0501"},
      {"a bad key", small + "patinet: {}\n", false, false, "E0113", ""},
      {"a bad key and a bad value", small + "patient: {weight: 70, x: 1}\n", false, false, "E0113",
       "E0501"},
      {"empty", "", false, false, "E0104", ""}};
  for (const Given& form : given) {
    CAPTURE(form.what);
    EvaluateOptions options;
    options.strict = form.strict;
    const Evaluation evaluation = engine.evaluate("p", form.text, options);
    CHECK(evaluation.decision.has_value() == form.decided);
    CHECK(codes(evaluation.structure) == form.structure);
    CHECK(codes(evaluation.values) == form.values);
  }
}

TEST_CASE("options reach the decision") {
  const Opening opening = open_shipped();
  REQUIRE(opening.engine);
  const Engine& engine = *opening.engine;
  const std::string eu = small + "jurisdiction: EU\n";
  EvaluateOptions options;
  CHECK(engine.evaluate("p", small, options).decision->options.jurisdiction.empty());
  CHECK(engine.evaluate("p", eu, options).decision->options.jurisdiction == "EU");
  options.jurisdiction = "US";
  CHECK(engine.evaluate("p", eu, options).decision->options.jurisdiction == "US");
  options.as_of = facts::parse_date("2026-11-01")->first;
  CHECK(engine.evaluate("p", "profile: '1'\n", options).decision->as_of == *options.as_of);
  CHECK(engine.evaluate("p", small, options).decision->as_of == *options.as_of);
  options.as_of = *options.as_of + 1;
  CHECK(codes(engine.evaluate("p", small, options).structure) == "E0512");

  const std::string first = text_of(root / "examples" / "patients" / "first.yaml");
  EvaluateOptions without;
  without.assumptions = false;
  CHECK(engine.evaluate("p", first, {}).decision->eligibility.status ==
        EligibilityStatus::eligible_with_assumptions);
  CHECK(engine.evaluate("p", first, without).decision->eligibility.status ==
        EligibilityStatus::indeterminate);
  const std::string heart = text_of(root / "examples" / "patients" / "heart-failure.yaml");
  EvaluateOptions registry;
  registry.groups = {"registry"};
  CHECK(engine.evaluate("p", heart, {}).decision->eligibility.status ==
        EligibilityStatus::eligible);
  CHECK(engine.evaluate("p", heart, registry).decision->eligibility.status ==
        EligibilityStatus::ineligible);
}

TEST_CASE("one engine serves many threads with the same bytes") {
  const Opening opening = open_shipped();
  REQUIRE(opening.engine);
  std::vector<std::string> texts;
  for (const auto& entry : fs::directory_iterator(root / "examples" / "patients")) {
    if (entry.path().extension() == ".yaml") texts.push_back(text_of(entry.path()));
  }
  const auto report_all = [&](std::string& result) {
    for (const std::string& text : texts) {
      const Evaluation evaluation = opening.engine->evaluate("p", text, {});
      result += io::json_report(*evaluation.decision, evaluation.values, "0", "en");
    }
  };
  std::string alone;
  report_all(alone);
  std::vector<std::string> results(4);
  std::vector<std::thread> threads;
  threads.reserve(results.size());
  for (std::string& result : results) threads.emplace_back([&] { report_all(result); });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& result : results) CHECK(result == alone);
}

}  // namespace regimen::embed
