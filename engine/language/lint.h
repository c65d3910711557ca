// Lint: what is legal in a pack and yet looks wrong: a rule that can never fire, two rules that
// contradict each other, a rule of one jurisdiction without its twin, a source that was read long
// ago.
//
// For authors (`regimen check`), never on the way of an evaluation. It speaks only where it is
// sure: conditions that it cannot take apart count as free, and a rule with too many of them is
// left alone. Thread-safety: pure function.
#pragma once

#include <optional>

#include "engine/core/diagnostic.h"
#include "engine/language/check.h"

namespace regimen::language {

struct LintOptions {
  std::optional<facts::Day> today;  // nothing: the age of sources is not judged
  int stale_months = 24;
};

void lint(const CheckedPack& pack, const LintOptions& options, core::Diagnostics& diagnostics);

}  // namespace regimen::language
