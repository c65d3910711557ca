// Entry: Builder::make and finish. Test: tests/program/compile_test.cpp.
#include "engine/program/builder.h"

#include <algorithm>
#include <utility>

#include "engine/program/frame.h"

namespace regimen::program {

using facts::Truth;

Builder::Builder(const facts::Knowledge& knowledge) {
  program_.knowledge = &knowledge;
  program_.reads = facts::BatchLayout(knowledge.vocabulary);
}

Position Builder::add(Instruction instruction) {
  const auto next = static_cast<Position>(program_.instructions.size());
  const auto [place, added] = known_.try_emplace(instruction, next);
  if (added) program_.instructions.push_back(std::move(instruction));
  return place->second;
}

namespace {

struct ColumnOf {
  Column operator()(Truth /*value*/) const { return Column::truth; }
  Column operator()(const facts::Interval& /*value*/) const { return Column::number; }
  Column operator()(const facts::DateRange& /*value*/) const { return Column::date; }
  Column operator()(const Id& /*value*/) const { return Column::id; }
};

// The position of the value, which is added where it is new.
template <typename T>
std::uint32_t place_of(std::vector<T>& all, const T& value) {
  const auto found = std::ranges::find(all, value);
  const auto place = static_cast<std::uint32_t>(found - all.begin());
  if (found == all.end()) all.push_back(value);
  return place;
}

Constant first_row(const Slot& slot, Column column) {
  switch (column) {
    case Column::truth:
      return slot.truth(0);
    case Column::number:
      return slot.number(0);
    case Column::date:
      return slot.date(0);
    case Column::id:
      return Id{slot.id(0)};
  }
  return Truth::unknown;
}

}  // namespace

Position Builder::constant(const Constant& value, Domain domain) {
  const std::uint32_t index = place_of(program_.constants, value);
  return add({Opcode::constant, std::visit(ColumnOf{}, value), domain, {}, index, 0, Part::value});
}

Position Builder::lift(Position position, Domain domain) {
  const Instruction from = program_.instructions[position];
  if (from.domain == domain) return position;
  if (is_constant(position)) return constant(program_.constants[from.index], domain);
  return add({Opcode::spread, from.column, domain, {position}, 0, 0, Part::value});
}

// What an instruction makes of constants: run over one row of them.
Constant Builder::fold(const Instruction& instruction) const {
  Program small;
  small.knowledge = program_.knowledge;
  small.tables = program_.tables;
  small.roundings = program_.roundings;
  Instruction last = instruction;
  for (Position& operand : last.operands) {
    Instruction constant = program_.instructions[operand];
    operand = static_cast<Position>(small.instructions.size());
    small.constants.push_back(program_.constants[constant.index]);
    constant.index = operand;
    small.instructions.push_back(std::move(constant));
  }
  small.instructions.push_back(last);
  Frame frame;
  frame.slots.resize(small.instructions.size());
  for (Position i = 0; i < small.instructions.size(); ++i) execute(small, i, frame);
  return first_row(frame.slots.back(), last.column);
}

Position Builder::make(Instruction shape, std::vector<Position> operands) {
  bool constants = true;
  for (const Position operand : operands) {
    if (domain_of(operand) != of_patients) shape.domain = domain_of(operand);
    constants = constants && is_constant(operand);
  }
  for (Position& operand : operands) operand = lift(operand, shape.domain);
  shape.operands = std::move(operands);
  return constants ? constant(fold(shape), shape.domain) : add(std::move(shape));
}

bool Builder::is_truth(Position position, Truth truth) const {
  return is_constant(position) &&
         program_.constants[program_.instructions[position].index] == Constant(truth);
}

// Without what changes nothing; settled where one operand settles it.
Position Builder::join(Opcode opcode, std::vector<Position> operands, Truth neutral) {
  Domain domain = of_patients;
  for (const Position operand : operands) {
    if (domain_of(operand) != of_patients) domain = domain_of(operand);
  }
  for (const Position operand : operands) {
    if (is_truth(operand, facts::negation(neutral)))
      return constant(facts::negation(neutral), domain);
  }
  std::erase_if(operands, [&](Position operand) { return is_truth(operand, neutral); });
  for (Position& operand : operands) operand = lift(operand, domain);
  std::ranges::sort(operands);
  operands.erase(std::unique(operands.begin(), operands.end()), operands.end());
  if (operands.empty()) return constant(neutral, domain);
  if (operands.size() == 1) return operands.front();
  return make(opcode, Column::truth, std::move(operands));
}

Position Builder::all_of(std::vector<Position> operands) {
  return join(Opcode::conjunction, std::move(operands), Truth::yes);
}

Position Builder::one_of(std::vector<Position> operands) {
  return join(Opcode::disjunction, std::move(operands), Truth::no);
}

Position Builder::opposite(Position operand) {
  const Instruction& instruction = program_.instructions[operand];
  if (instruction.opcode == Opcode::negation) return instruction.operands.front();
  return make(Opcode::negation, Column::truth, {operand});
}

Position Builder::agreed(std::vector<Position> readings) {
  std::ranges::sort(readings);
  readings.erase(std::unique(readings.begin(), readings.end()), readings.end());
  if (readings.size() == 1) return readings.front();
  return make(Opcode::agree, Column::truth, std::move(readings));
}

std::uint32_t Builder::add_table(Table table) {
  const auto same = std::ranges::find_if(program_.tables, [&](const Table& other) {
    return other.names == table.names && other.answers == table.answers;
  });
  const auto place = static_cast<std::uint32_t>(same - program_.tables.begin());
  if (same == program_.tables.end()) program_.tables.push_back(std::move(table));
  return place;
}

std::uint32_t Builder::add_target(const Target& target) {
  return place_of(program_.targets, target);
}

std::uint32_t Builder::add_rounding(const Rounding& rounding) {
  return place_of(program_.roundings, rounding);
}

void Builder::note_read(const Instruction& instruction) {
  facts::BatchLayout& reads = program_.reads;
  if (instruction.domain != of_patients) reads.lists[instruction.domain].read = true;
  switch (instruction.opcode) {
    case Opcode::fact:
    case Opcode::supplied:
    case Opcode::exact:
      reads.facts[instruction.index] = true;
      return;
    case Opcode::field:
      reads.lists[instruction.domain].fields[instruction.index] = true;
      return;
    case Opcode::unlisted:
    case Opcode::unlisted_assumed:
      reads.lists[program_.targets[instruction.index].list].read = true;
      return;
    case Opcode::constant:
    case Opcode::as_of:
    case Opcode::exists:
    case Opcode::undenied:
    case Opcode::conjunction:
    case Opcode::disjunction:
    case Opcode::negation:
    case Opcode::at_least:
    case Opcode::agree:
    case Opcode::known:
    case Opcode::less:
    case Opcode::equal:
    case Opcode::in:
    case Opcode::shift_days:
    case Opcode::shift_months:
    case Opcode::days_between:
    case Opcode::months_between:
    case Opcode::add:
    case Opcode::subtract:
    case Opcode::multiply:
    case Opcode::divide:
    case Opcode::negate:
    case Opcode::raise:
    case Opcode::hull:
    case Opcode::choose:
    case Opcode::reconcile:
    case Opcode::spread:
    case Opcode::any:
    case Opcode::count:
    case Opcode::sum:
    case Opcode::beyond:
    case Opcode::newest:
    case Opcode::latest:
    case Opcode::positive:
      return;
  }
}

namespace {

template <typename Each>
void for_each_truth(RuleCode& rule, const Each& each) {
  for (RuleTruths* truths : {&rule.open, &rule.assumed}) {
    each(truths->when);
    if (truths->guard != no_position) each(truths->guard);
    for (Position& alternative : truths->alternatives) each(alternative);
  }
}

}  // namespace

Program Builder::finish(std::vector<RuleCode> rules) {
  std::vector<Instruction>& all = program_.instructions;
  std::vector<bool> needed(all.size());
  for (RuleCode& rule : rules)
    for_each_truth(rule, [&](Position& position) { needed[position] = true; });
  for (std::size_t i = all.size(); i-- > 0;) {
    if (!needed[i]) continue;
    for (const Position operand : all[i].operands) needed[operand] = true;
  }
  std::vector<Position> moved(all.size(), no_position);
  std::vector<Instruction> kept;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!needed[i]) continue;
    moved[i] = static_cast<Position>(kept.size());
    for (Position& operand : all[i].operands) operand = moved[operand];
    note_read(all[i]);
    kept.push_back(std::move(all[i]));
  }
  for (RuleCode& rule : rules)
    for_each_truth(rule, [&](Position& position) { position = moved[position]; });
  all = std::move(kept);
  program_.rules = std::move(rules);
  return std::move(program_);
}

}  // namespace regimen::program
