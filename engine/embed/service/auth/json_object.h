// JSON object: a small object from outside, and whether a value of it was written as text or as a
// number, which its node alone does not say.
//
// Held to what all JSON here is held to (core/yaml.h): no key twice, plain UTF-8, bounded depth.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>

#include "engine/core/yaml.h"

namespace regimen::embed {

// Nothing where it is no object; what is wrong then stands in `diagnostics`.
std::optional<core::Node> read_json_object(const core::Source& source,
                                           const core::TextLimits& limits,
                                           core::Diagnostics& diagnostics);

bool is_json_text(const core::Node& node);
bool is_json_number(const core::Node& node);

// The text at a key. Nothing where it is absent or is no text: see `has`.
std::optional<std::string> text_at(const core::Node& object, std::string_view key);
bool has(const core::Node& object, std::string_view key);

}  // namespace regimen::embed
