// Entry: read_drafts. Test: tests/service/service_test.cpp.
#include "engine/embed/service/drafts.h"

#include <algorithm>

#include "engine/io/fhir/bundle.h"
#include "engine/io/fhir/fhir.h"
#include "engine/io/fhir/sheet.h"

namespace regimen::embed::service {

using core::Node;

namespace {

// The patient of the context beside the orders, so that only theirs are read.
Node bundle_of(const HookCall& call) {
  Node patient = io::mapping_node({});
  io::put(patient, "resourceType", io::text_node("Patient", {}));
  io::put(patient, "id", io::text_node(call.patient_id, {}));
  return io::collection_of({std::move(patient), *call.orders}, {});
}

}  // namespace

std::variant<std::vector<facts::ConceptId>, HttpResponse> read_drafts(const HookCall& call,
                                                                      const Engine& engine,
                                                                      facts::Day as_of) {
  std::vector<facts::ConceptId> drugs;
  if (!call.orders) return drugs;
  const Node bundle = bundle_of(call);
  const io::FhirReading reading = io::read_fhir(bundle, *engine.fhir(), engine.knowledge(), as_of);
  if (reading.structure.has_errors())
    return problem(422, "not_acceptable", told(reading.structure));
  const auto patient = std::ranges::find(reading.patients, call.patient_id, &io::FhirPatient::id);
  if (patient == reading.patients.end() || !patient->profile.record) return drugs;
  const io::FhirResource* rule = engine.fhir()->find("MedicationRequest");
  if (rule == nullptr) return drugs;
  const facts::FieldId identity = engine.knowledge().vocabulary.lists()[rule->list].identity;
  const auto selected = [&](const facts::Entry& entry) {
    return call.selections.empty() ||
           std::ranges::find(call.selections, entry.origin) != call.selections.end();
  };
  for (const facts::Entry& entry : patient->profile.record->lists[rule->list].entries) {
    if (!selected(entry)) continue;
    const auto& value = entry.fields[identity].value;
    const auto* name = value ? std::get_if<facts::ConceptName>(&*value) : nullptr;
    if (name != nullptr && name->id) drugs.push_back(*name->id);
  }
  return drugs;
}

}  // namespace regimen::embed::service
