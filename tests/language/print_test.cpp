// Holds the printer: what is printed reads as the same tree, for every expression that ships or is
// tested.
#include "engine/language/print.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "engine/core/yaml.h"
#include "tests/language/workbench.h"

namespace regimen::language {

namespace {

using testing::parsed;
using testing::project_root;

// The expressions of a file: the scalars at these keys, wherever they stand.
void collect(const core::Node& node, const std::set<std::string>& keys,
             std::vector<core::Node>& expressions) {
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const bool is_value = node.is_mapping() && i % 2 == 1;
    if (is_value && keys.count(node.items[i - 1].text) == 1) {
      if (node.items[i].is_scalar()) expressions.push_back(node.items[i]);
      for (const core::Node& item : node.items[i].items) {
        if (item.is_scalar()) expressions.push_back(item);
      }
    }
    collect(node.items[i], keys, expressions);
  }
}

std::vector<core::Node> expressions_of(core::Sources& texts, const std::filesystem::path& path,
                                       const std::set<std::string>& keys) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  core::Diagnostics diagnostics;
  const auto root =
      core::read_yaml(texts.add(path.string(), text.str(), core::Privacy::open), {}, diagnostics);
  REQUIRE_MESSAGE(root.has_value(), path.string());
  std::vector<core::Node> expressions;
  collect(*root, keys, expressions);
  return expressions;
}

void hold_identity(const testing::Parsed& first, const std::string& where,
                   const facts::Knowledge& knowledge) {
  const std::string text = print(first.pack.ast, first.root);
  CHECK_MESSAGE(text.find('\n') == std::string::npos, where);
  const auto second = parsed(text, knowledge);
  const std::string what = where + ": " + text + " " + second.codes();
  REQUIRE_MESSAGE(second.root != no_expr, what);
  CHECK_MESSAGE(testing::equal(first.pack.ast, first.root, second.pack.ast, second.root), what);
  CHECK(print(second.pack.ast, second.root) == text);
}

}  // namespace

TEST_CASE("one line, canonical units, no more parentheses than needed") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"((p))", "p"},
      {"(p and (q))  and\n r", "(p and q) and r"},
      {"(p and q) or (not r)", "(p and q) or not r"},
      {"not(p and q)", "not (p and q)"},
      {"not (x < 1)", "not x < 1"},
      {"(x+1)*2", "(x + 1) * 2"},
      {"x+(y*2)", "x + y * 2"},
      {"(x+y)+z", "x + y + z"},
      {"x-(y+z)", "x - (y + z)"},
      {"x/(y/z)", "x / (y / z)"},
      {"- x", "-x"},
      {"-(x+y)", "-(x + y)"},
      {"(x)<(5.0)", "x < 5.0"},
      {"height>=10 cm", "height >= 10 cm"},
      {"dose of latest feeding > 5 grams/day", "dose of latest feeding > 5 g/d"},
      {"bloom > 6 weeks", "bloom > 6 wk"},
      {"bloom > 6 months", "bloom > 6 mo"},
      {"bloom > 1 year", "bloom > 1 a"},
      {"moisture>47%", "moisture > 47 %"},
      {"colour in {green,brown}", "colour in {green, brown}"},
      {"colour not in {green}", "colour not in {green}"},
      {"species in shrub", "species in shrub"},
      {"colour is not green", "colour is not green"},
      {"x is not known", "x is not known"},
      {"day within 6 months before as_of", "day within 6 mo before as_of"},
      {"day not within 2 days after 2026-11-01", "day not within 2 d after 2026-11-01"},
      {"x between (y) and (z+1)", "x between y and z + 1"},
      {"at least 2 of(p,(q and r))", "at least 2 of (p, q and r)"},
      {"1 + (if p then x else y)", "1 + (if p then x else y)"},
      {"(if p then x else y) * 2", "(if p then x else y) * 2"},
      {"if p then (x) else (if q then y else z)", "if p then x else if q then y else z"},
      {"if p then (x < 1) else (q and r)", "if p then (x < 1) else (q and r)"},
      {"any feeding where((product is urea))", "any feeding where (product is urea)"},
      {"no feeding", "no feeding"},
      {"count feeding where (p)", "count feeding where (p)"},
      {"sum(dose*2)of feeding where(p)", "sum (dose * 2) of feeding where (p)"},
      {"positive check where (p or q)", "positive check where (p or q)"}};
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    const auto one = parsed(text);
    REQUIRE(one.root != no_expr);
    CHECK(print(one.pack.ast, one.root) == expected);
    hold_identity(one, text, testing::garden());
  }
}

TEST_CASE("every expression that ships reads the same after it was printed") {
  std::size_t seen = 0;
  for (const char* folder : {"rules", "knowledge"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(project_root() / folder)) {
      const std::string path = entry.path().string();
      // Messages and cases hold no expressions; terminology and sources have other `value`s.
      const bool rules = path.find("/messages/") == std::string::npos &&
                         path.find("/cases/") == std::string::npos &&
                         path.find("/terminology/") == std::string::npos;
      if (entry.path().extension() != ".yaml" || !rules) continue;
      core::Sources texts;
      for (const core::Node& node :
           expressions_of(texts, entry.path(), {"when", "applies_when", "value"})) {
        const auto one = parsed(node, testing::shipped());
        const std::string where = core::to_text(node.span) + ": " + one.codes();
        REQUIRE_MESSAGE(one.root != no_expr, where);
        hold_identity(one, where, testing::shipped());
        ++seen;
      }
    }
  }
  CHECK(seen > 50);
}

TEST_CASE("every expression of the conformance tables reads the same after it was printed") {
  std::size_t seen = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(project_root() / "tests/conformance")) {
    if (entry.path().extension() != ".yaml") continue;
    core::Sources texts;
    for (const core::Node& node : expressions_of(texts, entry.path(), {"expr", "columns"})) {
      const auto one = parsed(node, testing::garden());
      if (one.root == no_expr) continue;  // a case of what cannot be read
      hold_identity(one, core::to_text(node.span), testing::garden());
      ++seen;
    }
  }
  CHECK(seen > 300);
}

}  // namespace regimen::language
