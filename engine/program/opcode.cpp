// Entry: info. Test: tests/program/run_test.cpp.
#include "engine/program/opcode.h"

#include <array>
#include <cstddef>

namespace regimen::program {

namespace {

// In the order of Opcode.
constexpr std::array<OpcodeInfo, 40> table = {{
    {Opcode::constant, "constant", "", "any", "one value in all rows"},
    {Opcode::fact, "fact", "", "any", "a part of a fact, as it is settled"},
    {Opcode::supplied, "supplied", "", "truth", "something was stated of the fact"},
    {Opcode::exact, "exact", "", "truth", "nothing of the fact is missing"},
    {Opcode::as_of, "as_of", "", "date", "the day of evaluation"},
    {Opcode::field, "field", "", "rows: any", "a part of a field of the entries"},
    {Opcode::exists, "exists", "", "rows: truth",
     "yes, or unknown where the entry may begin after as_of"},
    {Opcode::undenied, "undenied", "rows: id", "rows: truth",
     "yes, or unknown where the entry is of a kind stated to be absent"},
    {Opcode::unlisted, "unlisted", "", "truth",
     "unknown, or no where the list is closed or all targets are stated to be absent"},
    {Opcode::unlisted_assumed, "unlisted_assumed", "", "truth",
     "the same, and no where a plain list is taken to name all"},
    {Opcode::conjunction, "and", "x: truth, ...", "truth", "the least of no, unknown, yes"},
    {Opcode::disjunction, "or", "x: truth, ...", "truth", "the greatest of no, unknown, yes"},
    {Opcode::negation, "not", "x: truth", "truth", "yes for no, no for yes"},
    {Opcode::at_least, "at_least", "x: truth, ...", "truth",
     "yes if so many are yes, no if fewer are yes or unknown"},
    {Opcode::agree, "agree", "x: truth, ...", "truth", "what all are, else unknown"},
    {Opcode::known, "known", "x: any", "truth", "yes where nothing is left open, else no"},
    {Opcode::less, "less", "a: number or date, b: the same", "truth",
     "all of a lies below all of b"},
    {Opcode::equal, "equal", "a: number or date, b: the same", "truth", "both are one value"},
    {Opcode::in, "in", "x: id", "truth", "the answer of a table, unknown where the id is"},
    {Opcode::shift_days, "shift_days", "x: date", "date", "so many days later"},
    {Opcode::shift_months, "shift_months", "x: date", "date", "so many months later, by calendar"},
    {Opcode::days_between, "days_between", "from: date, to: date", "number", "days"},
    {Opcode::months_between, "months_between", "from: date, to: date", "number", "calendar months"},
    {Opcode::add, "add", "a: number, b: number", "number", "a + b"},
    {Opcode::subtract, "subtract", "a: number, b: number", "number", "a - b"},
    {Opcode::multiply, "multiply", "a: number, b: number", "number", "a * b"},
    {Opcode::divide, "divide", "a: number, b: number", "number", "a / b"},
    {Opcode::negate, "negate", "a: number", "number", "-a"},
    {Opcode::raise, "raise", "a: number, floor: number", "number", "a, but not below the floor"},
    {Opcode::hull, "hull", "a: number, b: number", "number", "the least range that holds both"},
    {Opcode::choose, "choose", "c: truth, a: any, b: the same", "the same",
     "a where c is yes, b where it is no, else what covers both"},
    {Opcode::reconcile, "reconcile", "stated: number, total: number, free: number", "number",
     "a stated total beside the sum of its items, rounded or exact; free where they contradict"},
    {Opcode::spread, "spread", "x: any", "rows: the same", "the patient's value at each entry"},
    {Opcode::any, "any", "rows: truth", "truth", "the disjunction over the patient's entries"},
    {Opcode::count, "count", "rows: truth, rest: truth", "number",
     "how many entries hold; without upper bound where the rest is unknown"},
    {Opcode::sum, "sum", "rows: number, rows: truth, rest: truth, beyond: number", "number",
     "the sum over the entries that hold; where the rest is unknown, what lies beyond is added"},
    {Opcode::beyond, "beyond", "part: number", "number", "what any number of such parts may add"},
    {Opcode::newest, "newest", "rows: truth, rows: date, as_of: date", "rows: truth",
     "which entries that hold may be the newest; no for the others"},
    {Opcode::latest, "latest", "newest: truth, rows: truth, free: any, rows: any, ...", "any",
     "a part of the newest entry where it is sure and all that may be it agree; else free"},
    {Opcode::positive, "positive", "rows: truth, outcome: id, test: id, rows: date, as_of: date",
     "truth", "the outcome of the tests that hold"},
}};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table.at(i).opcode) != i) return false;
  }
  return true;
}
static_assert(in_order() && table.back().opcode == Opcode::positive);

}  // namespace

const OpcodeInfo& info(Opcode opcode) { return table.at(static_cast<std::size_t>(opcode)); }

Column column_of(facts::Kind kind) {
  switch (kind) {
    case facts::Kind::truth:
      return Column::truth;
    case facts::Kind::number:
    case facts::Kind::span:
      return Column::number;
    case facts::Kind::date:
    case facts::Kind::period:
      return Column::date;
    case facts::Kind::word:
    case facts::Kind::concept_name:
      return Column::id;
  }
  return Column::truth;
}

std::string_view to_text(Column column) {
  switch (column) {
    case Column::truth:
      return "truth";
    case Column::number:
      return "number";
    case Column::date:
      return "date";
    case Column::id:
      return "id";
  }
  return "truth";
}

}  // namespace regimen::program
