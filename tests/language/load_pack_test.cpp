// Holds the loader and the checker of packs: what is refused, what a sound pack becomes, and that
// all mistakes are told at once.
#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "engine/language/check.h"
#include "engine/language/pack.h"
#include "engine/language/print.h"
#include "tests/language/workbench.h"

namespace regimen::language {

namespace {

using testing::Files;
using testing::loaded;
using testing::with;
using Codes = std::multiset<std::string>;

const std::string cite = "    cites: [{source: garden-book, at: page 1}]\n";
const std::string tall =
    "  - id: inclusion.tall\n    kind: inclusion\n    when: height >= 10 cm\n" + cite;
const std::string tall_wording = "  inclusion.tall: {title: tall, fail: It is not.}\n";

// A second rule of any kind, `body` being what stands in it besides its id and its citation.
Files second(const std::string& body, const std::string& wording = "{title: two, fail: It is not.}",
             const std::string& interpretations = "") {
  return with({{"rules.yaml", "rules:\n" + tall + "  - id: second.one\n" + body + cite},
               {"en.yaml", "messages: garden\nlocale: en\nrules:\n" + tall_wording +
                               "  second.one: " + wording + "\n" + interpretations}});
}

Files manifest(const std::string& lines) {
  return with({{"pack.yaml", "pack: garden\nversion: \"1.0.0\"\nlanguage: \"1\"\n" + lines}});
}

const std::string files_line = "rules: [rules.yaml]\nmessages: {en: en.yaml}\n";

// A definition that the rule uses.
Files defined(const std::string& definition, const std::string& when = "height >= 10 cm and high",
              const std::string& interpretations = "") {
  return with(
      {{"rules.yaml", "definitions:\n" + definition +
                          "rules:\n  - id: inclusion.tall\n"
                          "    kind: inclusion\n    when: " +
                          when + "\n" + cite},
       {"en.yaml", "messages: garden\nlocale: en\nrules:\n" + tall_wording + interpretations}});
}

std::string joined(const Codes& codes) {
  std::string text;
  for (const std::string& code : codes) text += (text.empty() ? "" : " ") + code;
  return text;
}

struct Row {
  std::string name;
  Files files;
  std::string expected;
};

void hold(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const auto pack = loaded(row.files);
    const std::string what =
        row.name + ":\n" + core::render(pack.diagnostics, core::ShowValues::yes);
    CHECK_MESSAGE(joined(pack.codes()) == row.expected, what);
  }
}

const std::string readings =
    "    interpretation:\n      silent_on: height\n      alternatives:\n"
    "        - {id: one, when: height >= 10 cm}\n        - {id: two, when: height >= 20 cm}\n";
const std::string questions =
    "interpretations:\n  height: {question: How high, alternatives: {one: ten, two: twenty}}\n";

}  // namespace

TEST_CASE("packs that are sound") {
  hold({
      {"the smallest", with({}), ""},
      {"groups",
       manifest("groups: [{id: book, decides: yes}, {id: other, decides: no}]\n" + files_line), ""},
      {"a group decides if nothing is said", manifest("groups: [{id: book}]\n" + files_line), ""},
      {"stale",
       manifest(files_line +
                "stale: [{fact: x, after: 8 weeks, cites: [{source: garden-book, at: here}]}]\n"),
       ""},
      {"cases are not read", manifest(files_line + "cases: [nowhere.yaml]\n"), ""},
      {"an exclusion", second("    kind: exclusion\n    when: p\n"), ""},
      {"a guard", second("    kind: exclusion\n    when: p\n    applies_when: q\n"), ""},
      {"a stratum",
       second("    kind: stratum\n    when: p\n    levels: {yes: a, no: b}\n",
              "{title: two, levels: {a: A, b: B}}"),
       ""},
      {"a note",
       second("    kind: note\n    when: p is known\n",
              "{title: two, yes: Known., no: Not known.}"),
       ""},
      {"an interpretation",
       second("    kind: inclusion\n" + readings, "{title: two, fail: No.}", questions), ""},
      {"a definition", defined("  - id: high\n    value: p\n" + cite), ""},
      {"a definition that is one of readings",
       defined("  - id: high\n" + readings + cite, "high", questions), ""},
      {"arguments of messages",
       second("    kind: exclusion\n    when: p\n",
              "{title: two, fail: \"{observed}, {distance}\"}"),
       ""},
  });
}

