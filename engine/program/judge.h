// Judge: the truths of the rules, once a frame has run, -> Verdicts. Used by run.cpp and
// coded_run.cpp.
//
// Thread-safety: for one thread.
#pragma once

#include <cstddef>

#include "engine/program/frame.h"
#include "engine/program/run.h"

namespace regimen::program {

// The memory of former verdicts is used again.
void judge(const Program& program, const Frame& frame, std::size_t patients, Verdicts& verdicts);

}  // namespace regimen::program
