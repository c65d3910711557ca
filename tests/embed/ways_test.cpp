// One patient by every way in: as a profile in YAML, as a line of NDJSON, as a FHIR bundle; through
// the engine, the C library, and the program. One decision.
#include <doctest/doctest.h>
#include <regimen.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "engine/core/yaml.h"
#include "engine/embed/engine.h"
#include "engine/io/json_report.h"
#include "tests/support/plain_patient.h"
#include "tests/support/temporary_folder.h"

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

Json json_of(const core::Node& node) {
  switch (node.kind) {
    case core::Node::Kind::null:
      return nullptr;
    case core::Node::Kind::scalar:
      return node.text;
    case core::Node::Kind::sequence: {
      Json json = Json::array();
      for (const core::Node& item : node.items) json.push_back(json_of(item));
      return json;
    }
    case core::Node::Kind::mapping: {
      Json json = Json::object();
      for (std::size_t i = 0; i < node.items.size(); i += 2)
        json[node.items[i].text] = json_of(node.items[i + 1]);
      return json;
    }
  }
  return nullptr;
}

// One line, as in a list.
std::string as_ndjson(const std::string& yaml) {
  core::Sources sources;
  core::Diagnostics diagnostics;
  const auto root_node =
      core::read_yaml(sources.add("y", yaml, core::Privacy::open), core::TextLimits{}, diagnostics);
  REQUIRE(root_node);
  return json_of(*root_node).dump();
}

std::string by_engine(const std::string& text) {
  static const Opening opening =
      Engine::open(root / "knowledge", root / "rules/sonic", root / "rules/safety");
  REQUIRE_MESSAGE(opening.engine, core::render(opening.diagnostics, core::ShowValues::yes));
  EvaluateOptions options;
  options.as_of = facts::parse_date("2026-11-01")->first;
  options.jurisdiction = "EU";
  const Evaluation evaluation = opening.engine->evaluate("p", text, options);
  REQUIRE(evaluation.decision);
  return io::json_report(*evaluation.decision, evaluation.values, engine_version(), "en");
}

std::string by_library(const std::string& text) {
  regimen_open_options where = REGIMEN_OPEN_OPTIONS_INIT;
  const std::string data = root.string();
  where.data = data.c_str();
  regimen_engine* engine = nullptr;
  REQUIRE(regimen_open(&where, &engine, nullptr) == REGIMEN_OK);
  regimen_evaluate_options options = REGIMEN_EVALUATE_OPTIONS_INIT;
  options.as_of = "2026-11-01";
  options.jurisdiction = "EU";
  regimen_result* result = nullptr;
  CHECK(regimen_evaluate(engine, text.data(), text.size(), &options, &result, nullptr) ==
        REGIMEN_OK);
  std::string json = regimen_result_text(result, 0, nullptr);
  regimen_result_free(result);
  regimen_close(engine);
  return json;
}

std::string by_program(const std::string& text) {
  const support::TemporaryFolder folder;
  std::ofstream(folder / "patient", std::ios::binary) << text;
  const std::string command = "XDG_CACHE_HOME='" + (folder / "cache").string() +
                              "' '" REGIMEN_TEST_PROGRAM "' evaluate --data '" + root.string() +
                              "' --as-of 2026-11-01 --jurisdiction EU --format json --output '" +
                              (folder / "json").string() + "' '" + (folder / "patient").string() +
                              "'";
  REQUIRE(std::system(command.c_str()) == 0);
  return text_of(folder / "json");
}

}  // namespace

TEST_CASE("engine, C library and program say the same, byte for byte") {
  const std::string yaml = text_of(root / "examples/patients/plain.yaml");
  for (const std::string& text :
       {yaml, as_ndjson(yaml), text_of(root / "examples/fhir/plain.json")}) {
    CAPTURE(text.substr(0, 40));
    const std::string json = by_library(text);
    CHECK(json == by_engine(text));
    CHECK(json == by_program(text));
  }
}

TEST_CASE("profile, line and bundle are one decision, save for the origins") {
  const std::string yaml =
      support::with_plain_lists(text_of(root / "examples/patients/plain.yaml"));
  CHECK(by_library(yaml) == by_library(as_ndjson(yaml)));
  Json profile = Json::parse(by_library(yaml));
  Json bundle = Json::parse(by_library(text_of(root / "examples/fhir/plain.json")));
  for (Json* json : {&profile, &bundle}) {
    json->erase("ignored");
    support::forget_origins(*json);
  }
  CHECK(profile == bundle);
}

}  // namespace regimen::embed