TEST_CASE("warnings do not stand in the way") {
  hold({
      {"unused", defined("  - id: high\n    value: p\n" + cite, "height >= 10 cm"), "W0201"},
      {"constant", second("    kind: exclusion\n    when: 1 > 2\n"), "W0202"},
      {"constant by the day", second("    kind: exclusion\n    when: as_of > 2026-01-01\n"),
       "W0202"},
  });
}

TEST_CASE("keys that are not known are refused everywhere") {
  hold({
      {"manifest", manifest(files_line + "author: me\n"), "E0113"},
      {"group", manifest("groups: [{id: book, decide: yes}]\n" + files_line), "E0113"},
      {"stale",
       manifest(files_line + "stale: [{fact: x, after: 8 weeks, since: now, cites: [{source: "
                             "garden-book, at: here}]}]\n"),
       "E0113"},
      {"rule file", with({{"rules.yaml", "rule: []\nrules:\n" + tall}}), "E0113"},
      {"rule", second("    kind: exclusion\n    when: p\n    note: why\n"), "E0113"},
      {"citation",
       with({{"rules.yaml",
              "rules:\n  - id: inclusion.tall\n    kind: inclusion\n    when: p\n    cites: "
              "[{source: garden-book, page: 3, at: here}]\n"}}),
       "E0113"},
      {"definition", defined("  - id: high\n    value: p\n    when: p\n" + cite), "E0113"},
      {"interpretation",
       second("    kind: inclusion\n    interpretation: {silent_on: height, why: x, alternatives: "
              "[{id: one, when: p}]}\n",
              "{title: two, fail: No.}",
              "interpretations:\n  height: {question: How high, alternatives: {one: ten}}\n"),
       "E0113"},
      {"alternative",
       second("    kind: inclusion\n    interpretation: {silent_on: height, alternatives: [{id: "
              "one, when: p, why: x}]}\n",
              "{title: two, fail: No.}",
              "interpretations:\n  height: {question: How high, alternatives: {one: ten}}\n"),
       "E0113"},
      {"levels",
       second("    kind: stratum\n    when: p\n    levels: {yes: a, no: b, maybe: c}\n",
              "{title: two, levels: {a: A, b: B, c: C}}"),
       "E0113"},
      {"messages",
       with({{"en.yaml", "messages: garden\nlocale: en\ntitle: x\nrules:\n" + tall_wording}}),
       "E0113"},
      {"wording of a rule",
       second("    kind: exclusion\n    when: p\n", "{title: two, fail: No., pass: Yes.}"),
       "E0113"},
      {"wording of an interpretation",
       second("    kind: inclusion\n" + readings, "{title: two, fail: No.}",
              "interpretations:\n  height: {question: How high, why: x, alternatives: {one: ten, "
              "two: twenty}}\n"),
       "E0113"},
  });
}

TEST_CASE("keys that are missing, and shapes that are wrong") {
  hold({
      {"pack", with({{"pack.yaml", "version: \"1\"\nlanguage: \"1\"\n" + files_line}}), "E0114"},
      {"version", with({{"pack.yaml", "pack: garden\nlanguage: \"1\"\n" + files_line}}), "E0114"},
      {"language", with({{"pack.yaml", "pack: garden\nversion: \"1\"\n" + files_line}}), "E0114"},
      {"messages", manifest("rules: [rules.yaml]\n"), "E0114"},
      {"kind", second("    when: p\n"), "E0114"},
      {"when", second("    kind: exclusion\n"), "E0114"},
      {"when beside an interpretation",
       second("    kind: inclusion\n    when: p\n" + readings, "{title: two, fail: No.}"), "E0114"},
      {"no alternatives",
       second("    kind: inclusion\n    interpretation: {silent_on: height, alternatives: []}\n",
              "{title: two, fail: No.}",
              "interpretations:\n  height: {question: How high, alternatives: {}}\n"),
       "E0114"},
      {"levels", second("    kind: stratum\n    when: p\n", "{title: two}"), "E0114"},
      {"one level",
       second("    kind: stratum\n    when: p\n    levels: {yes: a}\n",
              "{title: two, levels: {a: A}}"),
       "E0114"},
      {"title", second("    kind: exclusion\n    when: p\n", "{fail: No.}"), "E0114"},
      {"locale", with({{"en.yaml", "messages: garden\nrules:\n" + tall_wording}}), "E0114 E0116"},
      {"rules of messages", with({{"en.yaml", "messages: garden\nlocale: en\n"}}), "E0114 E0205"},
      {"a definition without value", defined("  - id: high\n" + cite, "height >= 10 cm"),
       "E0114 W0201"},
      {"rules that are no list", manifest("rules: rules.yaml\nmessages: {en: en.yaml}\n"),
       "E0115 E0206 E0212"},
      {"an expression that is a list", second("    kind: exclusion\n    when: [p, q]\n"), "E0115"},
      {"a rule that is text", with({{"rules.yaml", "rules:\n" + tall + "  - second\n"}}), "E0115"},
      {"a manifest that is a list", with({{"pack.yaml", "[garden]\n"}}), "E0115"},
  });
}

