// Holds what each opcode makes of columns; the expected values are worked out by hand from the
// tables of rules/LANGUAGE.md. That whole programs mean what the walk means is held by
// tests/property/program_test.cpp.
#include "engine/program/run.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/program/compile.h"
#include "tests/program/sheet.h"

namespace regimen::program {

namespace {

using facts::Interval;
using facts::Truth;
using testing::garden;
using testing::list_of;
using testing::Sheet;

Interval point(std::int64_t value) { return Interval::point(value); }
Interval from_to(std::int64_t low, std::int64_t high) { return Interval::closed(low, high); }

facts::ConceptId named(const std::string& domain, const std::string& id) {
  const facts::Terminology& terms = garden().terminology;
  return terms.find_id(terms.domain(domain).value(), id).value();
}

facts::FieldId field_of(const std::string& list, const std::string& field) {
  return garden().vocabulary.lists()[list_of(list)].find_field(field).value();
}

// The field of a list as a column, read from the batch.
Instruction field(const std::string& list, const std::string& name, Column column) {
  return {Opcode::field, column, list_of(list), {}, field_of(list, name), 0, Part::value};
}

facts::SettledEntry entry_of(const std::string& list) {
  facts::SettledEntry entry;
  for (const facts::FieldDef& def : garden().vocabulary.lists()[list_of(list)].fields) {
    entry.values.push_back(facts::unknown_value(def.type));
    entry.causes.emplace_back();
  }
  return entry;
}

// Patients with so many pests each, of which nothing is known.
Sheet with_pests(const std::vector<std::size_t>& counts) {
  facts::BatchLayout layout = Sheet::layout();
  layout.lists[list_of("pest")].read = true;
  std::vector<facts::Settled> patients;
  for (const std::size_t count : counts) {
    patients.push_back(Sheet::nobody());
    patients.back().lists[list_of("pest")].entries.assign(count, entry_of("pest"));
  }
  return {patients, layout};
}

Instruction over_pests(Opcode opcode, Column column, const std::vector<Position>& operands) {
  return {opcode, column, of_patients, operands, list_of("pest"), 0, Part::value};
}

}  // namespace

TEST_CASE("constant, as_of, fact, supplied, exact") {
  facts::BatchLayout layout = Sheet::layout();
  const facts::FactId p = garden().vocabulary.find_fact("p").value();
  const facts::FactId x = garden().vocabulary.find_fact("x").value();
  layout.facts[p] = true;
  layout.facts[x] = true;
  Sheet sheet({testing::patient({{"p", true}}), Sheet::nobody(), testing::patient({{"p", false}})},
              layout);
  CHECK(sheet.truths_at(sheet.run({Opcode::fact, Column::truth, of_patients, {}, p})) == "y?n");
  CHECK(sheet.truths_at(sheet.run({Opcode::supplied, Column::truth, of_patients, {}, p})) == "yny");
  CHECK(sheet.truths_at(sheet.run({Opcode::exact, Column::truth, of_patients, {}, p})) == "yny");
  // What is missing may be anything plausible.
  const Position number = sheet.run({Opcode::fact, Column::number, of_patients, {}, x});
  CHECK(sheet.at(number).number(1) == from_to(0, 100));
  const Position day = sheet.run({Opcode::as_of, Column::date, of_patients, {}});
  CHECK(sheet.at(day).date(2) == testing::date_of("2026-11-01"));
  sheet.program().constants = {Truth::no, point(7), Id{3}};
  CHECK(sheet.truths_at(sheet.run({Opcode::constant, Column::truth, of_patients, {}, 0})) == "nnn");
  const Position seven = sheet.run({Opcode::constant, Column::number, of_patients, {}, 1});
  CHECK(sheet.at(seven).number(2) == point(7));
  const Position three = sheet.run({Opcode::constant, Column::id, of_patients, {}, 2});
  CHECK(sheet.at(three).id(2) == 3);
}

// (Kleene, Introduction to Metamathematics, 1952, section 64)
TEST_CASE("and, or, not, at_least, agree, choose of truths, known") {
  Sheet sheet(9);
  const Position a = sheet.truths("yyynnn???");
  const Position b = sheet.truths("yn?yn?yn?");
  const auto result = [&](Opcode opcode, const std::vector<Position>& operands,
                          std::int64_t amount = 0) {
    return sheet.truths_at(sheet.run(opcode, Column::truth, operands, amount));
  };
  CHECK(result(Opcode::conjunction, {a, b}) == "yn?nnn?n?");
  CHECK(result(Opcode::disjunction, {a, b}) == "yyyyn?y??");
  CHECK(result(Opcode::negation, {a}) == "nnnyyy???");
  CHECK(result(Opcode::agree, {a, b}) == "y???n????");
  CHECK(result(Opcode::known, {a}) == "yyyyyynnn");
  const Position c = sheet.truths("yyyyyyyyy");
  CHECK(result(Opcode::at_least, {a, b, c}, 2) == "yyyyn?y??");
  CHECK(result(Opcode::at_least, {a, b, c}, 3) == "yn?nnn?n?");
  // With an unknown condition it is what both agree on.
  const Position no = sheet.truths("nnnnnnnnn");
  CHECK(result(Opcode::choose, {a, b, no}) == "yn?nnn?n?");
}

TEST_CASE("less and equal of ranges and of dates") {
  Sheet sheet(5);
  const Position a = sheet.numbers(
      {point(1), point(2), point(3), from_to(1, 3), Interval{{}, {facts::Rational(2), true}}});
  const Position two = sheet.numbers(std::vector<Interval>(5, point(2)));
  CHECK(sheet.truths_at(sheet.run(Opcode::less, Column::truth, {a, two})) == "ynn?y");
  CHECK(sheet.truths_at(sheet.run(Opcode::less, Column::truth, {two, a})) == "nny?n");
  CHECK(sheet.truths_at(sheet.run(Opcode::equal, Column::truth, {a, two})) == "nyn?n");
  const Position days = sheet.dates({"2026-03-14", "2026-03-15", "2026-03", "2026-02", ""});
  const Position day = sheet.dates(std::vector<std::string>(5, "2026-03-15"));
  CHECK(sheet.truths_at(sheet.run(Opcode::less, Column::truth, {days, day})) == "yn?y?");
  CHECK(sheet.truths_at(sheet.run(Opcode::equal, Column::truth, {days, day})) == "ny?n?");
  CHECK(sheet.truths_at(sheet.run(Opcode::known, Column::truth, {days})) == "yynnn");
  CHECK(sheet.truths_at(sheet.run(Opcode::known, Column::truth, {a})) == "yyynn");
}

TEST_CASE("in") {
  Sheet sheet(4);
  sheet.program().tables = {{{"a"}, {Truth::yes, Truth::no, Truth::unknown}}};
  const Position ids = sheet.ids({0, 1, 2, facts::no_id});
  CHECK(sheet.truths_at(sheet.run(Opcode::in, Column::truth, {ids})) == "yn??");
  CHECK(sheet.truths_at(sheet.run(Opcode::known, Column::truth, {ids})) == "yyyn");
}

TEST_CASE("shifts, and the time between dates") {
  Sheet sheet(3);
  const Position dates = sheet.dates({"2026-08-31", "2024-02-29", "2026-02"});
  const Position back = sheet.run(Opcode::shift_months, Column::date, {dates}, -6);
  CHECK(sheet.at(back).date(0) == testing::date_of("2026-02-28"));
  CHECK(sheet.at(back).date(1) == testing::date_of("2023-08-29"));
  CHECK(sheet.at(back).date(2) == facts::DateRange{testing::date_of("2025-08-01").first,
                                                   testing::date_of("2025-08-28").first});
  const Position on = sheet.run(Opcode::shift_days, Column::date, {dates}, 1);
  CHECK(sheet.at(on).date(0) == testing::date_of("2026-09-01"));
  CHECK(sheet.at(on).date(1) == testing::date_of("2024-03-01"));
  const Position days = sheet.run(Opcode::days_between, Column::number, {dates, on});
  CHECK(sheet.at(days).number(0) == point(1));
  // From some day of February to some day from 2 February to 1 March: 2 February to the 28th apart.
  CHECK(sheet.at(days).number(2) == from_to(-26, 28));
  const Position months = sheet.run(Opcode::months_between, Column::number, {back, dates});
  CHECK(sheet.at(months).number(1) == point(6));
}

TEST_CASE("arithmetic of ranges") {
  Sheet sheet(2);
  const Position a = sheet.numbers({point(6), from_to(1, 2)});
  const Position b = sheet.numbers({point(3), from_to(-1, 4)});
  const auto result = [&](Opcode opcode, const std::vector<Position>& operands) {
    const Slot& slot = sheet.at(sheet.run(opcode, Column::number, operands));
    return std::vector<Interval>{slot.number(0), slot.number(1)};
  };
  using Two = std::vector<Interval>;
  CHECK(result(Opcode::add, {a, b}) == Two{point(9), from_to(0, 6)});
  CHECK(result(Opcode::subtract, {a, b}) == Two{point(3), from_to(-3, 3)});
  CHECK(result(Opcode::multiply, {a, b}) == Two{point(18), from_to(-2, 8)});
  CHECK(result(Opcode::divide, {a, b}) == Two{point(2), Interval::everything()});
  CHECK(result(Opcode::negate, {a}) == Two{point(-6), from_to(-2, -1)});
  CHECK(result(Opcode::hull, {a, b}) == Two{from_to(3, 6), from_to(-1, 4)});
  const Position floor = sheet.numbers({point(7), point(0)});
  CHECK(result(Opcode::raise, {a, floor}) == Two{point(7), from_to(1, 2)});
  CHECK(result(Opcode::raise, {b, floor}) == Two{point(7), from_to(0, 4)});
  const Interval from_nought{{facts::Rational(0), false}, {}};
  CHECK(result(Opcode::beyond, {a}) == Two{from_nought, from_nought});
  CHECK(result(Opcode::beyond, {b}) == Two{from_nought, Interval::everything()});
}

TEST_CASE("choose of numbers, dates and ids covers both where the condition is unknown") {
  Sheet sheet(3);
  const Position condition = sheet.truths("yn?");
  const Position a = sheet.numbers({point(1), point(1), point(1)});
  const Position b = sheet.numbers({point(4), point(4), point(4)});
  const Slot& number = sheet.at(sheet.run(Opcode::choose, Column::number, {condition, a, b}));
  CHECK(number.number(0) == point(1));
  CHECK(number.number(1) == point(4));
  CHECK(number.number(2) == from_to(1, 4));
  const Position early = sheet.dates({"2026-01", "2026-01", "2026-01"});
  const Position late = sheet.dates({"2026-03", "2026-03", "2026-03"});
  const Slot& date = sheet.at(sheet.run(Opcode::choose, Column::date, {condition, late, early}));
  CHECK(date.date(0) == testing::date_of("2026-03"));
  CHECK(date.date(1) == testing::date_of("2026-01"));
  CHECK(date.date(2) ==
        facts::DateRange{testing::date_of("2026-01").first, testing::date_of("2026-03").last});
  const Position one = sheet.ids({1, 1, 1});
  const Position two = sheet.ids({2, 2, 2});
  const Slot& id = sheet.at(sheet.run(Opcode::choose, Column::id, {condition, one, two}));
  CHECK(id.id(0) == 1);
  CHECK(id.id(1) == 2);
  CHECK(id.id(2) == facts::no_id);
}

// A total that may be rounded to a whole number: 20.4 stands for 20, 21 does not.
TEST_CASE("reconcile") {
  Sheet sheet(4);
  sheet.program().roundings = {{facts::Rational(1)}, {}};
  const Interval exact = Interval::point(*facts::Rational::make(102, 5));
  const Position stated = sheet.numbers({point(20), point(21), point(20), point(20)});
  const Position total = sheet.numbers({exact, exact, from_to(0, 30), point(20)});
  const Position free = sheet.numbers(std::vector<Interval>(4, from_to(0, 100)));
  const Slot& rounded =
      sheet.at(sheet.run(Opcode::reconcile, Column::number, {stated, total, free}));
  CHECK(rounded.number(0) == Interval::closed(20, *facts::Rational::make(102, 5)));
  CHECK(rounded.number(1) == from_to(0, 100));
  CHECK(rounded.number(2) == point(20));
  CHECK(rounded.number(3) == point(20));
  const Slot& strict = sheet.at(sheet.run(
      {Opcode::reconcile, Column::number, of_patients, {stated, total, free}, 1, 0, Part::value}));
  CHECK(strict.number(0) == from_to(0, 100));
  CHECK(strict.number(2) == point(20));
}

TEST_CASE("spread, any, count, sum") {
  Sheet sheet = with_pests({2, 0, 1, 3});
  const Domain pest = list_of("pest");
  const Position patients = sheet.truths("yn?y");
  const Position spread = sheet.run({Opcode::spread, Column::truth, pest, {patients}});
  CHECK(sheet.truths_at(spread) == "yy?yyy");
  const Position numbers = sheet.numbers({point(1), point(2), point(3), point(4)});
  const Position each = sheet.run({Opcode::spread, Column::number, pest, {numbers}});
  CHECK(sheet.at(each).number(1) == point(1));
  CHECK(sheet.at(each).number(2) == point(3));

  const Position holds = sheet.truths("n??yn?", pest);
  CHECK(sheet.truths_at(sheet.run(over_pests(Opcode::any, Column::truth, {holds}))) == "?n?y");
  const Position rest = sheet.truths("nn?n");
  const Slot& count = sheet.at(sheet.run(over_pests(Opcode::count, Column::number, {holds, rest})));
  CHECK(count.number(0) == from_to(0, 1));
  CHECK(count.number(1) == point(0));
  CHECK(count.number(2) == Interval{{facts::Rational(0), false}, {}});
  CHECK(count.number(3) == from_to(1, 2));
  const Position parts =
      sheet.numbers({point(9), point(5), point(7), point(2), point(9), point(-3)}, pest);
  const Position beyond =
      sheet.numbers(std::vector<Interval>(4, Interval{{facts::Rational(0), false}, {}}));
  const Slot& sum =
      sheet.at(sheet.run(over_pests(Opcode::sum, Column::number, {parts, holds, rest, beyond})));
  CHECK(sum.number(0) == from_to(0, 5));
  CHECK(sum.number(1) == point(0));
  CHECK(sum.number(2) == Interval{{facts::Rational(0), false}, {}});
  CHECK(sum.number(3) == from_to(-1, 2));
}

TEST_CASE("any over more entries than a word has bits") {
  Sheet sheet = with_pests({70, 0, 64, 1});
  std::string holds(135, 'n');
  holds[69] = 'y';   // the last of the first patient
  holds[134] = '?';  // the one of the last patient
  const Position entries = sheet.truths(holds, list_of("pest"));
  CHECK(sheet.truths_at(sheet.run(over_pests(Opcode::any, Column::truth, {entries}))) == "ynn?");
}

TEST_CASE("field, exists, undenied, unlisted") {
  const facts::ListId pest = list_of("pest");
  facts::BatchLayout layout = Sheet::layout();
  layout.lists[pest].read = true;
  layout.lists[pest].fields[field_of("pest", "pest")] = true;
  const auto entry = [](const std::string& name, Truth exists) {
    facts::SettledEntry one = entry_of("pest");
    if (!name.empty()) one.values[0] = facts::ConceptName{named("pest", name)};
    one.exists = exists;
    return one;
  };
  const auto with = [&](facts::ListState state, const std::vector<facts::SettledEntry>& entries,
                        const std::vector<std::string>& absent) {
    facts::Settled settled = Sheet::nobody();
    settled.lists[pest].state = state;
    settled.lists[pest].entries = entries;
    for (const std::string& name : absent)
      settled.lists[pest].absent.push_back(named("pest", name));
    return settled;
  };
  Sheet sheet(
      {with(facts::ListState::plain,
            {entry("woolly_aphid", Truth::yes), entry("insect", Truth::unknown)}, {"aphid"}),
       with(facts::ListState::complete, {entry("aphid", Truth::yes)}, {}),
       with(facts::ListState::incomplete, {entry("", Truth::yes)}, {"aphid", "fungus"}),
       with(facts::ListState::none, {}, {}), with(facts::ListState::missing, {}, {})},
      layout);
  const Position names = sheet.run(field("pest", "pest", Column::id));
  CHECK(sheet.at(names).id(2) == named("pest", "aphid"));
  CHECK(sheet.at(names).id(3) == facts::no_id);
  CHECK(sheet.truths_at(sheet.run({Opcode::exists, Column::truth, pest, {}})) == "y?yy");
  // A woolly aphid is an aphid, which was denied; an insect need not be one.
  CHECK(sheet.truths_at(sheet.run({Opcode::undenied, Column::truth, pest, {names}})) == "?yyy");
  sheet.program().targets = {{pest, true, {}},
                             {pest, false, {named("pest", "aphid")}},
                             {pest, false, {named("pest", "woolly_aphid"), named("pest", "rust")}}};
  const auto unlisted = [&](Opcode opcode, std::uint32_t target) {
    return sheet.truths_at(sheet.run({opcode, Column::truth, of_patients, {}, target}));
  };
  CHECK(unlisted(Opcode::unlisted, 0) == "?n?n?");
  CHECK(unlisted(Opcode::unlisted, 1) == "nnnn?");
  CHECK(unlisted(Opcode::unlisted, 2) == "?nnn?");
  CHECK(unlisted(Opcode::unlisted_assumed, 0) == "nn?n?");
}

TEST_CASE("newest and latest") {
  Sheet sheet = with_pests({2, 2, 2, 1, 0, 2});
  const Domain pest = list_of("pest");
  const Position holds = sheet.truths(
      "yy"
      "yy"
      "?y"
      "?"
      "yy",
      pest);
  // Two days; a month that may be later than the day; a doubtful newer one; alone and doubtful; two
  // of one day.
  const Position dates =
      sheet.dates({"2026-01-01", "2026-02-01", "2026-02", "2026-02-10", "2026-03-01", "2026-02-01",
                   "2026-01-01", "2026-05-05", "2026-05-05"},
                  pest);
  const Position as_of = sheet.dates(std::vector<std::string>(6, "2026-11-01"));
  const Position newest = sheet.run({Opcode::newest,
                                     Column::truth,
                                     pest,
                                     {holds, dates, as_of},
                                     list_of("pest"),
                                     0,
                                     Part::value});
  CHECK(sheet.truths_at(newest) ==
        "ny"
        "yy"
        "?y"
        "?"
        "yy");
  const Position values = sheet.ids({1, 2, 3, 3, 4, 5, 6, 7, 8}, pest);
  const Position known = sheet.run({Opcode::known, Column::truth, pest, {values}});
  const Position free = sheet.ids(std::vector<std::uint32_t>(6, facts::no_id));
  const Slot& latest =
      sheet.at(sheet.run(over_pests(Opcode::latest, Column::id, {newest, known, free, values})));
  CHECK(latest.id(0) == 2);
  CHECK(latest.id(1) == 3);
  CHECK(latest.id(2) == facts::no_id);
  CHECK(latest.id(3) == facts::no_id);
  CHECK(latest.id(4) == facts::no_id);
  CHECK(latest.id(5) == facts::no_id);
}

// The rows of the table of rules/LANGUAGE.md, "List".
TEST_CASE("positive") {
  const facts::ListDef& def = garden().vocabulary.lists()[list_of("check")];
  const auto word = [&](const std::string& text) {
    return def.fields[def.outcome->field].type.words.find_exactly(text).value();
  };
  const std::uint32_t found = word("found");
  const std::uint32_t clear = word("clear");
  const std::uint32_t skipped = word("skipped");
  const std::uint32_t leaf = named("check", "leaf_check");
  const std::uint32_t root = named("check", "root_check");
  struct Test {
    std::uint32_t outcome;
    std::uint32_t test;
    std::string date;
    char holds = 'y';
  };
  const auto outcome_of = [&](const std::vector<Test>& tests, Conflicts conflicts) {
    facts::BatchLayout layout = Sheet::layout();
    layout.lists[list_of("check")].read = true;
    facts::Settled settled = Sheet::nobody();
    settled.lists[list_of("check")].entries.assign(tests.size(), entry_of("check"));
    Sheet sheet({settled}, layout);
    sheet.program().conflicts = conflicts;
    std::string holds;
    std::vector<std::uint32_t> outcomes;
    std::vector<std::uint32_t> names;
    std::vector<std::string> dates;
    for (const Test& test : tests) {
      holds += test.holds;
      outcomes.push_back(test.outcome);
      names.push_back(test.test);
      dates.push_back(test.date);
    }
    const Domain check = list_of("check");
    return sheet.truths_at(
        sheet.run({Opcode::positive,
                   Column::truth,
                   of_patients,
                   {sheet.truths(holds, check), sheet.ids(outcomes, check), sheet.ids(names, check),
                    sheet.dates(dates, check), sheet.dates({"2026-11-01"})},
                   list_of("check"),
                   0,
                   Part::value}));
  };
  struct Row {
    std::vector<Test> tests;
    std::string expected;
    std::string worse;
  };
  const std::vector<Row> rows = {
      {{}, "?", "?"},
      {{{found, leaf, "2026-10-01"}}, "y", "y"},
      {{{clear, leaf, "2026-10-01"}}, "n", "n"},
      {{{skipped, leaf, "2026-10-01"}}, "?", "?"},
      {{{facts::no_id, leaf, "2026-10-01"}}, "?", "?"},
      {{{found, leaf, "2026-10-01"}, {clear, leaf, "2026-10-01"}}, "?", "y"},
      {{{found, leaf, "2026-10-01"}, {clear, root, "2026-10-01"}}, "y", "y"},
      {{{found, leaf, "2026-10-01"}, {clear, leaf, "2026-09"}}, "y", "y"},
      {{{found, leaf, "2026-10-01"}, {clear, leaf, "2026-10"}}, "?", "y"},
      {{{found, leaf, "2026-10-01"}, {clear, leaf, "2026-10-01", 'n'}}, "y", "y"},
      {{{clear, leaf, "2026-10-01"}, {facts::no_id, leaf, "2026-10-02"}}, "?", "?"},
      {{{found, leaf, "2026-10-01", '?'}}, "?", "?"},
      {{{clear, leaf, "2026-10-01", '?'}}, "?", "?"},
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CAPTURE(i);
    CHECK(outcome_of(rows[i].tests, Conflicts::unknown) == rows[i].expected);
    CHECK(outcome_of(rows[i].tests, Conflicts::worse) == rows[i].worse);
  }
}

// The table of rules/LANGUAGE.md, "Rules": nine patients, guard by `when`.
TEST_CASE("verdicts from guard and when") {
  const std::string cite = "    cites: [{source: garden-book, at: page 1}]\n";
  const testing::RulePack pack(
      "rules:\n  - id: in\n    kind: inclusion\n    applies_when: p\n    when: q\n" + cite +
      "  - id: out\n    kind: exclusion\n    applies_when: p\n    when: q\n" + cite +
      "  - id: always\n    kind: inclusion\n    when: q\n" + cite);
  const Program program = compile(pack.checked());
  facts::Batch batch(program.reads);
  for (const char guard : {'y', 'n', '?'}) {
    for (const char when : {'y', 'n', '?'}) {
      std::vector<std::pair<std::string, bool>> known;
      if (guard != '?') known.emplace_back("p", guard == 'y');
      if (when != '?') known.emplace_back("q", when == 'y');
      batch.add(testing::patient(known));
    }
  }
  const Verdicts verdicts = run(program, batch);
  const auto text = [&](std::size_t rule, World world) {
    std::string all;
    for (std::size_t row = 0; row < verdicts.patients; ++row) {
      const Verdict verdict = verdicts.verdict(rule, world, row);
      all += verdict == Verdict::pass   ? 'p'
             : verdict == Verdict::fail ? 'f'
                                        : (verdict == Verdict::unknown ? '?' : '-');
    }
    return all;
  };
  for (const World world : {World::open, World::assumed}) {
    CHECK(text(0, world) == "pf?---p??");
    CHECK(text(1, world) == "fp?---?p?");
    CHECK(text(2, world) == "pf?pf?pf?");
  }
  CHECK(verdicts.of(2, World::open).guard.at(4) == Truth::yes);
}

}  // namespace regimen::program
