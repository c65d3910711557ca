// JsonCutter: a line of NDJSON -> its pieces, without making a tree of it.
//
// A line is cut where each key is one that a profile has, and stands once; what the values are is
// for whoever reads the pieces. Thread-safety: a cutter is for one thread; it keeps its room from
// line to line. JsonPieces is immutable and may be shared.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/facts/knowledge.h"
#include "engine/io/list_chunk.h"
#include "engine/io/profile.h"
#include "engine/io/row_pieces.h"
#include "engine/io/row_reading.h"

namespace regimen::io {

// Which keys lead where, and what pieces say.
class JsonPieces {
 public:
  explicit JsonPieces(const facts::Knowledge& knowledge);

  // Those of the parts themselves.
  [[nodiscard]] const PieceSlots& slots() const { return slots_; }

  // A row that says nothing but its day and its place of evaluation.
  [[nodiscard]] RowReading read_head(const RowPieces& row,
                                     const std::optional<facts::Day>& as_of) const;
  // What of a row these pieces of it say, on the day of its evaluation.
  [[nodiscard]] ProfileReading read_pieces(const RowPieces& row,
                                           const std::vector<const Piece*>& pieces,
                                           facts::Day as_of) const;

 private:
  friend class JsonCutter;

  // A key of a profile: it holds other keys, or a fact.
  struct Key {
    std::string name;
    std::vector<Key> inner;
    std::size_t slot = 0;   // of a fact
    std::size_t place = 0;  // among the facts of its slot
  };
  using Values = std::vector<std::vector<std::string_view>>;  // by slot, by place

  const facts::Knowledge* knowledge_;
  facts::Parts parts_;
  PieceSlots slots_;
  std::vector<Key> sections_;
};

class JsonCutter {
 public:
  explicit JsonCutter(const JsonPieces& pieces);
  ~JsonCutter();
  JsonCutter(JsonCutter&& other) noexcept;
  JsonCutter& operator=(JsonCutter&& other) noexcept;
  JsonCutter(const JsonCutter&) = delete;
  JsonCutter& operator=(const JsonCutter&) = delete;

  // False where the row must be read as a whole.
  bool cut(const ListChunk& chunk, std::size_t row, RowPieces& out);

 private:
  class Cutting;
  std::unique_ptr<Cutting> cutting_;
};

}  // namespace regimen::io
