// ListChunk: some rows of a list as they were read: where each begins and ends in one piece of
// text.
//
// Cutting a list into chunks is sequential and cheap; making records of the rows of a chunk is
// neither. A row that cannot be cut says why and is rejected by whoever reads it. Thread-safety:
// plain values; the text is shared and never changes.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/core/source.h"

namespace regimen::io {

enum class RowState : std::uint8_t {
  whole,
  too_long,          // more bytes than a row may have; its text is not kept
  quote_not_closed,  // `mark` is where the quote opens
  text_after_quote,  // `mark` is what follows a closing quote
};

struct RawRow {
  std::uint64_t number = 0;  // of the rows of the list, from 1; blank ones do not count
  std::uint32_t begin = 0;   // in the text of the chunk
  std::uint32_t end = 0;     // without the line break
  std::uint32_t mark = 0;
  RowState state = RowState::whole;
};

struct ListChunk {
  std::shared_ptr<const core::Source> source;
  std::vector<RawRow> rows;
  bool plain = false;  // known to be UTF-8 without control characters
};

struct RowLimits {
  std::size_t row_bytes = std::size_t{1} << 20;
  std::size_t cell_bytes = std::size_t{1} << 16;
  std::size_t columns = 4096;
  std::size_t chunk_bytes = std::size_t{1} << 20;
};

}  // namespace regimen::io
