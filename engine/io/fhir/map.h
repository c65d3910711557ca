// FhirMap: how FHIR R4 resources become facts, as knowledge/fhir.yaml says.
//
// It is checked when it is read: every fact, list, field, word, concept and source it names must be
// one of the knowledge, every LOINC and SNOMED CT code must have its check digit. The keys are
// described at the head of that file. Thread-safety: immutable after reading.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/facts/knowledge.h"

namespace regimen::io {

// The elements from a resource inwards; one that ends in `[x]` is any type of a choice.
using FhirPath = std::vector<std::string>;

// Whether what a resource says is so; the later, the stricter.
enum class FhirStanding : unsigned char { counts, doubtful, absent, ignored };

struct FhirCheck {
  FhirPath element;
  std::map<std::string, FhirStanding> words;  // any other is doubtful
  FhirStanding missing = FhirStanding::counts;
};

// Where a value is read, and what it means in a profile.
struct FhirValue {
  std::vector<FhirPath> dates;               // the first that is there
  std::vector<FhirPath> words;               // all that are there, of which one meaning is left
  std::map<std::string, std::string> means;  // folded word -> word of a profile
  std::vector<std::string> order;            // of several meanings the first; else they disagree
  bool keep_others = true;  // a word of no meaning stands as it is, and is told when it is read
  std::map<std::string, std::string> by_code;  // `system:code` -> word, of what the resource names
  FhirPath daily_dose;
};

struct FhirField {
  facts::FieldId field = 0;
  FhirValue value;
  std::optional<facts::FieldId> unless;  // nothing where that one is stated
};

struct FhirFact {
  facts::FactId fact = 0;
  std::optional<facts::ConceptId> is;  // only where the resource names a kind of it
  bool named = false;                  // the value is what the resource names
  std::string fixed;                   // the value
  FhirValue value;
  bool earliest = false;  // of several dates the first
  std::vector<std::pair<FhirPath, std::set<std::string>>> needs;
};

struct FhirMeasured {
  FhirPath value;
  std::vector<FhirPath> dates;
  std::map<std::string, facts::FactId> facts;  // by `system:code`
};

struct FhirResource {
  std::string type;
  facts::ListId list = 0;
  bool ignore_others = false;  // what names nothing that is known is no entry
  std::vector<FhirPath> subject;
  std::vector<FhirPath> names;
  std::vector<FhirPath> value;  // of these one must be there
  std::string parts;            // the element whose items are read as the resource is
  std::vector<FhirCheck> checks;
  std::vector<FhirField> fields;
  std::vector<FhirFact> facts;
  std::optional<FhirMeasured> measured;
};

// What only another version has.
struct FhirSign {
  std::string version;
  std::string resource;
  std::string has;   // an element; empty: the resource itself
  std::string text;  // an element that is text there
};

struct FhirMap {
  std::map<std::string, std::string> systems;  // URI -> system of the terminology
  std::string own_facts;                       // the system whose codes are facts
  std::string own_fields;                      // what the URL of an extension begins with
  std::vector<FhirSign> signs;
  std::set<std::string> followed;
  std::map<std::string, std::string> timings;  // code -> times a day
  std::vector<FhirFact> patient;
  std::vector<FhirResource> resources;

  [[nodiscard]] const FhirResource* find(const std::string& type) const;
};

// Nothing where something is wrong; what, stands in the diagnostics.
std::optional<FhirMap> read_fhir_map(const core::Node& root, const facts::Knowledge& knowledge,
                                     core::Diagnostics& diagnostics);

}  // namespace regimen::io
