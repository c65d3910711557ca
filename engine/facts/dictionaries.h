// Dictionaries: each distinct settled value of a part (parts.h) once; a patient of a coded batch
// (coded_batch.h) has its code.
//
// A dictionary is a batch of patients of whom one part alone is told; of a list, one entry: its row
// is the code. What a value means may hang on the day of evaluation, so that a value has a code for
// each day on which it is used. Dictionaries only grow, until all are cleared: that begins another
// generation, in which no code of the last one means anything. A dictionary that serves several
// programs takes a layout that includes all of theirs. Thread-safety: filled by one thread; those
// that are not being filled may be read by many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/facts/batch.h"
#include "engine/facts/parts.h"

namespace regimen::facts {

using CodeId = std::uint32_t;  // a row of a dictionary

class Dictionaries {
 public:
  Dictionaries(const Vocabulary& vocabulary, const BatchLayout& layout);

  // Beside `other`, with the same layout, for who settles some parts otherwise: those have
  // dictionaries of their own, all others are the same, and stay so. `other` is added to and
  // cleared first.
  Dictionaries(const Dictionaries& other, const Vocabulary& vocabulary, const BatchLayout& layout,
               const std::vector<bool>& otherwise);

  // The part as this patient has it; everything else of the patient is ignored.
  // REQUIRES: it was settled with the vocabulary; of a list, exactly one entry
  CodeId add(PartId part, const Settled& patient);
  void clear();

  [[nodiscard]] const Parts& parts() const { return parts_; }
  // Whether the layout asks for anything of it; else no codes of it are kept.
  [[nodiscard]] bool reads(PartId part) const { return reads_[part]; }
  [[nodiscard]] const Batch& of(PartId part) const { return *batches_[part]; }
  [[nodiscard]] std::uint64_t generation() const { return generation_; }

 private:
  Parts parts_;
  std::vector<bool> reads_;
  std::vector<std::shared_ptr<Batch>> batches_;  // by PartId
  std::vector<bool> shared_;                     // by PartId: filled by another
  std::uint64_t generation_ = 0;
};

}  // namespace regimen::facts
