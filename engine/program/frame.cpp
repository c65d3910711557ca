// Entry: execute: which kernel does which opcode; and what a frame reads.
// Test: tests/program/run_test.cpp.
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

void Frame::read(const facts::Batch& batch) {
  patients_ = batch.size();
  first_ = 0;
  single_ = false;
  as_of_.dates = batch.as_of().data();
  facts_ = &batch.facts();
  lists_ = &batch.lists();
}

void Frame::read_dictionary(const facts::Batch& dictionary, std::size_t first) {
  read(dictionary);
  patients_ -= first;
  first_ = first;
  single_ = true;
  as_of_.dates += first;
}

void Frame::read_days(const std::vector<facts::DateRange>& days) {
  patients_ = days.size();
  as_of_.dates = days.data();
}

void Frame::read(const facts::CodedBatch& batch) {
  patients_ = batch.size();
  single_ = false;
  as_of_.dates = batch.days().data();
  as_of_.codes = batch.day_codes().data();
  lists_ = &batch.lists();
}

void execute(const Program& program, Position position, Frame& frame) {
  const Instruction& instruction = program.instructions[position];
  dispatch({program, instruction, frame, frame.slots[position], frame.rows(instruction.domain)});
}

}  // namespace regimen::program
