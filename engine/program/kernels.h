// Kernels: what each opcode does to whole columns; opcode.cpp says of each what it is. Used by
// frame.cpp only.
//
// Each fills `step.out`, whose rows are those of the instruction. Thread-safety: a step belongs to
// one thread.
#pragma once

#include "engine/program/frame.h"

namespace regimen::program::kernels {

// kernel_reading.cpp
void constant(const Step& step);
void fact(const Step& step);
void supplied(const Step& step);
void exact(const Step& step);
void as_of(const Step& step);
void field(const Step& step);
void exists(const Step& step);
void undenied(const Step& step);
void unlisted(const Step& step);
void unlisted_assumed(const Step& step);

// kernel_logic.cpp
void conjunction(const Step& step);
void disjunction(const Step& step);
void negation(const Step& step);
void at_least(const Step& step);
void agree(const Step& step);
void known(const Step& step);
void less(const Step& step);
void equal(const Step& step);
void in(const Step& step);

// kernel_values.cpp
void shift_days(const Step& step);
void shift_months(const Step& step);
void days_between(const Step& step);
void months_between(const Step& step);
void add(const Step& step);
void subtract(const Step& step);
void multiply(const Step& step);
void divide(const Step& step);
void negate(const Step& step);
void raise(const Step& step);
void hull(const Step& step);
void choose(const Step& step);
void reconcile(const Step& step);
void beyond(const Step& step);

// kernel_lists.cpp
void spread(const Step& step);
void any(const Step& step);
void count(const Step& step);
void sum(const Step& step);
void newest(const Step& step);
void latest(const Step& step);
void positive(const Step& step);

}  // namespace regimen::program::kernels
