// Expr: the tree of an expression, and Ast: all the trees of one pack.
//
// Came before: text. The parser (parse.h) makes it; the checker (check.h) tells for each node its
// type and what its names mean, in vectors beside the tree, indexed by ExprId. There is no second,
// typed tree. Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/source.h"
#include "engine/facts/dates.h"
#include "engine/facts/rational.h"
#include "engine/facts/units.h"

namespace regimen::language {

using ExprId = std::uint32_t;
constexpr ExprId no_expr = 0xFFFFFFFF;

enum class ExprKind : std::uint8_t {
  number,       // 2.4 g/day            number, unit, text (the digits as written)
  date,         // 2026-11-01           date
  name,         // some_fact            text
  negation,     // not x                [x]
  conjunction,  // x and y and z        [x, y, z]
  disjunction,  // x or y               [x, y]
  at_least,     // at least 2 of (...)  number, [x, y, z]
  compare,      // a < b                op, [a, b]
  between,      // x between a and b    [x, a, b]
  is,           // x is [not] w         names, [x]
  in,           // x [not] in {v, w}    names, [x]
  known,        // x is [not] known     [x]
  within,       // x [not] within s before|after d   op, [x, s, d]
  arithmetic,   // a + b                op, [a, b]
  minus,        // -a                   [a]
  conditional,  // if c then a else b   [c, a, b]
  any,          // any l where (w)      text, [w] or []
  none,         // no l where (w)       text, [w] or []
  count,        // count l where (w)    text, [w] or []
  sum,          // sum (v) of l where (w)            text, [v] or [v, w]
  latest,       // f of latest l where (w)           text, names, [w] or []
  positive,     // positive l where (w) text, [w]
};

enum class Op : std::uint8_t {
  none,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  add,
  subtract,
  multiply,
  divide,
  before,
  after
};

// A word or a concept on the right of `is` and `in`, or the field of `latest`.
struct NameAt {
  std::string text;
  core::Span span;
};

struct Expr {
  ExprKind kind = ExprKind::number;
  Op op = Op::none;
  bool negated = false;  // `is not`, `not in`, `not within`, `is not known`
  bool braced = false;   // `in { ... }`
  std::vector<ExprId> children;
  std::vector<NameAt> names;
  std::string text;
  facts::Rational number;
  facts::Unit unit;  // of a number; empty text for none
  facts::DateRange date;
  core::Span span;
};

class Ast {
 public:
  ExprId add(Expr expr) {
    nodes_.push_back(std::move(expr));
    return static_cast<ExprId>(nodes_.size() - 1);
  }
  [[nodiscard]] const Expr& at(ExprId id) const { return nodes_[id]; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

 private:
  std::vector<Expr> nodes_;
};

}  // namespace regimen::language