TEST_CASE("ids") {
  hold({
      {"a rule twice", with({{"rules.yaml", "rules:\n" + tall + tall}}), "E0201"},
      {"a rule twice in two files",
       with({{"pack.yaml",
              "pack: garden\nversion: \"1\"\nlanguage: \"1\"\nrules: [rules.yaml, "
              "more.yaml]\nmessages: {en: en.yaml}\n"},
             {"more.yaml", "rules:\n" + tall}}),
       "E0201"},
      {"a definition twice",
       defined("  - id: high\n    value: p\n" + cite + "  - id: high\n    value: q\n" + cite),
       "E0201 W0201"},
      {"a definition named as a fact",
       defined("  - id: colour\n    value: p\n" + cite, "height >= 10 cm"), "E0201 W0201"},
      {"an alternative twice",
       second("    kind: inclusion\n    interpretation: {silent_on: height, alternatives: [{id: "
              "one, when: p}, {id: one, when: q}]}\n",
              "{title: two, fail: No.}",
              "interpretations:\n  height: {question: How high, alternatives: {one: ten}}\n"),
       "E0201"},
      {"a group twice", manifest("groups: [{id: book}, {id: book}]\n" + files_line), "E0201"},
  });
  for (const std::string id :
       {"Inclusion.tall", "inclusion_tall", ".tall", "tall.", "a b", "gr\xC3\xBC"}) {
    CAPTURE(id);
    const auto pack = loaded(with({{"rules.yaml", "rules:\n" + tall + "  - id: " + id +
                                                      "\n    kind: note\n    when: p\n" + cite},
                                   {"en.yaml", "messages: garden\nlocale: en\nrules:\n" +
                                                   tall_wording + "  " + id + ": {title: x}\n"}}));
    CHECK(joined(pack.codes()) == "E0202");
  }
  for (const std::string id : {"high-one", "High", "_high", "high.one"}) {
    CAPTURE(id);
    CHECK(loaded(defined("  - id: " + id + "\n    value: p\n" + cite, "height >= 10 cm")).codes() ==
          Codes{"E0202", "W0201"});
  }
}

TEST_CASE("everything cites") {
  const auto rule = [](const std::string& cites) {
    return with({{"rules.yaml",
                  "rules:\n  - id: inclusion.tall\n    kind: inclusion\n    when: p\n" + cites}});
  };
  hold({
      {"none", rule(""), "E0203"},
      {"an empty list", rule("    cites: []\n"), "E0203"},
      {"no list", rule("    cites: garden-book\n"), "E0203"},
      {"no place", rule("    cites: [{source: garden-book}]\n"), "E0114"},
      {"an empty place", rule("    cites: [{source: garden-book, at: \"\"}]\n"), "E0203"},
      {"no source", rule("    cites: [{at: page 1}]\n"), "E0114"},
      {"an unknown source", rule("    cites: [{source: bible, at: page 1}]\n"), "E0204"},
      {"a stance", rule("    cites: [{source: garden-book, at: page 1, stance: refutes}]\n"), ""},
      {"no such stance", rule("    cites: [{source: garden-book, at: page 1, stance: doubts}]\n"),
       "E0116"},
      {"a definition", defined("  - id: high\n    value: p\n"), "E0203"},
      {"staleness", manifest(files_line + "stale: [{fact: x, after: 8 weeks}]\n"), "E0203"},
      {"two mistakes of two citations",
       rule("    cites: [{source: bible, at: page 1}, {source: koran, at: page 1}]\n"),
       "E0204 E0204"},
  });
}

