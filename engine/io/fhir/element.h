// Element: walking into a FHIR resource, and the forms of its primitives: codes, dates, instants,
// decimals.
//
// An element that has not the form FHIR gives it is broken structure and told as such; one that is
// not there, or null, is nothing. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/io/fhir/map.h"

namespace regimen::io {

// The value at the key, or null; null too where JSON says null. REQUIRES: resource.is_mapping()
const core::Node* element(const core::Node& resource, std::string_view key);

// All that stand at the path: each item of a list is gone into.
std::vector<const core::Node*> elements(const core::Node& resource, const FhirPath& path,
                                        core::Diagnostics& broken);
// The one that stands at the first path that leads anywhere; null where it leads to several.
const core::Node* first_element(const core::Node& resource, const std::vector<FhirPath>& paths,
                                core::Diagnostics& broken);

// The text at a key; empty where there is none.
std::string text_element(const core::Node& resource, std::string_view key,
                         core::Diagnostics& broken);

// The codes of a `code`, a Coding or a CodeableConcept, without their systems.
std::vector<std::string> codes_of(const core::Node& node, core::Diagnostics& broken);
// All that can be read of a value as a word: codes, displays and texts of it, or its own text.
std::vector<std::string> words_of(const core::Node& node, core::Diagnostics& broken);

// The day of a date or dateTime as it was written, wherever on earth it was: `2026-10`.
std::string date_text(std::string_view date_time);
// The minute of the world's clock; nothing where time or offset are not given.
std::optional<std::int64_t> instant(std::string_view date_time);

// A decimal without its exponent: `1.5e1` is `15.`; as it is where it has none or is no decimal.
std::string plain_decimal(std::string_view decimal);

// `<0.5 mg/L`, as a profile writes a Quantity: the code of the unit before its name.
std::string quantity_text(const core::Node& quantity, core::Diagnostics& broken);

// Whether two elements say the same, wherever they stand.
bool same(const core::Node& a, const core::Node& b);

}  // namespace regimen::io
