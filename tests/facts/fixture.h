// Fixture: what the tests of facts share: knowledge read from a text, or as it is shipped.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/core/diagnostic.h"
#include "engine/core/yaml.h"
#include "engine/facts/knowledge.h"

namespace regimen::facts_tests {

// `E0604 2:5, ...`, in the order of their places; a source's name is not told.
inline std::string codes(const core::Diagnostics& diagnostics) {
  std::string text;
  for (const core::Diagnostic& one : diagnostics.sorted()) {
    const std::string place = core::to_text(one.span);
    if (!text.empty()) text += ", ";
    text += std::string(core::info(one.code).id);
    if (one.span.source != nullptr) text += " " + place.substr(one.span.source->name().size() + 1);
  }
  return text;
}

// Codes with the places they are expected at: `E0113@units` becomes `E0113 4:51` where `units`
// first stands in the text at line 4, column 51 (of ASCII).
inline std::string placed(std::string_view text, std::string_view expected) {
  std::string result;
  while (!expected.empty()) {
    const std::string_view one = expected.substr(0, expected.find(", "));
    expected.remove_prefix(std::min(expected.size(), one.size() + 2));
    const auto at = one.find('@');
    const auto offset = text.find(one.substr(at + 1));
    REQUIRE(at != std::string_view::npos);
    REQUIRE(offset != std::string_view::npos);
    const std::string_view before = text.substr(0, offset);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto start = before.rfind('\n') + 1;  // npos + 1 is 0
    if (!result.empty()) result += ", ";
    result += std::string(one.substr(0, at)) + " " + std::to_string(line) + ":" +
              std::to_string(offset - start + 1);
  }
  return result;
}

// A text that is read as YAML, and keeps what points into it alive.
class Tree {
 public:
  explicit Tree(std::string text) {
    const core::Source& source = sources_.add("t", std::move(text), core::Privacy::open);
    auto root = core::read_yaml(source, {}, reading_);
    REQUIRE_MESSAGE(root.has_value(), core::render(reading_, core::ShowValues::yes));
    root_ = std::move(*root);
  }
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  ~Tree() = default;

  [[nodiscard]] const core::Node& root() const { return root_; }

 private:
  core::Sources sources_;
  core::Diagnostics reading_;
  core::Node root_;
};

inline std::filesystem::path shipped_folder() {
  return std::filesystem::path(REGIMEN_TEST_SOURCE_DIR) / "knowledge";
}

// The knowledge as it is shipped, read once.
inline const facts::Knowledge& shipped() {
  struct Loaded {
    core::Sources sources;
    core::Diagnostics diagnostics;
    std::unique_ptr<facts::Knowledge> knowledge;
  };
  static const Loaded loaded = [] {
    Loaded result;
    result.knowledge = facts::load_knowledge(shipped_folder(), result.sources, result.diagnostics);
    return result;
  }();
  REQUIRE_MESSAGE(loaded.knowledge != nullptr,
                  core::render(loaded.diagnostics, core::ShowValues::yes));
  return *loaded.knowledge;
}

inline facts::Rational number(std::string_view text) {
  const auto value = facts::Rational::parse(text);
  REQUIRE(value.has_value());
  return *value;
}

inline facts::DateRange date(std::string_view text) {
  const auto range = facts::parse_date(text);
  REQUIRE(range.has_value());
  return *range;
}

inline facts::Day day(std::string_view text) {
  const facts::DateRange range = date(text);
  REQUIRE(range.is_point());
  return range.first;
}

}  // namespace regimen::facts_tests
