// Frame: the columns of one run of a program, and Step: one instruction on its way through them.
// Used by run.cpp, coded_run.cpp, dictionary_columns.cpp, builder.cpp and the kernels only.
//
// A column that the batch has already is pointed to, not copied. Bits of a truth column beyond its
// last row may be anything. Thread-safety: for one thread.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/facts/coded_batch.h"
#include "engine/program/program.h"

namespace regimen::program {

struct Slot {
  const facts::PlaneWord* yes = nullptr;
  const facts::PlaneWord* no = nullptr;
  const facts::Interval* numbers = nullptr;
  const facts::DateRange* dates = nullptr;
  const std::uint32_t* ids = nullptr;
  std::size_t stride = 1;                // 0: the same in all rows; not of truths
  const facts::CodeId* codes = nullptr;  // by row: where its value stands; not of truths

  std::vector<facts::PlaneWord> own_yes;
  std::vector<facts::PlaneWord> own_no;
  std::vector<facts::Interval> own_numbers;
  std::vector<facts::DateRange> own_dates;
  std::vector<std::uint32_t> own_ids;

  [[nodiscard]] facts::Truth truth(std::size_t row) const { return facts::truth_at(yes, no, row); }
  [[nodiscard]] const facts::Interval& number(std::size_t row) const { return numbers[place(row)]; }
  [[nodiscard]] const facts::DateRange& date(std::size_t row) const { return dates[place(row)]; }
  [[nodiscard]] std::uint32_t id(std::size_t row) const { return ids[place(row)]; }
  [[nodiscard]] std::size_t place(std::size_t row) const {
    return codes == nullptr ? row * stride : codes[row];
  }

  // Room for so many rows of its own, of one kind; the memory of a former run is used again.
  void make_truths(std::size_t rows) {
    own_yes.assign(facts::words_for(rows), 0);
    own_no.assign(facts::words_for(rows), 0);
    yes = own_yes.data();
    no = own_no.data();
  }
  void make_numbers(std::size_t rows) {
    own_numbers.resize(rows);
    numbers = own_numbers.data();
  }
  void make_dates(std::size_t rows) {
    own_dates.resize(rows);
    dates = own_dates.data();
  }
  void make_ids(std::size_t rows) {
    own_ids.resize(rows);
    ids = own_ids.data();
  }
};

class Frame {
 public:
  std::vector<Slot> slots;  // by position in the program
  // The rows that the next step must fill, if it is not of truths; nothing: all.
  std::vector<facts::PlaneWord> wanted;

  // Until it reads something it has one row, of constants. What is read must outlive its use.
  void read(const facts::Batch& batch);
  // A dictionary from the row `first` on. REQUIRES: words of planes begin there
  void read_dictionary(const facts::Batch& dictionary, std::size_t first);
  // A dictionary of days.
  void read_days(const std::vector<facts::DateRange>& days);
  // Without facts and fields.
  void read(const facts::CodedBatch& batch);

  [[nodiscard]] std::size_t rows(Domain domain) const {
    return domain == of_patients || single_ ? patients_ : list(domain).rows();
  }
  // Each row is its own patient, also where rows are entries.
  [[nodiscard]] bool single() const { return single_; }
  // The row of the batch that is the first here.
  [[nodiscard]] std::size_t first() const { return first_; }
  [[nodiscard]] const facts::FactColumn& fact(facts::FactId id) const { return (*facts_)[id]; }
  [[nodiscard]] const facts::ListTable& list(facts::ListId id) const { return (*lists_)[id]; }
  // By patient.
  [[nodiscard]] const Slot& as_of() const { return as_of_; }

 private:
  std::size_t patients_ = 1;
  std::size_t first_ = 0;
  bool single_ = true;
  Slot as_of_;
  const std::vector<facts::FactColumn>* facts_ = nullptr;
  const std::vector<facts::ListTable>* lists_ = nullptr;
};

struct Step {
  const Program& program;
  const Instruction& instruction;
  Frame& frame;
  Slot& out;
  std::size_t rows = 0;  // of the result

  [[nodiscard]] const Slot& in(std::size_t operand) const {
    return frame.slots[instruction.operands[operand]];
  }
  [[nodiscard]] Column column_of(std::size_t operand) const {
    return program.instructions[instruction.operands[operand]].column;
  }
  [[nodiscard]] const facts::ListDef& list() const {
    return program.knowledge->vocabulary.lists()[instruction.index];
  }
  [[nodiscard]] const facts::ListTable& table() const { return frame.list(instruction.index); }

  template <typename Each>
  void for_each_wanted(const Each& each) const {
    if (frame.wanted.empty()) {
      for (std::size_t row = 0; row < rows; ++row) each(row);
      return;
    }
    for (std::size_t begin = 0; begin < rows; begin += facts::plane_bits) {
      facts::PlaneWord left = frame.wanted[begin / facts::plane_bits];
      if (rows - begin < facts::plane_bits) left &= facts::bit_of(rows - begin) - 1;
      for (; left != 0; left &= left - 1)
        each(begin + static_cast<std::size_t>(std::countr_zero(left)));
    }
  }

  // A truth for each row, asked of `each`.
  template <typename Each>
  void fill_truths(const Each& each) const {
    out.make_truths(rows);
    for (std::size_t row = 0; row < rows; ++row) {
      const facts::Truth value = each(row);
      const std::size_t word = row / facts::plane_bits;
      if (value == facts::Truth::yes) out.own_yes[word] |= facts::bit_of(row);
      if (value == facts::Truth::no) out.own_no[word] |= facts::bit_of(row);
    }
  }
  template <typename Each>
  void fill_numbers(const Each& each) const {
    out.make_numbers(rows);
    for_each_wanted([&](std::size_t row) { out.own_numbers[row] = each(row); });
  }
  template <typename Each>
  void fill_dates(const Each& each) const {
    out.make_dates(rows);
    for_each_wanted([&](std::size_t row) { out.own_dates[row] = each(row); });
  }
  template <typename Each>
  void fill_ids(const Each& each) const {
    out.make_ids(rows);
    for_each_wanted([&](std::size_t row) { out.own_ids[row] = each(row); });
  }
};

// Makes the column of the instruction at `position`; those before it are there.
void execute(const Program& program, Position position, Frame& frame);

}  // namespace regimen::program
