// Stretch: some rows of a list, one after the other, told by where they end and by what stands in
// them, however the list is cut into chunks. Thread-safety: plain values; a StretchReader is for
// one thread at a time.
#pragma once

#include <cstdint>
#include <string>

#include "engine/core/digest.h"
#include "engine/io/list_chunk.h"

namespace regimen::screening {

struct Stretch {
  std::uint64_t last_row = 0;   // in the list, from 1
  std::uint32_t last_line = 0;  // where that row begins: also blank lines have not moved
  std::string digest;           // SHA-256 of the rows
};

class StretchReader {
 public:
  // The next row. REQUIRES: it is one of the chunk.
  void add(const io::ListChunk& chunk, const io::RawRow& row) {
    const std::string_view text = chunk.source->text();
    digest_.add(text.substr(row.begin, row.end - row.begin));
    digest_.add("\n");
  }
  // Ends with this row; the next one begins anew.
  Stretch take(const io::ListChunk& chunk, const io::RawRow& last) {
    return {last.number, chunk.source->place(last.begin).line, digest_.take()};
  }

 private:
  core::Digest digest_;
};

}  // namespace regimen::screening
