// Batch: many settled patients side by side: for each fact that is asked for its columns, for each
// list a child table whose rows are the entries of all patients.
//
// Came before: Settled, one patient. Comes next: the columnar program (program/run.h), which says
// in a BatchLayout what it reads; nothing else is kept. Fill one with a few hundred to a few
// thousand patients, run the programs, clear() and fill it again: the memory stays. A batch that
// serves several programs takes a layout that includes all of theirs. Thread-safety: filled by one
// thread; a batch that is not being filled may be read by many.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/facts/planes.h"
#include "engine/facts/settle.h"

namespace regimen::facts {

// The id of a word or a concept that is not known.
constexpr std::uint32_t no_id = 0xFFFFFFFF;

// What of a patient is kept.
struct BatchLayout {
  struct List {
    bool read = false;
    std::vector<bool> fields;  // by FieldId
  };
  std::vector<bool> facts;  // by FactId
  std::vector<List> lists;  // by ListId

  BatchLayout() = default;
  explicit BatchLayout(const Vocabulary& vocabulary);  // nothing yet
  // REQUIRES: both are of one vocabulary
  void include(const BatchLayout& other);
};

// The values of one fact or field; which vectors hold something follows from its kind.
struct ValueColumn {
  Planes truths;
  std::vector<Interval> numbers;   // of a span: in days
  std::vector<Interval> months;    // of a span
  std::vector<DateRange> dates;    // of a period: its first day
  std::vector<DateRange> ends;     // of a period: its last day
  std::vector<std::uint32_t> ids;  // of a word or a concept; no_id: not known

  void add(const Value& value);
  void clear();
};

struct FactColumn {
  ValueColumn values;
  Planes supplied;  // yes or no: something was stated
  Planes exact;     // yes or no: nothing of it is missing
};

// Who states that the concept is absent.
struct Denial {
  ConceptId absent = 0;
  std::vector<PlaneWord> patients;  // bits; as many words as reach the last of them
};

struct ListTable {
  std::vector<std::uint32_t> begins = {0};  // by patient: the row of its first entry; and the end
  std::vector<std::uint32_t> patients;      // by row: whose entry it is
  Planes closed;  // by patient: whether it names all; unknown where that may be assumed (plain)
  Planes exists;  // by row: yes or unknown
  std::vector<ValueColumn> fields;                 // by FieldId
  std::vector<Denial> denials;                     // each concept once
  std::vector<std::uint32_t> absent_begins = {0};  // by patient, as `begins`
  std::vector<ConceptId> absent;                   // concepts stated to be absent
  std::vector<std::uint32_t> denying;              // the patients who have any of these

  // A patient's list; the columns of its entries are the caller's.
  void add(ListState state, std::size_t entries, const std::vector<ConceptId>& denied);
  void clear();
  [[nodiscard]] std::size_t rows() const { return patients.size(); }
};

class Batch {
 public:
  explicit Batch(BatchLayout layout);

  // REQUIRES: the patient was settled with the vocabulary of the layout
  void add(const Settled& patient);
  void clear();

  [[nodiscard]] std::size_t size() const { return as_of_.size(); }
  [[nodiscard]] const std::vector<DateRange>& as_of() const { return as_of_; }
  // Empty columns where the layout does not ask for it.
  [[nodiscard]] const FactColumn& fact(FactId id) const { return facts_[id]; }
  [[nodiscard]] const ListTable& list(ListId id) const { return lists_[id]; }
  [[nodiscard]] const std::vector<FactColumn>& facts() const { return facts_; }
  [[nodiscard]] const std::vector<ListTable>& lists() const { return lists_; }

 private:
  void add_list(ListId id, const SettledList& list);

  BatchLayout layout_;
  std::vector<DateRange> as_of_;
  std::vector<FactColumn> facts_;
  std::vector<ListTable> lists_;
};

}  // namespace regimen::facts
