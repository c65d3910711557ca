// Entry: Demand. Test: tests/program/coded_test.cpp.
#include "engine/program/demand.h"

#include <algorithm>
#include <iterator>

namespace regimen::program {

namespace {

using Branches = std::vector<Demand::Branch>;  // sorted

Branches with(Branches branches, const Demand::Branch& one) {
  const auto place = std::ranges::lower_bound(branches, one);
  if (place == branches.end() || *place != one) branches.insert(place, one);
  return branches;
}

Branches shared(const Branches& a, const Branches& b) {
  Branches result;
  std::ranges::set_intersection(a, b, std::back_inserter(result));
  return result;
}

}  // namespace

Demand::Demand(const Program& program, const std::vector<Position>& positions)
    : branches(program.instructions.size()) {
  const std::vector<Instruction>& all = program.instructions;
  // What needs nothing that may be left out: truths of truths, constants, and what runs elsewhere.
  std::vector<bool> early(all.size(), true);
  for (const Position i : positions) {
    const Instruction& one = all[i];
    early[i] = (one.column == Column::truth || one.operands.empty()) &&
               std::ranges::all_of(one.operands, [&](Position operand) { return early[operand]; });
  }
  for (const bool wanted : {true, false}) {
    for (const Position i : positions)
      if (early[i] == wanted) order.push_back(i);
  }

  // From the users to what they use.
  std::vector<bool> used(all.size());
  const auto use = [&](Position operand, const Branches& where) {
    branches[operand] = used[operand] ? shared(branches[operand], where) : where;
    used[operand] = true;
  };
  for (std::size_t i = positions.size(); i-- > 0;) {
    const Position position = positions[i];
    const Instruction& one = all[position];
    // Of other rows than its operands', or cheap for all of them.
    const bool whole = one.column == Column::truth || one.domain != program::of_patients;
    if (whole) branches[position].clear();
    const Branches& own = branches[position];
    for (std::size_t k = 0; k < one.operands.size(); ++k) {
      const bool branch = one.opcode == Opcode::choose && k > 0 && early[one.operands[0]] && !whole;
      use(one.operands[k], branch ? with(own, {one.operands[0], k == 2}) : own);
    }
  }
  for (const Position i : positions) {
    if (early[i]) branches[i].clear();
  }
}

void Demand::mark(Position position, const Frame& frame,
                  std::vector<facts::PlaneWord>& rows) const {
  std::ranges::fill(rows, ~facts::PlaneWord{0});
  for (const Branch& branch : branches[position]) {
    const Slot& condition = frame.slots[branch.condition];
    const facts::PlaneWord* const other = branch.second ? condition.yes : condition.no;
    for (std::size_t word = 0; word < rows.size(); ++word) rows[word] &= ~other[word];
  }
}

}  // namespace regimen::program
