// Entry: DictionaryColumns::grow. Test: tests/program/coded_test.cpp.
#include "engine/program/dictionary_columns.h"

#include <algorithm>

namespace regimen::program {

namespace {

std::vector<Position> of_truth(const Program& program, const Dependence::Home& home, bool truth) {
  std::vector<Position> result;
  for (const Position position : home.asked) {
    if ((program.instructions[position].column == Column::truth) == truth)
      result.push_back(position);
  }
  return result;
}

}  // namespace

DictionaryColumns::DictionaryColumns(const Program& program, const Dependence::Home& home,
                                     std::size_t place)
    : program_(&program),
      home_(&home),
      truths_(of_truth(program, home, true)),
      others_(of_truth(program, home, false)),
      packed_(place, truths_.size()),
      columns_(others_.size()),
      signatures_(program, home) {}

void DictionaryColumns::forget() {
  rows_ = 0;
  days_.clear();
  signatures_.forget();
}

void DictionaryColumns::grow(const facts::Batch& dictionary, Frame& frame) {
  if (dictionary.size() == rows_) return;
  const std::size_t first = rows_ / facts::plane_bits * facts::plane_bits;
  frame.read_dictionary(dictionary, first);
  run(first, dictionary.size() - first, frame);
}

void DictionaryColumns::replace(const std::vector<facts::DateRange>& days, Frame& frame) {
  if (days == days_) return;
  days_ = days;
  frame.read_days(days_);
  run(0, days_.size(), frame);
}

void DictionaryColumns::run(std::size_t first, std::size_t rows, Frame& frame) {
  for (const Position position : home_->runs) execute(*program_, position, frame);
  std::vector<const Slot*> truths;
  for (const Position position : truths_) truths.push_back(&frame.slots[position]);
  packed_.replace(first, rows, truths);
  signatures_.take(first, rows, frame);
  for (std::size_t i = 0; i < others_.size(); ++i) {
    const Slot& made = frame.slots[others_[i]];
    Slot& kept = columns_[i];
    switch (program_->instructions[others_[i]].column) {
      case Column::truth:
        break;
      case Column::number:
        kept.make_numbers(first + rows);
        for (std::size_t row = 0; row < rows; ++row)
          kept.own_numbers[first + row] = made.number(row);
        break;
      case Column::date:
        kept.make_dates(first + rows);
        for (std::size_t row = 0; row < rows; ++row) kept.own_dates[first + row] = made.date(row);
        break;
      case Column::id:
        kept.make_ids(first + rows);
        for (std::size_t row = 0; row < rows; ++row) kept.own_ids[first + row] = made.id(row);
        break;
    }
  }
  rows_ = first + rows;
}

const facts::DateRange& DictionaryColumns::date(Position position, facts::CodeId code) const {
  const auto place = std::find(others_.begin(), others_.end(), position) - others_.begin();
  return columns_[static_cast<std::size_t>(place)].own_dates[code];
}

void DictionaryColumns::show(const std::vector<facts::CodeId>& codes, Frame& frame) const {
  for (std::size_t i = 0; i < others_.size(); ++i) {
    Slot& slot = frame.slots[others_[i]];
    slot.numbers = columns_[i].numbers;
    slot.dates = columns_[i].dates;
    slot.ids = columns_[i].ids;
    slot.codes = codes.data();
  }
}

}  // namespace regimen::program