TEST_CASE("wording") {
  const std::string exclusion = "    kind: exclusion\n    when: p\n";
  const std::string stratum = "    kind: stratum\n    when: p\n    levels: {yes: a, no: b}\n";
  hold({
      {"a rule without", with({{"en.yaml", "messages: garden\nlocale: en\nrules: {}\n"}}), "E0205"},
      {"a criterion that cannot fail", second(exclusion, "{title: two}"), "E0205"},
      {"a level without", second(stratum, "{title: two, levels: {a: A}}"), "E0205"},
      {"an interpretation without", second("    kind: inclusion\n" + readings), "E0205"},
      {"an alternative without",
       second("    kind: inclusion\n" + readings, "{title: two, fail: No.}",
              "interpretations:\n  height: {question: How high, alternatives: {one: ten}}\n"),
       "E0205"},
      {"a definition's interpretation without", defined("  - id: high\n" + readings + cite, "high"),
       "E0205"},
      {"a rule that does not exist",
       with({{"en.yaml", "messages: garden\nlocale: en\nrules:\n" + tall_wording +
                             "  inclusion.small: {title: x}\n"}}),
       "E0206"},
      {"a level that does not exist", second(stratum, "{title: two, levels: {a: A, b: B, c: C}}"),
       "E0206"},
      {"an interpretation that does not exist",
       with({{"en.yaml", "messages: garden\nlocale: en\nrules:\n" + tall_wording + questions}}),
       "E0206"},
      {"an alternative that does not exist",
       second("    kind: inclusion\n" + readings, "{title: two, fail: No.}",
              "interpretations:\n  height: {question: How high, alternatives: {one: ten, two: "
              "twenty, three: thirty}}\n"),
       "E0206"},
      {"a pattern that is none", second(exclusion, "{title: two, fail: \"{observed\"}"), "E0207"},
      {"an argument that does not exist", second(exclusion, "{title: two, fail: \"{colour}\"}"),
       "E0207"},
      {"a title with an argument that does not exist",
       second(exclusion, "{title: \"{colour}\", fail: No.}"), "E0207"},
      {"a level with one", second(stratum, "{title: two, levels: {a: \"{x}\", b: B}}"), "E0207"},
      {"another language",
       with({{"en.yaml", "messages: garden\nlocale: de\nrules:\n" + tall_wording}}), "E0116"},
      {"one of two languages",
       with({{"pack.yaml",
              "pack: garden\nversion: \"1\"\nlanguage: \"1\"\nrules: [rules.yaml]\nmessages: {en: "
              "en.yaml, de: de.yaml}\n"},
             {"de.yaml", "messages: garden\nlocale: de\nrules: {}\n"}}),
       "E0205"},
  });
}

TEST_CASE("groups, files, versions") {
  hold({
      {"a group that is not declared",
       second("    kind: exclusion\n    group: book\n    when: p\n"), "E0208"},
      {"no such kind", second("    kind: exclude\n    when: p\n"), "E0116"},
      {"a file that is not there",
       manifest("rules: [rules.yaml, more.yaml]\nmessages: {en: en.yaml}\n"), "E0209"},
      {"messages that are not there",
       manifest("rules: [rules.yaml]\nmessages: {en: en.yaml, de: de.yaml}\n"), "E0209"},
      {"a file outside", manifest("rules: [rules.yaml, ../more.yaml]\nmessages: {en: en.yaml}\n"),
       "E0209"},
      {"a file anywhere", manifest("rules: [rules.yaml, /etc/hostname]\nmessages: {en: en.yaml}\n"),
       "E0209"},
      {"cases outside", manifest(files_line + "cases: [../../cases.yaml]\n"), "E0209"},
      {"cases anywhere", manifest(files_line + "cases: [/etc/hostname]\n"), "E0209"},
      {"another version of the language",
       with({{"pack.yaml", "pack: garden\nversion: \"1\"\nlanguage: \"2\"\n" + files_line}}),
       "E0211"},
      {"no rules", manifest("rules: []\nmessages: {en: en.yaml}\n"), "E0206 E0212"},
      {"no group decides", manifest("groups: [{id: book, decides: no}]\n" + files_line), "E0212"},
      {"a definition of itself", defined("  - id: high\n    value: high or p\n" + cite), "E0210"},
      {"a definition in a circle",
       defined("  - id: high\n    value: low or p\n" + cite +
               "  - id: low\n    value: high or q\n" + cite),
       "E0210"},
      {"a stale fact that does not exist",
       manifest(files_line +
                "stale: [{fact: xx, after: 8 weeks, cites: [{source: garden-book, at: here}]}]\n"),
       "E0401"},
      {"a staleness that is no span",
       manifest(files_line +
                "stale: [{fact: x, after: 8 kg, cites: [{source: garden-book, at: here}]}]\n"),
       "E0116"},
      {"a mistake in a guard",
       second("    kind: exclusion\n    when: p\n    applies_when: heigth > 5 cm\n"), "E0401"},
      {"a guard that is no condition",
       second("    kind: exclusion\n    when: p\n    applies_when: height\n"), "E0404"},
      {"a mistake in a reading",
       second("    kind: inclusion\n    interpretation: {silent_on: height, alternatives: [{id: "
              "one, when: heigth > 5 cm}]}\n",
              "{title: two, fail: No.}",
              "interpretations:\n  height: {question: How high, alternatives: {one: ten}}\n"),
       "E0401"},
  });
}

