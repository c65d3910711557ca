// Entry: foreign_version. Test: tests/io/fhir_bundle_test.cpp.
#include "engine/io/fhir/version.h"

#include "engine/io/fhir/element.h"

namespace regimen::io {

std::optional<ForeignVersion> foreign_version(const BundledResource& resource, const FhirMap& map) {
  for (const FhirSign& sign : map.signs) {
    if (sign.resource != resource.type) continue;
    if (sign.has.empty() && sign.text.empty())
      return ForeignVersion{sign.version, resource.node->span};
    const core::Node* found = element(*resource.node, sign.has.empty() ? sign.text : sign.has);
    const bool fits = found != nullptr && (sign.text.empty() || found->is_scalar());
    if (fits) return ForeignVersion{sign.version, found->span};
  }
  return std::nullopt;
}

}  // namespace regimen::io
