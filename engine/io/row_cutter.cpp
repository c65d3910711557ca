// Entry: RowCutter::cut, RowCutter::read_pieces. Test: tests/io/row_pieces_test.cpp.
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
  if (list_->kind() == ListKind::fhir) return false;
  return json_ ? json_->cut(chunk, row, pieces) : list_->mapper_->cut(chunk, row, cells_, pieces);
}

RowReading RowCutter::read_head(const ListChunk& chunk, std::size_t place, const RowPieces& row,
                                const std::optional<facts::Day>& as_of) const {
  return json_ ? list_->json_->read_head(row, as_of)
               : list_->mapper_->read_head(chunk, place, cells_, as_of);
}

ProfileReading RowCutter::read_pieces(const ListChunk& chunk, std::size_t place,
                                      const RowPieces& row, const std::vector<const Piece*>& pieces,
                                      facts::Day as_of) const {
  return json_ ? list_->json_->read_pieces(row, pieces, as_of)
               : list_->mapper_->read_pieces(chunk, place, cells_, pieces, as_of);
}

}  // namespace regimen::io
