// RowDecider: the rows of one chunk of a list -> ScreenedRows, in their order.
//
// Rows that can be coded are decided together by the columnar program; the others, and all where an
// explanation is asked for, one at a time by an evaluation of the whole. What comes out is the
// same. Thread-safety: one a thread; a Deciding is immutable and shared.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/facts/knowledge.h"
#include "engine/io/list.h"
#include "engine/language/check.h"
#include "engine/program/coded_run.h"
#include "engine/screening/eligibility_rows.h"
#include "engine/screening/missing_rows.h"
#include "engine/screening/rank_rows.h"
#include "engine/screening/reach_rows.h"
#include "engine/screening/row.h"
#include "engine/screening/row_coder.h"
#include "engine/screening/safety_rows.h"

namespace regimen::screening {

// May be called from any thread at the same time.
using Decide = std::function<decision::Decision(const facts::Record&)>;

// How the rows of a list are decided: packs, options, and the evaluation of a whole.
class Deciding {
 public:
  // `safety` may be null; `comparisons` are those of the study. What is referred to must outlive
  // it.
  Deciding(const language::CheckedPack& pack, const language::CheckedPack* safety,
           std::vector<std::string> comparisons, decision::Options options,
           std::optional<facts::Day> as_of, bool strict, Decide decide);

  // Every row is evaluated as a whole: what the columnar way is compared with.
  void one_by_one() { columnar_ = false; }

 private:
  friend class RowDecider;

  const language::CheckedPack* pack_;
  const language::CheckedPack* safety_;
  std::vector<std::string> comparisons_;
  decision::Options options_;
  std::optional<facts::Day> as_of_;
  bool strict_;
  Decide decide_;
  bool columnar_ = true;
  program::Program program_;
  std::optional<program::Program> safety_program_;
};

class RowDecider {
 public:
  // Both must outlive it.
  RowDecider(const Deciding& deciding, const io::List& list);

  // A row, and how it was read where it was read as a whole. Both are valid during the call.
  using Each = std::function<void(const ScreenedRow& row, const io::RowReading* reading)>;
  void decide(io::ListChunk& chunk, const Each& each);

 private:
  // Rows that were coded, by patient of the batch.
  struct Coded {
    std::size_t place = 0;
    std::size_t id_begin = 0;  // in ids_
    std::size_t id_end = 0;
    std::size_t jurisdiction = 0;
  };

  void code(const io::ListChunk& chunk);
  void run();
  void project_coded(const io::ListChunk& chunk, std::size_t patient);
  void read_whole(const io::ListChunk& chunk, std::size_t place, const Each& each);
  [[nodiscard]] std::vector<RowRank> evaluate(const io::ListChunk& chunk, std::size_t place);
  std::size_t jurisdiction_of(std::size_t patient);

  const Deciding* deciding_;
  const io::List* list_;
  Names names_;
  RowCoder coder_;
  program::CodedRunner runner_;
  std::optional<program::CodedRunner> safety_runner_;
  EligibilityRows eligibility_;
  std::optional<SafetyRows> safety_;
  ReachRows reach_;
  RankRows ranks_;
  MissingRows missing_;
  std::vector<std::string_view> regimens_;
  std::vector<std::string> jurisdictions_;  // of the batch
  std::vector<Coded> coded_;
  std::string ids_;
  io::RowPieces pieces_;
  ScreenedRow row_;
};

}  // namespace regimen::screening
