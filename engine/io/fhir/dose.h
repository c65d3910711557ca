// Dose: how much of a substance a day, from the dosage instruction of a resource.
//
// Only one instruction with one amount at one frequency gives a dose; a taper, a range, a dose as
// needed and a count of tablets give none. Nothing is rounded. Thread-safety: pure function.
#pragma once

#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/facts/units.h"
#include "engine/io/fhir/map.h"

namespace regimen::io {

// `3 g/d`, in a unit of the dimension asked for; empty where there is none.
std::string daily_dose(const std::vector<const core::Node*>& instructions,
                       const facts::Dimension& dimension, const facts::Units& units,
                       const FhirMap& map, core::Diagnostics& broken);

}  // namespace regimen::io
