// JSON parts: small documents as trees, for what is read and changed before it is written. Used by
// the files named evidence_* and by screening; the report of a decision is written without a tree
// (json_writer.h). Thread-safety: pure functions.
#pragma once

#include <nlohmann/json.hpp>

#include "engine/evidence/effects.h"

namespace regimen::io {

// Keys keep the order in which they are written, so that equal decisions are equal bytes.
using Json = nlohmann::ordered_json;

// As JsonWriter::figure writes it.
Json figure_json(double value);
// As the report of a decision tells it.
Json contrast_json(const evidence::Contrast& contrast);

}  // namespace regimen::io
