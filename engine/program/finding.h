// Finding: what the walk found out at one node of an expression: its value, and what of it hangs on
// missing facts.
//
// The findings of a rule are a tree like its expression; a leaf names the fact it read. From it
// every explanation is made; nothing is evaluated twice to be explained. Thread-safety: plain
// values. Refers to nothing but ids of the pack and the vocabulary.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/facts/truth.h"
#include "engine/facts/value.h"
#include "engine/language/expr.h"
#include "engine/language/pack.h"

namespace regimen::program {

struct Finding {
  language::ExprId expr = language::no_expr;
  facts::Value value = facts::Truth::unknown;
  facts::MissingSet decisive;  // facts that are missing and may change the value
  facts::MissingSet other;     // facts that are missing and cannot change it
  std::vector<std::string>
      assumed;  // ids of the declared assumptions that the value leans on, sorted
  std::optional<std::size_t>
      entry;  // position among the settled entries of the list that is looked through
  std::vector<Finding> children;
};

enum class Verdict : std::uint8_t { pass, fail, unknown, not_applicable };

std::string_view to_text(Verdict verdict);

// What the walk found out about one rule. `when` is the truth of the rule, `verdict` the patient's
// side of it.
struct RuleFinding {
  std::size_t rule = 0;
  Verdict verdict = Verdict::unknown;
  facts::Truth when = facts::Truth::unknown;
  std::optional<Finding> guard;
  std::vector<Finding> alternatives;  // one for each alternative of the statement
  facts::MissingSet decisive;
  facts::MissingSet other;
  std::vector<std::string> assumed;
  bool readings_differ = false;  // the alternatives are known and differ
};

struct Findings {
  std::vector<RuleFinding> rules;  // in the order of the pack
};

}  // namespace regimen::program
