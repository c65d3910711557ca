// Prefetch: what an EHR has sent of one patient -> their record, as the FHIR reader reads it, with
// what was asked for in vain.
//
// All that was sent becomes one bundle. What was asked for and is not there is asked and not known;
// what the EHR answered with an error is unavailable, and of the lists that it may belong to
// nothing is assumed; what was left out says nothing. Thread-safety: pure function.
#pragma once

#include <variant>

#include "engine/embed/engine.h"
#include "engine/embed/service/hook_call.h"
#include "engine/io/fhir/fhir.h"

namespace regimen::embed::service {

// The patient, or why the call is refused: 412 where the prefetch does not hold them, 422 where it
// is not FHIR R4. Takes the resources out of the call.
// REQUIRES: engine.fhir()
std::variant<io::FhirPatient, HttpResponse> read_prefetch(HookCall& call, const Offer& offer,
                                                          const Engine& engine, facts::Day as_of);

}  // namespace regimen::embed::service
