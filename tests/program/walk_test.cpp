// Holds the walk over rules: kinds, guards, readings, and which missing facts decide. What
// expressions mean is held by tests/conformance.
#include "engine/program/walk.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/program/workbench.h"

namespace regimen::program {

namespace {

using testing::patient;
using testing::show;

const std::string cite = "    cites: [{source: garden-book, at: page 1}]\n";

RuleFinding first(const testing::RulePack& pack,
                  const std::vector<std::pair<std::string, bool>>& known,
                  World world = World::open) {
  return walk(pack.checked(), patient(known), world).rules.at(0);
}

testing::RulePack one_rule(const std::string& kind, const std::string& body) {
  return testing::RulePack("rules:\n  - id: one\n    kind: " + kind + "\n" + body + cite);
}

}  // namespace

TEST_CASE("the verdict is the patient's side") {
  const auto verdict = [](const std::string& kind,
                          std::vector<std::pair<std::string, bool>> known) {
    const auto finding = first(one_rule(kind, "    when: p\n"), known);
    return std::string(to_text(finding.verdict)) + " when " +
           std::string(facts::to_text(finding.when));
  };
  CHECK(verdict("inclusion", {{"p", true}}) == "pass when yes");
  CHECK(verdict("inclusion", {{"p", false}}) == "fail when no");
  CHECK(verdict("inclusion", {}) == "unknown when unknown");
  CHECK(verdict("exclusion", {{"p", true}}) == "fail when yes");
  CHECK(verdict("exclusion", {{"p", false}}) == "pass when no");
  CHECK(verdict("exclusion", {}) == "unknown when unknown");
}

// A guard that is no drops the rule; one that is unknown leaves it unknown unless it passes anyway.
TEST_CASE("guards, and what is missing because of them") {
  const auto pack = one_rule("inclusion", "    when: q\n    applies_when: p\n");
  struct Row {
    std::vector<std::pair<std::string, bool>> known;
    Verdict verdict;
    std::string decisive;
    std::string other;
  };
  const std::vector<Row> rows = {
      {{{"p", true}, {"q", true}}, Verdict::pass, "", ""},
      {{{"p", true}, {"q", false}}, Verdict::fail, "", ""},
      {{{"p", true}}, Verdict::unknown, "plain.q: not_supplied", ""},
      {{{"p", false}, {"q", true}}, Verdict::not_applicable, "", ""},
      {{{"p", false}, {"q", false}}, Verdict::not_applicable, "", ""},
      {{{"p", false}}, Verdict::not_applicable, "", "plain.q: not_supplied"},
      {{{"q", true}}, Verdict::pass, "", "plain.p: not_supplied"},
      {{{"q", false}}, Verdict::unknown, "plain.p: not_supplied", ""},
      {{}, Verdict::unknown, "plain.p: not_supplied, plain.q: not_supplied", ""},
  };
  for (const Row& row : rows) {
    const RuleFinding finding = first(pack, row.known);
    CAPTURE(row.decisive);
    CHECK(finding.verdict == row.verdict);
    CHECK(show(finding.decisive) == row.decisive);
    CHECK(show(finding.other) == row.other);
    REQUIRE(finding.guard);
  }
}

TEST_CASE("readings decide what they agree on") {
  const auto pack =
      one_rule("exclusion",
               "    interpretation:\n      silent_on: health\n      alternatives:\n"
               "        - {id: strict, when: p and q}\n        - {id: lenient, when: p or q}\n");
  struct Row {
    std::vector<std::pair<std::string, bool>> known;
    Verdict verdict;
    bool differ;
    std::string decisive;
  };
  const std::vector<Row> rows = {
      {{{"p", true}, {"q", true}}, Verdict::fail, false, ""},
      {{{"p", false}, {"q", false}}, Verdict::pass, false, ""},
      {{{"p", true}, {"q", false}}, Verdict::unknown, true, "interpretation.health: silent_source"},
      {{{"p", true}}, Verdict::unknown, false, "plain.q: not_supplied"},
      {{}, Verdict::unknown, false, "plain.p: not_supplied, plain.q: not_supplied"},
  };
  for (const Row& row : rows) {
    const RuleFinding finding = first(pack, row.known);
    CAPTURE(row.decisive);
    CHECK(finding.verdict == row.verdict);
    CHECK(finding.readings_differ == row.differ);
    CHECK(show(finding.decisive) == row.decisive);
    CHECK(finding.alternatives.size() == 2);
  }
}

// Two readings that differ already stay apart whatever a third one's facts are.
TEST_CASE("once two readings differ, no fact brings them together") {
  const auto pack = one_rule("inclusion",
                             "    interpretation:\n      silent_on: health\n      alternatives:\n"
                             "        - {id: one, when: p}\n        - {id: two, when: not p}\n     "
                             "   - {id: three, when: q}\n");
  const RuleFinding finding = first(pack, {{"p", true}});
  CHECK(finding.readings_differ);
  CHECK(show(finding.decisive) == "interpretation.health: silent_source");
  CHECK(show(finding.other) == "plain.q: not_supplied");
}

TEST_CASE("every node is evaluated, none is skipped because another already decides") {
  const auto pack = one_rule("inclusion", "    when: p and (q or r)\n");
  const RuleFinding finding = first(pack, {{"p", false}});
  CHECK(finding.verdict == Verdict::fail);
  REQUIRE(finding.alternatives.size() == 1);
  const Finding& root = finding.alternatives[0];
  REQUIRE(root.children.size() == 2);
  REQUIRE(root.children[1].children.size() == 2);
  CHECK(show(root.children[1].decisive) == "plain.q: not_supplied, plain.r: not_supplied");
  CHECK(show(finding.decisive) == "");
  CHECK(show(finding.other) == "plain.q: not_supplied, plain.r: not_supplied");
}

TEST_CASE("rules are found in the order of the pack") {
  const testing::RulePack pack("rules:\n  - id: b\n    kind: inclusion\n    when: p\n" + cite +
                               "  - id: a\n    kind: note\n    when: q\n" + cite);
  const Findings findings = walk(pack.checked(), patient({{"p", true}, {"q", false}}), World::open);
  REQUIRE(findings.rules.size() == 2);
  CHECK(findings.rules[0].rule == 0);
  CHECK(findings.rules[0].when == facts::Truth::yes);
  CHECK(findings.rules[1].rule == 1);
  CHECK(findings.rules[1].when == facts::Truth::no);
}

TEST_CASE("a definition is worked out once and misses the same everywhere") {
  const testing::RulePack pack("definitions:\n  - id: d\n    value: p or q\n" + cite +
                               "rules:\n  - id: a\n    kind: inclusion\n    when: d and not d\n" +
                               cite);
  const RuleFinding finding = first(pack, {});
  CHECK(finding.verdict == Verdict::unknown);
  CHECK(show(finding.decisive) == "plain.p: not_supplied, plain.q: not_supplied");
}

}  // namespace regimen::program
