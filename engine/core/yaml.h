// Strict YAML and strict JSON: text -> Node, or located diagnostics.
//
// Only what has one meaning is let through: no duplicate keys, aliases, anchors, tags, merge keys
// or second documents, no invalid UTF-8 or control characters, and bounded size, depth and number
// of values. JSON is held to the same. Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"

namespace regimen::core {

struct TextLimits {
  std::size_t bytes = std::size_t{4} << 20;
  std::size_t depth = 32;
  std::size_t nodes = 200'000;
};

// Nothing is returned where the structure is broken; what is wrong then stands in `diagnostics`.
std::optional<Node> read_yaml(const Source& source, const TextLimits& limits,
                              Diagnostics& diagnostics);
std::optional<Node> read_json(const Source& source, const TextLimits& limits,
                              Diagnostics& diagnostics);

// JSON if the first character that is no white space is `{` or `[` and the text is JSON throughout;
// else YAML.
std::optional<Node> read_document(const Source& source, const TextLimits& limits,
                                  Diagnostics& diagnostics);

// Escapes can bring in what check_text keeps out: control characters.
bool check_escaped(const Node& scalar, Diagnostics& diagnostics);

// The checks that both share: size, UTF-8, control characters, emptiness. False if one fails.
bool check_text(const Source& source, const TextLimits& limits, Diagnostics& diagnostics);

}  // namespace regimen::core
