// Entry: check_effects, decide_effects. Test: tests/decision/effects_test.cpp.
#include "engine/decision/effects.h"

#include "engine/core/mapping.h"
#include "engine/decision/applicability.h"

namespace regimen::decision {

using core::Code;

void check_effects(const language::Pack& pack, const evidence::Evidence& evidence,
                   core::Diagnostics& diagnostics) {
  if (pack.evidence.study.empty()) return;
  const evidence::Study* study = evidence.study(pack.evidence.study);
  if (study == nullptr) {
    std::vector<std::string> known;
    for (const evidence::Study& one : evidence.studies) known.push_back(one.id);
    diagnostics.add({Code::unknown_in_study, pack.evidence.span, "no such study",
                     pack.evidence.study, core::did_you_mean(pack.evidence.study, known)});
    return;
  }
  check_applicability(pack, *study, diagnostics);
  std::vector<std::string> known;
  for (const evidence::Row& row : study->rows) known.push_back(row.id);
  for (const auto& wanted : pack.evidence.rows) {
    const evidence::Row* row = study->row(wanted.id);
    if (row == nullptr) {
      diagnostics.add({Code::unknown_in_study, wanted.span, "the study has no such row", wanted.id,
                       core::did_you_mean(wanted.id, known)});
    } else if (!evidence::effect_of(evidence, *study, *row)) {
      diagnostics.add({Code::unknown_in_study, wanted.span, "this row counts no events of patients",
                       wanted.id});
    }
  }
}

evidence::Limits widened(const evidence::Limits& limits) {
  return {std::min(limits.low, 0.0), std::max(limits.high, 0.0)};
}

std::vector<evidence::OutcomeEffect> decide_effects(const language::Pack& pack,
                                                    const evidence::Evidence& evidence) {
  std::vector<evidence::OutcomeEffect> effects;
  const evidence::Study* study = evidence.study(pack.evidence.study);
  if (study == nullptr) return effects;
  for (const auto& wanted : pack.evidence.rows) {
    const evidence::Row* row = study->row(wanted.id);
    if (row == nullptr) continue;
    if (auto effect = evidence::effect_of(evidence, *study, *row))
      effects.push_back(std::move(*effect));
  }
  return effects;
}

}  // namespace regimen::decision
