// Holds what the compiler leaves out: what stands there twice, what is constant, what nobody reads.
#include "engine/program/compile.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "engine/program/builder.h"
#include "engine/program/print.h"
#include "tests/program/workbench.h"

namespace regimen::program {

namespace {

using facts::Interval;
using facts::Truth;
using testing::garden;

Program one_rule(const std::string& when) {
  const testing::RulePack pack("rules:\n  - id: one\n    kind: inclusion\n    when: " + when +
                               "\n    cites: [{source: garden-book, at: page 1}]\n");
  return compile(pack.checked());
}

std::size_t count(const Program& program, Opcode opcode) {
  return static_cast<std::size_t>(std::ranges::count_if(
      program.instructions, [&](const Instruction& one) { return one.opcode == opcode; }));
}

}  // namespace

TEST_CASE("what stands twice is made once, also in both worlds") {
  const Program program = one_rule("(x > 3 and p) or (p and x > 3 and q)");
  CHECK(count(program, Opcode::less) == 1);
  CHECK(count(program, Opcode::fact) == 3);
  CHECK(program.rules[0].open.when == program.rules[0].assumed.when);
}

TEST_CASE("the worlds part where an assumption may matter, and nowhere else") {
  const Program program = one_rule("(shade > 15 and p) or q");
  CHECK(program.rules[0].open.when != program.rules[0].assumed.when);
  // shade, p and q; and whether shade was supplied.
  CHECK(count(program, Opcode::fact) == 3);
  CHECK(count(program, Opcode::supplied) == 1);
}

TEST_CASE("constants are worked out") {
  const Program program = one_rule("x > 2 * 3 + 1");
  CHECK(count(program, Opcode::multiply) == 0);
  CHECK(count(program, Opcode::add) == 0);
  CHECK(std::ranges::find(program.constants, Constant(Interval::point(7))) !=
        program.constants.end());
  const Program never = one_rule("p and 1 > 2");
  CHECK(never.instructions.size() == 1);
  CHECK(never.reads.facts == std::vector<bool>(garden().vocabulary.facts().size()));
  // An entry of which nothing is known is unknown, so the list alone decides what is not in it.
  const Program any = one_rule("any pest where (pest is aphid and status is active)");
  CHECK(count(any, Opcode::unlisted) == 1);
  CHECK(count(any, Opcode::unlisted_assumed) == 1);
  CHECK(count(any, Opcode::any) == 1);
  CHECK(count(any, Opcode::constant) == 0);
}

TEST_CASE("a program reads what it needs and no more") {
  const Program program = one_rule("x > 3 and any pest where (pest is aphid)");
  const facts::Vocabulary& vocabulary = garden().vocabulary;
  CHECK(std::ranges::count(program.reads.facts, true) == 1);
  CHECK(program.reads.facts[*vocabulary.find_fact("x")]);
  const facts::ListId pests = *vocabulary.find_singular("pest");
  for (facts::ListId id = 0; id < vocabulary.lists().size(); ++id)
    CHECK(program.reads.lists[id].read == (id == pests));
  CHECK(std::ranges::count(program.reads.lists[pests].fields, true) == 1);
}

TEST_CASE("what does not hang on the entry is asked of the patient once") {
  const Program program = one_rule("any pest where (onset within 6 months before as_of)");
  const auto shift = std::ranges::find_if(program.instructions, [](const Instruction& one) {
    return one.opcode == Opcode::shift_months;
  });
  REQUIRE(shift != program.instructions.end());
  CHECK(shift->domain == of_patients);
}

TEST_CASE("operands stand before what reads them") {
  const Program program = one_rule("sum (change) of feeding where (product is compost and p) > 3");
  for (Position i = 0; i < program.instructions.size(); ++i) {
    for (const Position operand : program.instructions[i].operands) CHECK(operand < i);
  }
}

TEST_CASE("a builder joins truths as Kleene does") {
  Builder builder(garden());
  const Position p = builder.add({Opcode::fact, Column::truth, of_patients, {}, 0});
  const Position q = builder.add({Opcode::fact, Column::truth, of_patients, {}, 1});
  const Position yes = builder.constant(Truth::yes);
  const Position no = builder.constant(Truth::no);
  CHECK(builder.all_of({p, yes}) == p);
  CHECK(builder.all_of({p, no, q}) == no);
  CHECK(builder.one_of({p, no}) == p);
  CHECK(builder.one_of({p, yes, q}) == yes);
  CHECK(builder.all_of({p, q}) == builder.all_of({q, p, q}));
  CHECK(builder.all_of({}) == yes);
  CHECK(builder.opposite(builder.opposite(p)) == p);
  CHECK(builder.opposite(yes) == no);
  CHECK(builder.agreed({p, p}) == p);
}

TEST_CASE("a program is printed an instruction a line") {
  CHECK(print(one_rule("x > 3 and p")) ==
        "garden 1: 5 instructions, 2 facts, 0 lists, 1 rules\n"
        "  %0    patient      number  fact x\n"
        "  %1    patient      number  constant 3\n"
        "  %2    patient      truth   less %1 %0\n"
        "  %3    patient      truth   fact p\n"
        "  %4    patient      truth   and %2 %3\n"
        "one: %4\n");
}

}  // namespace regimen::program
