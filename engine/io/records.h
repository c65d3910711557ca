// Records: a stream of text, cut into rows: at line breaks, or, in a table, at those outside of
// quotes.
//
// A quote that is never closed costs the row it opens in and no other: reading goes on at the next
// line. No byte is looked at more than three times and no more than two rows of the longest length
// are held, whatever the text. Thread-safety: for one thread at a time.
#pragma once

#include <optional>
#include <string>

#include "engine/core/result.h"
#include "engine/io/list_chunk.h"
#include "engine/io/text_stream.h"

namespace regimen::io {

class Records {
 public:
  Records(TextStream stream, const RowLimits& limits)
      : stream_(std::move(stream)), limits_(limits) {}

  // The text that the stream begins with, to find out what it is. At most the longest row.
  core::Result<std::string_view> peek();
  // From now on quotes count, and cells are parted by `delimiter`.
  void quoted(char delimiter) { delimiter_ = delimiter; }

  // The next row alone, in a chunk of its own; nothing at the end.
  core::Result<std::optional<ListChunk>> one() { return next(1); }
  // Nothing at the end.
  core::Result<std::optional<ListChunk>> chunk() { return next(0); }
  // Rows are numbered from 1 again: what was read so far was the header.
  void restart() { number_ = 0; }

  [[nodiscard]] const std::string& name() const { return stream_.name(); }

 private:
  // Where a row ends, and where the next one begins.
  struct Cut {
    std::size_t end = 0;
    std::size_t next = 0;
    std::size_t mark = 0;
    RowState state = RowState::whole;
  };

  core::Result<std::optional<ListChunk>> next(std::size_t most_rows);
  core::Result<bool> fill(std::size_t wanted);
  // Nothing where the row may go on in text that was not read yet.
  [[nodiscard]] std::optional<Cut> cut(std::size_t begin);
  [[nodiscard]] std::optional<Cut> cut_quoted(std::size_t begin);
  [[nodiscard]] Cut broken(std::size_t opened, std::size_t looked_at, RowState state,
                           std::size_t mark);
  [[nodiscard]] bool is_blank(std::size_t begin, std::size_t end) const;
  ListChunk take(std::size_t consumed, std::vector<RawRow> rows);

  TextStream stream_;
  RowLimits limits_;
  std::optional<char> delimiter_;  // nothing: a row is a line
  std::string text_;
  bool ended_ = false;
  bool skipping_ = false;         // the rest of a row that is too long
  std::uint64_t number_ = 0;      // of rows so far
  std::uint32_t line_ = 1;        // that text_ begins with
  std::size_t single_lines_ = 0;  // up to here in text_ a quoted cell ends on its line
};

}  // namespace regimen::io
