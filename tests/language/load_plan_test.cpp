// Holds the loader of doses, schedules and limits: what they become, and which mistakes are told
// where they stand.
#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "engine/language/check.h"
#include "engine/language/pack.h"
#include "tests/language/workbench.h"

namespace regimen::language {

namespace {

using facts::Rational;
using testing::Loaded;

const std::string cite = "    cites: [{source: project, at: here, stance: supports}]\n";

// A pack of a criterion and one rule of a plan, over the knowledge of this project.
Loaded planned(const std::string& rule, const std::string& wording) {
  return testing::loaded(
      {{"pack.yaml",
        "pack: own\nversion: \"1\"\nlanguage: \"1\"\n"
        "regimens: [{id: first, drugs: [azathioprine]}, {id: second, drugs: [infliximab]}]\n"
        "rules: [rules.yaml]\nmessages: {en: en.yaml}\n"},
       {"rules.yaml", "rules:\n  - id: inclusion.one\n    kind: inclusion\n    when: nursing\n" +
                          cite + "  - id: plan.one\n    regimens: [first]\n    when: pregnant\n" +
                          rule + cite},
       {"en.yaml",
        "messages: own\nlocale: en\nrules:\n  inclusion.one: {title: one, fail: no}\n"
        "  plan.one: " +
            wording + "\n"}},
      testing::shipped());
}

const std::string words = "{title: one, finding: So., provided: so, withheld: No.}";

std::string codes(const Loaded& loaded) {
  std::string text;
  for (const std::string& code : loaded.codes()) text += (text.empty() ? "" : " ") + code;
  return text;
}

// `line:column`, of the first mistake.
std::string first_place(const Loaded& loaded) {
  const auto all = loaded.diagnostics.sorted();
  if (all.empty()) return "nowhere";
  const auto place = all.front().span.source->place(all.front().span.begin);
  return std::to_string(place.line) + ":" + std::to_string(place.column);
}

struct Row {
  std::string name;
  std::string rule;
  std::string expected;
  std::string place = {};
};

void hold(const std::string& head, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const Loaded pack = planned(head + row.rule, words);
    const std::string what =
        row.name + ":\n" + core::render(pack.diagnostics, core::ShowValues::yes);
    CHECK_MESSAGE(codes(pack) == row.expected, what);
    if (!row.place.empty()) CHECK_MESSAGE(first_place(pack) == row.place, what);
  }
}

const Rule& rule_of(const Loaded& loaded) {
  REQUIRE_MESSAGE(loaded.checked, core::render(loaded.diagnostics, core::ShowValues::yes));
  return loaded.checked->pack.rules.back();
}

std::string dose(const std::string& amount, const std::string& rest = "    of: weight\n") {
  return "    kind: dose\n    drug: azathioprine\n    basis: trial\n    verified: 2026-11-01\n"
         "    amount: " +
         amount + "\n" + rest;
}

std::string limit(const std::string& amount, const std::string& then) {
  return "    kind: limit\n    amount: " + amount + "\n    until: 14 weeks\n    then: " + then +
         "\n";
}

}  // namespace

TEST_CASE("a dose is an amount for each unit of a fact") {
  const Loaded range = planned(dose("{low: 0.6 mg/kg/day, high: 1.6 mg/kg/day}"), words);
  const DoseClause& reduced = *rule_of(range).dose;
  CHECK(reduced.low == *Rational::parse("0.6"));
  CHECK(reduced.high == *Rational::parse("1.6"));
  CHECK(reduced.unit.text == "mg/kg/d");
  CHECK(reduced.total.text == "mg/d");
  CHECK(reduced.basis == Basis::trial);
  CHECK(testing::shipped().vocabulary.facts()[*reduced.of].id == "weight");

  const Loaded single = planned(dose("5 mg/kg"), words);
  CHECK(rule_of(single).dose->low == rule_of(single).dose->high);
  CHECK(rule_of(single).dose->total.text == "mg");

  const Loaded alone = planned(dose("75 mg/day", ""), words);
  CHECK_FALSE(rule_of(alone).dose->of);
  CHECK(rule_of(alone).dose->total.text == "mg/d");
}

