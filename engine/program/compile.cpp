// Entry: compile. Lists stand in compile_lists.cpp.
// Test: tests/program/compile_test.cpp and tests/property/program_test.cpp.
#include "engine/program/compile.h"

#include <algorithm>
#include <utility>

#include "engine/program/compiler.h"

namespace regimen::program {

using facts::Kind;
using facts::Truth;
using language::Expr;
using language::ExprId;
using language::ExprKind;
using language::NodeInfo;
using language::Op;
using language::RefKind;

Compiler::Compiler(const language::CheckedPack& pack, Conflicts conflicts)
    : pack_(pack),
      conflicts_(conflicts),
      builder_(*pack.knowledge),
      definitions_(pack.pack.definitions.size()) {}

Program Compiler::program() {
  std::vector<RuleCode> rules;
  for (const language::Rule& one : pack_.pack.rules) rules.push_back(rule(one));
  Program program = builder_.finish(std::move(rules));
  program.pack = pack_.pack.id + " " + pack_.pack.version;
  program.conflicts = conflicts_;
  return program;
}

Program Compiler::of_expression(ExprId root) {
  RuleCode code;
  for (const World world : {World::open, World::assumed}) {
    RuleTruths& truths = world == World::open ? code.open : code.assumed;
    truths.when = truth(root, {world});
    truths.alternatives = {truths.when};
  }
  Program program = builder_.finish({code});
  program.conflicts = conflicts_;
  return program;
}

RuleCode Compiler::rule(const language::Rule& rule) {
  return {rule.id, rule.kind == language::RuleKind::exclusion, this->rule(rule, World::open),
          this->rule(rule, World::assumed)};
}

RuleTruths Compiler::rule(const language::Rule& rule, World world) {
  RuleTruths truths;
  const bool asks = rule.kind == language::RuleKind::workup && !rule.when.is_interpretation();
  for (const language::Alternative& alternative : rule.when.alternatives) {
    const Columns value = at(alternative.when, {world});
    // What is asked for is known, or is not known yet.
    truths.alternatives.push_back(
        asks ? builder_.one_of({known(value), builder_.constant(Truth::unknown)})
             : value.parts.front());
  }
  truths.when = builder_.agreed(truths.alternatives);
  if (rule.applies_when != language::no_expr) truths.guard = truth(rule.applies_when, {world});
  return truths;
}

Columns Compiler::at(ExprId id, Setting setting) {
  const Expr& expr = pack_.pack.ast.at(id);
  const NodeInfo& info = pack_.nodes[id];
  const auto truth_of = [](Position position) { return Columns{Kind::truth, {position}}; };
  switch (expr.kind) {
    case ExprKind::number:
      return literal(expr);
    case ExprKind::date:
      return {Kind::date, {builder_.constant(expr.date)}};
    case ExprKind::name:
      return name(info, setting);
    case ExprKind::negation:
      return truth_of(builder_.opposite(truth(expr.children[0], setting)));
    case ExprKind::conjunction:
      return truth_of(builder_.all_of(truths(expr, setting)));
    case ExprKind::disjunction:
      return truth_of(builder_.one_of(truths(expr, setting)));
    case ExprKind::at_least: {
      Instruction shape{Opcode::at_least, Column::truth, of_patients, {}, 0, 0, Part::value};
      shape.amount = expr.number.numerator();
      return truth_of(builder_.make(shape, truths(expr, setting)));
    }
    case ExprKind::compare:
    case ExprKind::between:
      return truth_of(compare(expr, info, setting));
    case ExprKind::is:
    case ExprKind::in:
      return truth_of(is_in(expr, info, setting));
    case ExprKind::known: {
      const Position settled = known(at(expr.children[0], setting));
      return truth_of(expr.negated ? builder_.opposite(settled) : settled);
    }
    case ExprKind::within:
      return truth_of(within(expr, setting));
    case ExprKind::arithmetic:
    case ExprKind::minus:
      return arithmetic(expr, setting);
    case ExprKind::conditional:
      return choose(truth(expr.children[0], setting), at(expr.children[1], setting),
                    at(expr.children[2], setting));
    case ExprKind::any:
    case ExprKind::none:
    case ExprKind::count:
    case ExprKind::sum:
    case ExprKind::latest:
    case ExprKind::positive:
      return quantify(expr, info, setting.world);
  }
  return {};
}

std::vector<Position> Compiler::truths(const Expr& expr, Setting setting) {
  std::vector<Position> result;
  for (const ExprId child : expr.children) result.push_back(truth(child, setting));
  return result;
}

Columns Compiler::literal(const Expr& expr) {
  const auto value = facts::multiply(expr.number, expr.unit.factor);
  const bool time = expr.unit.dimension == facts::time_dimension && !expr.unit.text.empty();
  if (!time) {
    const auto number = value ? facts::Interval::point(*value) : facts::Interval::everything();
    return {Kind::number, {builder_.constant(number)}};
  }
  facts::Span span;
  if (value)
    span = expr.unit.calendar ? facts::span_of_months(*value) : facts::span_of_days(*value);
  return {Kind::span, {builder_.constant(span.days), builder_.constant(span.months)}};
}

namespace {

struct Parts {
  std::vector<Constant> operator()(Truth value) const { return {value}; }
  std::vector<Constant> operator()(const facts::Interval& value) const { return {value}; }
  std::vector<Constant> operator()(const facts::Span& value) const {
    return {value.days, value.months};
  }
  std::vector<Constant> operator()(const facts::DateRange& value) const { return {value}; }
  std::vector<Constant> operator()(const facts::Period& value) const {
    return {value.first, value.last};
  }
  std::vector<Constant> operator()(const facts::Word& value) const {
    return {Id{value.id.value_or(facts::no_id)}};
  }
  std::vector<Constant> operator()(const facts::ConceptName& value) const {
    return {Id{value.id.value_or(facts::no_id)}};
  }
};

}  // namespace

// A value of which nothing is known.
Columns Compiler::free(const facts::ValueType& type) {
  Columns result{type.kind, {}};
  for (const Constant& part : std::visit(Parts{}, facts::unknown_value(type)))
    result.parts.push_back(builder_.constant(part));
  return result;
}

// The columns of a fact or a field; `read` says which one.
Columns Compiler::stated(Instruction read, Kind kind) {
  read.column = column_of(kind);
  Columns result{kind, {builder_.add(read)}};
  if (kind != Kind::span && kind != Kind::period) return result;
  read.part = kind == Kind::span ? Part::months : Part::end;
  result.parts.push_back(builder_.add(read));
  return result;
}

Columns Compiler::name(const NodeInfo& info, Setting setting) {
  switch (info.ref) {
    case RefKind::as_of:
      return {Kind::date,
              {builder_.add({Opcode::as_of, Column::date, of_patients, {}, 0, 0, Part::value})}};
    case RefKind::field: {
      const facts::ValueType& type =
          pack_.knowledge->vocabulary.lists()[info.list].fields[info.index].type;
      if (setting.unlisted) return free(type);
      return stated({Opcode::field, Column::truth, info.list, {}, info.index, 0, Part::value},
                    type.kind);
    }
    case RefKind::fact:
      return fact(info.index, setting.world);
    case RefKind::definition:
      return definition(info.index, setting.world);
    case RefKind::none:
      break;
  }
  return {Kind::truth, {builder_.constant(Truth::unknown)}};
}

Columns Compiler::definition(std::size_t index, World world) {
  // Inside of an assumption a fact may mean something else.
  auto& memory = definitions_[index][static_cast<std::size_t>(world)];
  if (assuming_.empty() && memory) return *memory;
  const language::Statement& statement = pack_.pack.definitions[index].value;
  Columns value;
  if (statement.is_interpretation()) {
    std::vector<Position> readings;
    for (const language::Alternative& alternative : statement.alternatives)
      readings.push_back(truth(alternative.when, {world}));
    value = {Kind::truth, {builder_.agreed(std::move(readings))}};
  } else {
    value = at(statement.alternatives.front().when, {world});
  }
  if (assuming_.empty()) memory = value;
  return value;
}

// A fact as it was stated, or as its score sums it up, or as it is assumed while it is not
// supplied.
Columns Compiler::fact(facts::FactId id, World world) {
  if (pack_.score_of[id]) return scored(*pack_.score_of[id], id, world);
  const Kind kind = pack_.knowledge->vocabulary.facts()[id].type.kind;
  Columns as_stated =
      stated({Opcode::fact, Column::truth, of_patients, {}, id, 0, Part::value}, kind);
  const auto assumption = pack_.assumption_of[id];
  const bool own = std::ranges::find(assuming_, id) != assuming_.end();
  if (world == World::open || !assumption || own) return as_stated;
  assuming_.push_back(id);
  const Columns assumed = at(pack_.pack.assumptions[*assumption].value, {world});
  assuming_.pop_back();
  const Position supplied =
      builder_.add({Opcode::supplied, Column::truth, of_patients, {}, id, 0, Part::value});
  return choose(builder_.one_of({supplied, known(as_stated)}), as_stated, assumed);
}

// The sum of the terms under every policy; the score is the range over all of them.
Position Compiler::total(std::size_t index, World world) {
  const language::Score& score = pack_.pack.scores[index];
  std::vector<Position> terms;
  for (const language::Term& term : score.terms) terms.push_back(truth(term.value, {world}));
  std::optional<Position> range;
  for (const language::Policy& policy : score.policies) {
    Position sum = builder_.constant(facts::Interval::point(0));
    for (std::size_t i = 0; i < terms.size(); ++i) {
      const auto floor = policy.floors.find(i);
      Position term = terms[i];
      if (floor != policy.floors.end()) {
        const Position bound = builder_.constant(facts::Interval::point(floor->second));
        term = builder_.make(Opcode::raise, Column::number, {term, bound});
      }
      sum = builder_.make(Opcode::add, Column::number, {sum, term});
    }
    range = range ? builder_.make(Opcode::hull, Column::number, {*range, sum}) : sum;
  }
  return *range;
}

// What is stated is held against what is known, never against what is merely assumed.
Columns Compiler::scored(std::size_t index, facts::FactId fact, World world) {
  const language::Score& score = pack_.pack.scores[index];
  const auto read = [&](Opcode opcode, Column column, facts::FactId id) {
    return builder_.add({opcode, column, of_patients, {}, id, 0, Part::value});
  };
  const Position as_stated = read(Opcode::fact, Column::number, fact);
  std::vector<Position> supplied;
  for (const facts::FactId item : score.items)
    supplied.push_back(read(Opcode::supplied, Column::truth, item));
  Instruction reconcile{Opcode::reconcile, Column::number, of_patients, {}, 0, 0, Part::value};
  reconcile.index = builder_.add_rounding({score.rounded_to});
  const Position reconciled =
      builder_.make(reconcile, {as_stated, total(index, World::open),
                                free(pack_.knowledge->vocabulary.facts()[fact].type).parts[0]});
  const Position with_items =
      builder_.make(Opcode::choose, Column::number,
                    {read(Opcode::exact, Column::truth, fact), reconciled, total(index, world)});
  return {Kind::number,
          {builder_.make(Opcode::choose, Column::number,
                         {builder_.one_of(std::move(supplied)), with_items, as_stated})}};
}

// A span is known if it is in one of its measures, a period if both of its ends are.
Position Compiler::known(const Columns& value) {
  std::vector<Position> parts;
  for (const Position part : value.parts)
    parts.push_back(builder_.make(Opcode::known, Column::truth, {part}));
  return value.kind == Kind::span ? builder_.one_of(std::move(parts))
                                  : builder_.all_of(std::move(parts));
}

Position Compiler::ordered(Op op, const Columns& a, const Columns& b, bool by_months) {
  const std::size_t part = a.kind == Kind::span && by_months ? 1 : 0;
  const Position left = a.parts[part];
  const Position right = b.parts[part];
  const auto less = [&] { return builder_.make(Opcode::less, Column::truth, {left, right}); };
  const auto greater = [&] { return builder_.make(Opcode::less, Column::truth, {right, left}); };
  const auto equal = [&] {
    return builder_.make(Opcode::equal, Column::truth,
                         {std::min(left, right), std::max(left, right)});
  };
  switch (op) {
    case Op::less:
      return less();
    case Op::less_equal:
      return builder_.opposite(greater());
    case Op::greater:
      return greater();
    case Op::greater_equal:
      return builder_.opposite(less());
    case Op::equal:
      return equal();
    case Op::not_equal:
      return builder_.opposite(equal());
    case Op::none:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::before:
    case Op::after:
      break;
  }
  return builder_.constant(Truth::unknown);
}

Position Compiler::compare(const Expr& expr, const NodeInfo& info, Setting setting) {
  const Columns value = at(expr.children[0], setting);
  if (expr.kind == ExprKind::compare)
    return ordered(expr.op, value, at(expr.children[1], setting), info.by_months);
  // Each end in its own measure: from 6 weeks to 3 months.
  const auto end = [&](Op op, std::size_t i) {
    return ordered(op, value, at(expr.children[i], setting),
                   pack_.nodes[expr.children[i]].calendar);
  };
  return builder_.all_of({end(Op::greater_equal, 1), end(Op::less_equal, 2)});
}

Position Compiler::is_in(const Expr& expr, const NodeInfo& info, Setting setting) {
  const Columns value = at(expr.children[0], setting);
  const facts::Terminology& terms = pack_.knowledge->terminology;
  const bool word = value.kind == Kind::word;
  const language::Type& type = *pack_.nodes[expr.children[0]].type;
  Table table;
  for (const language::NameAt& name : expr.names) table.names.push_back(name.text);
  table.answers.assign(word ? type.declared->words.words.size() : terms.size(), Truth::no);
  for (std::uint32_t id = 0; id < table.answers.size(); ++id) {
    for (const std::uint32_t wanted : info.ids) {
      table.answers[id] = facts::either(table.answers[id],
                                        word ? facts::truth(id == wanted) : terms.is_a(id, wanted));
    }
  }
  Instruction shape{Opcode::in, Column::truth, of_patients, {}, 0, 0, Part::value};
  shape.index = builder_.add_table(std::move(table));
  const Position result = builder_.make(shape, value.parts);
  return expr.negated ? builder_.opposite(result) : result;
}

Position Compiler::shifted(Position date, const Expr& literal, bool forward) {
  const auto amount = facts::multiply(literal.number, literal.unit.factor);
  Instruction shape{Opcode::shift_days, Column::date, of_patients, {}, 0, 0, Part::value};
  if (literal.unit.calendar) shape.opcode = Opcode::shift_months;
  shape.amount = amount->floor() * (forward ? 1 : -1);
  return shape.amount == 0 ? date : builder_.make(shape, {date});
}

// Both ends of the window belong to it; a period lies in it if it shares a day with it.
Position Compiler::within(const Expr& expr, Setting setting) {
  const Columns value = at(expr.children[0], setting);
  const Position anchor = truth(expr.children[2], setting);
  const bool after = expr.op == Op::after;
  const Position other = shifted(anchor, pack_.pack.ast.at(expr.children[1]), after);
  const Position from = after ? anchor : other;
  const Position to = after ? other : anchor;
  const auto not_less = [&](Position a, Position b) {
    return builder_.opposite(builder_.make(Opcode::less, Column::truth, {a, b}));
  };
  const Position result =
      builder_.all_of({not_less(value.parts.back(), from), not_less(to, value.parts.front())});
  return expr.negated ? builder_.opposite(result) : result;
}

Columns Compiler::arithmetic(const Expr& expr, Setting setting) {
  const Columns left = at(expr.children[0], setting);
  if (expr.kind == ExprKind::minus)
    return {Kind::number, {builder_.make(Opcode::negate, Column::number, left.parts)}};
  const Columns right = at(expr.children[1], setting);
  const Position a = left.parts.front();
  const Position b = right.parts.front();
  if (left.kind == Kind::date && right.kind == Kind::date) {
    return {Kind::span,
            {builder_.make(Opcode::days_between, Column::number, {b, a}),
             builder_.make(Opcode::months_between, Column::number, {b, a})}};
  }
  if (left.kind == Kind::date) {
    const Expr& literal = pack_.pack.ast.at(expr.children[1]);
    return {Kind::date, {shifted(a, literal, expr.op == Op::add)}};
  }
  const Opcode opcode = expr.op == Op::add        ? Opcode::add
                        : expr.op == Op::subtract ? Opcode::subtract
                        : expr.op == Op::multiply ? Opcode::multiply
                                                  : Opcode::divide;
  return {Kind::number, {builder_.make(opcode, Column::number, {a, b})}};
}

Columns Compiler::choose(Position condition, const Columns& a, const Columns& b) {
  Columns result{a.kind, {}};
  for (std::size_t i = 0; i < a.parts.size(); ++i) {
    result.parts.push_back(a.parts[i] == b.parts[i]
                               ? a.parts[i]
                               : builder_.make(Opcode::choose, column_of(a.kind),
                                               {condition, a.parts[i], b.parts[i]}));
  }
  return result;
}

Program compile(const language::CheckedPack& pack, Conflicts conflicts) {
  return Compiler(pack, conflicts).program();
}

Program compile_expression(const language::CheckedPack& pack, ExprId root) {
  return Compiler(pack, Conflicts::unknown).of_expression(root);
}

}  // namespace regimen::program
