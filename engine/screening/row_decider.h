// RowDecider: the rows of one chunk of a list -> ScreenedRows, in their order.
//
// Rows that can be coded are decided together (batch_decider.h); the others, and all where nothing
// else is asked for, one at a time by an evaluation of the whole. What comes out is the same.
// Thread-safety: one a thread.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/io/list.h"
#include "engine/screening/batch_decider.h"
#include "engine/screening/deciding.h"
#include "engine/screening/row.h"

namespace regimen::screening {

// A row that was read as a whole.
struct WholeRow {
  std::size_t place = 0;  // in its chunk
  const io::RowReading& reading;
  const decision::Decision* decision = nullptr;  // null: the row was rejected
};

class RowDecider {
 public:
  // Both must outlive it.
  RowDecider(const Deciding& deciding, const io::List& list);

  // A row, and what it was made of where it was read as a whole. Both are valid during the call;
  // what the row has views of, until the next chunk.
  using Each = std::function<void(const ScreenedRow& row, const WholeRow* whole)>;
  void decide(io::ListChunk& chunk, const Each& each);

 private:
  void read_whole(const io::ListChunk& chunk, std::size_t place, const Each& each);
  [[nodiscard]] std::vector<RowRank> evaluate(const io::ListChunk& chunk, std::size_t place);

  const Deciding* deciding_;
  const io::List* list_;
  Names names_;
  std::optional<BatchDecider> batch_;
  ScreenedRow row_;
  std::deque<std::string> whole_ids_;  // of the chunk
};

}  // namespace regimen::screening
