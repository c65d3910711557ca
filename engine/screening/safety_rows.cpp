// Entry: SafetyRows. Test: tests/screening/screen_test.cpp, tests/property/screen_test.cpp.
#include "engine/screening/safety_rows.h"

namespace regimen::screening {

using facts::PlaneWord;
using language::Severity;

facts::Planes holding(const program::RuleVerdicts& verdicts) {
  facts::Planes planes = verdicts.when;
  for (std::size_t word = 0; word < planes.yes.size(); ++word) {
    planes.yes[word] &= verdicts.guard.yes[word];
    planes.no[word] |= verdicts.guard.no[word];
  }
  return planes;
}

void SafetyRows::take(const program::Verdicts& verdicts, bool assumptions,
                      const std::vector<std::string>& jurisdictions) {
  const std::size_t words = facts::words_for(verdicts.patients);
  const std::size_t regimens = pack_->regimens.size();
  regimens_.resize(jurisdictions.size() * regimens);
  for (Of& of : regimens_) {
    for (Planes* planes : {&of.holds, &of.open, &of.gating}) {
      for (auto& plane : *planes) plane.assign(words, 0);
    }
  }
  for (std::size_t i = 0; i < pack_->rules.size(); ++i) {
    const language::Rule& rule = pack_->rules[i];
    if (rule.kind != language::RuleKind::safety || rule.safety.severity == Severity::no_finding)
      continue;
    const facts::Planes truth = holding(assumptions ? verdicts.assumed[i] : verdicts.open[i]);
    const auto level = static_cast<std::size_t>(rule.safety.severity) - 1;
    const bool gating = rule.safety.gate == language::Gate::gating;
    for (std::size_t which = 0; which < regimens_.size(); ++which) {
      if (!decision::concerns(rule, which % regimens, jurisdictions[which / regimens])) continue;
      Of& of = regimens_[which];
      for (std::size_t word = 0; word < words; ++word) {
        const PlaneWord open = ~(truth.yes[word] | truth.no[word]);
        of.holds.at(level)[word] |= truth.yes[word];
        of.open.at(level)[word] |= open;
        if (gating) of.gating.at(level)[word] |= open;
      }
    }
  }
}

RegimenStanding SafetyRows::at(std::size_t patient, std::size_t jurisdiction,
                               std::size_t regimen) const {
  const Of& of = regimens_[jurisdiction * pack_->regimens.size() + regimen];
  const std::size_t word = patient / facts::plane_bits;
  const PlaneWord bit = facts::bit_of(patient);
  RegimenStanding standing;
  for (std::size_t level = 0; level < levels; ++level) {
    const auto severity = static_cast<Severity>(level + 1);
    const bool holds = (of.holds.at(level)[word] & bit) != 0;
    const bool open = (of.open.at(level)[word] & bit) != 0;
    if (holds) standing.at_least = severity;
    if (holds || open) standing.at_most = severity;
    if ((of.gating.at(level)[word] & bit) != 0) standing.undecided = severity;
    standing.open = standing.open || (open && severity >= Severity::avoid);
  }
  return standing;
}

}  // namespace regimen::screening
