// Patient: the resources of one patient -> their Record, and what of them was not used.
// Thread-safety: for one thread.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/io/fhir/bundle.h"
#include "engine/io/fhir/fhir.h"

namespace regimen::io {

struct FhirContext {
  const Bundle& bundle;
  const FhirMap& map;
  const facts::Knowledge& knowledge;
  facts::Day as_of;
  const std::set<std::string>& incomplete;  // types, as read_fhir has them
  core::Diagnostics& broken;                // elements that have not the form that FHIR gives them
};

FhirPatient read_patient(const BundledResource& patient,
                         const std::vector<const BundledResource*>& resources,
                         const FhirContext& context);

}  // namespace regimen::io
