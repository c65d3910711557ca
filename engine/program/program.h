// Program: a checked pack as a flat list of instructions over columns, for many patients at once.
//
// Came before: CheckedPack (compile.h makes it). Comes next: Verdicts (run.h). It holds both
// worlds, open and with the declared assumptions; what they share stands in it once, as does
// whatever else two expressions share. It says truth alone: reasons, missing facts and assumptions
// leant on are the walk's. Thread-safety: immutable after compiling, may be shared. It refers to
// the Knowledge of its pack, which must outlive it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/facts/batch.h"
#include "engine/facts/knowledge.h"
#include "engine/language/pack.h"
#include "engine/program/opcode.h"
#include "engine/program/walk.h"

namespace regimen::program {

using Position = std::uint32_t;  // of an instruction
constexpr Position no_position = 0xFFFFFFFF;

// Whose rows a column has: the patients, or the entries of a list.
using Domain = std::uint32_t;
constexpr Domain of_patients = 0xFFFFFFFF;

// Which column of a fact or a field.
enum class Part : std::uint8_t { value, months, end };

struct Instruction {
  Opcode opcode = Opcode::constant;
  Column column = Column::truth;
  Domain domain = of_patients;
  std::vector<Position> operands;
  // What else it needs: of `constant`, `in`, `reconcile` and the two `unlisted` a position in the
  // program's constants, tables, roundings and targets; of `fact`, `supplied`, `exact` and `field`
  // the fact or field; of those that go through a list, the list.
  std::uint32_t index = 0;
  // Of `at_least` how many, of the shifts how far, of `latest` which of the columns.
  std::int64_t amount = 0;
  Part part = Part::value;

  auto operator<=>(const Instruction&) const = default;
};

struct Id {
  std::uint32_t value = facts::no_id;
  bool operator==(const Id&) const = default;
};
using Constant = std::variant<facts::Truth, facts::Interval, facts::DateRange, Id>;

// The answers of an `in`.
struct Table {
  std::vector<std::string> names;     // as the rule writes them
  std::vector<facts::Truth> answers;  // by id
};

struct Target {
  facts::ListId list = 0;
  bool any = false;  // nothing is known of what is asked for
  std::vector<facts::ConceptId> concepts;
  bool operator==(const Target&) const = default;
};

// What of a total may be lost by rounding.
struct Rounding {
  std::optional<facts::Rational> to;
  bool operator==(const Rounding&) const = default;
};

// Where the truths of one rule stand in one world.
struct RuleTruths {
  Position when = no_position;
  Position guard = no_position;  // none: the rule always applies
  std::vector<Position> alternatives;
};

struct RuleCode {
  std::string id;
  bool passes_when_no = false;  // an exclusion
  RuleTruths open;
  RuleTruths assumed;

  [[nodiscard]] const RuleTruths& in(World world) const {
    return world == World::open ? open : assumed;
  }
};

struct Program {
  std::string pack;  // id and version
  std::vector<Instruction> instructions;
  std::vector<Constant> constants;
  std::vector<Table> tables;
  std::vector<Target> targets;
  std::vector<Rounding> roundings;
  std::vector<RuleCode> rules;  // in the order of the pack
  facts::BatchLayout reads;
  Conflicts conflicts = Conflicts::unknown;
  const facts::Knowledge* knowledge = nullptr;
};

}  // namespace regimen::program
