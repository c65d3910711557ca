// Entry: screened. Test: tests/screening/row_test.cpp.
#include "engine/screening/row.h"

namespace regimen::screening {

using program::Verdict;

namespace {

Outcome outcome_of(const decision::Criterion& criterion, bool assumptions) {
  switch (assumptions ? criterion.assumed_verdict : criterion.verdict) {
    case Verdict::pass:
      return Outcome::pass;
    case Verdict::fail:
      return Outcome::fail;
    case Verdict::unknown:
      return Outcome::unknown;
    case Verdict::not_applicable:
      return Outcome::not_applicable;
  }
  return Outcome::unknown;
}

RowRegimen regimen_of(const decision::Decision& decision, const decision::RegimenSafety& safety) {
  RowRegimen row;
  row.id = safety.id;
  row.safety = decision::status_text(safety.status);
  row.at_least = to_text(safety.at_least);
  row.at_most = to_text(safety.at_most);
  if (!decision.benefit_risk) return row;
  for (const decision::RankedRegimen& ranked : decision.benefit_risk->ranked) {
    if (ranked.id != safety.id) continue;
    row.rank = ranked.rank;
    row.best = ranked.best;
    row.worst = ranked.worst;
    row.conditional = !ranked.condition.empty();
    row.score = ranked.score;
  }
  return row;
}

}  // namespace

std::string missing_name(const facts::Missing& missing) {
  return missing.about.empty() ? missing.key : missing.key + " (" + missing.about + ")";
}

ScreenedRow screened(const decision::Decision& decision) {
  ScreenedRow row;
  row.id = decision.profile_id;
  const decision::Eligibility& eligibility = decision.eligibility;
  row.eligibility = to_text(eligibility.status);
  row.failed = eligibility.failed;
  row.assumptions = eligibility.assumptions;
  for (const facts::Missing& missing : eligibility.missing) {
    std::string name = missing_name(missing);
    if (row.missing.empty() || row.missing.back() != name) row.missing.push_back(std::move(name));
  }
  for (const decision::Criterion& criterion : eligibility.criteria) {
    if (!criterion.decides) continue;
    row.outcomes.push_back(outcome_of(criterion, decision.options.assumptions));
    if (row.outcomes.back() == Outcome::unknown) row.unknown.push_back(criterion.id);
  }
  for (const decision::RegimenSafety& safety : decision.regimens)
    row.regimens.push_back(regimen_of(decision, safety));
  return row;
}

}  // namespace regimen::screening
