// Ndjson: a line of a list that holds one profile as JSON -> Record. Thread-safety: pure function.
#pragma once

#include <optional>

#include "engine/facts/knowledge.h"
#include "engine/io/list_chunk.h"
#include "engine/io/row_reading.h"

namespace regimen::io {

// `as_of` is the day asked for, if one was.
RowReading read_ndjson_row(const ListChunk& chunk, std::size_t row,
                           const facts::Knowledge& knowledge,
                           const std::optional<facts::Day>& as_of);

}  // namespace regimen::io
