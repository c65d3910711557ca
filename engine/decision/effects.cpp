// Entry: check_effects, decide_effects. Test: tests/decision/effects_test.cpp.
#include "engine/decision/effects.h"

#include "engine/core/mapping.h"
#include "engine/decision/applicability.h"

namespace regimen::decision {

using core::Code;

void check_effects(const language::Pack& pack, const evidence::Evidence& evidence,
                   core::Diagnostics& diagnostics) {
  if (pack.evidence.study.empty()) {
    for (const language::Rule& rule : pack.rules) {
      if (rule.kind == language::RuleKind::applicability) {
        diagnostics.add({Code::unknown_in_study, rule.span,
                         "the pack names no study whose comparisons could carry over", rule.id});
      }
    }
    return;
  }
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

void check_harms(const language::Pack& pack, const evidence::Evidence& evidence,
                 core::Diagnostics& diagnostics) {
  const language::HarmUse& harms = pack.other_harms;
  if (harms.studies.empty()) return;
  if (!evidence::years_of(harms.horizon)) {
    diagnostics.add({Code::bad_value, harms.span, "a horizon in years or weeks is expected",
                     harms.horizon, "such as `1 year`"});
  }
  for (const language::HarmUse::OfStudy& use : harms.studies) {
    const evidence::Study* study = evidence.study(use.study);
    if (study == nullptr) {
      diagnostics.add({Code::unknown_in_study, use.span, "no such study", use.study});
      continue;
    }
    std::vector<std::string> known;
    for (const evidence::Row& row : study->rows) known.push_back(row.id);
    for (const auto& row : use.rows) {
      if (study->row(row.id) == nullptr) {
        diagnostics.add({Code::unknown_in_study, row.span, "the study has no such row", row.id,
                         core::did_you_mean(row.id, known)});
      }
    }
    const evidence::Study* trial = evidence.study(pack.evidence.study);
    for (const auto& [exposure, regimen] : use.stand_for) {
      if (trial != nullptr && trial->arm_of(regimen) == nullptr) {
        diagnostics.add({Code::unknown_in_study, use.span,
                         "no arm of the pack's study stands for this regimen", regimen});
      }
      if (study->arm(exposure) == nullptr) {
        diagnostics.add(
            {Code::unknown_in_study, use.span, "the study has no such exposure", exposure});
      }
    }
  }
}

std::vector<evidence::OtherHarm> decide_harms(const language::Pack& pack,
                                              const evidence::Evidence& evidence) {
  std::vector<evidence::OtherHarm> harms;
  const double years = evidence::years_of(pack.other_harms.horizon).value_or(0);
  for (const language::HarmUse::OfStudy& use : pack.other_harms.studies) {
    const evidence::Study* study = evidence.study(use.study);
    if (study == nullptr || years <= 0) continue;
    const auto regimen = [&](const std::string& exposure) {
      const auto place = use.stand_for.find(exposure);
      return place == use.stand_for.end() ? std::string() : place->second;
    };
    for (const auto& name : use.rows) {
      const evidence::Row* row = study->row(name.id);
      if (row == nullptr) continue;
      evidence::OtherHarm harm{study->id, use.design, use.certainty, {}, *row, {}, {}, {}};
      if (const evidence::AnalysisSet* set = study->set(row->set)) harm.population = set->name;
      if (row->estimate) {
        if (!row->estimate->population.empty()) harm.population = row->estimate->population;
        harm.of_regimen = regimen(row->estimate->of);
        harm.against_regimen = regimen(row->estimate->against);
        harm.converted = evidence::converted_to(*row, years);
      }
      harms.push_back(std::move(harm));
    }
  }
  return harms;
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
