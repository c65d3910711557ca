// Entry: judge. Test: tests/program/run_test.cpp and tests/program/coded_test.cpp.
#include "engine/program/judge.h"

namespace regimen::program {

using facts::PlaneWord;

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

void judge(const Program& program, const Frame& frame, std::size_t patients, Verdicts& verdicts) {
  verdicts.open.resize(program.rules.size());
  verdicts.assumed.resize(program.rules.size());
  verdicts.patients = patients;
  for (std::size_t i = 0; i < program.rules.size(); ++i) {
    const RuleCode& code = program.rules[i];
    for (const World world : {World::open, World::assumed}) {
      const RuleTruths& truths = code.in(world);
      RuleVerdicts& found = (world == World::open ? verdicts.open : verdicts.assumed)[i];
      take(frame.slots[truths.when], patients, found.when);
      if (truths.guard == no_position) {
        always(patients, found.guard);
      } else {
        take(frame.slots[truths.guard], patients, found.guard);
      }
      judge(code, found);
      found.alternatives.resize(truths.alternatives.size());
      for (std::size_t k = 0; k < truths.alternatives.size(); ++k)
        take(frame.slots[truths.alternatives[k]], patients, found.alternatives[k]);
    }
  }
}

}  // namespace regimen::program
