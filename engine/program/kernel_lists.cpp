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

}  // namespace

namespace kernels {

void spread(const Step& step) {
  const std::vector<std::uint32_t>& of = step.frame.batch->list(step.instruction.domain).patients;
  const Slot& x = step.in(0);
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

// Few entries are yes or unknown, so only those are visited.
void any(const Step& step) {
  const ListTable& table = step.table();
  const Slot& entries = step.in(0);
  step.out.make_truths(step.rows);
  std::ranges::fill(step.out.own_no, ~PlaneWord{0});
  for (std::size_t first = 0; first < table.rows(); first += facts::plane_bits) {
    const std::size_t word = first / facts::plane_bits;
    const std::size_t left = table.rows() - first;
    const PlaneWord rows = left < facts::plane_bits ? facts::bit_of(left) - 1 : ~PlaneWord{0};
    for (PlaneWord open = ~entries.no[word] & rows; open != 0; open &= open - 1) {
      const std::size_t row = first + static_cast<std::size_t>(std::countr_zero(open));
      const std::size_t patient = table.patients[row];
      const std::size_t at = patient / facts::plane_bits;
      step.out.own_no[at] &= ~facts::bit_of(patient);
      if ((entries.yes[word] & facts::bit_of(row)) != 0)
        step.out.own_yes[at] |= facts::bit_of(patient);
    }
  }
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
  step.fill_numbers([&](std::size_t patient) {
    Interval total = nought;
    const Rows rows = rows_of(table, patient);
    for (std::size_t row = rows.begin; row < rows.end; ++row) {
      const Truth holds = step.in(1).truth(row);
      if (holds == Truth::no) continue;
      const Interval& part = step.in(0).number(row);
      total = facts::add(total, holds == Truth::yes ? part : facts::hull(part, nought));
    }
    if (step.in(2).truth(patient) == Truth::unknown)
      total = facts::add(total, step.in(3).number(patient));
    return total;
  });
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
  step.fill_truths([&](std::size_t patient) {
    bool found = false;
    bool passed = false;
    bool doubtful = false;
    const Rows rows = rows_of(table, patient);
    for (std::size_t row = rows.begin; row < rows.end; ++row) {
      const Truth holds = step.in(0).truth(row);
      const std::uint32_t outcome = step.in(1).id(row);
      const bool unanswered = words.none && outcome == *words.none;
      if (holds == Truth::no || unanswered) continue;
      const bool sure = holds == Truth::yes;
      if (outcome == words.negative) {
        passed = passed || sure;
      } else if (sure && outcome == words.positive &&
                 (worse || !contested(step, rows, row, patient))) {
        found = true;
      } else {
        doubtful = true;
      }
    }
    if (found) return Truth::yes;
    return passed && !doubtful ? Truth::no : Truth::unknown;
  });
}

}  // namespace kernels

}  // namespace regimen::program