TEST_CASE("mistakes in a dose are told at their place") {
  const std::string rest =
      "    kind: dose\n    basis: trial\n    verified: 2026-11-01\n    of: weight\n";
  hold(
      "",
      {
          {"sound", dose("5 mg/kg"), ""},
          {"no such drug", rest + "    drug: azathioprin\n    amount: 5 mg/kg\n", "E0403", "13:11"},
          {"a drug of another regimen", rest + "    drug: infliximab\n    amount: 5 mg/kg\n",
           "E0116", "13:11"},
          {"no drug", rest + "    amount: 5 mg/kg\n", "E0114"},
          {"no such fact", dose("5 mg/kg", "    of: wait\n"), "E0401", "14:9"},
          {"a fact without a unit", dose("5 mg/kg", "    of: nursing\n"), "E0405"},
          {"a unit without that of the fact", dose("5 mg"), "E0406", "13:13"},
          {"a unit of another fact", dose("5 mg/m2"), "E0406"},
          {"another unit of the same fact", dose("5 mg/g"), "E0406"},
          {"the unit of the fact above the stroke", dose("5 kg"), "E0406"},
          {"no such unit", dose("5 mg/kgs"), "E0307", "13:13"},
          {"no unit", dose("5"), "E0307"},
          {"no number", dose("some mg/kg"), "E0116", "13:13"},
          {"nought", dose("0 mg/kg"), "E0116"},
          {"below nought", dose("-5 mg/kg"), "E0116"},
          {"no exact amount", dose("<5 mg/kg"), "E0116"},
          {"a range upside down", dose("{low: 5 mg/kg, high: 4 mg/kg}"), "E0413", "13:13"},
          {"half a range", dose("{low: 5 mg/kg}"), "E0114"},
          {"a range of two units", dose("{low: 5 mg/kg, high: 6 mg/kg/day}"), "E0406"},
          {"no such basis",
           "    kind: dose\n    drug: azathioprine\n    basis: habit\n    verified: "
           "2026-11-01\n    of: weight\n    amount: 5 mg/kg\n",
           "E0116"},
          {"never verified",
           "    kind: dose\n    drug: azathioprine\n    basis: trial\n    of: weight\n    "
           "amount: 5 mg/kg\n",
           "E0114"},
          {"keys of another kind", dose("5 mg/kg", "    of: weight\n    at: [1 week]\n"), "E0113"},
      });
}

TEST_CASE("a schedule is days and periods from the start") {
  const Loaded days =
      planned("    kind: schedule\n    at: [0 weeks, 10 days, 1 month, 1 year]\n", words);
  const std::vector<Offset> expected = {{0, false}, {10, false}, {1, true}, {12, true}};
  CHECK(rule_of(days).schedule->at == expected);

  const Loaded periods = planned(
      "    kind: schedule\n    periods:\n      - {from: 0 weeks, to: 1 month, every: 1 week}\n"
      "      - {from: 1 month, to: 3 months, times: 2, per: 1 month}\n"
      "      - {from: 3 months, every: 1 month}\n",
      words);
  const auto& all = rule_of(periods).schedule->periods;
  REQUIRE(all.size() == 3);
  CHECK(all[0].per == Offset{7, false});
  CHECK(all[0].times == 1);
  CHECK(all[1].times == 2);
  CHECK(*all[1].to == Offset{3, true});
  CHECK_FALSE(all[2].to);
}

TEST_CASE("mistakes in a schedule are told at their place") {
  hold("    kind: schedule\n",
       {
           {"empty", "", "E0216", "6:9"},
           {"empty lists", "    at: []\n    periods: []\n", "E0216"},
           {"backwards", "    at: [2 weeks, 1 week]\n", "E0216", "10:19"},
           {"twice", "    at: [2 weeks, 14 days]\n", "E0216"},
           {"which may be the same day", "    at: [4 weeks, 1 month]\n", "E0216"},
           {"no span", "    at: [tomorrow]\n", "E0116", "10:10"},
           {"no unit of time", "    at: [2 kg]\n", "E0116"},
           {"no unit", "    at: [2]\n", "E0116"},
           {"half a day", "    at: [0.5 days]\n", "E0116"},
           {"before the start", "    at: [-1 week]\n", "E0116"},
           {"after a hundred years", "    at: [101 years]\n", "E0116"},
           {"after more days than are counted", "    at: [99999999999999999 weeks]\n", "E0116"},
           {"a period backwards", "    periods: [{from: 2 weeks, to: 1 week, every: 1 day}]\n",
            "E0216", "10:35"},
           {"a period of no length", "    periods: [{from: 1 week, to: 7 days, every: 1 day}]\n",
            "E0216"},
           {"a period that does not move", "    periods: [{from: 1 week, every: 0 days}]\n",
            "E0216"},
           {"a period in the last one",
            "    periods: [{from: 0 weeks, to: 4 weeks, every: 1 week}, {from: 3 weeks, every: 1 "
            "week}]\n",
            "E0216"},
           {"a period after one that goes on",
            "    periods: [{from: 0 weeks, every: 1 week}, {from: 3 weeks, every: 1 week}]\n",
            "E0216"},
           {"a period that says it twice",
            "    periods: [{from: 0 weeks, every: 1 week, times: 2, per: 1 week}]\n", "E0114"},
           {"a period that does not say", "    periods: [{from: 0 weeks}]\n", "E0114"},
           {"half a time", "    periods: [{from: 0 weeks, times: 0.5, per: 1 week}]\n", "E0116"},
           {"a time without a span", "    periods: [{from: 0 weeks, times: 2}]\n", "E0114"},
           {"keys of another kind", "    at: [1 week]\n    until: 2 weeks\n", "E0113"},
       });
}