// A pack of one criterion and one safety or work-up rule.
namespace {

Files guarded(const std::string& rule,
              const std::string& wording = "{title: two, finding: It is there., action: Look.}") {
  return with(
      {{"pack.yaml",
        "pack: garden\nversion: \"1\"\nlanguage: \"1\"\nregimens: [{id: feed, drugs: []}]\n" +
            files_line},
       {"rules.yaml", "rules:\n" + tall + "  - id: second.one\n" + rule + cite},
       {"en.yaml", "messages: garden\nlocale: en\nrules:\n" + tall_wording +
                       "  second.one: " + wording + "\n"}});
}

const std::string clause =
    "    kind: safety\n    regimens: [feed]\n    severity: avoid\n    gate: gating\n    verified: "
    "2026-10\n";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

}  // namespace

TEST_CASE("safety and work-up") {
  const std::string workup = "    kind: workup\n    regimens: [feed]\n    verified: 2026-10-01\n";
  hold({
      {"safety", guarded(clause + "    when: p\n"), ""},
      {"safety of one jurisdiction", guarded(clause + "    when: p\n    jurisdiction: north\n"),
       ""},
      {"work-up asks for anything", guarded(workup + "    asks: species\n"), ""},
      {"work-up asks for a condition",
       guarded(workup + "    asks: positive check where (check is leaf_check)\n"), ""},
      {"a safety rule alone decides",
       with({{"pack.yaml",
              "pack: garden\nversion: \"1\"\nlanguage: \"1\"\nregimens: [{id: feed, drugs: []}]\n" +
                  files_line},
             {"rules.yaml", "rules:\n  - id: second.one\n" + clause + "    when: p\n" + cite},
             {"en.yaml",
              "messages: garden\nlocale: en\nrules:\n  second.one: {title: two, finding: Yes., "
              "action: Look.}\n"}}),
       ""},
      {"no such regimen", guarded(replaced(clause, "[feed]", "[fed]") + "    when: p\n"), "E0213"},
      {"no regimens", guarded(replaced(clause, "    regimens: [feed]\n", "") + "    when: p\n"),
       "E0114"},
      {"no such severity", guarded(replaced(clause, "avoid", "awful") + "    when: p\n"), "E0116"},
      {"no finding is no severity",
       guarded(replaced(clause, "avoid", "no_finding") + "    when: p\n"), "E0116"},
      {"no severity", guarded(replaced(clause, "    severity: avoid\n", "") + "    when: p\n"),
       "E0114"},
      {"no such gate", guarded(replaced(clause, "gating", "gate") + "    when: p\n"), "E0116"},
      {"no such jurisdiction", guarded(clause + "    when: p\n    jurisdiction: east\n"), "E0116"},
      {"verified on no day", guarded(replaced(clause, "2026-10", "2026-13") + "    when: p\n"),
       "E0303"},
      {"never verified", guarded(replaced(clause, "    verified: 2026-10\n", "") + "    when: p\n"),
       "E0114"},
      {"safety that is no condition", guarded(clause + "    when: x\n"), "E0404"},
      {"safety that asks", guarded(clause + "    asks: p\n"), "E0113 E0114"},
      {"work-up that decides", guarded(workup + "    when: p\n"), "E0113 E0114"},
      {"work-up of what is known", guarded(workup + "    asks: x is known\n"), "E0410"},
      {"a finding without words", guarded(clause + "    when: p\n", "{title: two, action: Look.}"),
       "E0205"},
      {"an action without words", guarded(clause + "    when: p\n", "{title: two, finding: Yes.}"),
       "E0205"},
      {"a work-up without words", guarded(workup + "    asks: p\n", "{title: two}"), "E0205"},
      {"a regimen of a drug that does not exist",
       manifest("regimens: [{id: feed, drugs: [soil]}]\n" + files_line), "E0403"},
      {"a regimen with an unknown key",
       manifest("regimens: [{id: feed, drugs: [], dose: 5}]\n" + files_line), "E0113"},
      {"a regimen without its name", manifest("regimens: [{drugs: []}]\n" + files_line), "E0114"},
      {"a regimen twice",
       manifest("regimens: [{id: feed, drugs: []}, {id: feed, drugs: []}]\n" + files_line),
       "E0201"},
      {"a regimen whose name is none",
       manifest("regimens: [{id: The Feed, drugs: []}]\n" + files_line), "E0202"},
      // What belongs to another kind of rule would be passed over in silence.
      {"a severity of a criterion",
       second("    kind: exclusion\n    when: p\n    severity: avoid\n"), "E0113"},
      {"levels of a criterion",
       second("    kind: exclusion\n    when: p\n    levels: {yes: a, no: b}\n",
              "{title: two, fail: No., levels: {a: A, b: B}}"),
       "E0113"},
      {"a severity of a work-up", guarded(workup + "    asks: p\n    severity: avoid\n"), "E0113"},
  });
}

