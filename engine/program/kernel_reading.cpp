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

void show(const Step& step, const facts::Planes& planes) {
  const std::size_t word = step.frame.first() / facts::plane_bits;
  step.out.yes = planes.yes.data() + word;
  step.out.no = planes.no.data() + word;
}

void show(const Step& step, const facts::ValueColumn& column) {
  const Part part = step.instruction.part;
  const std::size_t first = step.frame.first();
  switch (step.instruction.column) {
    case Column::truth:
      show(step, column.truths);
      return;
    case Column::number:
      step.out.numbers = (part == Part::months ? column.months : column.numbers).data() + first;
      return;
    case Column::date:
      step.out.dates = (part == Part::end ? column.ends : column.dates).data() + first;
      return;
    case Column::id:
      step.out.ids = column.ids.data() + first;
      return;
  }
}

// Adds to `no` who states that all that is asked for is absent.
void add_denied(const Step& step, const Target& target, const facts::ListTable& table,
                std::vector<facts::PlaneWord>& no) {
  if (target.any || table.denials.empty()) return;
  const facts::Terminology& terms = step.program.knowledge->terminology;
  std::vector<facts::PlaneWord> all(no.size(), ~facts::PlaneWord{0});
  std::vector<facts::PlaneWord> one(no.size());
  for (const facts::ConceptId wanted : target.concepts) {
    std::ranges::fill(one, 0);
    for (const facts::Denial& denial : table.denials) {
      if (terms.is_a(wanted, denial.absent) != Truth::yes) continue;
      for (std::size_t word = 0; word < denial.patients.size(); ++word)
        one[word] |= denial.patients[word];
    }
    for (std::size_t word = 0; word < all.size(); ++word) all[word] &= one[word];
  }
  for (std::size_t word = 0; word < no.size(); ++word) no[word] |= all[word];
}

void fill_unlisted(const Step& step, bool assumed) {
  const Target& target = step.program.targets[step.instruction.index];
  const facts::ListTable& table = step.frame.list(target.list);
  step.out.make_truths(step.rows);
  std::vector<facts::PlaneWord>& no = step.out.own_no;
  for (std::size_t word = 0; word < no.size(); ++word)
    no[word] = assumed ? ~table.closed.no[word] : table.closed.yes[word];
  add_denied(step, target, table, no);
}

}  // namespace

namespace kernels {

void constant(const Step& step) {
  std::visit(Constantly{step}, step.program.constants[step.instruction.index]);
}

void fact(const Step& step) { show(step, step.frame.fact(step.instruction.index).values); }

void supplied(const Step& step) { show(step, step.frame.fact(step.instruction.index).supplied); }

void exact(const Step& step) { show(step, step.frame.fact(step.instruction.index).exact); }

void as_of(const Step& step) {
  step.out.dates = step.frame.as_of().dates;
  step.out.codes = step.frame.as_of().codes;
}

void field(const Step& step) {
  show(step, step.frame.list(step.instruction.domain).fields[step.instruction.index]);
}

void exists(const Step& step) { show(step, step.frame.list(step.instruction.domain).exists); }

// Whether the entry is of a kind that is stated to be absent.
void undenied(const Step& step) {
  const facts::ListTable& table = step.frame.list(step.instruction.domain);
  const facts::Terminology& terms = step.program.knowledge->terminology;
  step.out.make_truths(step.rows);
  std::ranges::fill(step.out.own_yes, ~facts::PlaneWord{0});
  for (const std::uint32_t patient : table.denying) {
    for (std::size_t row = table.begins[patient]; row < table.begins[patient + 1]; ++row) {
      const std::uint32_t id = step.in(0).id(row);
      const auto begin = table.absent.begin() + table.absent_begins[patient];
      const auto end = table.absent.begin() + table.absent_begins[patient + 1];
      const bool denied = id != facts::no_id && std::any_of(begin, end, [&](auto absent) {
                            return terms.is_a(id, absent) == Truth::yes;
                          });
      if (denied) step.out.own_yes[row / facts::plane_bits] &= ~facts::bit_of(row);
    }
  }
}

void unlisted(const Step& step) { fill_unlisted(step, false); }
void unlisted_assumed(const Step& step) { fill_unlisted(step, true); }

}  // namespace kernels

}  // namespace regimen::program
