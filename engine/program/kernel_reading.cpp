// Entry: kernels::constant and its kin: constants, and what stands in the batch.
// Test: tests/program/run_test.cpp.
#include <algorithm>

#include "engine/program/kernels.h"

namespace regimen::program {

using facts::Truth;

namespace {

struct Constantly {
  const Step& step;

  void operator()(Truth value) const {
    step.out.make_truths(step.rows);
    constexpr facts::PlaneWord all = ~facts::PlaneWord{0};
    if (value == Truth::yes) std::ranges::fill(step.out.own_yes, all);
    if (value == Truth::no) std::ranges::fill(step.out.own_no, all);
  }
  void operator()(const facts::Interval& value) const {
    step.out.stride = 0;
    step.out.numbers = &value;
  }
  void operator()(const facts::DateRange& value) const {
    step.out.stride = 0;
    step.out.dates = &value;
  }
  void operator()(const Id& value) const {
    step.out.stride = 0;
    step.out.ids = &value.value;
  }
};

void show(const facts::Planes& planes, Slot& out) {
  out.yes = planes.yes.data();
  out.no = planes.no.data();
}

void show(const Step& step, const facts::ValueColumn& column) {
  const Part part = step.instruction.part;
  switch (step.instruction.column) {
    case Column::truth:
      show(column.truths, step.out);
      return;
    case Column::number:
      step.out.numbers = (part == Part::months ? column.months : column.numbers).data();
      return;
    case Column::date:
      step.out.dates = (part == Part::end ? column.ends : column.dates).data();
      return;
    case Column::id:
      step.out.ids = column.ids.data();
      return;
  }
}

bool all_absent(const Step& step, const Target& target, const facts::ListTable& table,
                std::size_t patient) {
  if (target.any) return false;
  const facts::Terminology& terms = step.program.knowledge->terminology;
  const auto begin = table.absent.begin() + table.absent_begins[patient];
  const auto end = table.absent.begin() + table.absent_begins[patient + 1];
  return std::ranges::all_of(target.concepts, [&](facts::ConceptId wanted) {
    return std::any_of(begin, end, [&](facts::ConceptId absent) {
      return terms.is_a(wanted, absent) == Truth::yes;
    });
  });
}

void fill_unlisted(const Step& step, bool assumed) {
  const Target& target = step.program.targets[step.instruction.index];
  const facts::ListTable& table = step.frame.batch->list(target.list);
  step.fill_truths([&](std::size_t patient) {
    const facts::ListState state = table.states[patient];
    const bool closed = state == facts::ListState::none || state == facts::ListState::complete ||
                        (assumed && state == facts::ListState::plain);
    return closed || all_absent(step, target, table, patient) ? Truth::no : Truth::unknown;
  });
}

}  // namespace

namespace kernels {

void constant(const Step& step) {
  std::visit(Constantly{step}, step.program.constants[step.instruction.index]);
}

void fact(const Step& step) { show(step, step.frame.batch->fact(step.instruction.index).values); }

void supplied(const Step& step) {
  show(step.frame.batch->fact(step.instruction.index).supplied, step.out);
}

void exact(const Step& step) {
  show(step.frame.batch->fact(step.instruction.index).exact, step.out);
}

void as_of(const Step& step) { step.out.dates = step.frame.batch->as_of().data(); }

void field(const Step& step) {
  show(step, step.frame.batch->list(step.instruction.domain).fields[step.instruction.index]);
}

void exists(const Step& step) {
  show(step.frame.batch->list(step.instruction.domain).exists, step.out);
}

// Whether the entry is of a kind that is stated to be absent.
void undenied(const Step& step) {
  const facts::ListTable& table = step.frame.batch->list(step.instruction.domain);
  const facts::Terminology& terms = step.program.knowledge->terminology;
  step.fill_truths([&](std::size_t row) {
    const std::uint32_t patient = table.patients[row];
    const std::uint32_t id = step.in(0).id(row);
    if (id == facts::no_id) return Truth::yes;
    for (std::uint32_t i = table.absent_begins[patient]; i < table.absent_begins[patient + 1]; ++i)
      if (terms.is_a(id, table.absent[i]) == Truth::yes) return Truth::unknown;
    return Truth::yes;
  });
}

void unlisted(const Step& step) { fill_unlisted(step, false); }
void unlisted_assumed(const Step& step) { fill_unlisted(step, true); }

}  // namespace kernels

}  // namespace regimen::program