TEST_CASE("a pack that is not there") {
  CHECK(loaded({{"readme.txt", "no pack"}}).codes() == Codes{"E0209"});
  const auto broken = loaded(with({{"pack.yaml", "pack: [garden\n"}}));
  CHECK(broken.codes() == Codes{"E0101"});
  CHECK_FALSE(broken.pack);
}

TEST_CASE("all mistakes of all files are told at once") {
  const auto pack = loaded({
      {"pack.yaml",
       "pack: The Garden\nversion: \"1\"\nlanguage: \"1\"\nrules: [rules.yaml, broken.yaml, "
       "gone.yaml]\n"
       "messages: {en: en.yaml}\nauthor: me\n"},
      {"rules.yaml",
       "rules:\n  - id: inclusion.tall\n    kind: inclusion\n    when: heigth >= 10 cm\n"
       "  - id: exclusion.small\n    kind: exclusion\n    when: p and q or r\n" +
           cite},
      {"broken.yaml", "rules:\n  - id: a\n    id: b\n"},
      {"en.yaml",
       "messages: garden\nlocale: en\nrules:\n  inclusion.tall: {title: \"{x}\", fail: No.}\n"},
  });
  CHECK_FALSE(pack.checked);
  CHECK(joined(pack.codes()) == "E0105 E0113 E0202 E0203 E0205 E0207 E0209 E0305 E0401");
  std::string files;
  for (const core::Diagnostic& diagnostic : pack.diagnostics.sorted()) {
    CHECK(diagnostic.span.source != nullptr);
    files += core::to_text(diagnostic.span);
  }
  for (const char* name : {"pack.yaml", "rules.yaml", "broken.yaml", "en.yaml"})
    CHECK_MESSAGE(files.find(name) != std::string::npos, name);
}

