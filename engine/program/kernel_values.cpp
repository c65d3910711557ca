// Entry: kernels::add and its kin: dates and numbers. Test: tests/program/run_test.cpp.
#include <algorithm>

#include "engine/program/kernels.h"

namespace regimen::program {

using facts::DateRange;
using facts::Interval;
using facts::Rational;
using facts::Truth;

namespace {

template <typename Operation>
void of_two(const Step& step, const Operation& operation) {
  const Slot& a = step.in(0);
  const Slot& b = step.in(1);
  step.fill_numbers([&](std::size_t row) { return operation(a.number(row), b.number(row)); });
}

// Most numbers are known: `exact` spares them the second bound, which is the first again.
template <typename Operation, typename Exact>
void of_known(const Step& step, const Operation& operation, const Exact& exact) {
  of_two(step, [&](const Interval& a, const Interval& b) {
    if (!a.is_point() || !b.is_point()) return operation(a, b);
    const auto value = exact(*a.low.at, *b.low.at);
    return value ? Interval::point(*value) : Interval::everything();
  });
}

}  // namespace

namespace kernels {

void shift_days(const Step& step) {
  const std::int64_t days = step.instruction.amount;
  step.fill_dates([&](std::size_t row) {
    const DateRange& date = step.in(0).date(row);
    return DateRange{facts::add_days(date.first, days), facts::add_days(date.last, days)};
  });
}

void shift_months(const Step& step) {
  const std::int64_t months = step.instruction.amount;
  step.fill_dates([&](std::size_t row) {
    const DateRange& date = step.in(0).date(row);
    const facts::Day first = facts::add_months(date.first, months);
    return DateRange{first, date.is_point() ? first : facts::add_months(date.last, months)};
  });
}

void days_between(const Step& step) {
  step.fill_numbers([&](std::size_t row) {
    return facts::days_between(step.in(0).date(row), step.in(1).date(row));
  });
}

void months_between(const Step& step) {
  step.fill_numbers([&](std::size_t row) {
    return facts::months_between(step.in(0).date(row), step.in(1).date(row));
  });
}

void add(const Step& step) {
  of_known(
      step, [](const Interval& a, const Interval& b) { return facts::add(a, b); },
      [](const Rational& a, const Rational& b) { return facts::add(a, b); });
}

void subtract(const Step& step) {
  of_known(
      step, [](const Interval& a, const Interval& b) { return facts::subtract(a, b); },
      [](const Rational& a, const Rational& b) { return facts::subtract(a, b); });
}

void multiply(const Step& step) {
  of_known(
      step, [](const Interval& a, const Interval& b) { return facts::multiply(a, b); },
      [](const Rational& a, const Rational& b) { return facts::multiply(a, b); });
}

void divide(const Step& step) {
  of_known(
      step, [](const Interval& a, const Interval& b) { return facts::divide(a, b); },
      [](const Rational& a, const Rational& b) { return facts::divide(a, b); });
}

void hull(const Step& step) {
  of_two(step, [](const Interval& a, const Interval& b) { return facts::hull(a, b); });
}

void negate(const Step& step) {
  step.fill_numbers([&](std::size_t row) { return facts::negate(step.in(0).number(row)); });
}

void raise(const Step& step) {
  of_two(step, [](const Interval& a, const Interval& floor) {
    return facts::at_least(a, *floor.low.at);
  });
}

// With an unknown condition it may be either: what covers both.
void choose(const Step& step) {
  const Slot& condition = step.in(0);
  const Slot& a = step.in(1);
  const Slot& b = step.in(2);
  const auto either = [&](std::size_t row, const auto& pick, const auto& cover) {
    const Truth which = condition.truth(row);
    if (which == Truth::yes) return pick(a);
    return which == Truth::no ? pick(b) : cover(pick(a), pick(b));
  };
  switch (step.instruction.column) {
    case Column::truth:
      step.out.make_truths(step.rows);
      for (std::size_t word = 0; word < step.out.own_yes.size(); ++word) {
        step.out.own_yes[word] = (condition.yes[word] & a.yes[word]) |
                                 (condition.no[word] & b.yes[word]) | (a.yes[word] & b.yes[word]);
        step.out.own_no[word] = (condition.yes[word] & a.no[word]) |
                                (condition.no[word] & b.no[word]) | (a.no[word] & b.no[word]);
      }
      return;
    case Column::number:
      step.fill_numbers([&](std::size_t row) {
        return either(
            row, [&](const Slot& slot) { return slot.number(row); },
            [](const Interval& x, const Interval& y) { return facts::hull(x, y); });
      });
      return;
    case Column::date:
      step.fill_dates([&](std::size_t row) {
        return either(
            row, [&](const Slot& slot) { return slot.date(row); },
            [](const DateRange& x, const DateRange& y) {
              return DateRange{std::min(x.first, y.first), std::max(x.last, y.last)};
            });
      });
      return;
    case Column::id:
      step.fill_ids([&](std::size_t row) {
        return either(
            row, [&](const Slot& slot) { return slot.id(row); },
            [](std::uint32_t x, std::uint32_t y) { return x == y ? x : facts::no_id; });
      });
      return;
  }
}

// A stated total agrees with the sum it stands for if it is that sum, rounded; then whatever holds
// must hold for both.
void reconcile(const Step& step) {
  const auto& to = step.program.roundings[step.instruction.index].to;
  const auto half = to ? facts::divide(*to, facts::Rational(2)) : std::nullopt;
  const Interval slack =
      half ? Interval::closed(half->negated(), *half) : Interval::point(facts::Rational(0));
  step.fill_numbers([&](std::size_t row) {
    const Interval& stated = step.in(0).number(row);
    const Interval& total = step.in(1).number(row);
    if (!facts::intersect(stated, half ? facts::add(total, slack) : total))
      return step.in(2).number(row);
    return total.is_point() && total != stated ? facts::hull(stated, total) : stated;
  });
}

// Nothing is the least that parts can add where none lies below nought, and the most where none
// lies above.
void beyond(const Step& step) {
  const facts::Bound nought{facts::Rational(0), false};
  step.fill_numbers([&](std::size_t row) {
    const Interval& part = step.in(0).number(row);
    Interval result = Interval::everything();
    if (part.low.at && *part.low.at >= facts::Rational(0)) result.low = nought;
    if (part.high.at && *part.high.at <= facts::Rational(0)) result.high = nought;
    return result;
  });
}

}  // namespace kernels

}  // namespace regimen::program
