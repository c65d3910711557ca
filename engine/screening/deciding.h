// Deciding: how the rows of a list are decided: by an evaluation of each as a whole, and, where it
// knows the packs, together by the columnar program. Both say the same.
//
// Thread-safety: immutable, may be shared.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/decision/decision.h"
#include "engine/facts/record.h"
#include "engine/language/check.h"
#include "engine/program/program.h"

namespace regimen::screening {

// The evaluation of a whole. May be called from any thread at the same time.
using Decide = std::function<decision::Decision(const facts::Record&)>;

// What a columnar decision takes.
struct Columnar {
  // `with_safety` may be null; `comparisons_of_study` may be none. What is referred to must outlive
  // it.
  Columnar(const language::CheckedPack& of_trial, const language::CheckedPack* with_safety,
           std::vector<std::string> comparisons_of_study, decision::Options how);

  const language::CheckedPack* pack;
  const language::CheckedPack* safety;
  std::vector<std::string> comparisons;
  decision::Options options;
  program::Program program;
  std::optional<program::Program> safety_program;
};

struct Deciding {
  Decide decide;
  std::optional<facts::Day> as_of;   // that was asked for
  bool strict = false;               // a value that cannot be used rejects its row
  std::optional<Columnar> columnar;  // nothing: one by one
};

// Whether a batch can hold as many criteria.
bool can_be_columnar(const language::Pack& pack, const decision::Options& options);

}  // namespace regimen::screening