TEST_CASE("a sound pack is what was written") {
  const auto pack = loaded(with({
      {"pack.yaml",
       "pack: garden\nversion: \"2.1\"\nlanguage: \"1\"\nabout: plants\n"
       "groups: [{id: book, decides: yes}, {id: other, decides: no}]\n"
       "rules: [second.yaml, rules.yaml]\nmessages: {en: en.yaml}\ncases: [one.yaml, two.yaml]\n"
       "stale: [{fact: x, after: 3 months, cites: [{source: garden-book, at: here}]}]\n"},
      {"second.yaml",
       "definitions:\n  - id: high\n    value: height > 2 m\n" + cite +
           "rules:\n  - id: stratum.high\n    kind: stratum\n    group: other\n    when: high\n"
           "    levels: {yes: up, no: down}\n" +
           cite + "  - id: exclusion.wet\n    kind: exclusion\n" + readings +
           "    applies_when: p\n" + cite},
      {"en.yaml", "messages: garden\nlocale: en\nname: The Garden\nrules:\n" + tall_wording +
                      "  stratum.high: {title: High, levels: {up: Up, down: Down}}\n"
                      "  exclusion.wet: {title: Wet, fail: Wet.}\n" +
                      questions},
  }));
  REQUIRE(pack.checked);
  const Pack& read = pack.checked->pack;
  CHECK(read.id == "garden");
  CHECK(read.version == "2.1");
  CHECK(read.about == "plants");
  REQUIRE(read.rules.size() == 3);
  CHECK(read.rules[0].id == "stratum.high");
  CHECK(read.rules[0].kind == RuleKind::stratum);
  CHECK(read.groups[read.rules[0].group].id == "other");
  CHECK(read.rules[0].levels == std::map<std::string, std::string>{{"yes", "up"}, {"no", "down"}});
  CHECK_FALSE(read.rules[0].is_criterion());
  CHECK(read.rules[1].id == "exclusion.wet");
  CHECK(read.rules[1].when.is_interpretation());
  CHECK(read.rules[1].when.silent_on == "height");
  REQUIRE(read.rules[1].when.alternatives.size() == 2);
  CHECK(print(read.ast, read.rules[1].when.alternatives[1].when) == "height >= 20 cm");
  CHECK(print(read.ast, read.rules[1].applies_when) == "p");
  CHECK(read.rules[2].id == "inclusion.tall");
  CHECK(read.groups[read.rules[2].group].id == "book");
  CHECK(read.rules[2].is_criterion());
  REQUIRE(read.definitions.size() == 1);
  CHECK(print(read.ast, read.definitions[0].value.alternatives[0].when) == "height > 2 m");
  CHECK(read.rules[2].cites.size() == 1);
  CHECK(read.rules[2].cites[0].source == "garden-book");
  CHECK(read.rules[2].cites[0].at == "page 1");
  CHECK(read.rules[2].cites[0].stance == "supports");
  REQUIRE(read.stale.size() == 1);
  CHECK(read.stale[0].fact == *testing::garden().vocabulary.find_fact("x"));
  CHECK(read.stale[0].after == facts::span_of_months(3));
  CHECK(read.cases.size() == 2);
  CHECK(read.wording.at("en").name == "The Garden");
  CHECK(read.wording.at("en").rules.at("exclusion.wet").fail == "Wet.");
  CHECK(read.wording.at("en").interpretations.at("height").alternatives.at("two") == "twenty");
}

// The digest says which rules and words decided; cases decide nothing.
TEST_CASE("the digest of a pack") {
  const auto digest = [](const Files& files) {
    const auto pack = loaded(files);
    REQUIRE(pack.pack);
    return pack.pack->digest;
  };
  const std::string plain = digest(with({}));
  CHECK(plain.size() == 64);
  CHECK(digest(with({})) == plain);
  CHECK(digest(with({{"cases.yaml", "suite: x\n"}})) == plain);
  CHECK(digest(with({{"rules.yaml", "# a comment\n" + with({}).at("rules.yaml")}})) != plain);
  CHECK(digest(with({{"en.yaml", with({}).at("en.yaml") + "\n"}})) != plain);
  CHECK(digest(with({{"pack.yaml", with({}).at("pack.yaml") + "about: x\n"}})) != plain);
}

TEST_CASE("the shipped packs are sound") {
  std::size_t seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(testing::project_root() / "rules")) {
    if (!entry.is_directory()) continue;
    core::Sources texts;
    core::Diagnostics diagnostics;
    auto pack = load_pack(entry.path(), testing::shipped(), texts, diagnostics);
    REQUIRE(pack);
    CHECK(check(std::move(*pack), testing::shipped(), diagnostics));
    const std::string complaints = core::render(diagnostics, core::ShowValues::yes);
    CHECK_MESSAGE(diagnostics.empty(), complaints);
    ++seen;
  }
  CHECK(seen > 0);
}

}  // namespace regimen::language
