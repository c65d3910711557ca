#include "tests/program/workbench.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "engine/language/pack.h"
#include "tests/support/temporary_folder.h"

namespace regimen::program::testing {

namespace fs = std::filesystem;

const facts::Knowledge& garden() {
  static core::Sources texts;
  static const std::unique_ptr<facts::Knowledge> knowledge = [] {
    core::Diagnostics diagnostics;
    auto read = facts::load_knowledge(
        fs::path(REGIMEN_TEST_SOURCE_DIR) / "tests/conformance/knowledge", texts, diagnostics);
    REQUIRE(read != nullptr);
    return read;
  }();
  return *knowledge;
}

RulePack::RulePack(const std::string& rules) {
  const support::TemporaryFolder folder;
  std::ofstream(folder / "pack.yaml")
      << "pack: garden\nversion: \"1\"\nlanguage: \"1\"\nrules: [rules.yaml]\nmessages: {}\n";
  std::ofstream(folder / "rules.yaml") << rules;
  core::Diagnostics diagnostics;
  auto pack = language::load_pack(folder.path(), garden(), texts_, diagnostics);
  REQUIRE(pack);
  checked_ = language::check(std::move(*pack), garden(), diagnostics);
  const std::string complaints = core::render(diagnostics, core::ShowValues::yes);
  REQUIRE_MESSAGE(checked_, complaints);
}

facts::Settled patient(const std::vector<std::pair<std::string, bool>>& known) {
  facts::Record record(garden().vocabulary);
  record.as_of = facts::parse_date("2026-11-01")->first;
  for (const auto& [name, value] : known) {
    facts::Observation observation;
    observation.stated.value = facts::truth(value);
    record.facts[garden().vocabulary.find_fact(name).value()].push_back(observation);
  }
  return facts::settle(record, garden().vocabulary, garden().terminology, {});
}

std::string show(const facts::MissingSet& missing) {
  std::string text;
  for (const facts::Missing& one : missing) {
    text.append(text.empty() ? "" : ", ").append(one.key).append(": ");
    text += facts::to_text(one.cause);
  }
  return text;
}

}  // namespace regimen::program::testing
