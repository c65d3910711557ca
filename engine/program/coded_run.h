// Coded run: Program + Dictionaries + CodedBatch -> Verdicts: what run.h says of a batch, at the
// price of its distinct values.
//
//   const Program program = compile(pack);
//   facts::Dictionaries dictionaries(knowledge.vocabulary, program.reads);
//   facts::CodedBatch batch(dictionaries);
//   for (...) batch.add(patient);              // whose values stand in the dictionaries
//   CodedRunner runner(program, dictionaries.parts());  // one a thread
//   const Verdicts& verdicts = runner.run(dictionaries, batch);
//
// An instruction that reads one part alone runs once for each distinct value; the runner keeps what
// came out and adds to it what the dictionaries have gained since. The patients take it by code,
// and only the rest runs over them. Thread-safety: a CodedRunner is for one thread; all else is
// only read.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "engine/facts/coded_batch.h"
#include "engine/program/run.h"

namespace regimen::program {

class CodedRunner {
 public:
  // The program must outlive it.
  CodedRunner(const Program& program, const facts::Parts& parts);
  ~CodedRunner();
  CodedRunner(CodedRunner&& other) noexcept;
  CodedRunner& operator=(CodedRunner&& other) noexcept;
  CodedRunner(const CodedRunner&) = delete;
  CodedRunner& operator=(const CodedRunner&) = delete;

  // REQUIRES: the layout of the dictionaries includes what the program reads, and the batch has
  // codes of their present generation. Valid until the next run.
  const Verdicts& run(const facts::Dictionaries& dictionaries, const facts::CodedBatch& batch);

  // From now on add_key() may be asked for these rules. REQUIRES: nothing has run yet
  void tell_apart(const std::vector<std::size_t>& rules);
  // Adds to the key all that the rule tells apart of a patient of the last run: it comes to the
  // same, at every step, for patients whose keys are equal. What is missing of a value beside that
  // it is not known is not in it. False: the rule goes on to reckon with numbers; there is no key.
  bool add_key(std::size_t rule, const facts::CodedBatch& batch, std::size_t patient,
               std::string& key) const;

  // The parts that a rule reads, in both worlds together; the day of evaluation is none.
  [[nodiscard]] const std::vector<facts::PartId>& rule_parts(std::size_t rule) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
  Verdicts verdicts_;
};

}  // namespace regimen::program
