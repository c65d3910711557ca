// Parse: the text of an expression -> its tree in an Ast, or located diagnostics.
//
// The grammar stands in rules/LANGUAGE.md, "Grammar"; each function of the parser carries the name
// of its rule there. Thread-safety: pure function over its arguments.
#pragma once

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/facts/units.h"
#include "engine/language/expr.h"

namespace regimen::language {

struct ExpressionLimits {
  static constexpr std::size_t bytes = 16 * 1024;
  static constexpr std::size_t tokens = 4000;
  static constexpr std::size_t depth = 40;
};

// The expression in a scalar of a YAML file; places are those of the file. `no_expr` where it is
// broken.
ExprId parse(const core::Node& scalar, const facts::Units& units, Ast& ast,
             core::Diagnostics& diagnostics);

}  // namespace regimen::language
