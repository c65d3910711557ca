// Entry: execute: which kernel does which opcode. Test: tests/program/run_test.cpp.
#include "engine/program/frame.h"

#include "engine/program/kernels.h"

namespace regimen::program {

namespace {

void dispatch(const Step& step) {
  switch (step.instruction.opcode) {
    case Opcode::constant:
      return kernels::constant(step);
    case Opcode::fact:
      return kernels::fact(step);
    case Opcode::supplied:
      return kernels::supplied(step);
    case Opcode::exact:
      return kernels::exact(step);
    case Opcode::as_of:
      return kernels::as_of(step);
    case Opcode::field:
      return kernels::field(step);
    case Opcode::exists:
      return kernels::exists(step);
    case Opcode::undenied:
      return kernels::undenied(step);
    case Opcode::unlisted:
      return kernels::unlisted(step);
    case Opcode::unlisted_assumed:
      return kernels::unlisted_assumed(step);
    case Opcode::conjunction:
      return kernels::conjunction(step);
    case Opcode::disjunction:
      return kernels::disjunction(step);
    case Opcode::negation:
      return kernels::negation(step);
    case Opcode::at_least:
      return kernels::at_least(step);
    case Opcode::agree:
      return kernels::agree(step);
    case Opcode::known:
      return kernels::known(step);
    case Opcode::less:
      return kernels::less(step);
    case Opcode::equal:
      return kernels::equal(step);
    case Opcode::in:
      return kernels::in(step);
    case Opcode::shift_days:
      return kernels::shift_days(step);
    case Opcode::shift_months:
      return kernels::shift_months(step);
    case Opcode::days_between:
      return kernels::days_between(step);
    case Opcode::months_between:
      return kernels::months_between(step);
    case Opcode::add:
      return kernels::add(step);
    case Opcode::subtract:
      return kernels::subtract(step);
    case Opcode::multiply:
      return kernels::multiply(step);
    case Opcode::divide:
      return kernels::divide(step);
    case Opcode::negate:
      return kernels::negate(step);
    case Opcode::raise:
      return kernels::raise(step);
    case Opcode::hull:
      return kernels::hull(step);
    case Opcode::choose:
      return kernels::choose(step);
    case Opcode::reconcile:
      return kernels::reconcile(step);
    case Opcode::spread:
      return kernels::spread(step);
    case Opcode::any:
      return kernels::any(step);
    case Opcode::count:
      return kernels::count(step);
    case Opcode::sum:
      return kernels::sum(step);
    case Opcode::beyond:
      return kernels::beyond(step);
    case Opcode::newest:
      return kernels::newest(step);
    case Opcode::latest:
      return kernels::latest(step);
    case Opcode::positive:
      return kernels::positive(step);
  }
}

}  // namespace

void execute(const Program& program, Position position, Frame& frame) {
  const Instruction& instruction = program.instructions[position];
  dispatch({program, instruction, frame, frame.slots[position], frame.rows(instruction.domain)});
}

}  // namespace regimen::program
