// NodeJson: a document as a tree -> the same document as JSON on one line, its scalars as texts:
// what a number or a date is, is said by whoever reads them. Thread-safety: pure function.
#pragma once

#include <string>

#include "engine/core/node.h"

namespace regimen::io {

std::string node_json(const core::Node& node);

}  // namespace regimen::io
