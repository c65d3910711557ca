// Entry: kernels::any and its kin: from patients to their entries, and from entries back to their
// patients. Test: tests/program/run_test.cpp.
#include <algorithm>
#include <bit>
#include <optional>

#include "engine/program/kernels.h"

namespace regimen::program {

using facts::Interval;
using facts::ListTable;
using facts::PlaneWord;
using facts::Truth;

namespace {

struct Rows {
  std::size_t begin;
  std::size_t end;
};

Rows rows_of(const ListTable& table, std::size_t patient) {
  return {table.begins[patient], table.begins[patient + 1]};
}

// The entries that are yes or unknown, and whether they are yes: they are few.
template <typename Each>
void for_each_open(const ListTable& table, const Slot& entries, const Each& each) {
  for (std::size_t first = 0; first < table.rows(); first += facts::plane_bits) {
    const std::size_t word = first / facts::plane_bits;
    const std::size_t left = table.rows() - first;
    const PlaneWord rows = left < facts::plane_bits ? facts::bit_of(left) - 1 : ~PlaneWord{0};
    for (PlaneWord open = ~entries.no[word] & rows; open != 0; open &= open - 1) {
      const std::size_t row = first + static_cast<std::size_t>(std::countr_zero(open));
      each(row, (entries.yes[word] & facts::bit_of(row)) != 0);
    }
  }
}

// The date of an entry lies on or before as_of.
facts::DateRange past(const facts::DateRange& date, const facts::DateRange& as_of) {
  return {date.first, std::min(date.last, as_of.last)};
}

// The row of the newest entry, where it is sure and all that may be it agree.
std::optional<std::size_t> latest_row(const Step& step, std::size_t patient) {
  const Slot& candidate = step.in(0);
  const Slot& known = step.in(1);
  std::size_t found = 0;
  std::size_t first = 0;
  bool sure = false;
  bool agree = true;
  const auto same = [&](std::size_t a, std::size_t b) {
    bool all = true;
    for (std::size_t i = 3; i < step.instruction.operands.size(); ++i) {
      const Slot& part = step.in(i);
      switch (step.column_of(i)) {
        case Column::truth:
          all = all && part.truth(a) == part.truth(b);
          break;
        case Column::number:
          all = all && part.number(a) == part.number(b);
          break;
        case Column::date:
          all = all && part.date(a) == part.date(b);
          break;
        case Column::id:
          all = all && part.id(a) == part.id(b);
          break;
      }
    }
    return all;
  };
  const Rows rows = rows_of(step.table(), patient);
  for (std::size_t row = rows.begin; row < rows.end; ++row) {
    if (candidate.truth(row) == Truth::no) continue;
    if (found++ == 0) first = row;
    sure = sure || candidate.truth(row) == Truth::yes;
    // Two that are equally vague may turn out to differ.
    agree = agree && known.truth(row) == Truth::yes && same(first, row);
  }
  if (!sure || (found > 1 && !agree)) return std::nullopt;
  return first;
}

// Whether a negative of the same test and day stands, or may stand, beside a positive.
bool contested(const Step& step, const Rows& rows, std::size_t positive, std::size_t patient) {
  if (!step.list().existed) return false;
  const facts::Terminology& terms = step.program.knowledge->terminology;
  const Slot& outcomes = step.in(1);
  const Slot& tests = step.in(2);
  const facts::DateRange& as_of = step.in(4).date(patient);
  const auto may_be_one_test = [&](std::uint32_t a, std::uint32_t b) {
    return a == facts::no_id || b == facts::no_id || terms.is_a(a, b) != Truth::no ||
           terms.is_a(b, a) != Truth::no;
  };
  for (std::size_t row = rows.begin; row < rows.end; ++row) {
    if (row == positive || step.in(0).truth(row) == Truth::no) continue;
    const std::uint32_t outcome = outcomes.id(row);
    if (outcome != facts::no_id && outcome != step.list().outcome->negative) continue;
    if (!may_be_one_test(tests.id(row), tests.id(positive))) continue;
    const auto same_day =
        facts::equal(past(step.in(3).date(row), as_of), past(step.in(3).date(positive), as_of));
    if (same_day != Truth::no) return true;
  }
  return false;
}

void show(const Slot& from, Slot& out) {
  out.yes = from.yes;
  out.no = from.no;
  out.numbers = from.numbers;
  out.dates = from.dates;
  out.ids = from.ids;
  out.stride = from.stride;
  out.codes = from.codes;
}

}  // namespace

namespace kernels {

void spread(const Step& step) {
  const Slot& x = step.in(0);
  if (step.frame.single()) {
    show(x, step.out);
    return;
  }
  const std::vector<std::uint32_t>& of = step.frame.list(step.instruction.domain).patients;
  switch (step.instruction.column) {
    case Column::truth:
      step.fill_truths([&](std::size_t row) { return x.truth(of[row]); });
      return;
    case Column::number:
      step.fill_numbers([&](std::size_t row) { return x.number(of[row]); });
      return;
    case Column::date:
      step.fill_dates([&](std::size_t row) { return x.date(of[row]); });
      return;
    case Column::id:
      step.fill_ids([&](std::size_t row) { return x.id(of[row]); });
      return;
  }
}

void any(const Step& step) {
  const ListTable& table = step.table();
  const Slot& entries = step.in(0);
  step.out.make_truths(step.rows);
  std::ranges::fill(step.out.own_no, ~PlaneWord{0});
  for_each_open(table, entries, [&](std::size_t row, bool sure) {
    const std::size_t patient = table.patients[row];
    const std::size_t at = patient / facts::plane_bits;
    step.out.own_no[at] &= ~facts::bit_of(patient);
    if (sure) step.out.own_yes[at] |= facts::bit_of(patient);
  });
}

void count(const Step& step) {
  const ListTable& table = step.table();
  const Slot& entries = step.in(0);
  step.fill_numbers([&](std::size_t patient) {
    std::int64_t fewest = 0;
    std::int64_t most = 0;
    const Rows rows = rows_of(table, patient);
    for (std::size_t row = rows.begin; row < rows.end; ++row) {
      const Truth holds = entries.truth(row);
      fewest += holds == Truth::yes ? 1 : 0;
      most += holds == Truth::no ? 0 : 1;
    }
    if (step.in(1).truth(patient) == Truth::unknown) return Interval{{fewest, false}, {}};
    return Interval::closed(fewest, most);
  });
}

void sum(const Step& step) {
  const ListTable& table = step.table();
  const Interval nought = Interval::point(0);
  step.out.own_numbers.assign(step.rows, nought);
  step.out.numbers = step.out.own_numbers.data();
  for_each_open(table, step.in(1), [&](std::size_t row, bool sure) {
    const Interval& part = step.in(0).number(row);
    Interval& total = step.out.own_numbers[table.patients[row]];
    total = facts::add(total, sure ? part : facts::hull(part, nought));
  });
  const Slot& rest = step.in(2);
  for (std::size_t patient = 0; patient < step.rows; ++patient) {
    if (rest.truth(patient) != Truth::unknown) continue;
    Interval& total = step.out.own_numbers[patient];
    total = facts::add(total, step.in(3).number(patient));
  }
}

void newest(const Step& step) {
  const ListTable& table = step.table();
  const Slot& holds = step.in(0);
  const Slot& dates = step.in(1);
  step.fill_truths([&](std::size_t row) {
    const Truth own = holds.truth(row);
    if (own == Truth::no) return own;
    const std::size_t patient = table.patients[row];
    const facts::DateRange& as_of = step.in(2).date(patient);
    const Rows rows = rows_of(table, patient);
    for (std::size_t other = rows.begin; other < rows.end; ++other) {
      const bool later = past(dates.date(row), as_of).last < past(dates.date(other), as_of).first;
      if (later && holds.truth(other) == Truth::yes) return Truth::no;
    }
    return own;
  });
}

void latest(const Step& step) {
  const Slot& free = step.in(2);
  const Slot& part = step.in(3 + static_cast<std::size_t>(step.instruction.amount));
  const auto pick = [&](std::size_t patient, const auto& at) {
    const auto row = latest_row(step, patient);
    return row ? at(part, *row) : at(free, patient);
  };
  switch (step.instruction.column) {
    case Column::truth:
      step.fill_truths([&](std::size_t patient) {
        return pick(patient, [](const Slot& x, std::size_t row) { return x.truth(row); });
      });
      return;
    case Column::number:
      step.fill_numbers([&](std::size_t patient) {
        return pick(patient, [](const Slot& x, std::size_t row) { return x.number(row); });
      });
      return;
    case Column::date:
      step.fill_dates([&](std::size_t patient) {
        return pick(patient, [](const Slot& x, std::size_t row) { return x.date(row); });
      });
      return;
    case Column::id:
      step.fill_ids([&](std::size_t patient) {
        return pick(patient, [](const Slot& x, std::size_t row) { return x.id(row); });
      });
      return;
  }
}

void positive(const Step& step) {
  const ListTable& table = step.table();
  const facts::Outcome& words = *step.list().outcome;
  const bool worse = step.program.conflicts == Conflicts::worse;
  step.out.make_truths(step.rows);
  std::vector<PlaneWord>& found = step.out.own_yes;
  std::vector<PlaneWord>& passed = step.out.own_no;
  std::vector<PlaneWord> doubtful(found.size(), 0);
  for_each_open(table, step.in(0), [&](std::size_t row, bool sure) {
    const std::uint32_t outcome = step.in(1).id(row);
    if (words.none && outcome == *words.none) return;
    const std::uint32_t patient = table.patients[row];
    const std::size_t word = patient / facts::plane_bits;
    const PlaneWord bit = facts::bit_of(patient);
    if (outcome == words.negative) {
      if (sure) passed[word] |= bit;
    } else if (sure && outcome == words.positive &&
               (worse || !contested(step, rows_of(table, patient), row, patient))) {
      found[word] |= bit;
    } else {
      doubtful[word] |= bit;
    }
  });
  for (std::size_t word = 0; word < found.size(); ++word)
    passed[word] &= ~(found[word] | doubtful[word]);
}

}  // namespace kernels

}  // namespace regimen::program
