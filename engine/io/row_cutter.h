// RowCutter: the rows of a list -> their pieces, and some pieces of a row -> a Record that holds
// nothing else.
//
// Thread-safety: one a thread; the list is only read.
#pragma once

#include <optional>
#include <vector>

#include "engine/io/json_pieces.h"
#include "engine/io/list.h"
#include "engine/io/row_pieces.h"

namespace regimen::io {

class RowCutter {
 public:
  // The list must outlive it.
  explicit RowCutter(const List& list);

  // Before the first row of a chunk is cut: looks once at what each row would be looked at for.
  static void look_over(ListChunk& chunk);
  // False where the row must be read as a whole: List::read says what it is.
  bool cut(const ListChunk& chunk, std::size_t row, RowPieces& pieces);
  // Of the row that was cut last: its day and its place of evaluation; `as_of` is the day asked
  // for, if one was.
  [[nodiscard]] RowReading read_head(const ListChunk& chunk, std::size_t place,
                                     const RowPieces& row,
                                     const std::optional<facts::Day>& as_of) const;
  // Likewise: some of its pieces, on the day of its evaluation. Places in the diagnostics lead
  // nowhere.
  [[nodiscard]] ProfileReading read_pieces(const ListChunk& chunk, std::size_t place,
                                           const RowPieces& row,
                                           const std::vector<const Piece*>& pieces,
                                           facts::Day as_of) const;

 private:
  const List* list_;
  std::optional<JsonCutter> json_;
  Cells cells_;
};

}  // namespace regimen::io
