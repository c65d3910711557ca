// Entry: Compiler::quantify: `any`, `no`, `count`, `sum`, `latest` and `positive` over a list.
// Test: tests/program/run_test.cpp and tests/property/program_test.cpp.
#include <utility>

#include "engine/program/compiler.h"

namespace regimen::program {

using facts::Kind;
using facts::Truth;
using language::Expr;
using language::ExprKind;
using language::NodeInfo;

namespace {

std::size_t where_of(const Expr& expr) { return expr.kind == ExprKind::sum ? 1 : 0; }

}  // namespace

// From the entries of a list to their patients.
Position Compiler::over(Opcode opcode, Column column, facts::ListId list,
                        std::vector<Position> operands) {
  return builder_.add({opcode, column, of_patients, std::move(operands), list, 0, Part::value});
}

// The column of a field that has one.
Position Compiler::field_part(facts::ListId list, facts::FieldId field) {
  const Kind kind = pack_.knowledge->vocabulary.lists()[list].fields[field].type.kind;
  return stated({Opcode::field, Column::truth, list, {}, field, 0, Part::value}, kind)
      .parts.front();
}

// For each entry whether it is there and satisfies the `where`.
Position Compiler::entries(const Expr& expr, const NodeInfo& info, World world) {
  const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[info.list];
  const std::size_t where = where_of(expr);
  std::vector<Position> conditions;
  if (expr.children.size() > where)
    conditions.push_back(truth(expr.children[where], {world, false}));
  conditions.push_back(
      builder_.add({Opcode::exists, Column::truth, info.list, {}, 0, 0, Part::value}));
  const Position identity = field_part(info.list, list.identity);
  conditions.push_back(
      builder_.add({Opcode::undenied, Column::truth, info.list, {identity}, 0, 0, Part::value}));
  return builder_.lift(builder_.all_of(std::move(conditions)), info.list);
}

// Whether an entry that is not in the list may satisfy the `where`: no or unknown.
Position Compiler::remainder(const Expr& expr, const NodeInfo& info, World world) {
  const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[info.list];
  const std::size_t where = where_of(expr);
  Target target{info.list, true, {}};
  if (info.targets) target = {info.list, false, *info.targets};
  const bool assumed = world == World::assumed && !list.assumption.empty();
  const Opcode opcode = assumed ? Opcode::unlisted_assumed : Opcode::unlisted;
  const Position open = builder_.add(
      {opcode, Column::truth, of_patients, {}, builder_.add_target(target), 0, Part::value});
  if (expr.children.size() <= where) return open;
  const Position holds = truth(expr.children[where], {world, true});
  // It is never yes, so an unknown adds nothing.
  return builder_.is_truth(holds, Truth::unknown) ? open : builder_.all_of({open, holds});
}

Columns Compiler::quantify(const Expr& expr, const NodeInfo& info, World world) {
  const auto any = [&] {
    const Position listed =
        over(Opcode::any, Column::truth, info.list, {entries(expr, info, world)});
    return builder_.one_of({listed, remainder(expr, info, world)});
  };
  switch (expr.kind) {
    case ExprKind::any:
      return {Kind::truth, {any()}};
    case ExprKind::none:
      return {Kind::truth, {builder_.opposite(any())}};
    case ExprKind::count:
      return {Kind::number,
              {over(Opcode::count, Column::number, info.list,
                    {entries(expr, info, world), remainder(expr, info, world)})}};
    case ExprKind::sum: {
      const Position part = builder_.lift(truth(expr.children[0], {world, false}), info.list);
      const Position beyond =
          builder_.make(Opcode::beyond, Column::number, {truth(expr.children[0], {world, true})});
      return {Kind::number,
              {over(Opcode::sum, Column::number, info.list,
                    {part, entries(expr, info, world), remainder(expr, info, world), beyond})}};
    }
    case ExprKind::latest:
      return latest(expr, info, world);
    case ExprKind::positive:
      return {Kind::truth, {positive(expr, info, world)}};
    case ExprKind::number:
    case ExprKind::date:
    case ExprKind::name:
    case ExprKind::negation:
    case ExprKind::conjunction:
    case ExprKind::disjunction:
    case ExprKind::at_least:
    case ExprKind::compare:
    case ExprKind::between:
    case ExprKind::is:
    case ExprKind::in:
    case ExprKind::known:
    case ExprKind::within:
    case ExprKind::arithmetic:
    case ExprKind::minus:
    case ExprKind::conditional:
      break;
  }
  return {};
}

Columns Compiler::latest(const Expr& expr, const NodeInfo& info, World world) {
  const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[info.list];
  const facts::FieldId field = info.ids.front();
  const facts::ValueType& type = list.fields[field].type;
  const Position as_of =
      builder_.add({Opcode::as_of, Column::date, of_patients, {}, 0, 0, Part::value});
  const Position newest =
      builder_.add({Opcode::newest,
                    Column::truth,
                    info.list,
                    {entries(expr, info, world), field_part(info.list, *list.existed), as_of},
                    info.list,
                    0,
                    Part::value});
  const Columns value =
      stated({Opcode::field, Column::truth, info.list, {}, field, 0, Part::value}, type.kind);
  const Columns otherwise = free(type);
  Columns result{type.kind, {}};
  for (std::size_t i = 0; i < value.parts.size(); ++i) {
    std::vector<Position> operands = {newest, known(value), otherwise.parts[i]};
    operands.insert(operands.end(), value.parts.begin(), value.parts.end());
    result.parts.push_back(
        builder_.add({Opcode::latest, column_of(type.kind), of_patients, std::move(operands),
                      info.list, static_cast<std::int64_t>(i), Part::value}));
  }
  return result;
}

Position Compiler::positive(const Expr& expr, const NodeInfo& info, World world) {
  const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[info.list];
  std::vector<Position> operands = {entries(expr, info, world),
                                    field_part(info.list, list.outcome->field),
                                    field_part(info.list, list.identity)};
  if (list.existed) {
    operands.push_back(field_part(info.list, *list.existed));
    operands.push_back(
        builder_.add({Opcode::as_of, Column::date, of_patients, {}, 0, 0, Part::value}));
  }
  return over(Opcode::positive, Column::truth, info.list, std::move(operands));
}

}  // namespace regimen::program
