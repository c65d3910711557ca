// CodedBatch: many patients side by side, of each only where what it says stands in the
// dictionaries (dictionaries.h).
//
// Came before: Dictionaries, which hold the values. Comes next: the columnar program
// (program/coded_run.h). Fill one with a few thousand patients, run the programs, clear() and fill
// it again: the memory stays. Thread-safety: filled by one thread; a batch that is not being filled
// may be read by many.
#pragma once

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "engine/facts/dictionaries.h"

namespace regimen::facts {

struct CodedList {
  ListState state = ListState::missing;
  std::vector<CodeId> entries;    // in their order
  std::vector<ConceptId> absent;  // concepts stated to be absent
};

// One patient; the same one may be filled again and again.
struct CodedPatient {
  Day as_of = 0;
  std::vector<CodeId> facts;     // by PartId; of a part that is not read, anything
  std::vector<CodedList> lists;  // by ListId

  explicit CodedPatient(const Parts& parts)
      : facts(parts.fact_parts()), lists(parts.count() - parts.fact_parts()) {}
};

class CodedBatch {
 public:
  // For these, and others of the same layout.
  explicit CodedBatch(const Dictionaries& dictionaries);

  void add(const CodedPatient& patient);
  void clear();

  [[nodiscard]] std::size_t size() const { return day_codes_.size(); }
  // Of a part of facts by patient, of a list by entry.
  [[nodiscard]] const std::vector<CodeId>& codes(PartId part) const { return codes_[part]; }
  // Without columns of fields, which stand in the dictionary.
  [[nodiscard]] const std::vector<ListTable>& lists() const { return lists_; }
  // The distinct days of evaluation, and which of them is each patient's.
  [[nodiscard]] const std::vector<DateRange>& days() const { return days_; }
  [[nodiscard]] const std::vector<CodeId>& day_codes() const { return day_codes_; }

 private:
  CodeId code_of(Day day);

  std::size_t fact_parts_ = 0;
  std::vector<bool> reads_;                 // by PartId
  std::vector<std::vector<CodeId>> codes_;  // by PartId
  std::vector<ListTable> lists_;            // by ListId
  std::vector<DateRange> days_;
  std::vector<CodeId> day_codes_;
  std::unordered_map<Day, CodeId> code_of_day_;
};

}  // namespace regimen::facts
