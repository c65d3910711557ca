// DecidedCall: the body of a call of a hook -> what is decided of its patient. What the service
// answers with, and what a log is held against again. Thread-safety: pure function.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/embed/engine.h"
#include "engine/embed/service/exchange.h"
#include "engine/embed/service/offer.h"

namespace regimen::embed::service {

struct DecidedCall {
  std::string patient_id;
  std::vector<facts::ConceptId> drafted;  // drugs that are being ordered
  std::vector<facts::ConceptId> taken;    // drugs that are known to be taken
  decision::Decision decision;
};

// REQUIRES: options.as_of, engine.fhir()
std::variant<DecidedCall, HttpResponse> decide_call(const core::Source& body, Hook hook,
                                                    const Offer& offer, const Engine& engine,
                                                    const EvaluateOptions& options);

}  // namespace regimen::embed::service
