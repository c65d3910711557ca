// Lint: what it finds in a pack that is legal and yet looks wrong, and what it leaves alone.
#include "engine/language/lint.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/language/workbench.h"

namespace regimen::language::testing {

namespace {

// A rule of the garden by its lines after `- id: <id>`, with all that the loader asks for.
struct RuleText {
  std::string id;
  std::string lines;
};

RuleText criterion(const std::string& id, const std::string& when) {
  const std::string kind = id.substr(0, id.find('.'));
  return {id, "    kind: " + kind + "\n    when: " + when + "\n"};
}

struct SafetyText {
  std::string id;
  std::string when;
  std::string severity = "caution";
  std::string jurisdiction = {};
  std::string twin = {};
  std::string regimens = "[water]";
  std::string verified = "2026-01-15";
  std::string applies_when = {};
};

RuleText safety(const SafetyText& text) {
  std::string lines = "    kind: safety\n    regimens: " + text.regimens +
                      "\n    severity: " + text.severity + "\n    gate: gating\n";
  if (!text.jurisdiction.empty()) lines += "    jurisdiction: " + text.jurisdiction + "\n";
  if (!text.twin.empty()) lines += "    twin: " + text.twin + "\n";
  if (!text.applies_when.empty()) lines += "    applies_when: " + text.applies_when + "\n";
  lines += "    when: " + text.when + "\n    verified: " + text.verified + "\n";
  return {text.id, lines};
}

// What lint says of these rules: code and the rule it stands at, `W0204 inclusion.a`.
std::string told(const std::vector<RuleText>& rules, const LintOptions& options = {},
                 const std::string& definitions = "") {
  std::string text;
  if (!definitions.empty()) text = "definitions:\n" + definitions;
  text += "rules:\n";
  std::string wording = "messages: garden\nlocale: en\nrules:\n";
  for (const RuleText& rule : rules) {
    text += "  - id: " + rule.id + "\n" + rule.lines;
    text += "    cites: [{source: garden-book, at: page 1, stance: supports}]\n";
    const bool is_criterion = rule.id.starts_with("inclusion") || rule.id.starts_with("exclusion");
    wording += "  " + rule.id + ": {title: t, " +
               (is_criterion ? "fail: f" : "finding: f, action: a") + "}\n";
  }
  const Loaded pack =
      loaded(with({{"pack.yaml",
                    "pack: garden\nversion: \"1.0.0\"\nlanguage: \"1\"\nrules: [rules.yaml]\n"
                    "messages: {en: en.yaml}\nregimens:\n  - {id: water, drugs: []}\n"
                    "  - {id: feed, drugs: []}\n  - {id: both, drugs: []}\n"},
                   {"rules.yaml", text},
                   {"en.yaml", wording}}));
  REQUIRE_MESSAGE(pack.checked, core::render(pack.diagnostics, core::ShowValues::yes));
  core::Diagnostics diagnostics;
  lint(*pack.checked, options, diagnostics);
  std::string result;
  for (const core::Diagnostic& one : diagnostics.sorted()) {
    result += (result.empty() ? "" : ", ") + std::string(core::info(one.code).id);
    if (!one.offender.empty()) result += " " + one.offender;
  }
  return result;
}

}  // namespace

TEST_CASE("lint finds a rule that no patient can make true") {
  struct Row {
    std::string when;
    bool never;
  };
  const std::vector<Row> rows = {
      {"age < 18 years and age >= 21 years", true},
      {"age < 18 years and age >= 18 years", true},
      {"age <= 18 years and age >= 18 years", false},  // at exactly 18
      {"x > 7 and x < 7", true},
      {"x >= 7 and x <= 7", false},
      {"x > 7 and x < 8", false},  // between them
      {"x = 7 and x = 8", true},
      {"x between 1 and 3 and x > 3", true},
      {"x between 1 and 3 and x >= 3", false},
      {"p and not p", true},
      {"p and q", false},
      {"p or not p", false},
      {"colour is green and colour is brown", true},
      {"colour is green and colour is not green", true},
      {"colour in {green, brown} and colour is not green", false},
      {"mass >= 1 kg and mass < 900 g", true},  // in units of one dimension
      {"mass >= 1 kg and mass < 1100 g", false},
      {"p and (x > 7 or not p) and x <= 7", true},
      // Free: a list that is looked through and a sum say nothing of each other.
      {"any feeding where (product is urea) and no feeding where (product is urea)", true},
      {"x + y > 7 and x + y < 7", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.when);
    CHECK(told({criterion("inclusion.a", row.when)}) == (row.never ? "W0204 inclusion.a" : ""));
  }
}

TEST_CASE("lint counts the guard of a rule and the definitions it uses") {
  CHECK(told({safety({"guarded", "p", "caution", "", "", "[water]", "2026-01-15", "not p"})}) ==
        "W0204 guarded");
  const std::string definition =
      "  - {id: old, value: age >= 21 years, cites: [{source: garden-book, at: page 1, stance: "
      "supports}]}\n";
  CHECK(told({criterion("inclusion.a", "old and age < 18 years")}, {}, definition) ==
        "W0204 inclusion.a");
  CHECK(told({criterion("inclusion.a", "old and age < 22 years")}, {}, definition).empty());
}

TEST_CASE("lint finds rules that weigh the same facts differently") {
  // In other words the same: not (below 7) is 7 or more.
  const std::string same = "x >= 7";
  const std::string also = "not x < 7";
  CHECK(told({safety({"a", same, "caution"}), safety({"b", also, "avoid"})}) == "W0207 a");
  // As grave, of other facts, or of facts that only overlap: nothing.
  CHECK(told({safety({"a", same, "avoid"}), safety({"b", also, "avoid"})}).empty());
  CHECK(told({safety({"a", same, "caution"}), safety({"b", "y >= 7", "avoid"})}).empty());
  CHECK(told({safety({"a", same, "caution"}), safety({"b", "x >= 8", "avoid"})}).empty());
  // Of other regimens; and two drugs that meet in their combination only.
  CHECK(told({safety({"a", same, "caution", "", "", "[water]"}),
              safety({"b", also, "avoid", "", "", "[feed]"})})
            .empty());
  CHECK(told({safety({"a", same, "caution", "", "", "[water, both]"}),
              safety({"b", also, "avoid", "", "", "[feed, both]"})})
            .empty());
  CHECK(told({safety({"a", same, "caution", "", "", "[water, both]"}),
              safety({"b", also, "avoid", "", "", "[both]"})}) == "W0207 a");
  // Twins disagree openly.
  CHECK(told({safety({"a", same, "caution", "north", "b"}),
              safety({"b", also, "avoid", "south", "a"})})
            .empty());
}

TEST_CASE("lint finds criteria that no patient can pass together") {
  CHECK(told({criterion("inclusion.a", "x >= 7"), criterion("inclusion.b", "x < 7")}) ==
        "W0207 inclusion.a");
  // An exclusion is passed where it does not hold.
  CHECK(told({criterion("inclusion.a", "x >= 7"), criterion("exclusion.b", "x >= 5")}) ==
        "W0207 inclusion.a");
  CHECK(told({criterion("inclusion.a", "x >= 7"), criterion("exclusion.b", "x < 7")}).empty());
  CHECK(told({criterion("inclusion.a", "x >= 7"), criterion("inclusion.b", "x <= 7")}).empty());
  CHECK(told({criterion("exclusion.a", "x >= 7"), criterion("exclusion.b", "x < 7")}) ==
        "W0207 exclusion.a");
}

TEST_CASE("lint finds a rule of one jurisdiction without its twin") {
  const auto of = [](const std::string& id, const std::string& jurisdiction,
                     const std::string& twin, const std::string& when) {
    return safety({id, when, "caution", jurisdiction, twin});
  };
  CHECK(told({of("a", "north", "b", "x > 1"), of("b", "south", "a", "x > 2")}).empty());
  CHECK(told({of("a", "north", "", "x > 1")}) == "W0205 a");
  CHECK(told({of("a", "north", "b", "x > 1"), of("b", "south", "", "x > 2")}) ==
        "W0205 a, W0205 b");
  CHECK(told({of("a", "north", "b", "x > 1"), of("b", "north", "a", "x > 2")}) ==
        "W0205 a, W0205 b");
  CHECK(told({of("a", "", "", "x > 1")}).empty());
}

// 24 months before 15 January 2028 is 15 January 2026.
TEST_CASE("lint finds a source that was last read long ago") {
  const std::vector<RuleText> rules = {safety({"a", "x > 1"})};
  const auto on = [](const std::string& today) {
    LintOptions options;
    options.today = facts::parse_date(today)->first;
    return options;
  };
  CHECK(told(rules, on("2028-01-15")).empty());
  CHECK(told(rules, on("2028-01-16")) == "W0206 a");
  CHECK(told(rules).empty());
  LintOptions one_month = on("2026-02-16");
  one_month.stale_months = 1;
  CHECK(told(rules, one_month) == "W0206 a");
  // A month is as old as its last day.
  CHECK(told({safety({"a", "x > 1", "caution", "", "", "[water]", "2026-01"})}, on("2028-01-31"))
            .empty());
  CHECK(told({safety({"a", "x > 1", "caution", "", "", "[water]", "2026-01"})}, on("2028-02-01")) ==
        "W0206 a");
}

TEST_CASE("lint has nothing to say of the packs that are shipped") {
  for (const char* name : {"sonic", "safety"}) {
    CAPTURE(name);
    core::Sources texts;
    core::Diagnostics diagnostics;
    auto pack = load_pack(project_root() / "rules" / name, shipped(), texts, diagnostics);
    REQUIRE(pack);
    const auto checked = check(std::move(*pack), shipped(), diagnostics);
    REQUIRE_MESSAGE(checked, core::render(diagnostics, core::ShowValues::yes));
    core::Diagnostics found;
    // The packs were last compared with their sources in 2026.
    LintOptions options;
    options.today = facts::parse_date("2027-01-01")->first;
    lint(*checked, options, found);
    CHECK_MESSAGE(found.sorted().empty(), core::render(found, core::ShowValues::yes));
  }
}

}  // namespace regimen::language::testing
