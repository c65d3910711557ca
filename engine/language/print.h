// Print: the tree of an expression -> its text, on one line, with no more parentheses than it
// needs.
//
// What is printed parses to an equal tree (a property test holds it).
// Thread-safety: pure function.
#pragma once

#include <string>

#include "engine/language/expr.h"

namespace regimen::language {

std::string print(const Ast& ast, ExprId root);

}  // namespace regimen::language
