// Walk: CheckedPack + Settled -> Findings: the reference meaning of the language, one patient at a
// time.
//
// Came before: the checker, which has done all validation; the walk trusts it and says nothing to
// users. Every node is evaluated, none is skipped because another already decides: what would not
// change the verdict is told apart, not left out. The columnar program must agree with it.
// Thread-safety: pure function.
#pragma once

#include <functional>

#include "engine/facts/settle.h"
#include "engine/language/check.h"
#include "engine/program/finding.h"

namespace regimen::program {

// Whether what is not said counts as absent where an assumption declares it so.
enum class World : std::uint8_t { open, assumed };

// What to make of a test that was positive and negative on one day: unknown, or, where it is safer,
// positive.
enum class Conflicts : std::uint8_t { unknown, worse };

// Which rules somebody asks about, by their place in the pack; nothing: all.
using Wanted = std::function<bool(std::size_t rule)>;

// Of all rules, or of those that are wanted; what the others found is then empty.
Findings walk(const language::CheckedPack& pack, const facts::Settled& patient, World world,
              Conflicts conflicts = Conflicts::unknown, const Wanted& wanted = {});

// One rule of the pack alone: what walk() finds of it.
RuleFinding walk_rule(const language::CheckedPack& pack, const facts::Settled& patient, World world,
                      std::size_t rule);

// One expression, for definitions shown on their own and for tests.
Finding walk_expression(const language::CheckedPack& pack, const facts::Settled& patient,
                        World world, language::ExprId root);

}  // namespace regimen::program
