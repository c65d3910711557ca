// Compiler: the state of one compilation. Used by compile.cpp and compile_lists.cpp only.
//
// Thread-safety: for one thread.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "engine/language/check.h"
#include "engine/program/builder.h"

namespace regimen::program {

// Where an expression stands: in which world, and of what its fields speak.
struct Setting {
  World world = World::open;
  bool unlisted = false;  // of an entry that is in no list, of which nothing is known
};

// A value as columns: a span as days and months, a period as first and last day, all else as one.
struct Columns {
  facts::Kind kind = facts::Kind::truth;
  std::vector<Position> parts;
};

class Compiler {
 public:
  Compiler(const language::CheckedPack& pack, Conflicts conflicts);

  Program program();
  Program of_expression(language::ExprId root);

 private:
  RuleCode rule(const language::Rule& rule);
  RuleTruths rule(const language::Rule& rule, World world);

  Columns at(language::ExprId id, Setting setting);
  Position truth(language::ExprId id, Setting setting) { return at(id, setting).parts.front(); }
  std::vector<Position> truths(const language::Expr& expr, Setting setting);
  Columns literal(const language::Expr& expr);
  Columns name(const language::NodeInfo& info, Setting setting);
  Columns fact(facts::FactId id, World world);
  Columns scored(std::size_t index, facts::FactId fact, World world);
  Position total(std::size_t index, World world);
  Columns definition(std::size_t index, World world);
  Position known(const Columns& value);
  Position compare(const language::Expr& expr, const language::NodeInfo& info, Setting setting);
  Position ordered(language::Op op, const Columns& a, const Columns& b, bool by_months);
  Position is_in(const language::Expr& expr, const language::NodeInfo& info, Setting setting);
  Position within(const language::Expr& expr, Setting setting);
  Position shifted(Position date, const language::Expr& literal, bool forward);
  Columns arithmetic(const language::Expr& expr, Setting setting);
  Columns choose(Position condition, const Columns& a, const Columns& b);
  Columns free(const facts::ValueType& type);
  Columns stated(Instruction read, facts::Kind kind);

  // compile_lists.cpp
  Columns quantify(const language::Expr& expr, const language::NodeInfo& info, World world);
  Position entries(const language::Expr& expr, const language::NodeInfo& info, World world);
  Position remainder(const language::Expr& expr, const language::NodeInfo& info, World world);
  Position field_part(facts::ListId list, facts::FieldId field);
  Position over(Opcode opcode, Column column, facts::ListId list, std::vector<Position> operands);
  Columns latest(const language::Expr& expr, const language::NodeInfo& info, World world);
  Position positive(const language::Expr& expr, const language::NodeInfo& info, World world);

  const language::CheckedPack& pack_;
  Conflicts conflicts_;
  Builder builder_;
  std::vector<facts::FactId> assuming_;                 // whose assumed values are being worked out
  using Known = std::array<std::optional<Columns>, 2>;  // by world
  std::vector<Known> definitions_;
};

}  // namespace regimen::program
