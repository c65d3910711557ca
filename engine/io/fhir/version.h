// Version: whether a resource is of another version of FHIR than R4, by what only that one has.
// Thread-safety: pure function.
#pragma once

#include <optional>
#include <string>

#include "engine/core/source.h"
#include "engine/io/fhir/bundle.h"
#include "engine/io/fhir/map.h"

namespace regimen::io {

struct ForeignVersion {
  std::string version;
  core::Span span;  // of what gives it away
};

// The first sign of the map that fits.
std::optional<ForeignVersion> foreign_version(const BundledResource& resource, const FhirMap& map);

}  // namespace regimen::io
