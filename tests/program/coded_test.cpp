// Holds coded runs by cases worked out by hand from rules/LANGUAGE.md: what is unknown, entries and
// what is stated to be absent, several days in one batch, dictionaries that grow and are cleared.
// That whole packs mean the same as in a plain run is held by tests/property/program_test.cpp.
#include "engine/program/coded_run.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/program/compile.h"
#include "engine/program/packed_truths.h"
#include "tests/program/sheet.h"
#include "tests/support/coder.h"

namespace regimen::program {

namespace {

using facts::ListState;
using facts::Truth;
using facts::Value;
using testing::date_of;
using testing::garden;
using testing::list_of;

struct Pest {
  std::string pest;
  std::string onset;  // nothing: `status: absent`
};

struct Plant {
  std::string as_of = "2026-11-01";
  std::vector<std::pair<std::string, Value>> facts = {};
  ListState state = ListState::missing;
  std::vector<Pest> pests = {};
};

facts::ConceptId pest(const std::string& id) {
  const facts::Terminology& terms = garden().terminology;
  return terms.find_id(terms.domain("pest").value(), id).value();
}

facts::Settled settled(const Plant& plant) {
  const facts::Vocabulary& vocabulary = garden().vocabulary;
  facts::Record record(vocabulary);
  record.as_of = date_of(plant.as_of).first;
  for (const auto& [name, value] : plant.facts) {
    facts::Observation observation;
    observation.stated.value = value;
    record.facts[vocabulary.find_fact(name).value()].push_back(observation);
  }
  const facts::ListId id = list_of("pest");
  const facts::ListDef& list = vocabulary.lists()[id];
  record.lists[id].state = plant.state;
  for (const Pest& one : plant.pests) {
    facts::Entry entry;
    entry.fields.resize(list.fields.size());
    entry.fields[list.identity].value = facts::ConceptName{pest(one.pest)};
    entry.absent = one.onset.empty();
    if (!entry.absent) entry.fields[*list.existed].value = date_of(one.onset);
    record.lists[id].entries.push_back(entry);
  }
  return facts::settle(record, vocabulary, garden().terminology, {});
}

std::string rule(const std::string& id, const std::string& kind, const std::string& when) {
  return "  - id: " + id + "\n    kind: " + kind + "\n    when: " + when +
         "\n    cites: [{source: garden-book, at: page 1}]\n";
}

// A pack with its dictionaries and a runner.
class Bench {
 public:
  explicit Bench(const std::string& rules)
      : pack_("rules:\n" + rules),
        program_(compile(pack_.checked())),
        dictionaries_(garden().vocabulary, program_.reads),
        coder_(dictionaries_),
        batch_(dictionaries_),
        runner_(program_, dictionaries_.parts()) {}

  const Verdicts& run(const std::vector<Plant>& plants) {
    batch_.clear();
    for (const Plant& plant : plants) batch_.add(coder_.code(settled(plant)));
    verdicts_ = runner_.run(dictionaries_, batch_);
    return verdicts_;
  }
  // A letter a patient: passes, fails, `?`, not applicable.
  [[nodiscard]] std::string shown(std::size_t of, World world) const {
    std::string text;
    for (std::size_t row = 0; row < verdicts_.patients; ++row)
      text += "pf?-"[static_cast<std::size_t>(verdicts_.verdict(of, world, row))];
    return text;
  }
  [[nodiscard]] std::string shown(std::size_t of) const {
    return shown(of, World::open) + " " + shown(of, World::assumed);
  }
  [[nodiscard]] facts::Dictionaries& dictionaries() { return dictionaries_; }
  [[nodiscard]] facts::PartId part(const std::string& fact) const {
    return dictionaries_.parts().of_fact(garden().vocabulary.find_fact(fact).value());
  }
  [[nodiscard]] const CodedRunner& runner() const { return runner_; }

