// Word: the one meaning that the words of a resource have for a field or a fact of a profile.
// Thread-safety: pure function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/facts/vocabulary.h"
#include "engine/io/fhir/map.h"

namespace regimen::io {

struct WordQuestion {
  const FhirValue& value;
  const facts::ValueType& type;
  const std::vector<std::string>& codes;  // of what the resource names
  core::Span span;                        // where no word stands
};

struct WordTrouble {
  core::Diagnostics& broken;
  core::Diagnostics& values;
};

// What the words mean, as a profile would write it; `unknown` where they disagree, which is told.
// Words of no meaning stand as they are, or are nothing, as the map says.
std::optional<core::Node> word_value(const std::vector<const core::Node*>& found,
                                     const WordQuestion& question, const WordTrouble& trouble);

}  // namespace regimen::io
