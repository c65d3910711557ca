// FHIR: a FHIR R4 document -> for each Patient in it a Record, and what of it was not used, with
// the reason.
//
// Each patient's resources become the tree that a profile would be, and are read as one, so a
// value, a unit and a date mean the same here as there; every fact has the name of its resource as
// its source. Which resource becomes what is said by the FhirMap. A list is plain, so that what is
// not in it is absent by a declared assumption only, where a resource of its types was sent or
// searched for; incomplete where there are further pages; and left out, unknown, else.
// Thread-safety: pure functions. Spans refer to the source of the document.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/core/node.h"
#include "engine/core/yaml.h"
#include "engine/facts/knowledge.h"
#include "engine/facts/settle.h"
#include "engine/io/fhir/map.h"
#include "engine/io/profile.h"

namespace regimen::io {

// Wide enough for the whole record of one patient over many years.
constexpr core::TextLimits fhir_limits{std::size_t{32} << 20, 64, 1'000'000};

// More patients in one bundle are a list; the decisions on all are held at once.
constexpr std::size_t most_patients = 200;

struct FhirPatient {
  std::string id;
  ProfileReading profile;
  std::vector<facts::Ignored> ignored;
};

struct FhirReading {
  core::Diagnostics structure;  // why nothing was read
  std::vector<FhirPatient> patients;
};

// Whether a text, or the tree of one, is a resource.
bool may_be_fhir(std::string_view text);
bool is_fhir(const core::Node& root);

// REQUIRES: is_fhir(root). Of the types that are `incomplete` there may be more than was sent; the
// empty type stands for all.
FhirReading read_fhir(const core::Node& root, const FhirMap& map, const facts::Knowledge& knowledge,
                      const std::optional<facts::Day>& as_of,
                      const std::set<std::string>& incomplete = {});

}  // namespace regimen::io
