// Load: the garden study is read as it stands, whatever is wrong with it is told in its place, and
// what is shipped loads.
#include "engine/evidence/load.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "tests/evidence/garden.h"

namespace {

namespace fs = std::filesystem;
using regimen::core::Diagnostics;
using regimen::core::Sources;
using regimen::evidence::Evidence;
using regimen::evidence::evidence_digest;
using regimen::evidence::load_evidence;
using regimen::evidence::Row;
using regimen::evidence::Study;
using regimen::evidence_tests::Folder;
using regimen::evidence_tests::Garden;
using regimen::evidence_tests::garden_knowledge;
using regimen::evidence_tests::project_root;
using regimen::evidence_tests::shipped_evidence;
using regimen::evidence_tests::shipped_knowledge;
using regimen::evidence_tests::write;

const std::string study_file = "studies/hedge/study.yaml";
const std::string rows_file = "studies/hedge/rows.yaml";

// `E0607 studies/hedge/rows.yaml:3:14`, joined by commas.
std::string told(const Diagnostics& diagnostics, const fs::path& folder) {
  std::string text;
  for (const auto& one : diagnostics.sorted()) {
    const std::string place = regimen::core::to_text(one.span);
    if (!text.empty()) text += ", ";
    text += std::string(regimen::core::info(one.code).id) + " " +
            place.substr(folder.string().size() + 1);
  }
  return text;
}

// Where a text first stands in a file: `file:line:column`, of ASCII.
std::string place_of(const std::string& file, const std::string& text, const std::string& wanted) {
  const auto offset = text.find(wanted);
  REQUIRE_MESSAGE(offset != std::string::npos, wanted);
  const std::string before = text.substr(0, offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const auto start = before.rfind('\n') + 1;  // npos + 1 is 0
  return file + ":" + std::to_string(line) + ":" + std::to_string(offset - start + 1);
}

struct Mistake {
  std::string name;
  std::string file, from, to;
  std::string code;
  std::string at;  // the text under the caret, as it stands after the change
};

void expect(const Mistake& mistake) {
  CAPTURE(mistake.name);
  Garden garden;
  garden.change(mistake.file, mistake.from, mistake.to);
  Diagnostics diagnostics;
  CHECK(garden.load(diagnostics) == nullptr);
  CHECK(told(diagnostics, garden.path()) ==
        mistake.code + " " + place_of(mistake.file, garden.text(mistake.file), mistake.at));
}

}  // namespace

TEST_CASE("the garden study is read as it is written") {
  Garden garden;
  const Evidence evidence = garden.evidence();
  REQUIRE(evidence.outcomes.size() == 7);
  const auto& bloom = *evidence.outcome("bloom");
  CHECK(bloom.kind == "event");
  CHECK(bloom.direction == "benefit");
  CHECK(bloom.part_of == std::vector<std::string>{"leafing"});
  CHECK(bloom.name.at("de") == "Blüte");
  CHECK(bloom.definition.at("en") == "An open flower");
  CHECK(bloom.source == "garden-book");
  CHECK(bloom.at == "page 20");
  CHECK(evidence.outcome("kept")->mirrors == "lost");
  REQUIRE(evidence.studies.size() == 1);
  const Study& hedge = evidence.studies[0];
  CHECK(hedge.id == "hedge");
  CHECK(hedge.source == "garden-book");
  CHECK(hedge.title.at("en") == "A hedge in two soils");
  CHECK(hedge.about.at("de") == "Sechzig Pflanzen");
  REQUIRE(hedge.arms.size() == 2);
  CHECK(hedge.arms[1].id == "manure");
  CHECK(hedge.arms[1].regimen == "manure");
  CHECK(hedge.arms[1].name.at("de") == "Mist");
  REQUIRE(hedge.sets.size() == 1);
  CHECK(hedge.sets[0].kind == "intention_to_treat");
  CHECK(hedge.sets[0].note.at("en") == "Gaps and all");
  CHECK(hedge.sets[0].size == std::map<std::string, std::int64_t>{{"compost", 20}, {"manure", 40}});
  CHECK(hedge.sets[0].at == "page 3");
  REQUIRE(hedge.comparisons.size() == 1);
  CHECK(hedge.comparisons[0].of == "manure");
  CHECK(hedge.comparisons[0].against == "compost");
  CHECK(hedge.comparisons[0].control_step == 1);
  CHECK(hedge.comparisons[0].control_at == "page 4");
  CHECK(hedge.primary_outcome == "bloom");
  CHECK(hedge.primary_horizon == "6 weeks");
  CHECK(hedge.primary_set == "whole");
  REQUIRE(hedge.remarks.size() == 2);
  CHECK(hedge.remarks[0].section == "identity");
  CHECK(hedge.remarks[0].values.at("rows") == "2");
  CHECK(hedge.remarks[1].section == "caveats");
  CHECK(hedge.remarks[1].regimens == std::vector<std::string>{"compost", "manure"});
  CHECK(hedge.remarks[1].source == "garden-book");
  CHECK(hedge.remarks[1].at == "page 2");
}

TEST_CASE("rows keep what was printed") {
  Garden garden;
  const Evidence evidence = garden.evidence();
  const Study& hedge = evidence.studies[0];
  REQUIRE(hedge.rows.size() == 8);
  const Row& leafing = *hedge.row("leafing-6");
  CHECK(leafing.outcome == "leafing");
  CHECK(leafing.set == "whole");
  CHECK(leafing.horizon == "6 weeks");
  CHECK(leafing.source == "garden-book");  // the study's own
  CHECK(leafing.at == "page 5");
  REQUIRE(leafing.counts.size() == 3);
  CHECK(leafing.counts[0].events == 12);
  CHECK(leafing.counts[0].total == 20);
  CHECK(leafing.counts[0].percent->printed == "60");
  CHECK(leafing.counts[1].percent->decimals == 1);
  CHECK_FALSE(hedge.row("wilting-6")->counts[0].percent.has_value());
  const Row& bloom = *hedge.row("bloom-6");
  REQUIRE(bloom.tests.size() == 2);
  CHECK(bloom.tests[0].arms == std::vector<std::string>{"manure", "compost"});
  CHECK(bloom.tests[0].p.printed == "0.01");
  CHECK(bloom.tests[0].method == "fisher");
  CHECK(bloom.tests[1].arms.empty());
  CHECK(bloom.note.at("en") == "Any colour");
  CHECK(hedge.row("wilting-6")->tests[0].p.below);
  CHECK(hedge.row("planted")->count("all")->events == 60);
  CHECK_FALSE(hedge.row("planted")->count("all")->total.has_value());
  const Row& height = *hedge.row("height-6");
  CHECK(height.unit == "cm");
  REQUIRE(height.amounts.size() == 3);
  CHECK(height.amounts[0].n == 17);
  CHECK(height.amounts[0].figures.at("mean").printed == "10.0");
  CHECK(height.amounts[0].figures.at("sd").printed == "2");
  CHECK_FALSE(height.amounts[2].n.has_value());
  const Row& elsewhere = *hedge.row("elsewhere");
  REQUIRE(elsewhere.estimate.has_value());
  CHECK(elsewhere.estimate->statistic == "percentage");
  CHECK(elsewhere.estimate->of == "manure");
  CHECK(elsewhere.estimate->value.printed == "50");
  CHECK(elsewhere.estimate->low->printed == "41");
  CHECK(elsewhere.estimate->high->printed == "59.5");
  CHECK(elsewhere.estimate->level == 95);
  CHECK_FALSE(elsewhere.estimate->adjusted);
  REQUIRE(hedge.sums.size() == 1);
  CHECK(hedge.sums[0].written == "kept");
  REQUIRE(hedge.sums[0].parts.size() == 2);
  CHECK(hedge.sums[0].parts[1].row == "lost");
  CHECK(hedge.sums[0].parts[1].subtracted);
}

TEST_CASE("a count lies within its denominator") {
  for (const Mistake& mistake : {
           Mistake{"one above", rows_file, "2/40", "41/40", "E0608", "41/40"},
           Mistake{"below nothing", rows_file, "2/40", "-1/40", "E0608", "-1/40"},
           Mistake{"of nobody", rows_file, "2/40", "0/0", "E0608", "0/0"},
           Mistake{"no denominator", rows_file, "2/40", "2", "E0606", "2}"},
           Mistake{"words", rows_file, "2/40", "two of forty", "E0606", "two of"},
           Mistake{"a percentage without blank", rows_file, "2/40", "2/40(5)", "E0606", "2/40(5)"},
           Mistake{"a percentage that is none", rows_file, "2/40", "2/40 (few)", "E0606", "2/40 ("},
           Mistake{"an empty percentage", rows_file, "2/40", "2/40 ()", "E0606", "2/40 ()"},
           Mistake{"a percentage with its sign", rows_file, "2/40", "2/40 (5%)", "E0606",
                   "2/40 (5%)"},
           Mistake{"more than anybody can count", rows_file, "2/40", "2/99999999999", "E0606",
                   "2/99999999999"},
           Mistake{"more than a number can hold", rows_file, "2/40", "2/99999999999999999999",
                   "E0606", "2/9999"},
           Mistake{"a number below nothing", rows_file, "all: 60", "all: -1", "E0606", "-1"},
           Mistake{"a number with a fraction", rows_file, "all: 60", "all: 6.5", "E0606", "6.5"},
       }) {
    expect(mistake);
  }
  for (const char* edge : {"0/40", "40/40", "0/1", "2/1000000000"}) {
    CAPTURE(edge);
    Garden garden;
    garden.change(rows_file, "2/40", edge);
    CHECK(garden.evidence().studies.size() == 1);
  }
}

TEST_CASE("every name is declared") {
  for (const Mistake& mistake : {
           Mistake{"arm of a count", rows_file, "manure: 2/40", "lime: 2/40", "E0607", "lime"},
           Mistake{"arm of a number", rows_file, "manure: 4}", "lime: 4}", "E0607", "lime"},
           Mistake{"arm of a value", rows_file, "manure: {mean", "lime: {mean", "E0607", "lime"},
           Mistake{"arm of a test", rows_file, "[compost, manure]", "[compost, lime]", "E0607",
                   "[compost, lime]"},
           Mistake{"arm of an estimate", rows_file, "of: manure", "of: lime", "E0607", "lime"},
           Mistake{"arm of a set", study_file, "n: {compost: 20", "n: {lime: 20", "E0607", "lime"},
           Mistake{"arm of a comparison", study_file, "against: compost", "against: lime", "E0607",
                   "lime"},
           Mistake{"set", rows_file, "set: whole, horizon: 6 weeks, at: page 7",
                   "set: half, horizon: 6 weeks, at: page 7", "E0607", "half"},
           Mistake{"kind of set", study_file, "kind: intention_to_treat", "kind: everybody",
                   "E0607", "everybody"},
           Mistake{"outcome", rows_file, "outcome: wilting", "outcome: rotting", "E0607",
                   "rotting"},
           Mistake{"outcome above another", "outcomes.yaml", "part_of: [leafing]",
                   "part_of: [fruit]", "E0607", "{id: bloom"},
           Mistake{"outcome in the mirror", "outcomes.yaml", "mirrors: lost", "mirrors: fruit",
                   "E0607", "{id: kept"},
           Mistake{"kind of outcome", "outcomes.yaml", "{id: wilting, kind: event",
                   "{id: wilting, kind: happening", "E0607", "happening"},
           Mistake{"direction", "outcomes.yaml", "direction: harm", "direction: bad", "E0607",
                   "bad"},
           Mistake{"whole of a sum", rows_file, "whole: kept", "whole: keptt", "E0607", "keptt"},
           Mistake{"part of a sum", rows_file, "[planted, -lost]", "[planted, -losst]", "E0607",
                   "-losst"},
           Mistake{"arm of a sum", rows_file, "[planted, -lost]", "[planted.lime, -lost]", "E0606",
                   "planted.lime"},
           Mistake{"method", rows_file, "method: logistic", "method: guess", "E0607", "guess"},
           Mistake{"source of a row", rows_file, "at: page 7", "source: wall-book, at: page 7",
                   "E0204", "wall-book"},
           Mistake{"source of the study", study_file, "source: garden-book", "source: wall-book",
                   "E0204", "wall-book"},
           Mistake{"source of a definition", "outcomes.yaml", "source: garden-book",
                   "source: wall-book", "E0204", "wall-book"},
           Mistake{"primary outcome", study_file, "outcome: bloom", "outcome: blom", "E0607",
                   "blom"},
           Mistake{"primary set", study_file, "set: whole}", "set: half}", "E0607", "half"},
       }) {
    expect(mistake);
  }
}

TEST_CASE("what is counted another way names rows and an arm") {
  const std::string before = "sums:\n";
  const auto with = [](const std::string& entry) {
    return "sensitivity:\n  - {" + entry + "}\nsums:\n";
  };
  for (const Mistake& mistake : {
           Mistake{"kind", rows_file, before,
                   with("id: x, kind: guessed, row: bloom-6, other: lost"), "E0607", "guessed"},
           Mistake{"row", rows_file, before,
                   with("id: x, kind: observed_cases, row: blom-6, other: lost"), "E0607",
                   "blom-6"},
           Mistake{"other row", rows_file, before,
                   with("id: x, kind: observed_cases, row: bloom-6, other: gone"), "E0607", "gone"},
           Mistake{"arm", rows_file, before,
                   with("id: x, kind: moved_back, row: bloom-6, other: lost, from: lime"), "E0606",
                   "{id: x"},
           Mistake{"no arm", rows_file, before,
                   with("id: x, kind: moved_back, row: bloom-6, other: lost"), "E0606", "{id: x"},
       }) {
    expect(mistake);
  }
  Garden garden;
  garden.change(rows_file, before,
                with("id: x, kind: moved_back, row: bloom-6, other: lost, from: manure"));
  REQUIRE(garden.evidence().studies[0].sensitivity.size() == 1);
  CHECK(garden.evidence().studies[0].sensitivity[0].from == "manure");
}

TEST_CASE("every number says where it stands") {
  for (const Mistake& mistake : {
           Mistake{"a row", rows_file, "horizon: 6 weeks, at: page 7", "horizon: 6 weeks", "E0203",
                   "{id: wilting-6"},
           Mistake{"a row, with nothing", rows_file, "at: page 7", "at: ''", "E0203",
                   "{id: wilting-6"},
           Mistake{"a set", study_file, ",\n     n: {compost: 20, manure: 40}, at: page 3",
                   ",\n     n: {compost: 20, manure: 40}", "E0203", "{id: whole"},
           Mistake{"the control of the type I error", study_file, "{step: 1, at: page 4}",
                   "{step: 1}", "E0203", "{step: 1}"},
           Mistake{"a remark", study_file, ", at: page 2", "", "E0203", "{id: frost"},
           Mistake{"a definition", "outcomes.yaml", ", at: page 20", "", "E0203",
                   "{source: garden-book}"},
           Mistake{"a definition, with nothing at all", "outcomes.yaml",
                   ",\n     defined_at: {source: garden-book, at: page 20}", "", "E0606",
                   "{id: bloom"},
       }) {
    expect(mistake);
  }
}

TEST_CASE("nothing stands twice") {
  for (const Mistake& mistake : {
           Mistake{"a row", rows_file, "sums:\n",
                   "  - {id: lost, outcome: kept, at: page 8, numbers: {manure: 1}}\nsums:\n",
                   "E0201", "{id: lost, outcome: kept"},
           Mistake{"an outcome", "outcomes.yaml", "outcomes:\n",
                   "outcomes:\n  - {id: height, kind: count, direction: neutral, name: {en: x}}\n",
                   "E0201", "{id: height, kind: amount"},
           Mistake{"an arm", study_file, "arms:\n", "arms:\n  - {id: manure, name: {en: x}}\n",
                   "E0606", "{id: manure, regimen"},
           Mistake{"an arm by the name of the total", study_file, "arms:\n",
                   "arms:\n  - {id: all, name: {en: x}}\n", "E0606", "{id: all"},
           Mistake{"a set", study_file, "sets:\n",
                   "sets:\n  - {id: whole, kind: other, name: {en: x}, at: page 1}\n", "E0606",
                   "{id: whole, kind: intention"},
           Mistake{"a remark", study_file, "identity:\n",
                   "identity:\n  - {id: place, text: {en: x}, at: page 1}\n", "E0606",
                   "{id: place, text: {en: Behind"},
           Mistake{"a comparison", study_file, "comparisons:\n",
                   "comparisons:\n  - {id: manure-compost, of: compost, against: manure}\n",
                   "E0606", "{id: manure-compost, of: manure"},
           Mistake{"an arm among counts and numbers", rows_file, "counts: {compost: 18/20",
                   "numbers: {manure: 3}, counts: {compost: 18/20", "E0606", "manure: 3}, counts"},
       }) {
    expect(mistake);
  }
}

TEST_CASE("every figure is one, and possible") {
  for (const Mistake& mistake : {
           Mistake{"a mean", rows_file, "\"10.0\"", "about 10", "E0606", "about 10"},
           Mistake{"a number of patients", rows_file, "n: 17", "n: some", "E0606", "some"},
           Mistake{"a figure that is none of them", rows_file, "sd: \"2\"", "se: \"2\"", "E0113",
                   "se: \"2\""},
           Mistake{"P that is no number", rows_file, "p: \"0.01\"", "p: small", "E0606", "small"},
           Mistake{"P above 1", rows_file, "p: \"0.01\"", "p: \"1.01\"", "E0606", "\"1.01\""},
           Mistake{"P below 0", rows_file, "p: \"0.01\"", "p: \"-0.01\"", "E0606", "\"-0.01\""},
           Mistake{"a test of one arm", rows_file, "[compost, manure]", "[compost]", "E0606",
                   "{arms: [compost]"},
           Mistake{"an estimate below its limits", rows_file, "value: \"50\"", "value: \"40.9\"",
                   "E0606", "{value"},
           Mistake{"an estimate above its limits", rows_file, "value: \"50\"", "value: \"59.6\"",
                   "E0606", "{value"},
           Mistake{"an estimate that is none", rows_file, "high: \"59.5\"", "high: many", "E0606",
                   "many"},
           Mistake{"a horizon", rows_file, "6 weeks, at: page 7", "soon, at: page 7", "E0606",
                   "soon"},
           Mistake{"a unit", rows_file, "unit: cm", "unit: span", "E0606", "span"},
           Mistake{"a size", study_file, "manure: 40", "manure: many", "E0606", "many"},
           Mistake{"no figure", rows_file, "all: {mean: \"12.0\"}", "all: {n: 3}", "E0606",
                   "{n: 3}"},
           Mistake{"an empty row", rows_file, "numbers: {compost: 3, manure: 4}", "note: {en: x}",
                   "E0606", "{id: lost"},
           Mistake{"a sum without parts", rows_file, "parts: [planted, -lost]", "parts: []",
                   "E0606", "{whole: kept"},
       }) {
    expect(mistake);
  }
  for (const char* edge : {"41", "59.5"}) {
    CAPTURE(edge);
    Garden garden;
    garden.change(rows_file, "value: \"50\"", std::string("value: \"") + edge + "\"");
    CHECK(garden.evidence().studies.size() == 1);
  }
  for (const char* edge : {"0", "1", "1.00"}) {
    CAPTURE(edge);
    Garden garden;
    garden.change(rows_file, "p: \"0.01\"", std::string("p: \"") + edge + "\"");
    CHECK(garden.evidence().studies.size() == 1);
  }
}

TEST_CASE("every shape is the one that is expected") {
  for (const Mistake& mistake : {
           Mistake{"a key of a study", study_file, "identity:", "identities:", "E0113",
                   "identities"},
           Mistake{"a key of a row", rows_file, "unit: cm", "units: cm", "E0113", "units"},
           Mistake{"a key of an outcome", "outcomes.yaml", "mirrors: lost", "mirror: lost", "E0113",
                   "mirror"},
           Mistake{"a row without outcome", rows_file, "outcome: lost, ", "", "E0114", "{id: lost"},
           Mistake{"a row that is a text", rows_file, "rows:\n", "rows:\n  - everything\n", "E0115",
                   "everything"},
           Mistake{"rows that are no list", rows_file, "rows:\n", "rows: none\nsums:\n", "E0115",
                   "none"},
           Mistake{"counts that are a text", rows_file, "{compost: 18/20, manure: 2/40}", "few",
                   "E0115", "few"},
           Mistake{"no English", study_file, "name: {en: Compost, de: Kompost}",
                   "name: {de: Kompost}", "E0606", "{de: Kompost}"},
           Mistake{"a study by another name", study_file, "study: hedge", "study: wall", "E0606",
                   "wall"},
       }) {
    if (mistake.name == "rows that are no list") {
      // Nothing else may be wrong with it, so there is nothing else.
      Garden garden;
      write(garden.path() / rows_file, "rows: none\n");
      Diagnostics diagnostics;
      CHECK(garden.load(diagnostics) == nullptr);
      CHECK(told(diagnostics, garden.path()) == "E0115 " + rows_file + ":1:7");
      continue;
    }
    expect(mistake);
  }
}

TEST_CASE("a study starts with its own file") {
  Garden garden;
  fs::remove(garden.path() / study_file);
  write(garden.path() / rows_file, "identity: []\n");
  Diagnostics diagnostics;
  CHECK(garden.load(diagnostics) == nullptr);
  CHECK(told(diagnostics, garden.path()) ==
        "E0606 " + rows_file + ":1:1, E0209 " + study_file + ":1:1");
  fs::remove(garden.path() / "outcomes.yaml");
  Diagnostics both;
  CHECK(garden.load(both) == nullptr);
  CHECK(told(both, garden.path()).find("E0209 outcomes.yaml:1:1") != std::string::npos);
}

TEST_CASE("all mistakes are told at once") {
  Garden garden;
  garden.change(rows_file, "2/40", "41/40").change(rows_file, "outcome: lost", "outcome: gone");
  garden.change(study_file, "study: hedge", "study: wall");
  Diagnostics diagnostics;
  CHECK(garden.load(diagnostics) == nullptr);
  CHECK(diagnostics.error_count() == 3);
}

TEST_CASE("without a folder of studies there is no evidence, which is no mistake") {
  const Folder folder;
  Sources sources;
  Diagnostics diagnostics;
  const auto nothing = load_evidence(folder.path(), garden_knowledge(), sources, diagnostics);
  REQUIRE(nothing != nullptr);
  CHECK(diagnostics.empty());
  CHECK(nothing->studies.empty());
  CHECK(nothing->outcomes.empty());
}

TEST_CASE("a study may stand in any number of files, which are read by name") {
  Garden garden;
  write(garden.path() / "studies/hedge/a.yaml",
        "rows:\n  - {id: extra, outcome: lost, at: page 1, numbers: {all: 1}}\n");
  write(garden.path() / "studies/hedge/notes.txt", "not read: [");
  const Evidence evidence = garden.evidence();
  CHECK(evidence.studies[0].rows.front().id == "extra");
  CHECK(evidence.studies[0].rows.size() == 9);
}

TEST_CASE("the digest is that of the files that are read") {
  Garden garden;
  const std::string before = evidence_digest(garden.path());
  CHECK(before.size() == 64);
  CHECK(garden.evidence().digest == before);
  write(garden.path() / "studies/hedge/notes.txt", "not read");
  CHECK(evidence_digest(garden.path()) == before);
  garden.append(rows_file, "# a comment\n");
  const std::string after = evidence_digest(garden.path());
  CHECK(after != before);
  fs::rename(garden.path() / rows_file, garden.path() / "studies/hedge/results.yaml");
  CHECK(evidence_digest(garden.path()) != after);
}

TEST_CASE("what is shipped loads, and every study says what it is") {
  Sources sources;
  Diagnostics diagnostics;
  const auto evidence =
      load_evidence(project_root() / "knowledge", shipped_knowledge(), sources, diagnostics);
  CHECK_MESSAGE(diagnostics.empty(),
                regimen::core::render(diagnostics, regimen::core::ShowValues::yes));
  REQUIRE(evidence != nullptr);
  CHECK(evidence->study("sonic") != nullptr);
  for (const Study& study : evidence->studies) {
    CAPTURE(study.id);
    CHECK(study.title.count("de") == 1);
    for (const Row& row : study.rows) CHECK_FALSE(row.at.empty());
  }
}
