// MissingRows: of a patient whose criteria are open, the facts that may still decide and the
// assumptions that the eligibility leans on.
//
// Only the walk says why. It is asked for one rule at a time, of a patient of whom nothing is read
// but what the rule reads; and for patients who say the same of that only once. Thread-safety: one
// a thread.
#pragma once

#include <string>
#include <vector>

#include "engine/core/text_index.h"
#include "engine/language/check.h"
#include "engine/program/coded_run.h"
#include "engine/screening/eligibility_rows.h"
#include "engine/screening/row_coder.h"

namespace regimen::screening {

class MissingRows {
 public:
  // What is referred to must outlive it. `runner` is that of the pack, and has run over the batch
  // of the coder.
  MissingRows(const language::CheckedPack& pack, bool assumptions, RowCoder& coder,
              const program::CodedRunner& runner, Names& names)
      : pack_(&pack), assumptions_(assumptions), coder_(&coder), runner_(&runner), names_(&names) {}

  // Before the rows of a batch are filled.
  void begin();
  // REQUIRES: the row was coded as `patient` of the batch
  void fill(const io::ListChunk& chunk, std::size_t place, std::size_t patient,
            const EligibilityRows& eligibility, ScreenedRow& row);

 private:
  // What the walk found of a rule.
  struct Why {
    facts::MissingSet missing;         // that is still missing once assumptions are made
    std::vector<std::string> assumed;  // what it leans on then
  };
  // What those of several rules come to in a row.
  struct Joint {
    std::vector<std::string_view> missing;
    std::vector<std::string_view> assumptions;
  };

  // What a rule reads of a patient; nothing where it is not worth keeping.
  bool key_of(std::size_t rule, std::size_t patient);
  [[nodiscard]] Why why(const facts::Settled& patient, std::size_t rule) const;
  void walk(const io::ListChunk& chunk, std::size_t place, std::size_t patient);
  std::uint32_t number_of(const Why& why);
  const Joint& joint(bool assumed);

  const language::CheckedPack* pack_;
  bool assumptions_;
  RowCoder* coder_;
  const program::CodedRunner* runner_;
  Names* names_;
  std::uint64_t generation_ = 0;
  core::TextIndex known_;    // by rule: the number of its why
  core::TextIndex numbers_;  // of whys, by what they say
  std::vector<Why> whys_;    // each once
  core::TextIndex joined_;   // by the numbers of whys
  std::vector<Joint> joints_;
  std::string key_;
  std::vector<std::uint32_t> asked_;  // of one patient: the numbers of the whys
  std::vector<std::size_t> rules_;    // of one patient: those to ask the walk for
  std::vector<std::string> keys_;     // of these; empty: not kept
  io::RowPieces pieces_;
};

}  // namespace regimen::screening
