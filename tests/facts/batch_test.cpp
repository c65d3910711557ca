// Holds the columns that a batch makes of settled patients, and their child tables.
#include "engine/facts/batch.h"

#include <doctest/doctest.h>

#include <vector>

namespace regimen::facts {

namespace {

constexpr Day today = 20'000;

// A patient of two facts, a truth and a span, and one list of one concept.
Settled patient(Truth first, const Span& second, const std::vector<std::uint32_t>& entries) {
  Settled settled;
  settled.as_of = today;
  settled.facts.resize(2);
  settled.facts[0].value = first;
  settled.facts[0].supplied = first != Truth::unknown;
  if (first == Truth::unknown) settled.facts[0].missing = {{"first", Cause::not_supplied}};
  settled.facts[1].value = second;
  settled.lists.resize(1);
  settled.lists[0].state = ListState::plain;
  for (const std::uint32_t id : entries) {
    SettledEntry entry;
    entry.values = {ConceptName{id == no_id ? std::optional<ConceptId>() : id}};
    settled.lists[0].entries.push_back(entry);
  }
  return settled;
}

BatchLayout layout() {
  BatchLayout all;
  all.facts = {true, true};
  all.lists = {{true, {true}}};
  return all;
}

const Span week = span_of_days(7);

}  // namespace

TEST_CASE("planes hold three values a row") {
  Planes planes;
  for (int i = 0; i < 130; ++i) planes.add(static_cast<Truth>(i % 3));
  CHECK(planes.rows == 130);
  CHECK(planes.yes.size() == 3);
  for (std::size_t i = 0; i < 130; ++i) {
    CHECK(planes.at(i) == static_cast<Truth>(i % 3));
    const bool both = (planes.yes[i / plane_bits] & planes.no[i / plane_bits]) != 0;
    CHECK_FALSE(both);
  }
  planes.clear();
  CHECK(planes.rows == 0);
  planes.add(Truth::unknown);
  CHECK(planes.at(0) == Truth::unknown);
}

TEST_CASE("facts become columns") {
  Batch batch(layout());
  batch.add(patient(Truth::yes, week, {}));
  batch.add(patient(Truth::unknown, Span{}, {}));
  batch.add(patient(Truth::no, week, {}));
  CHECK(batch.size() == 3);
  CHECK(batch.as_of().at(1) == DateRange{today, today});
  CHECK(batch.fact(0).values.truths.at(0) == Truth::yes);
  CHECK(batch.fact(0).values.truths.at(1) == Truth::unknown);
  CHECK(batch.fact(0).values.truths.at(2) == Truth::no);
  CHECK(batch.fact(0).supplied.at(1) == Truth::no);
  CHECK(batch.fact(0).supplied.at(2) == Truth::yes);
  CHECK(batch.fact(0).exact.at(1) == Truth::no);
  CHECK(batch.fact(0).exact.at(2) == Truth::yes);
  // A span is two columns of numbers.
  CHECK(batch.fact(1).values.numbers.at(0) == week.days);
  CHECK(batch.fact(1).values.months.at(0) == week.months);
  CHECK(batch.fact(1).values.numbers.at(1) == Interval::everything());
}

TEST_CASE("entries become rows that know their patient") {
  Batch batch(layout());
  batch.add(patient(Truth::yes, week, {4, no_id}));
  batch.add(patient(Truth::yes, week, {}));
  batch.add(patient(Truth::yes, week, {5}));
  const ListTable& table = batch.list(0);
  CHECK(table.rows() == 3);
  CHECK(table.begins == std::vector<std::uint32_t>{0, 2, 2, 3});
  CHECK(table.patients == std::vector<std::uint32_t>{0, 0, 2});
  CHECK(table.fields.at(0).ids == std::vector<std::uint32_t>{4, no_id, 5});
  CHECK(table.absent_begins == std::vector<std::uint32_t>{0, 0, 0, 0});
}

TEST_CASE("a batch that is cleared holds nothing of what was in it") {
  Batch batch(layout());
  batch.add(patient(Truth::yes, week, {4, 5}));
  batch.clear();
  CHECK(batch.size() == 0);
  CHECK(batch.list(0).rows() == 0);
  batch.add(patient(Truth::no, week, {6}));
  CHECK(batch.fact(0).values.truths.at(0) == Truth::no);
  CHECK(batch.list(0).begins == std::vector<std::uint32_t>{0, 1});
  CHECK(batch.list(0).fields.at(0).ids == std::vector<std::uint32_t>{6});
}

TEST_CASE("what the layout does not ask for is not kept, and layouts are joined") {
  BatchLayout first;
  first.facts = {true, false};
  first.lists = {{false, {false}}};
  Batch batch(first);
  batch.add(patient(Truth::yes, week, {4}));
  CHECK(batch.fact(0).values.truths.rows == 1);
  CHECK(batch.fact(1).values.numbers.empty());
  CHECK(batch.list(0).rows() == 0);
  BatchLayout second;
  second.facts = {false, true};
  second.lists = {{true, {true}}};
  first.include(second);
  CHECK(first.facts == std::vector<bool>{true, true});
  CHECK(first.lists[0].read);
  CHECK(first.lists[0].fields[0]);
}

}  // namespace regimen::facts
