// Entry: walk. Lists are looked through in quantify.cpp, scores summed in score.cpp.
// Test: tests/program/walk_test.cpp, tests/conformance, tests/property.
#include "engine/program/walk.h"

#include "engine/program/logic.h"
#include "engine/program/walker.h"

namespace regimen::program {

using facts::Cause;
using facts::Interval;
using facts::Truth;
using facts::Value;
using language::Expr;
using language::ExprId;
using language::ExprKind;
using language::NodeInfo;
using language::Op;
using language::RefKind;

Walker::Walker(const language::CheckedPack& pack, const facts::Settled& patient, World world,
               Conflicts conflicts)
    : pack_(pack),
      patient_(patient),
      world_(world),
      conflicts_(conflicts),
      definitions_(pack.pack.definitions.size()),
      scores_(pack.pack.scores.size()) {}

Finding Walker::at(ExprId id, const EntryView* entry) {
  const Expr& expr = pack_.pack.ast.at(id);
  Finding finding;
  finding.expr = id;
  switch (expr.kind) {
    case ExprKind::number:
      literal(expr, finding);
      break;
    case ExprKind::date:
      finding.value = expr.date;
      break;
    case ExprKind::name:
      name(pack_.nodes[id], entry, finding);
      break;
    case ExprKind::negation:
      children(expr, entry, finding);
      join_not(finding);
      break;
    case ExprKind::conjunction:
      children(expr, entry, finding);
      join_and(finding);
      break;
    case ExprKind::disjunction:
      children(expr, entry, finding);
      join_or(finding);
      break;
    case ExprKind::at_least:
      children(expr, entry, finding);
      join_at_least(finding, static_cast<std::size_t>(expr.number.numerator()));
      break;
    case ExprKind::compare:
    case ExprKind::between:
      children(expr, entry, finding);
      compare(expr, pack_.nodes[id], finding);
      break;
    case ExprKind::is:
    case ExprKind::in:
      children(expr, entry, finding);
      is_in(expr, pack_.nodes[id], entry, finding);
      break;
    case ExprKind::known:
      children(expr, entry, finding);
      finding.value =
          facts::truth(facts::is_settled(finding.children.front().value) != expr.negated);
      break;
    case ExprKind::within:
      children(expr, entry, finding);
      within(expr, finding);
      break;
    case ExprKind::arithmetic:
    case ExprKind::minus:
      children(expr, entry, finding);
      arithmetic(expr, finding);
      break;
    case ExprKind::conditional:
      children(expr, entry, finding);
      conditional(finding);
      break;
    case ExprKind::any:
    case ExprKind::none:
    case ExprKind::count:
    case ExprKind::sum:
    case ExprKind::latest:
    case ExprKind::positive:
      quantify(expr, pack_.nodes[id], finding);
      break;
  }
  return finding;
}

void Walker::children(const Expr& expr, const EntryView* entry, Finding& finding) {
  finding.children.reserve(expr.children.size());
  for (const ExprId child : expr.children) finding.children.push_back(at(child, entry));
}

void Walker::literal(const Expr& expr, Finding& finding) {
  const auto value = facts::multiply(expr.number, expr.unit.factor);
  const bool time = expr.unit.dimension == facts::time_dimension && !expr.unit.text.empty();
  if (!time) {
    finding.value = value ? Interval::point(*value) : Interval::everything();
  } else if (!value) {
    finding.value = facts::Span{};
  } else {
    finding.value =
        expr.unit.calendar ? facts::span_of_months(*value) : facts::span_of_days(*value);
  }
}

void Walker::name(const NodeInfo& info, const EntryView* entry, Finding& finding) {
  switch (info.ref) {
    case RefKind::as_of:
      finding.value = facts::DateRange{patient_.as_of, patient_.as_of};
      return;
    case RefKind::field: {
      finding.value = entry->entry->values[info.index];
      if (!entry->unlisted) finding.entry = entry->position;
      const auto& cause = entry->entry->causes[info.index];
      if (cause) missing_field(*entry, info.index, *cause, finding.decisive);
      return;
    }
    case RefKind::fact:
      fact(info.index, finding);
      return;
    case RefKind::definition: {
      auto& known = definitions_[info.index];
      if (!known) known = definition(info.index);
      const ExprId expr = finding.expr;
      finding = *known;
      finding.children = {*known};
      finding.expr = expr;
      return;
    }
    case RefKind::none:
      return;
  }
}

Finding Walker::definition(std::size_t index) {
  const language::Statement& statement = pack_.pack.definitions[index].value;
  if (!statement.is_interpretation()) return at(statement.alternatives.front().when, nullptr);
  Finding finding;
  for (const language::Alternative& alternative : statement.alternatives)
    finding.children.push_back(at(alternative.when, nullptr));
  Truth value = Truth::unknown;
  join_readings(finding.children, statement.silent_on, value, finding.decisive, finding.other,
                finding.assumed);
  finding.value = value;
  return finding;
}

// A fact as it was stated, or as its score sums it up, or as it is assumed while it is not
// supplied.
void Walker::fact(facts::FactId id, Finding& finding) {
  const facts::SettledFact& settled = patient_.facts[id];
  if (pack_.score_of[id]) {
    scored(*pack_.score_of[id], settled, finding);
    return;
  }
  const auto assumption = pack_.assumption_of[id];
  // In its own assumption a fact stands for what was stated.
  const bool missing = assuming_ != id && !settled.supplied && !facts::is_settled(settled.value);
  if (world_ == World::assumed && assumption && missing) {
    const language::Assumption& assumed = pack_.pack.assumptions[*assumption];
    assuming_ = id;
    Finding value = at(assumed.value, nullptr);
    assuming_.reset();
    finding.value = value.value;
    finding.children.push_back(std::move(value));
    join_all(finding);
    merge_assumed(finding.assumed, {assumed.id});
    return;
  }
  finding.value = settled.value;
  finding.decisive = settled.missing;
}

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

void Walker::name_imprecise(const Finding& operand, facts::MissingSet& missing) const {
  const NodeInfo& info = pack_.nodes[operand.expr];
  if (info.ref == RefKind::fact) {
    facts::insert(missing, {pack_.knowledge->vocabulary.facts()[info.index].at, Cause::imprecise});
  }
  if (info.ref == RefKind::field && operand.entry) {
    const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[info.list];
    const EntryView view{&list, &patient_.lists[info.list].entries[*operand.entry], *operand.entry};
    facts::insert(missing, {field_key(view, info.index), Cause::imprecise});
  }
}

void Walker::is_in(const Expr& expr, const NodeInfo& info, const EntryView* entry,
                   Finding& finding) {
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
    if (concept_name.id && result == Truth::unknown) {
      const NodeInfo& child = pack_.nodes[expr.children.front()];
      const std::string key =
          child.ref == RefKind::field && entry != nullptr ? field_key(*entry, child.index)
          : child.ref == RefKind::fact ? pack_.knowledge->vocabulary.facts()[child.index].at
                                       : std::string();
      facts::insert(finding.decisive, {key, Cause::imprecise});
    }
  }
  settle_truth(finding, expr.negated ? facts::negation(result) : result);
}

