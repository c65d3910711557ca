// Row tree: one row of a table, by its mapping -> the tree that a profile would be, or parts of it.
// Used by mapped_row.cpp only. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <vector>

#include "engine/io/mapped_row.h"

namespace regimen::io {

struct RowTexts {
  const RowMapper& mapper;
  const ListChunk& chunk;
  const RawRow& row;
  const Cells& cells;
};

// Nothing where the row is rejected.
std::optional<core::Node> row_tree(const RowTexts& texts, core::Diagnostics& structure,
                                   core::Diagnostics& values);
// The day, the place and the id alone.
core::Node row_head(const RowTexts& texts, core::Diagnostics& structure, core::Diagnostics& values);
// What stands in these pieces of the row.
ProfileParts row_parts(const RowTexts& texts, const std::vector<const Piece*>& pieces,
                       core::Diagnostics& structure, core::Diagnostics& values);

}  // namespace regimen::io
