// RowPieces: one row of a list in pieces that each mean something on their own: what a fact is, or
// what one entry of a list is, whatever the rest of the row says.
//
// Rows of a list repeat the same pieces again and again, so what a piece means need be worked out
// once only: who reads the same text in the same slot on the same day finds the same. Cutting a row
// makes no values and reports nothing; a row in which anything is out of the ordinary is not cut
// and is read as a whole. Thread-safety: plain values; the views are into the row that was cut and
// into `keys`, so that a copy is not worth more than they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/facts/parts.h"
#include "engine/facts/record.h"

namespace regimen::io {

struct Piece {
  std::uint32_t slot = 0;  // of facts their part; of an entry what the list of slots says
  std::string_view key;    // its text
};

struct RowPieces {
  std::string id;
  std::string_view as_of;               // as the row has it; empty: not in the row
  std::string_view jurisdiction;        // likewise
  std::vector<Piece> pieces;            // facts, then entries in the order of their lists
  std::string keys;                     // those that do not stand in the row as they are
  std::vector<facts::ListState> lists;  // by ListId; of a table what its entries leave it at

  void clear() {
    id.clear();
    as_of = {};
    jurisdiction = {};
    pieces.clear();
    keys.clear();
    lists.clear();
  }
};

// What the pieces of a list are of, by slot: the parts of facts, then entries: in a table each that
// columns fill, in NDJSON all entries of one list.
using PieceSlots = std::vector<facts::PartId>;

}  // namespace regimen::io
