// Opcode: what one instruction of the columnar program does, and the table that tells of each its
// operands and its effect.
//
// An instruction makes one column out of columns made before it. A column holds one kind of value,
// one a row; its rows are patients, or the entries of one list of all patients. A span is two
// columns of numbers (days, months), a period two of dates (first day, last day), a word and a
// concept are ids. Thread-safety: constants.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/facts/vocabulary.h"

namespace regimen::program {

enum class Opcode : std::uint8_t {
  // What is read.
  constant,
  fact,
  supplied,
  exact,
  as_of,
  field,
  exists,
  undenied,
  unlisted,
  unlisted_assumed,
  // Truth.
  conjunction,
  disjunction,
  negation,
  at_least,
  agree,
  known,
  // Comparison.
  less,
  equal,
  in,
  // Dates and numbers.
  shift_days,
  shift_months,
  days_between,
  months_between,
  add,
  subtract,
  multiply,
  divide,
  negate,
  raise,
  hull,
  choose,
  reconcile,
  // Lists.
  spread,
  any,
  count,
  sum,
  beyond,
  newest,
  latest,
  positive,
};

// Column: what the values of a column are.
enum class Column : std::uint8_t { truth, number, date, id };

std::string_view to_text(Column column);
// That of each part of a value of this kind.
Column column_of(facts::Kind kind);

struct OpcodeInfo {
  Opcode opcode = Opcode::constant;
  std::string_view name;
  std::string_view
      operands;  // `x: number`, `rows:` for those whose rows are entries; any: any kind
  std::string_view result;
  std::string_view synopsis;
};

const OpcodeInfo& info(Opcode opcode);

}  // namespace regimen::program