 private:
  testing::RulePack pack_;
  Program program_;
  facts::Dictionaries dictionaries_;
  support::Coder coder_;
  facts::CodedBatch batch_;
  CodedRunner runner_;
  Verdicts verdicts_;
};

Value number(std::int64_t value) { return facts::Interval::point(value); }

}  // namespace

TEST_CASE("a span joins the date that it is counted from, all else is settled alone") {
  const facts::Parts parts(garden().vocabulary);
  const auto part = [&](const std::string& fact) {
    return parts.of_fact(garden().vocabulary.find_fact(fact).value());
  };
  CHECK(part("age") == part("sown"));
  CHECK(part("bloom") != part("sown"));
  CHECK(parts.facts_of(part("sown")).size() == 2);
  // One of the facts has no part of its own.
  CHECK(parts.fact_parts() + 1 == garden().vocabulary.facts().size());
  CHECK(parts.count() == parts.fact_parts() + garden().vocabulary.lists().size());
  CHECK(parts.list_of(parts.of_list(list_of("pest"))) == list_of("pest"));
}

TEST_CASE("facts, what is not known of them, and several days in one batch") {
  Bench bench(rule("plain", "inclusion", "p") + rule("young", "exclusion", "age < 2 years") +
              rule("two", "inclusion", "p and x < 5") +
              rule("day", "inclusion", "as_of < 2027-01-01") +
              rule("sown", "inclusion", "sown within 2 years before as_of"));
  bench.run({
      {"2026-11-01", {{"p", Truth::yes}, {"sown", date_of("2025-01-01")}, {"x", number(3)}}},
      {"2027-11-01", {{"p", Truth::yes}, {"sown", date_of("2025-01-01")}}},
      {"2026-11-01", {{"p", Truth::no}, {"sown", date_of("2024")}, {"x", number(7)}}},
      {"2027-11-01", {}},
  });
  CHECK(bench.shown(0) == "ppf? ppf?");
  // 22 months, 34 months, 22 to 34 months.
  CHECK(bench.shown(1) == "fp?? fp??");
  CHECK(bench.shown(2) == "p?f? p?f?");
  CHECK(bench.shown(3) == "pfpf pfpf");
  CHECK(bench.shown(4) == "pf?? pf??");
  // A value that is used on two days has two codes.
  CHECK(bench.dictionaries().of(bench.part("sown")).size() == 4);
  CHECK(bench.runner().rule_parts(0) == std::vector<facts::PartId>{bench.part("p")});
  CHECK(bench.runner().rule_parts(2) ==
        std::vector<facts::PartId>{bench.part("p"), bench.part("x")});
  CHECK(bench.runner().rule_parts(3).empty());
}

TEST_CASE("entries, what is stated to be absent, and facts beside them") {
  Bench bench(rule("recent", "inclusion",
                   "any pest where (pest is aphid and onset within 6 months before as_of)") +
              rule("fungus", "exclusion", "any pest where (pest is fungus)") +
              rule("many", "inclusion", "count pest >= 2") +
              rule("beside", "inclusion", "any pest where (pest is aphid and p)"));
  const std::vector<Plant> plants = {
      {"2026-11-01",
       {{"p", Truth::yes}},
       ListState::complete,
       {{"aphid", "2026-09-01"}, {"rust", "2020"}}},
      {"2026-11-01", {{"p", Truth::no}}, ListState::plain, {{"woolly_aphid", "2026-01-01"}}},
      {"2026-11-01", {{"p", Truth::no}}, ListState::missing, {}},
      {"2026-11-01", {{"p", Truth::yes}}, ListState::incomplete, {{"insect", ""}}},
      {"2026-11-01", {{"p", Truth::yes}}, ListState::none, {}},
      {"2026-11-01", {}, ListState::incomplete, {{"aphid", "2026-09-01"}, {"aphid", ""}}},
  };
  bench.run(plants);
  CHECK(bench.shown(0) == "p??ff? pf?ff?");
  CHECK(bench.shown(1) == "f???p? fp??p?");
  CHECK(bench.shown(2) == "p???f? pf??f?");
  CHECK(bench.shown(3) == "pffff? pffff?");
  const facts::PartId pests = bench.dictionaries().parts().of_list(list_of("pest"));
  CHECK(bench.runner().rule_parts(0) == std::vector<facts::PartId>{pests});
  CHECK(bench.runner().rule_parts(2) == std::vector<facts::PartId>{pests});
  CHECK(bench.runner().rule_parts(3) == std::vector<facts::PartId>{bench.part("p"), pests});
  // Equal entries of several patients have one code.
  CHECK(bench.dictionaries().of(pests).size() == 3);
  bench.run({plants[5], plants[0]});
  CHECK(bench.shown(0) == "?p ?p");
  CHECK(bench.shown(1) == "?f ?f");
}

TEST_CASE("dictionaries grow between runs, and mean something else once they are cleared") {
  Bench bench(rule("one", "inclusion", "x < 50") + rule("sum", "inclusion", "x + y < 50"));
  const auto run = [&](std::int64_t begin, std::int64_t end) {
    std::vector<Plant> plants;
    std::string one;
    std::string sum;
    for (std::int64_t i = begin; i < end; ++i) {
      plants.push_back({"2026-11-01", {{"x", number(i)}, {"y", number(1)}}});
      one += i < 50 ? 'p' : 'f';
      sum += i < 49 ? 'p' : 'f';
    }
    bench.run(plants);
    CHECK(bench.shown(0) == one + " " + one);
    CHECK(bench.shown(1) == sum + " " + sum);
  };
  run(40, 45);
  run(20, 45);
  run(0, 64);
  run(0, 65);
  run(0, 65);
  run(30, 100);
  run(0, 0);
  CHECK(bench.dictionaries().of(bench.part("x")).size() == 100);
  CHECK(bench.dictionaries().of(bench.part("y")).size() == 1);
  bench.dictionaries().clear();
  CHECK(bench.dictionaries().of(bench.part("x")).size() == 0);
  run(45, 60);
  run(0, 100);
}

TEST_CASE("what a choice does not take is left out, and does not show") {
  Bench bench(rule("choice", "inclusion", "(if p then x + y else x - y) < 5"));
  const auto plant = [](Truth p, std::int64_t x) {
    return Plant{"2026-11-01", {{"p", p}, {"x", number(x)}, {"y", number(4)}}};
  };
  // 7; -1; one of both; 4
  bench.run(
      {plant(Truth::yes, 3), plant(Truth::no, 3), plant(Truth::unknown, 3), plant(Truth::yes, 0)});
  CHECK(bench.shown(0) == "fp?p fp?p");
  // -4 to 4; 8; 13; 5
  bench.run(
      {plant(Truth::unknown, 0), plant(Truth::yes, 4), plant(Truth::yes, 9), plant(Truth::no, 9)});
  CHECK(bench.shown(0) == "pfff pfff");
}

TEST_CASE("a square of bits is turned about its diagonal") {
  BitSquare square{};
  square[3] = facts::bit_of(5) | facts::bit_of(3);
  square[0] = facts::bit_of(63);
  square[40] = facts::bit_of(41);
  turn(square);
  BitSquare expected{};
  expected[5] = facts::bit_of(3);
  expected[3] = facts::bit_of(3);
  expected[63] = facts::bit_of(0);
  expected[41] = facts::bit_of(40);
  CHECK(square == expected);
}

TEST_CASE("more truths than a word holds are gathered, also where a dictionary begins within one") {
  // 30 columns of one dictionary, 40 of another; that of column i is yes in row i % 3, no in the
  // next, unknown in the third.
  const auto letters = [](std::size_t column) {
    return std::string("yn?").substr((3 - column % 3) % 3) + std::string("yn?");
  };
  std::vector<Slot> made(70);
  std::vector<const Slot*> first;
  std::vector<const Slot*> second;
  for (std::size_t i = 0; i < made.size(); ++i) {
    made[i].make_truths(3);
    for (std::size_t row = 0; row < 3; ++row) {
      if (letters(i)[row] == 'y') made[i].own_yes[0] |= facts::bit_of(row);
      if (letters(i)[row] == 'n') made[i].own_no[0] |= facts::bit_of(row);
    }
    (i < 30 ? first : second).push_back(&made[i]);
  }
  PackedTruths one(0, 30);
  PackedTruths other(30, 40);
  one.replace(0, 3, first);
  other.replace(0, 3, second);
  // Once more from a row on: nothing of the former rows is left.
  other.replace(0, 3, second);
  std::vector<facts::CodeId> codes;
  std::vector<facts::CodeId> others;
  for (std::size_t row = 0; row < 100; ++row) {
    codes.push_back(static_cast<facts::CodeId>(row % 3));
    others.push_back(static_cast<facts::CodeId>(row / 3 % 3));
  }
  std::vector<Slot> found(70);
  std::vector<Slot*> columns;
  columns.reserve(found.size());
  for (Slot& slot : found) columns.push_back(&slot);
  gather({{&one, codes.data()}, {&other, others.data()}}, codes.size(), columns);
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (std::size_t row = 0; row < codes.size(); ++row) {
      const char letter = letters(i)[i < 30 ? codes[row] : others[row]];
      REQUIRE(found[i].truth(row) == testing::truth_of(letter));
    }
  }
}

}  // namespace regimen::program
