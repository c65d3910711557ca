// Entry: Runner::run. Test: tests/program/run_test.cpp and tests/property/program_test.cpp.
#include "engine/program/run.h"

#include "engine/program/frame.h"
#include "engine/program/judge.h"

namespace regimen::program {

using facts::PlaneWord;

Verdict Verdicts::verdict(std::size_t rule, World world, std::size_t row) const {
  const RuleVerdicts& verdicts = of(rule, world);
  const std::size_t word = row / facts::plane_bits;
  const PlaneWord bit = facts::bit_of(row);
  if ((verdicts.pass[word] & bit) != 0) return Verdict::pass;
  if ((verdicts.fail[word] & bit) != 0) return Verdict::fail;
  return (verdicts.not_applicable[word] & bit) != 0 ? Verdict::not_applicable : Verdict::unknown;
}

Runner::Runner(const Program& program) : program_(&program), frame_(std::make_unique<Frame>()) {
  frame_->slots.resize(program.instructions.size());
}

Runner::~Runner() = default;
Runner::Runner(Runner&& other) noexcept = default;
Runner& Runner::operator=(Runner&& other) noexcept = default;

const Verdicts& Runner::run(const facts::Batch& batch) {
  frame_->read(batch);
  for (Position i = 0; i < program_->instructions.size(); ++i) execute(*program_, i, *frame_);
  judge(*program_, *frame_, batch.size(), verdicts_);
  return verdicts_;
}

Verdicts run(const Program& program, const facts::Batch& batch) {
  return Runner(program).run(batch);
}

}  // namespace regimen::program