TEST_CASE("a limit falls") {
  const Loaded loaded =
      planned(limit("40 mg/day", "{less: 5 mg/day, every: 1 week, to: 0 mg/day}"), words);
  const LimitClause& clause = *rule_of(loaded).limit;
  CHECK(clause.amount == Rational(40));
  CHECK(clause.until == Offset{98, false});
  CHECK(clause.less == Rational(5));
  CHECK(clause.every == Offset{7, false});
  CHECK(clause.floor == Rational(0));
  CHECK(clause.unit.text == "mg/d");
  hold(
      "",
      {
          {"by nothing", limit("40 mg/day", "{less: 0 mg/day, every: 1 week, to: 0 mg/day}"),
           "E0217", "12:11"},
          {"to itself", limit("9 mg/day", "{less: 3 mg/day, every: 1 week, to: 9 mg/day}"),
           "E0217"},
          {"upwards", limit("6 mg/day", "{less: 3 mg/day, every: 1 week, to: 9 mg/day}"), "E0217"},
          {"at once", limit("9 mg/day", "{less: 3 mg/day, every: 0 weeks, to: 6 mg/day}"), "E0217"},
          {"in months after weeks",
           limit("9 mg/day", "{less: 3 mg/day, every: 1 month, to: 6 mg/day}"), "E0217"},
          {"in too many steps",
           limit("9 mg/day", "{less: 0.001 mg/day, every: 1 week, to: 0 mg/day}"), "E0217"},
          {"in another unit", limit("9 mg/day", "{less: 3 mg, every: 1 week, to: 6 mg/day}"),
           "E0406", "12:18"},
          {"not", "    kind: limit\n    amount: 9 mg/day\n    until: 14 weeks\n", "E0114"},
          {"without end",
           "    kind: limit\n    amount: 9 mg/day\n    then: {less: 3 mg/day, "
           "every: 1 week, to: 6 mg/day}\n",
           "E0114"},
          {"that is no mapping", limit("9 mg/day", "3 mg/day"), "E0115"},
      });
}

TEST_CASE("what belongs to a plan is refused elsewhere, and it has its wording") {
  hold("", {
               {"a criterion with regimens", "    kind: exclusion\n", "E0113 E0205"},
               {"a criterion with an amount",
                "    kind: exclusion\n    amount: 5 mg/kg\n    at: [1 week]\n",
                "E0113 E0113 E0113 E0205"},
               {"a dose with a severity", dose("5 mg/kg", "    of: weight\n    severity: avoid\n"),
                "E0113"},
           });
  const std::string guarded = dose("5 mg/kg", "    of: weight\n    applies_when: nursing\n");
  const std::string falling = limit("40 mg/day", "{less: 5 mg/day, every: 1 week, to: 0 mg/day}");
  CHECK(codes(planned(dose("5 mg/kg"), "{title: one, finding: So.}")).empty());
  CHECK(codes(planned(dose("5 mg/kg"), "{title: one}")) == "E0205");
  CHECK(codes(planned(guarded, "{title: one, finding: So.}")) == "E0205");
  CHECK(codes(planned(falling, "{title: one, finding: So.}")) == "E0205");
  CHECK(codes(planned(guarded, "{title: one, finding: So., provided: \"{x}\"}")) == "E0207");
}

TEST_CASE("spans of a plan as text, and the days that they lead to") {
  CHECK(to_text(Offset{0, false}) == "0 weeks");
  CHECK(to_text(Offset{1, false}) == "1 day");
  CHECK(to_text(Offset{7, false}) == "1 week");
  CHECK(to_text(Offset{10, false}) == "10 days");
  CHECK(to_text(Offset{0, true}) == "0 months");
  CHECK(to_text(Offset{1, true}) == "1 month");
  CHECK(to_text(Offset{12, true}) == "1 year");
  CHECK(to_text(Offset{18, true}) == "18 months");
  CHECK(after(facts::last_day, {7, false}) == facts::last_day);
  CHECK(after(facts::last_day, {7, true}) == facts::last_day);
}

}  // namespace regimen::language
