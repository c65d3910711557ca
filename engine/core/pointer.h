// Pointer: the value at a place of a document as a JSON pointer (RFC 6901).
//
// Of a place at a key, the mapping that has it, so that a key which nobody knows is not told.
// Thread-safety: pure function.
#pragma once

#include <string>

#include "engine/core/node.h"

namespace regimen::core {

// The tree may be that of another reading of the same text. Empty for the whole, and where the
// place is in none of its values.
std::string pointer_to(const Node& root, const Span& place);

}  // namespace regimen::core
