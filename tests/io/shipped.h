// Shipped: the knowledge and the pack of this project, read once, for the tests of readers and
// writers.
// Thread-safety: for one thread.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/facts/knowledge.h"
#include "engine/io/profile.h"
#include "engine/language/check.h"

namespace regimen::io {

inline std::filesystem::path project_root() { return REGIMEN_TEST_SOURCE_DIR; }

inline std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

inline const facts::Knowledge& knowledge() {
  static core::Sources sources;
  static const std::unique_ptr<facts::Knowledge> loaded = [] {
    core::Diagnostics diagnostics;
    auto result = facts::load_knowledge(project_root() / "knowledge", sources, diagnostics);
    REQUIRE_MESSAGE(result, core::render(diagnostics, core::ShowValues::yes));
    return result;
  }();
  return *loaded;
}

inline const language::CheckedPack& shipped_pack() {
  static core::Sources sources;
  static const language::CheckedPack checked = [] {
    core::Diagnostics diagnostics;
    auto pack =
        language::load_pack(project_root() / "rules" / "sonic", knowledge(), sources, diagnostics);
    REQUIRE(pack);
    auto result = language::check(std::move(*pack), knowledge(), diagnostics);
    REQUIRE_MESSAGE(result, core::render(diagnostics, core::ShowValues::yes));
    return std::move(*result);
  }();
  return checked;
}

// What was read of a text, with the text that its places lead to.
struct Read {
  std::unique_ptr<core::Sources> sources = std::make_unique<core::Sources>();
  ProfileReading reading;

  [[nodiscard]] const facts::Record& record() const {
    REQUIRE_MESSAGE(reading.record, core::render(reading.structure, core::ShowValues::yes));
    return *reading.record;
  }
  // The observations at a path of the profile.
  [[nodiscard]] const std::vector<facts::Observation>& at(const std::string& path) const {
    const auto fact = knowledge().vocabulary.find_path(path);
    REQUIRE_MESSAGE(fact, path);
    return record().facts[*fact];
  }
  [[nodiscard]] const facts::ListRecord& list(const std::string& id) const {
    const auto found = knowledge().vocabulary.find_list(id);
    REQUIRE_MESSAGE(found, id);
    return record().lists[*found];
  }
  [[nodiscard]] const facts::Stated& field(const std::string& list_id, std::size_t entry,
                                           const std::string& field_id) const {
    const auto found = knowledge().vocabulary.find_list(list_id);
    const auto place = knowledge().vocabulary.lists()[*found].find_field(field_id);
    REQUIRE_MESSAGE(place, field_id);
    return list(list_id).entries.at(entry).fields.at(*place);
  }
};

inline Read read(const std::string& text, const std::optional<facts::Day>& as_of = {}) {
  Read result;
  const core::Source& source = result.sources->add("p", text, core::Privacy::patient);
  result.reading = read_profile(source, knowledge(), as_of);
  return result;
}

// `E0113 p:3:5; E0104 p:7:1`: code and place of each, in the order of their places.
inline std::string told(const core::Diagnostics& diagnostics) {
  std::string result;
  for (const core::Diagnostic& diagnostic : diagnostics.sorted()) {
    result += (result.empty() ? "" : "; ") + std::string(core::info(diagnostic.code).id) + " " +
              core::to_text(diagnostic.span);
  }
  return result;
}

inline facts::Day day(const std::string& text) { return facts::parse_date(text)->first; }

}  // namespace regimen::io
