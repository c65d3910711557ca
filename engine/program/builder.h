// Builder: a program under construction: adds instructions, each distinct one once, and works out
// at once what has constant operands. Used by compile.cpp and compile_lists.cpp.
//
// Thread-safety: for one thread.
#pragma once

#include <map>
#include <vector>

#include "engine/program/program.h"

namespace regimen::program {

class Builder {
 public:
  explicit Builder(const facts::Knowledge& knowledge);

  // As it is given, or the position of its like.
  Position add(Instruction instruction);
  Position constant(const Constant& value, Domain domain = of_patients);
  // Row by row: operands of patients are spread to the entries where one is of entries. `shape`
  // brings all but the operands and the domain.
  Position make(Instruction shape, std::vector<Position> operands);
  Position make(Opcode opcode, Column column, std::vector<Position> operands) {
    return make({opcode, column, of_patients, {}, 0, 0, Part::value}, std::move(operands));
  }
  // The column as one of the rows of `domain`. REQUIRES: it is of patients, or of these rows
  Position lift(Position position, Domain domain);

  Position all_of(std::vector<Position> operands);
  Position one_of(std::vector<Position> operands);
  Position opposite(Position operand);
  // REQUIRES: at least one reading
  Position agreed(std::vector<Position> readings);

  std::uint32_t add_table(Table table);
  std::uint32_t add_target(const Target& target);
  std::uint32_t add_rounding(const Rounding& rounding);

  [[nodiscard]] Domain domain_of(Position position) const {
    return program_.instructions[position].domain;
  }

  // Whether the column is this in all rows.
  [[nodiscard]] bool is_truth(Position position, facts::Truth truth) const;

  // With these rules; what none of them needs is left out.
  Program finish(std::vector<RuleCode> rules);

 private:
  [[nodiscard]] bool is_constant(Position position) const {
    return program_.instructions[position].opcode == Opcode::constant;
  }
  [[nodiscard]] Constant fold(const Instruction& instruction) const;
  Position join(Opcode opcode, std::vector<Position> operands, facts::Truth neutral);
  void note_read(const Instruction& instruction);

  Program program_;
  std::map<Instruction, Position> known_;
};

}  // namespace regimen::program
