// RowCoder: the rows of a list -> a CodedBatch: of each row only where what it says stands in the
// dictionaries.
//
// A piece of a row that was met before is looked up by its text; a new one is read and settled as
// an evaluation would, alone. So nothing of a value is understood here, and what a row means in the
// batch is what it means in an evaluation. A row that is out of the ordinary (a value that cannot
// be used, statements that contradict each other, broken structure) is not coded: it is for the
// evaluation of a whole. Packs differ in how long an observation speaks for today, so each has
// dictionaries of its own; the codes are the same in all. Thread-safety: one a thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/text_index.h"
#include "engine/facts/coded_batch.h"
#include "engine/facts/dictionaries.h"
#include "engine/facts/knowledge.h"
#include "engine/io/row_cutter.h"

namespace regimen::screening {

// By pack: how long observations speak for today.
using StaleRules = std::vector<std::vector<facts::StaleRule>>;

class RowCoder {
 public:
  // `reads` is what any of the packs reads. What is referred to must outlive it.
  RowCoder(const io::List& list, const facts::Knowledge& knowledge, StaleRules stale,
           const facts::BatchLayout& reads, const std::optional<facts::Day>& as_of);

  // Empties the batch; the dictionaries too once they have grown large.
  void begin();
  // Adds the row to the batch, and what it says of itself to `row`. False: it must be evaluated as
  // a whole; nothing was added.
  bool add(const io::ListChunk& chunk, std::size_t place, io::RowPieces& row);
  // What `pieces` of a row that could be coded are as an evaluation by the first pack sees them.
  [[nodiscard]] facts::Settled settled(const io::ListChunk& chunk, std::size_t place,
                                       const io::RowPieces& row,
                                       const std::vector<const io::Piece*>& pieces,
                                       facts::Day as_of) const;
  // As the batch was filled from, again.
  bool cut(const io::ListChunk& chunk, std::size_t place, io::RowPieces& row) {
    return cutter_.cut(chunk, place, row);
  }

  [[nodiscard]] const facts::CodedBatch& batch() const { return batch_; }
  [[nodiscard]] const facts::Dictionaries& dictionaries(std::size_t pack) const {
    return dictionaries_[pack];
  }
  [[nodiscard]] const facts::Parts& parts() const { return dictionaries_.front().parts(); }
  [[nodiscard]] const io::PieceSlots& slots() const { return list_->slots(); }
  // A number for why something of the value is not known; the same for the same reasons.
  [[nodiscard]] std::uint32_t reason(facts::PartId part, facts::CodeId code) const {
    return reasons_[part][code];
  }
  [[nodiscard]] facts::Day as_of(std::size_t patient) const {
    return contexts_[context_of_[patient]].as_of;
  }
  // That the row has; empty: none.
  [[nodiscard]] const std::string& jurisdiction(std::size_t patient) const {
    return contexts_[context_of_[patient]].jurisdiction;
  }

 private:
  // The day and the place of an evaluation, and the codes of what nobody has told.
  struct Context {
    bool odd = false;  // rows of it are not coded
    facts::Day as_of = 0;
    std::string jurisdiction;
    std::vector<facts::CodeId> untold;  // by part of facts
  };
  // What a slot is of.
  struct SlotOf {
    std::vector<facts::FactId> facts;
    std::vector<facts::ListId> lists;  // or the one list
    bool may_be_timeless = false;
  };
  // What an entry says.
  struct Told {
    std::optional<facts::CodeId> code;
    std::optional<facts::ConceptId> absent;
    facts::ListState state = facts::ListState::missing;  // what it leaves its list at
  };

  void note_reason(facts::PartId part, facts::CodeId code, const facts::Settled& settled);
  const Context& context(const io::ListChunk& chunk, std::size_t place, const io::RowPieces& row);
  Context make_context(const io::ListChunk& chunk, std::size_t place, const io::RowPieces& row);
  // What the text of a piece is: of facts their code, of an entry its place in told_; or `odd`.
  std::uint32_t number_of(const io::ListChunk& chunk, std::size_t place, const io::RowPieces& row,
                          const io::Piece& piece);
  // Likewise, of one that was not met before; and whether that holds on every day.
  std::pair<std::uint32_t, bool> tell(const io::ListChunk& chunk, std::size_t place,
                                      const io::RowPieces& row, const io::Piece& piece);
  const io::List* list_;
  const facts::Knowledge* knowledge_;
  StaleRules stale_;
  std::optional<facts::Day> as_of_;
  io::RowCutter cutter_;
  std::vector<facts::Dictionaries> dictionaries_;  // by pack
  facts::CodedBatch batch_;
  facts::CodedPatient patient_;
  core::TextIndex context_texts_;
  std::vector<SlotOf> slots_of_;        // by slot
  std::vector<core::TextIndex> texts_;  // of pieces, by slot; by context or `any_day` within
  std::vector<Context> contexts_;
  std::vector<Told> told_;
  std::size_t text_count_ = 0;                       // of texts_
  std::size_t text_bytes_ = 0;                       // likewise
  std::size_t entries_ = 0;                          // in a dictionary
  std::vector<std::vector<std::uint32_t>> reasons_;  // by part, by code
  core::TextIndex known_reasons_;
  std::uint32_t last_context_ = 0;
  std::string last_day_;
  std::vector<std::uint32_t> context_of_;  // by patient of the batch
};

}  // namespace regimen::screening
