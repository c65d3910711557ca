// Naming: what the codes, displays and texts of a CodeableConcept mean together: one concept of a
// domain, or nothing that can be relied on.
//
// Codes of the systems that the terminology knows speak first; where none is known, a text or a
// display that is a name of the terminology does. Of concepts of which one is a kind of the other
// the narrower is meant; other codes and names that mean different things disagree.
// Thread-safety: pure function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/facts/terminology.h"
#include "engine/io/fhir/map.h"

namespace regimen::io {

struct Naming {
  std::optional<facts::ConceptId> concept_id;
  bool disagree = false;
  bool any = false;                // there is a code or a text
  std::vector<std::string> codes;  // `system:code`, of the systems that are known
  std::vector<std::string> own;    // codes of our own system: ids of facts
  std::string shown;               // as it was given: `Remicade (rxnorm:1)`
  std::optional<core::Span> span;  // of the first code or text
};

// The concept is looked for in the domain.
Naming naming_of(const core::Node& codeable, facts::DomainId domain,
                 const facts::Terminology& terminology, const FhirMap& map,
                 core::Diagnostics& broken);

}  // namespace regimen::io
