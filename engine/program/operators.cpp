// Entry: Walker::compare, is_in, within, arithmetic, conditional: what an operator makes
// of its operands. Test: tests/program/walk_test.cpp, tests/conformance, tests/property.
#include "engine/program/logic.h"
#include "engine/program/walker.h"

namespace regimen::program {

using facts::Cause;
using facts::Interval;
using facts::Truth;
using facts::Value;
using language::Expr;
using language::ExprKind;
using language::NodeInfo;
using language::Op;
using language::RefKind;

namespace {

// The side of a span that a comparison counts.
Interval counted(const Value& value, bool by_months) {
  const auto& span = std::get<facts::Span>(value);
  return by_months ? span.months : span.days;
}

Truth compare_by(Op op, Truth less, Truth equal, Truth greater) {
  switch (op) {
    case Op::less:
      return less;
    case Op::less_equal:
      return facts::negation(greater);
    case Op::greater:
      return greater;
    case Op::greater_equal:
      return facts::negation(less);
    case Op::equal:
      return equal;
    case Op::not_equal:
      return facts::negation(equal);
    default:
      return Truth::unknown;
  }
}

Truth compare_values(Op op, const Value& a, const Value& b, bool by_months) {
  if (const auto* date = std::get_if<facts::DateRange>(&a)) {
    const auto& other = std::get<facts::DateRange>(b);
    return compare_by(op, facts::less(*date, other), facts::equal(*date, other),
                      facts::less(other, *date));
  }
  const bool span = std::holds_alternative<facts::Span>(a);
  const Interval left = span ? counted(a, by_months) : std::get<Interval>(a);
  const Interval right = span ? counted(b, by_months) : std::get<Interval>(b);
  return compare_by(op, facts::less(left, right), facts::equal(left, right),
                    facts::less(right, left));
}

}  // namespace

void Walker::settle_truth(Finding& finding, Truth value) {
  finding.value = value;
  join_all(finding);
}

void Walker::compare(const Expr& expr, const NodeInfo& info, Finding& finding) const {
  const auto& operands = finding.children;
  Truth result = Truth::unknown;
  if (expr.kind == ExprKind::compare) {
    result = compare_values(expr.op, operands[0].value, operands[1].value, info.by_months);
  } else {
    // Each end in its own measure: from 6 weeks to 3 months.
    const auto by_months = [&](std::size_t i) { return pack_.nodes[expr.children[i]].calendar; };
    result = facts::both(
        compare_values(Op::greater_equal, operands[0].value, operands[1].value, by_months(1)),
        compare_values(Op::less_equal, operands[0].value, operands[2].value, by_months(2)));
  }
  // Known in one measure and asked in the other: too imprecise to tell.
  for (const Finding& operand : operands) {
    const bool exact = result == Truth::unknown && operand.decisive.empty();
    const bool span = std::holds_alternative<facts::Span>(operand.value);
    if (exact && span) name_imprecise(operand, finding.decisive);
  }
  settle_truth(finding, result);
}

// What an operand is made of; of what is picked out of a list, the list.
void Walker::name_imprecise(const Finding& operand, facts::MissingSet& missing) const {
  const NodeInfo& info = pack_.nodes[operand.expr];
  if (info.ref == RefKind::fact) {
    facts::insert(missing, {pack_.knowledge->vocabulary.facts()[info.index].at, Cause::imprecise});
  } else if (info.ref == RefKind::field && operand.entry) {
    const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[info.list];
    const EntryView view{&list, &patient_.lists[info.list].entries[*operand.entry], *operand.entry};
    facts::insert(missing, missing_of(view, info.index, Cause::imprecise));
  } else if (pack_.pack.ast.at(operand.expr).kind == ExprKind::latest) {
    facts::insert(missing, {pack_.knowledge->vocabulary.lists()[info.list].id, Cause::imprecise});
  } else {
    for (const Finding& child : operand.children) name_imprecise(child, missing);
  }
}

void Walker::is_in(const Expr& expr, const NodeInfo& info, Finding& finding) {
  const Value& value = finding.children.front().value;
  Truth result = Truth::no;
  if (const auto* word = std::get_if<facts::Word>(&value)) {
    for (const std::uint32_t id : info.ids)
      result = facts::either(result, facts::truth(word->id == id));
    if (!word->id) result = Truth::unknown;
  } else {
    const auto& concept_name = std::get<facts::ConceptName>(value);
    for (const std::uint32_t id : info.ids) {
      if (concept_name.id)
        result = facts::either(result, pack_.knowledge->terminology.is_a(*concept_name.id, id));
    }
    if (!concept_name.id) result = Truth::unknown;
    // The name is known, but too broad to tell.
    if (concept_name.id && result == Truth::unknown)
      name_imprecise(finding.children.front(), finding.decisive);
  }
  settle_truth(finding, expr.negated ? facts::negation(result) : result);
}

namespace {

facts::Day shift(facts::Day day, const language::Expr& literal, bool forward) {
  const std::int64_t amount =
      facts::multiply(literal.number, literal.unit.factor)->floor() * (forward ? 1 : -1);
  if (literal.unit.calendar) return facts::add_months(day, amount);
  return facts::add_days(day, amount);
}

facts::DateRange shift(const facts::DateRange& range, const language::Expr& literal, bool forward) {
  return {shift(range.first, literal, forward), shift(range.last, literal, forward)};
}

}  // namespace

void Walker::within(const Expr& expr, Finding& finding) {
  const Expr& literal = pack_.pack.ast.at(expr.children[1]);
  const auto& anchor = std::get<facts::DateRange>(finding.children[2].value);
  const facts::DateRange other = shift(anchor, literal, expr.op == Op::after);
  const facts::DateRange& from = expr.op == Op::after ? anchor : other;
  const facts::DateRange& to = expr.op == Op::after ? other : anchor;
  const Value& value = finding.children[0].value;
  const auto* period = std::get_if<facts::Period>(&value);
  const Truth result = period != nullptr
                           ? facts::overlaps(*period, from, to)
                           : facts::within(std::get<facts::DateRange>(value), from, to);
  settle_truth(finding, expr.negated ? facts::negation(result) : result);
}

void Walker::arithmetic(const Expr& expr, Finding& finding) {
  const Value& left = finding.children[0].value;
  if (expr.kind == ExprKind::minus) {
    finding.value = facts::negate(std::get<Interval>(left));
  } else if (const auto* date = std::get_if<facts::DateRange>(&left)) {
    const Value& right = finding.children[1].value;
    const auto* earlier = std::get_if<facts::DateRange>(&right);
    if (earlier != nullptr) {
      finding.value = facts::span_between(*earlier, *date);
    } else {
      finding.value = shift(*date, pack_.pack.ast.at(expr.children[1]), expr.op == Op::add);
    }
  } else {
    const auto& a = std::get<Interval>(left);
    const auto& b = std::get<Interval>(finding.children[1].value);
    switch (expr.op) {
      case Op::add:
        finding.value = facts::add(a, b);
        break;
      case Op::subtract:
        finding.value = facts::subtract(a, b);
        break;
      case Op::multiply:
        finding.value = facts::multiply(a, b);
        break;
      default:
        finding.value = facts::divide(a, b);
        break;
    }
  }
  join_all(finding);
}

// With an unknown condition it may be either: the hull of both.
void Walker::conditional(Finding& finding) {
  const Truth condition = truth_of(finding.children[0]);
  if (condition == Truth::unknown) {
    finding.value = facts::hull(finding.children[1].value, finding.children[2].value);
    join_all(finding);
    return;
  }
  const Finding& taken = finding.children[condition == Truth::yes ? 1 : 2];
  const Finding& left = finding.children[condition == Truth::yes ? 2 : 1];
  finding.value = taken.value;
  finding.decisive = taken.decisive;
  finding.other = taken.other;
  finding.assumed = finding.children[0].assumed;
  merge_assumed(finding.assumed, taken.assumed);
  facts::merge(finding.other, left.decisive);
  facts::merge(finding.other, left.other);
  facts::merge(finding.other, finding.children[0].other);
  keep_apart(finding.decisive, finding.other);
}

}  // namespace regimen::program
