// Taken: the drugs that a patient is known to take on a day: an order of another drug is one of
// both.
//
// Known is what an entry says that surely is so and has a period that surely holds the day.
// Thread-safety: pure function.
#pragma once

#include <vector>

#include "engine/embed/engine.h"

namespace regimen::embed::service {

// REQUIRES: engine.fhir()
std::vector<facts::ConceptId> taken_on(facts::Day day, const facts::Record& record,
                                       const Engine& engine);

}  // namespace regimen::embed::service
