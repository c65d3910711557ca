// Entry: suggestions. Test: tests/service/service_test.cpp.
#include "engine/embed/service/suggestions.h"

#include <algorithm>

#include "engine/io/text_parts.h"

namespace regimen::embed::service {

namespace {

const decision::RegimenPlan* plan_of(const decision::Decision& decision, const std::string& id) {
  const auto plan = std::ranges::find(decision.plans, id, &decision::RegimenPlan::id);
  return plan == decision.plans.end() ? nullptr : &*plan;
}

// The one dose that the trial gave of the drug, if nothing about it is open.
const decision::PlannedDose* dose_of(const decision::RegimenPlan& plan, const std::string& drug) {
  const decision::PlannedDose* found = nullptr;
  for (const decision::PlannedDose& dose : plan.doses) {
    if (dose.drug != drug || dose.basis != language::Basis::trial) continue;
    const bool whole = dose.item.condition.empty() && dose.total_low && dose.total_high;
    if (!whole || found != nullptr) return nullptr;
    found = &dose;
  }
  return found;
}

}  // namespace

std::vector<Suggestion> suggestions(const CardContext& context) {
  std::vector<Suggestion> all;
  const facts::Terminology& terminology = context.engine.knowledge().terminology;
  const std::string& locale = context.speaker.locale();
  for (const language::Regimen& regimen : context.engine.pack().pack.regimens) {
    const auto& regimens = context.decision.regimens;
    const auto safety = std::ranges::find(regimens, regimen.id, &decision::RegimenSafety::id);
    const bool stands =
        safety != regimens.end() && safety->status && *safety->status < language::Severity::avoid;
    const decision::RegimenPlan* plan = plan_of(context.decision, regimen.id);
    if (!stands || plan == nullptr || plan->conditional) continue;
    Suggestion suggestion;
    suggestion.regimen = regimen.id;
    suggestion.label = context.speaker.say(
        "card-draft", {{"regimen", context.speaker.word("regimens", regimen.id)}});
    for (const facts::ConceptId drug : regimen.drugs) {
      const decision::PlannedDose* dose = dose_of(*plan, terminology.at(drug).id);
      if (dose == nullptr) break;
      DraftedDose drafted{
          drug, {}, io::tenths(*dose->total_low), io::tenths(*dose->total_high), dose->total_unit};
      std::string amount = drafted.low;
      if (drafted.high != drafted.low) amount += "-" + drafted.high;
      drafted.text = terminology.name(drug, locale) + ": " + amount + " " + drafted.unit + " (" +
                     context.speaker.title(dose->item.id) + ")";
      suggestion.doses.push_back(std::move(drafted));
    }
    if (suggestion.doses.size() != regimen.drugs.size()) continue;
    suggestion.uuid = context.uuid();
    all.push_back(std::move(suggestion));
  }
  return all;
}

}  // namespace regimen::embed::service
