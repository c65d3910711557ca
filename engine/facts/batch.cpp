// Entry: Batch::add. Test: tests/facts/batch_test.cpp.
#include "engine/facts/batch.h"

#include <algorithm>
#include <utility>

namespace regimen::facts {

BatchLayout::BatchLayout(const Vocabulary& vocabulary) : facts(vocabulary.facts().size()) {
  for (const ListDef& list : vocabulary.lists())
    lists.push_back({false, std::vector<bool>(list.fields.size())});
}

namespace {

void unite(std::vector<bool>& into, const std::vector<bool>& other) {
  for (std::size_t i = 0; i < other.size(); ++i) into[i] = into[i] || other[i];
}

}  // namespace

void BatchLayout::include(const BatchLayout& other) {
  unite(facts, other.facts);
  for (std::size_t i = 0; i < other.lists.size(); ++i) {
    lists[i].read = lists[i].read || other.lists[i].read;
    unite(lists[i].fields, other.lists[i].fields);
  }
}

namespace {

struct Adder {
  ValueColumn& column;

  void operator()(Truth value) const { column.truths.add(value); }
  void operator()(const Interval& value) const { column.numbers.push_back(value); }
  void operator()(const Span& value) const {
    column.numbers.push_back(value.days);
    column.months.push_back(value.months);
  }
  void operator()(const DateRange& value) const { column.dates.push_back(value); }
  void operator()(const Period& value) const {
    column.dates.push_back(value.first);
    column.ends.push_back(value.last);
  }
  void operator()(const Word& value) const { column.ids.push_back(value.id.value_or(no_id)); }
  void operator()(const ConceptName& value) const {
    column.ids.push_back(value.id.value_or(no_id));
  }
};

}  // namespace

void ValueColumn::add(const Value& value) { std::visit(Adder{*this}, value); }

void ValueColumn::clear() {
  truths.clear();
  numbers.clear();
  months.clear();
  dates.clear();
  ends.clear();
  ids.clear();
}

namespace {

Truth names_all(ListState state) {
  switch (state) {
    case ListState::none:
    case ListState::complete:
      return Truth::yes;
    case ListState::plain:
      return Truth::unknown;
    case ListState::missing:
    case ListState::asked:
    case ListState::incomplete:
    case ListState::unavailable:
      return Truth::no;
  }
  return Truth::no;
}

}  // namespace

void ListTable::add(ListState state, std::size_t entries, const std::vector<ConceptId>& denied) {
  const auto patient = static_cast<std::uint32_t>(closed.rows);
  closed.add(names_all(state));
  patients.insert(patients.end(), entries, patient);
  begins.push_back(static_cast<std::uint32_t>(patients.size()));
  if (!denied.empty()) denying.push_back(patient);
  for (const ConceptId one : denied) {
    auto denial = std::ranges::find(denials, one, &Denial::absent);
    if (denial == denials.end()) denial = denials.insert(denial, {one, {}});
    denial->patients.resize(patient / plane_bits + 1);
    denial->patients.back() |= bit_of(patient);
  }
  absent.insert(absent.end(), denied.begin(), denied.end());
  absent_begins.push_back(static_cast<std::uint32_t>(absent.size()));
}

void ListTable::clear() {
  begins.resize(1);
  patients.clear();
  closed.clear();
  exists.clear();
  for (ValueColumn& field : fields) field.clear();
  absent_begins.resize(1);
  absent.clear();
  denials.clear();
  denying.clear();
}

Batch::Batch(BatchLayout layout)
    : layout_(std::move(layout)), facts_(layout_.facts.size()), lists_(layout_.lists.size()) {
  for (std::size_t i = 0; i < lists_.size(); ++i)
    lists_[i].fields.resize(layout_.lists[i].fields.size());
}

void Batch::add(const Settled& patient) {
  as_of_.push_back({patient.as_of, patient.as_of});
  for (FactId id = 0; id < facts_.size(); ++id) {
    if (!layout_.facts[id]) continue;
    const SettledFact& fact = patient.facts[id];
    facts_[id].values.add(fact.value);
    facts_[id].supplied.add(truth(fact.supplied));
    facts_[id].exact.add(truth(fact.missing.empty()));
  }
  for (ListId id = 0; id < lists_.size(); ++id) {
    if (layout_.lists[id].read) add_list(id, patient.lists[id]);
  }
}

void Batch::add_list(ListId id, const SettledList& list) {
  ListTable& table = lists_[id];
  table.add(list.state, list.entries.size(), list.absent);
  for (const SettledEntry& entry : list.entries) {
    table.exists.add(entry.exists);
    for (FieldId field = 0; field < table.fields.size(); ++field) {
      if (layout_.lists[id].fields[field]) table.fields[field].add(entry.values[field]);
    }
  }
}

void Batch::clear() {
  as_of_.clear();
  for (FactColumn& fact : facts_) {
    fact.values.clear();
    fact.supplied.clear();
    fact.exact.clear();
  }
  for (ListTable& list : lists_) list.clear();
}

}  // namespace regimen::facts
