// Print: a program as text, an instruction a line, then where the truths of each rule stand.
//
// For authors and for who works on the engine; not made to be read back. Thread-safety: pure
// function.
#pragma once

#include <string>

#include "engine/program/program.h"

namespace regimen::program {

std::string print(const Program& program);

}  // namespace regimen::program
