// Garden: a small invented study of a hedge in two soils, written to a temporary folder where a
// test may spoil it, and the shipped evidence, read once. Thread-safety: for one thread.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/evidence/load.h"
#include "engine/facts/knowledge.h"
#include "tests/support/temporary_folder.h"

namespace regimen::evidence_tests {

inline std::filesystem::path project_root() { return REGIMEN_TEST_SOURCE_DIR; }

inline std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

inline void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  REQUIRE(file.flush().good());
}

using Folder = support::TemporaryFolder;

// A knowledge folder of this project, read once.
inline const facts::Knowledge& knowledge_of(const std::string& folder) {
  struct Loaded {
    core::Sources sources;
    std::unique_ptr<facts::Knowledge> knowledge;
  };
  static std::map<std::string, Loaded> all;
  Loaded& loaded = all[folder];
  if (loaded.knowledge == nullptr) {
    core::Diagnostics diagnostics;
    loaded.knowledge = facts::load_knowledge(project_root() / folder, loaded.sources, diagnostics);
    REQUIRE_MESSAGE(loaded.knowledge != nullptr, core::render(diagnostics, core::ShowValues::yes));
  }
  return *loaded.knowledge;
}

inline const facts::Knowledge& garden_knowledge() {
  return knowledge_of("tests/conformance/knowledge");
}
inline const facts::Knowledge& shipped_knowledge() { return knowledge_of("knowledge"); }

inline const evidence::Evidence& shipped_evidence() {
  static core::Sources sources;
  static const std::unique_ptr<evidence::Evidence> loaded = [] {
    core::Diagnostics diagnostics;
    auto result = evidence::load_evidence(project_root() / "knowledge", shipped_knowledge(),
                                          sources, diagnostics);
    REQUIRE_MESSAGE(result != nullptr, core::render(diagnostics, core::ShowValues::yes));
    return result;
  }();
  return *loaded;
}

// P values by exact sums of binomial coefficients in Python's integers (all tables with the same
// margins that are at most as probable): 25/40 against 5/20 0.0127, 2/40 against 18/20 3.6e-11.
inline const std::map<std::string, std::string>& garden_files() {
  static const std::map<std::string, std::string> files = {
      {"outcomes.yaml", R"(outcomes:
  - {id: leafing, kind: event, direction: benefit, name: {en: Leafing, de: Laubaustrieb}}
  - {id: bloom, kind: event, direction: benefit, part_of: [leafing], name: {en: Bloom, de: Blüte},
     definition: {en: An open flower, de: Eine offene Blüte},
     defined_at: {source: garden-book, at: page 20}}
  - {id: wilting, kind: event, direction: harm, name: {en: Wilting, de: Welken}}
  - {id: planted, kind: count, direction: neutral, name: {en: Planted, de: Gepflanzt}}
  - {id: lost, kind: count, direction: neutral, name: {en: Lost, de: Verloren}}
  - {id: kept, kind: count, direction: neutral, mirrors: lost, name: {en: Kept, de: Erhalten}}
  - {id: height, kind: amount, direction: neutral, name: {en: Height, de: Höhe}}
)"},
      {"studies/hedge/study.yaml", R"(study: hedge
source: garden-book
title: {en: A hedge in two soils, de: Eine Hecke in zwei Böden}
about: {en: Sixty plants, de: Sechzig Pflanzen}
identity:
  - {id: place, text: {en: Behind the house}, values: {rows: "2"}, at: page 1}
caveats:
  - {id: frost, text: {en: One late frost}, regimens: [compost, manure], at: page 2}
arms:
  - {id: compost, regimen: compost, name: {en: Compost, de: Kompost}}
  - {id: manure, regimen: manure, name: {en: Manure, de: Mist}}
sets:
  - {id: whole, kind: intention_to_treat, name: {en: The whole hedge}, note: {en: Gaps and all},
     n: {compost: 20, manure: 40}, at: page 3}
comparisons:
  - {id: manure-compost, of: manure, against: compost, control: {step: 1, at: page 4}}
primary: {outcome: bloom, horizon: 6 weeks, set: whole}
)"},
      {"studies/hedge/rows.yaml", R"(rows:
  - {id: leafing-6, outcome: leafing, set: whole, horizon: 6 weeks, at: page 5,
     counts: {compost: 12/20 (60), manure: 30/40 (75.0), all: 42/60 (70.0)}}
  - {id: bloom-6, outcome: bloom, set: whole, horizon: 6 weeks, at: page 6,
     counts: {compost: 5/20 (25.0), manure: 25/40 (62.5)},
     tests: [{arms: [manure, compost], p: "0.01", method: fisher}, {p: "0.05", method: unspecified}],
     note: {en: Any colour}}
  - {id: wilting-6, outcome: wilting, set: whole, horizon: 6 weeks, at: page 7,
     counts: {compost: 18/20, manure: 2/40},
     tests: [{arms: [compost, manure], p: "<0.001", method: fisher},
             {arms: [manure, compost], p: "0.002", method: cmh},
             {arms: [manure, compost], p: "0.5", method: logistic}]}
  - {id: planted, outcome: planted, at: page 8, numbers: {compost: 20, manure: 40, all: 60}}
  - {id: lost, outcome: lost, at: page 8, numbers: {compost: 3, manure: 4}}
  - {id: kept, outcome: kept, at: page 8, numbers: {compost: 17, manure: 36}}
  - {id: height-6, outcome: height, set: whole, horizon: 6 weeks, at: page 9, unit: cm,
     values: {compost: {mean: "10.0", sd: "2", n: 17}, manure: {mean: "13.0", n: 34},
              all: {mean: "12.0"}}}
  - {id: elsewhere, outcome: bloom, at: page 10, statistic: percentage, of: manure,
     population: {en: Hedges elsewhere}, estimate: {value: "50", low: "41", high: "59.5"}}
sums:
  - {whole: kept, parts: [planted, -lost]}
)"},
  };
  return files;
}

// The garden study in a folder of its own.
class Garden {
 public:
  Garden() {
    std::filesystem::create_directories(path() / "studies/hedge");
    for (const auto& [name, text] : garden_files()) write(path() / name, text);
  }

  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  [[nodiscard]] std::string text(const std::string& file) const { return text_of(path() / file); }
  // REQUIRES: `from` stands there once.
  Garden& change(const std::string& file, const std::string& from, const std::string& to) {
    std::string text = this->text(file);
    const auto at = text.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    REQUIRE_MESSAGE(text.find(from, at + 1) == std::string::npos, from);
    write(path() / file, text.replace(at, from.size(), to));
    return *this;
  }
  Garden& append(const std::string& file, const std::string& text) {
    write(path() / file, this->text(file) + text);
    return *this;
  }
  std::unique_ptr<evidence::Evidence> load(core::Diagnostics& diagnostics) {
    return evidence::load_evidence(path(), garden_knowledge(), sources_, diagnostics);
  }
  // REQUIRES: it is acceptable.
  evidence::Evidence evidence() {
    core::Diagnostics diagnostics;
    const auto loaded = load(diagnostics);
    REQUIRE_MESSAGE(loaded != nullptr, core::render(diagnostics, core::ShowValues::yes));
    REQUIRE(diagnostics.empty());
    return *loaded;
  }

 private:
  Folder folder_;
  core::Sources sources_;
};

}  // namespace regimen::evidence_tests
