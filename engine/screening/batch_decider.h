// BatchDecider: the rows of one chunk of a list that can be coded, decided together by the columnar
// program -> ScreenedRows.
//
// Thread-safety: one a thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/io/list.h"
#include "engine/program/coded_run.h"
#include "engine/screening/deciding.h"
#include "engine/screening/eligibility_rows.h"
#include "engine/screening/missing_rows.h"
#include "engine/screening/rank_rows.h"
#include "engine/screening/reach_rows.h"
#include "engine/screening/row.h"
#include "engine/screening/row_coder.h"
#include "engine/screening/safety_rows.h"

namespace regimen::screening {

class BatchDecider {
 public:
  // What is referred to must outlive it.
  BatchDecider(const Columnar& columnar, const std::optional<facts::Day>& as_of,
               const io::List& list, Names& names);

  // Decides the rows of the chunk that can be coded.
  void take(const io::ListChunk& chunk);
  // Whether the row at this place is one of them. REQUIRES: places are asked for in their order
  [[nodiscard]] bool has(std::size_t place) const {
    return next_ < coded_.size() && coded_[next_].place == place;
  }
  // That row; `evaluate` gives the ranks of its evaluation as a whole. REQUIRES: has(place)
  void fill(const io::ListChunk& chunk, std::size_t place,
            const std::function<std::vector<RowRank>()>& evaluate, ScreenedRow& row);

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
  void stand(std::size_t patient, std::size_t jurisdiction, ScreenedRow& row);
  std::size_t jurisdiction_of(std::size_t patient);

  const Columnar* columnar_;
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
  std::size_t next_ = 0;
  std::string ids_;
  io::RowPieces pieces_;
};

}  // namespace regimen::screening