namespace {

facts::Day shift(facts::Day day, const language::Expr& literal, bool forward) {
  const std::int64_t amount =
      facts::multiply(literal.number, literal.unit.factor)->floor() * (forward ? 1 : -1);
  if (literal.unit.calendar) return facts::add_months(day, amount);
  constexpr std::int64_t most = 4'000'000;
  const std::int64_t bounded = amount > most ? most : (amount < -most ? -most : amount);
  const std::int64_t moved = day + bounded;
  return static_cast<facts::Day>(moved < facts::first_day
                                     ? facts::first_day
                                     : (moved > facts::last_day ? facts::last_day : moved));
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
  finding.other = facts::without(finding.other, finding.decisive);
}

// A field that is derived misses what it is derived from.
void Walker::missing_field(const EntryView& entry, facts::FieldId field, Cause cause,
                           facts::MissingSet& missing) const {
  if (entry.unlisted) return;
  const auto& from = entry.list->fields[field].from;
  std::vector<facts::FieldId> origins;
  if (const auto* period = std::get_if<facts::PeriodOf>(&from))
    origins = {period->first, period->last};
  if (const auto* attribute = std::get_if<facts::AttributeOf>(&from)) origins = {attribute->field};
  bool named = false;
  for (const facts::FieldId origin : origins) {
    const auto& origin_cause = entry.entry->causes[origin];
    if (!origin_cause) continue;
    facts::insert(missing, {field_key(entry, origin), *origin_cause});
    named = true;
  }
  if (!named) facts::insert(missing, {field_key(entry, field), cause});
}

std::string Walker::field_key(const EntryView& entry, facts::FieldId field) const {
  return entry.list->id + "[" + std::to_string(entry.entry->index) + "]." +
         entry.list->fields[field].id;
}

RuleFinding Walker::rule(std::size_t index) {
  const language::Rule& rule = pack_.pack.rules[index];
  RuleFinding finding;
  finding.rule = index;
  for (const language::Alternative& alternative : rule.when.alternatives)
    finding.alternatives.push_back(at(alternative.when, nullptr));
  if (rule.when.is_interpretation()) {
    finding.readings_differ = join_readings(finding.alternatives, rule.when.silent_on, finding.when,
                                            finding.decisive, finding.other, finding.assumed);
  } else {
    const bool asked = rule.kind == language::RuleKind::workup;
    const bool known = asked && facts::is_settled(finding.alternatives.front().value);
    finding.when =
        asked ? (known ? Truth::yes : Truth::unknown) : truth_of(finding.alternatives.front());
    finding.decisive = finding.alternatives.front().decisive;
    finding.other = finding.alternatives.front().other;
    finding.assumed = finding.alternatives.front().assumed;
  }
  const Truth passes =
      rule.kind == language::RuleKind::exclusion ? facts::negation(finding.when) : finding.when;
  finding.verdict = passes == Truth::yes ? Verdict::pass
                                         : (passes == Truth::no ? Verdict::fail : Verdict::unknown);
  if (rule.applies_when != language::no_expr) guard(rule, finding);
  return finding;
}

// A false guard drops the rule; an unknown one leaves it unknown unless it passes anyway.
void Walker::guard(const language::Rule& rule, RuleFinding& finding) {
  finding.guard = at(rule.applies_when, nullptr);
  const Truth applies = truth_of(*finding.guard);
  facts::merge(finding.other, finding.guard->other);
  if (applies == Truth::yes) {
    merge_assumed(finding.assumed, finding.guard->assumed);
    return;
  }
  if (applies == Truth::no) {
    facts::merge(finding.other, finding.decisive);
    finding.decisive.clear();
    finding.verdict = Verdict::not_applicable;
    finding.assumed = finding.guard->assumed;
    return;
  }
  if (finding.verdict == Verdict::pass) {
    facts::merge(finding.other, finding.guard->decisive);
    return;
  }
  finding.verdict = Verdict::unknown;
  facts::merge(finding.decisive, finding.guard->decisive);
  merge_assumed(finding.assumed, finding.guard->assumed);
  finding.other = facts::without(finding.other, finding.decisive);
}

Findings walk(const language::CheckedPack& pack, const facts::Settled& patient, World world,
              Conflicts conflicts) {
  Walker walker(pack, patient, world, conflicts);
  Findings findings;
  findings.rules.reserve(pack.pack.rules.size());
  for (std::size_t i = 0; i < pack.pack.rules.size(); ++i) findings.rules.push_back(walker.rule(i));
  return findings;
}

Finding walk_expression(const language::CheckedPack& pack, const facts::Settled& patient,
                        World world, ExprId root) {
  return Walker(pack, patient, world).at(root, nullptr);
}

}  // namespace regimen::program
