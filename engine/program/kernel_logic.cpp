// Entry: kernels::conjunction and its kin: Kleene logic, 64 rows at a time, and the answers of
// `in`, `less` and `equal`. Test: tests/program/run_test.cpp.
#include <functional>

#include "engine/program/kernels.h"

namespace regimen::program {

using facts::PlaneWord;
using facts::Truth;

namespace {

template <typename Operation>
void join(const PlaneWord* with, std::vector<PlaneWord>& into, const Operation& operation) {
  PlaneWord* const begin = into.data();
  const std::size_t words = into.size();
  for (std::size_t word = 0; word < words; ++word) begin[word] = operation(begin[word], with[word]);
}

// The planes of all operands, joined. REQUIRES: an operand
template <typename Yes, typename No>
void fold(const Step& step, const Yes& join_yes, const No& join_no) {
  const std::size_t words = facts::words_for(step.rows);
  step.out.own_yes.assign(step.in(0).yes, step.in(0).yes + words);
  step.out.own_no.assign(step.in(0).no, step.in(0).no + words);
  step.out.yes = step.out.own_yes.data();
  step.out.no = step.out.own_no.data();
  for (std::size_t i = 1; i < step.instruction.operands.size(); ++i) {
    join(step.in(i).yes, step.out.own_yes, join_yes);
    join(step.in(i).no, step.out.own_no, join_no);
  }
}

void known_truth(const Step& step) {
  step.out.make_truths(step.rows);
  for (std::size_t word = 0; word < step.out.own_yes.size(); ++word) {
    const PlaneWord known = step.in(0).yes[word] | step.in(0).no[word];
    step.out.own_yes[word] = known;
    step.out.own_no[word] = ~known;
  }
}

}  // namespace

namespace kernels {

// (Kleene, Introduction to Metamathematics, 1952, section 64)
void conjunction(const Step& step) { fold(step, std::bit_and(), std::bit_or()); }

void disjunction(const Step& step) { fold(step, std::bit_or(), std::bit_and()); }

void agree(const Step& step) { fold(step, std::bit_and(), std::bit_and()); }

// The planes change places.
void negation(const Step& step) {
  step.out.yes = step.in(0).no;
  step.out.no = step.in(0).yes;
}

void at_least(const Step& step) {
  const std::size_t operands = step.instruction.operands.size();
  step.fill_truths([&](std::size_t row) {
    std::int64_t holding = 0;
    std::int64_t possible = 0;
    for (std::size_t i = 0; i < operands; ++i) {
      const Truth value = step.in(i).truth(row);
      holding += value == Truth::yes ? 1 : 0;
      possible += value == Truth::no ? 0 : 1;
    }
    if (holding >= step.instruction.amount) return Truth::yes;
    return possible < step.instruction.amount ? Truth::no : Truth::unknown;
  });
}

void known(const Step& step) {
  const Slot& x = step.in(0);
  switch (step.column_of(0)) {
    case Column::truth:
      known_truth(step);
      return;
    case Column::number:
      step.fill_truths([&](std::size_t row) { return facts::truth(x.number(row).is_point()); });
      return;
    case Column::date:
      step.fill_truths([&](std::size_t row) { return facts::truth(x.date(row).is_point()); });
      return;
    case Column::id:
      step.fill_truths([&](std::size_t row) { return facts::truth(x.id(row) != facts::no_id); });
      return;
  }
}

void less(const Step& step) {
  const Slot& a = step.in(0);
  const Slot& b = step.in(1);
  if (step.column_of(0) == Column::date) {
    step.fill_truths([&](std::size_t row) { return facts::less(a.date(row), b.date(row)); });
  } else {
    step.fill_truths([&](std::size_t row) { return facts::less(a.number(row), b.number(row)); });
  }
}

void equal(const Step& step) {
  const Slot& a = step.in(0);
  const Slot& b = step.in(1);
  if (step.column_of(0) == Column::date) {
    step.fill_truths([&](std::size_t row) { return facts::equal(a.date(row), b.date(row)); });
  } else {
    step.fill_truths([&](std::size_t row) { return facts::equal(a.number(row), b.number(row)); });
  }
}

void in(const Step& step) {
  const Slot& x = step.in(0);
  const std::vector<Truth>& answers = step.program.tables[step.instruction.index].answers;
  step.fill_truths([&](std::size_t row) {
    const std::uint32_t id = x.id(row);
    return id == facts::no_id ? Truth::unknown : answers[id];
  });
}

}  // namespace kernels

}  // namespace regimen::program
