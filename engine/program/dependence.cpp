// Entry: Dependence. Test: tests/program/coded_test.cpp.
#include "engine/program/dependence.h"

namespace regimen::program {

using facts::PartId;

namespace {

// What an instruction reads by itself.
struct Reading {
  PartId part = Dependence::day_alone;
  bool alone = true;  // what stands beside the entry matters, or who has it
};

Reading reading_of(const Program& program, const Instruction& one, const facts::Parts& parts) {
  switch (one.opcode) {
    case Opcode::fact:
    case Opcode::supplied:
    case Opcode::exact:
      return {parts.of_fact(one.index)};
    case Opcode::field:
    case Opcode::exists:
      return {parts.of_list(one.domain)};
    case Opcode::undenied:
      return {parts.of_list(one.domain), false};
    case Opcode::unlisted:
    case Opcode::unlisted_assumed:
      return {parts.of_list(program.targets[one.index].list), false};
    case Opcode::any:
    case Opcode::count:
    case Opcode::sum:
    case Opcode::newest:
    case Opcode::latest:
    case Opcode::positive:
      return {parts.of_list(one.index), false};
    case Opcode::constant:
    case Opcode::as_of:
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
    case Opcode::beyond:
      return {};
  }
  return {};
}

PartId join(PartId a, PartId b) {
  if (a == Dependence::day_alone) return b;
  return b == Dependence::day_alone || a == b ? a : Dependence::several;
}

using Reads = std::vector<bool>;  // by PartId

void unite(Reads& into, const Reads& other) {
  for (std::size_t i = 0; i < other.size(); ++i) into[i] = into[i] || other[i];
}

template <typename Each>
void for_each_truth(const RuleCode& rule, const Each& each) {
  for (const RuleTruths* truths : {&rule.open, &rule.assumed}) {
    each(truths->when);
    if (truths->guard != no_position) each(truths->guard);
    for (const Position alternative : truths->alternatives) each(alternative);
  }
}

// What runs to have these columns, without what runs elsewhere.
template <typename Here>
std::vector<Position> needed(const Program& program, std::vector<bool> wanted, const Here& here) {
  for (std::size_t i = wanted.size(); i-- > 0;) {
    wanted[i] = wanted[i] && here(static_cast<Position>(i));
    if (!wanted[i]) continue;
    for (const Position operand : program.instructions[i].operands) wanted[operand] = true;
  }
  std::vector<Position> result;
  for (Position i = 0; i < wanted.size(); ++i) {
    if (wanted[i]) result.push_back(i);
  }
  return result;
}

}  // namespace

Dependence::Dependence(const Program& program, const facts::Parts& parts)
    : homes(parts.count() + 1) {
  const std::vector<Instruction>& all = program.instructions;
  std::vector<Reads> reads(all.size(), Reads(parts.count()));
  for (Position i = 0; i < all.size(); ++i) {
    const Reading own = reading_of(program, all[i], parts);
    if (own.part != day_alone) reads[i][own.part] = true;
    PartId part = own.alone ? own.part : several;
    for (const Position operand : all[i].operands) {
      unite(reads[i], reads[operand]);
      part = join(part, part_of[operand]);
    }
    // A fact that stands beside the entries is of two parts.
    if (all[i].opcode == Opcode::spread && part != day_alone) part = several;
    part_of.push_back(part);
  }

  // The day's entries have no dictionary of their own, and a constant costs nothing anywhere.
  const auto runs_here = [&](Position i) {
    const bool of_day = part_of[i] == day_alone;
    const bool trivial = all[i].opcode == Opcode::constant || all[i].opcode == Opcode::as_of;
    return part_of[i] == several || (of_day && (trivial || all[i].domain != program::of_patients));
  };
  std::vector<bool> asked(all.size());
  for (const RuleCode& code : program.rules) {
    Reads read(parts.count());
    for_each_truth(code, [&](Position position) {
      asked[position] = true;
      unite(read, reads[position]);
    });
    rule.emplace_back();
    for (PartId part = 0; part < read.size(); ++part) {
      if (read[part]) rule.back().push_back(part);
    }
  }
  for (Position i = 0; i < all.size(); ++i) {
    if (part_of[i] == several) asked[i] = true;
  }
  of_patients = needed(program, asked, runs_here);
  for (const Position i : of_patients) {
    for (const Position operand : all[i].operands) asked[operand] = true;
  }
  for (Position i = 0; i < all.size(); ++i) {
    if (!asked[i] || runs_here(i)) continue;
    homes[part_of[i] == day_alone ? parts.count() : part_of[i]].asked.push_back(i);
  }
  for (Home& home : homes) {
    std::vector<bool> wanted(all.size());
    for (const Position i : home.asked) wanted[i] = true;
    home.runs = needed(program, wanted, [](Position) { return true; });
  }
}

}  // namespace regimen::program
