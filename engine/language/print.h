// Print: the tree of an expression -> its text, on one line, with no more parentheses than it
// needs.
//
// What is printed parses to an equal tree (a property test holds it).
// Thread-safety: pure functions.
#pragma once

#include <string>

#include "engine/language/expr.h"
#include "engine/language/pack.h"

namespace regimen::language {

std::string print(const Ast& ast, ExprId root);

// What a rule asks, as its author wrote it, on one line; of an exclusion, its denial.
std::string required(const Pack& pack, const Rule& rule);

}  // namespace regimen::language
