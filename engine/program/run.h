// Run: Program + Batch -> Verdicts: for every rule and every patient of the batch whether it holds,
// applies and passes, open-world and with the declared assumptions.
//
//   const Program program = compile(pack);
//   facts::Batch batch(program.reads);
//   for (...) batch.add(settled);            // as many as you like; a thousand or so is fastest
//   Runner runner(program);                  // one a thread
//   const Verdicts& verdicts = runner.run(batch);
//   verdicts.verdict(rule, World::open, row);
//
// The walk (walk.h) says the same of one patient, and why. Thread-safety: a Runner is for one
// thread; Program and Batch are only read.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "engine/facts/batch.h"
#include "engine/program/finding.h"
#include "engine/program/program.h"

namespace regimen::program {

// What a rule came to, a bit for each patient. Bits beyond the last patient are 0.
struct RuleVerdicts {
  facts::Planes when;
  facts::Planes guard;  // yes where the rule has none
  std::vector<facts::PlaneWord> pass;
  std::vector<facts::PlaneWord> fail;
  std::vector<facts::PlaneWord> not_applicable;
  // One for each alternative of the statement; of a work-up rule, whether what it asks is known.
  std::vector<facts::Planes> alternatives;
};

struct Verdicts {
  std::size_t patients = 0;
  std::vector<RuleVerdicts> open;     // by rule of the pack
  std::vector<RuleVerdicts> assumed;  // likewise

  [[nodiscard]] const RuleVerdicts& of(std::size_t rule, World world) const {
    return world == World::open ? open[rule] : assumed[rule];
  }
  // REQUIRES: row < patients
  [[nodiscard]] Verdict verdict(std::size_t rule, World world, std::size_t row) const;
};

class Frame;

class Runner {
 public:
  // The program must outlive it.
  explicit Runner(const Program& program);
  ~Runner();
  Runner(Runner&& other) noexcept;
  Runner& operator=(Runner&& other) noexcept;
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  // REQUIRES: the layout of the batch includes what the program reads. Valid until the next run.
  const Verdicts& run(const facts::Batch& batch);

 private:
  const Program* program_;
  std::unique_ptr<Frame> frame_;
  Verdicts verdicts_;
};

Verdicts run(const Program& program, const facts::Batch& batch);

}  // namespace regimen::program
