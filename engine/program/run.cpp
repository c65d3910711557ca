// Entry: Runner::run. Test: tests/program/run_test.cpp and tests/property/program_test.cpp.
#include "engine/program/run.h"

#include "engine/program/frame.h"

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
  verdicts_.open.resize(program.rules.size());
  verdicts_.assumed.resize(program.rules.size());
}

Runner::~Runner() = default;
Runner::Runner(Runner&& other) noexcept = default;
Runner& Runner::operator=(Runner&& other) noexcept = default;

namespace {

// The bits of a word that stand for patients.
PlaneWord mask(std::size_t patients, std::size_t word) {
  const std::size_t left = patients - word * facts::plane_bits;
  return left < facts::plane_bits ? facts::bit_of(left) - 1 : ~PlaneWord{0};
}

void take(const Slot& slot, std::size_t patients, facts::Planes& planes) {
  const std::size_t words = facts::words_for(patients);
  planes.rows = patients;
  planes.yes.resize(words);
  planes.no.resize(words);
  for (std::size_t word = 0; word < words; ++word) {
    planes.yes[word] = slot.yes[word] & mask(patients, word);
    planes.no[word] = slot.no[word] & mask(patients, word);
  }
}

void always(std::size_t patients, facts::Planes& planes) {
  const std::size_t words = facts::words_for(patients);
  planes.rows = patients;
  planes.yes.resize(words);
  planes.no.assign(words, 0);
  for (std::size_t word = 0; word < words; ++word) planes.yes[word] = mask(patients, word);
}

// A false guard drops the rule; an unknown one leaves it unknown unless it passes anyway.
void judge(const RuleCode& code, RuleVerdicts& verdicts) {
  const facts::Planes& when = verdicts.when;
  const facts::Planes& guard = verdicts.guard;
  const std::vector<PlaneWord>& good = code.passes_when_no ? when.no : when.yes;
  const std::vector<PlaneWord>& bad = code.passes_when_no ? when.yes : when.no;
  const std::size_t words = when.yes.size();
  verdicts.pass.resize(words);
  verdicts.fail.resize(words);
  for (std::size_t word = 0; word < words; ++word) {
    verdicts.pass[word] = good[word] & ~guard.no[word];
    verdicts.fail[word] = bad[word] & guard.yes[word];
  }
  verdicts.not_applicable = guard.no;
}

}  // namespace

const Verdicts& Runner::run(const facts::Batch& batch) {
  frame_->read(batch);
  for (Position i = 0; i < program_->instructions.size(); ++i) execute(*program_, i, *frame_);
  verdicts_.patients = batch.size();
  for (std::size_t i = 0; i < program_->rules.size(); ++i) {
    const RuleCode& code = program_->rules[i];
    for (const World world : {World::open, World::assumed}) {
      const RuleTruths& truths = code.in(world);
      RuleVerdicts& verdicts = (world == World::open ? verdicts_.open : verdicts_.assumed)[i];
      take(frame_->slots[truths.when], batch.size(), verdicts.when);
      if (truths.guard == no_position) {
        always(batch.size(), verdicts.guard);
      } else {
        take(frame_->slots[truths.guard], batch.size(), verdicts.guard);
      }
      judge(code, verdicts);
      verdicts.alternatives.resize(truths.alternatives.size());
      for (std::size_t k = 0; k < truths.alternatives.size(); ++k)
        take(frame_->slots[truths.alternatives[k]], batch.size(), verdicts.alternatives[k]);
    }
  }
  return verdicts_;
}

Verdicts run(const Program& program, const facts::Batch& batch) {
  return Runner(program).run(batch);
}

}  // namespace regimen::program
