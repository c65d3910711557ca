// DictionaryColumns: the columns over one dictionary that patients ask for, kept from run to run.
//
// They grow with the dictionary: what it has gained is run, and the rest of the last word of
// planes again. Used by coded_run.cpp only. Thread-safety: for one thread.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/program/dependence.h"
#include "engine/program/packed_truths.h"
#include "engine/program/signatures.h"

namespace regimen::program {

class DictionaryColumns {
 public:
  // Its truths begin at the column `place` of a gathering. All given must outlive it.
  DictionaryColumns(const Program& program, const Dependence::Home& home, std::size_t place);

  // `frame` is one to work in, whatever was in it.
  void grow(const facts::Batch& dictionary, Frame& frame);
  void replace(const std::vector<facts::DateRange>& days, Frame& frame);
  void forget();

  // From now on signatures are kept for the rule. REQUIRES: nothing has grown yet
  void tell_apart(std::size_t rule, const Dependence& dependence) {
    signatures_.add_rule(rule, dependence);
  }
  [[nodiscard]] const Signatures& signatures() const { return signatures_; }
  // A date that is asked for, by code.
  [[nodiscard]] const facts::DateRange& date(Position position, facts::CodeId code) const;

  [[nodiscard]] bool empty() const { return home_->asked.empty(); }
  // The truths that are asked for, in the order of the packed ones.
  [[nodiscard]] const std::vector<Position>& truths() const { return truths_; }
  [[nodiscard]] const PackedTruths& packed() const { return packed_; }
  // Points each other column in the frame to what stands here, by code.
  void show(const std::vector<facts::CodeId>& codes, Frame& frame) const;

 private:
  void run(std::size_t first, std::size_t rows, Frame& frame);

  const Program* program_;
  const Dependence::Home* home_;
  std::vector<Position> truths_;
  std::vector<Position> others_;
  PackedTruths packed_;
  std::vector<Slot> columns_;  // of the others
  Signatures signatures_;
  std::vector<facts::DateRange> days_;
  std::size_t rows_ = 0;
};

}  // namespace regimen::program
