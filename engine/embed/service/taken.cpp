// Entry: taken_on. Test: tests/service/service_test.cpp.
#include "engine/embed/service/taken.h"

#include <algorithm>

#include "engine/io/fhir/map.h"

namespace regimen::embed::service {

using facts::Truth;

namespace {

bool holds(const facts::Value& value, facts::Day day) {
  const auto* period = std::get_if<facts::Period>(&value);
  return period != nullptr && overlaps(*period, {day, day}, {day, day}) == Truth::yes;
}

}  // namespace

std::vector<facts::ConceptId> taken_on(facts::Day day, const facts::Record& record,
                                       const Engine& engine) {
  std::vector<facts::ConceptId> drugs;
  const io::FhirResource* orders = engine.fhir()->find("MedicationRequest");
  if (orders == nullptr) return drugs;
  const facts::Knowledge& knowledge = engine.knowledge();
  const facts::Settled settled = facts::settle_only(record, knowledge.vocabulary,
                                                    knowledge.terminology, {}, {}, {orders->list});
  const facts::FieldId identity = knowledge.vocabulary.lists()[orders->list].identity;
  for (const facts::SettledEntry& entry : settled.lists[orders->list].entries) {
    const bool is_known = entry.exists == Truth::yes && !entry.doubtful;
    const auto* drug = std::get_if<facts::ConceptName>(&entry.values[identity]);
    if (!is_known || drug == nullptr || !drug->id) continue;
    const bool now = std::ranges::any_of(
        entry.values, [&](const facts::Value& value) { return holds(value, day); });
    if (now) drugs.push_back(*drug->id);
  }
  return drugs;
}

}  // namespace regimen::embed::service
