// Compile: CheckedPack -> Program.
//
// Came before: the checker, which has done all validation. Every expression of every rule becomes
// instructions, for both worlds; equal instructions are made once, what has constant operands is
// worked out now, and what nothing reads is left out. The program means what the walk (walk.h)
// means; tests/property holds the two equal. Thread-safety: pure function.
#pragma once

#include "engine/language/check.h"
#include "engine/program/program.h"

namespace regimen::program {

Program compile(const language::CheckedPack& pack, Conflicts conflicts = Conflicts::unknown);

// One condition, as the only rule of a program, for tests.
Program compile_expression(const language::CheckedPack& pack, language::ExprId root);

}  // namespace regimen::program
