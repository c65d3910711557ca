// Entry: RowCutter::cut, RowCutter::read. Test: tests/io/row_pieces_test.cpp.
#include "engine/io/row_cutter.h"

#include "engine/core/plain_text.h"

namespace regimen::io {

RowCutter::RowCutter(const List& list) : list_(&list) {
  if (list.json_) json_.emplace(*list.json_);
}

void RowCutter::look_over(ListChunk& chunk) {
  chunk.plain = core::is_plain_text(chunk.source->text());
}

bool RowCutter::cut(const ListChunk& chunk, std::size_t row, RowPieces& pieces) {
  return json_ ? json_->cut(chunk, row, pieces) : list_->mapper_->cut(chunk, row, cells_, pieces);
}

RowReading RowCutter::read(const ListChunk& chunk, std::size_t place, const RowPieces& row,
                           const std::vector<const Piece*>& pieces,
                           const std::optional<facts::Day>& as_of) const {
  if (json_) return list_->json_->read(row, pieces, as_of);
  std::vector<bool> slots(list_->slots().size());
  for (const Piece* piece : pieces) slots[piece->slot] = true;
  return list_->mapper_->read(chunk, place, as_of, &slots);
}

}  // namespace regimen::io
