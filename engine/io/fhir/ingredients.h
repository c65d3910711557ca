// Ingredients: what a Medication is by what is in it, where its own code does not say.
// Thread-safety: pure function.
#pragma once

#include <optional>

#include "engine/io/fhir/naming.h"

namespace regimen::io {

// The one substance that all ingredients name but those that are stated not to be active. Several,
// or one that is not known, name nothing: then `shown` has all of them. Nothing where there is no
// ingredient.
std::optional<Naming> naming_of_ingredients(const core::Node& medication, facts::DomainId domain,
                                            const facts::Terminology& terminology,
                                            const FhirMap& map, core::Diagnostics& broken);

}  // namespace regimen::io
