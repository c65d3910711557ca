// Entry: Columnar. Test: tests/property/screen_test.cpp.
#include "engine/screening/deciding.h"

#include <algorithm>

#include "engine/decision/decide.h"
#include "engine/program/compile.h"
#include "engine/screening/eligibility_rows.h"

namespace regimen::screening {

Columnar::Columnar(const language::CheckedPack& of_trial, const language::CheckedPack* with_safety,
                   std::vector<std::string> comparisons_of_study, decision::Options how)
    : pack(&of_trial),
      safety(with_safety),
      comparisons(std::move(comparisons_of_study)),
      options(std::move(how)),
      program(program::compile(of_trial)) {
  if (safety != nullptr) safety_program = program::compile(*safety, program::Conflicts::worse);
}

bool can_be_columnar(const language::Pack& pack, const decision::Options& options) {
  const auto deciding =
      std::count_if(pack.rules.begin(), pack.rules.end(), [&](const language::Rule& rule) {
        return rule.is_criterion() && decision::decides(pack, rule, options);
      });
  return static_cast<std::size_t>(deciding) <= most_criteria;
}

}  // namespace regimen::screening
