// Drafts: the drugs that are being ordered, out of the draft orders of a call, as the FHIR reader
// names them. Orders for somebody else are left out; what names nothing that is known is no drug.
// Thread-safety: pure function.
#pragma once

#include <variant>
#include <vector>

#include "engine/embed/engine.h"
#include "engine/embed/service/hook_call.h"

namespace regimen::embed::service {

// Of order-select only what is selected, whatever else is drafted; all of them where nothing is.
// Refused, 422, where it is not FHIR R4. REQUIRES: engine.fhir()
std::variant<std::vector<facts::ConceptId>, HttpResponse> read_drafts(const HookCall& call,
                                                                      const Engine& engine,
                                                                      facts::Day as_of);

}  // namespace regimen::embed::service
