// RankRows: what a score reads of a patient -> the ranks and scores of the regimens, decided once
// for each distinct combination.
//
// A score reads of a patient how each regimen stands and how far each comparison carries over; of
// all else nothing. The first patient of a combination is evaluated as a whole, and those who come
// after have the same ranks. Thread-safety: one a thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/core/text_index.h"
#include "engine/screening/reach_rows.h"
#include "engine/screening/row.h"
#include "engine/screening/safety_rows.h"

namespace regimen::screening {

class RankRows {
 public:
  // The ranks of the combination whose parts were added since the last call; by regimen. `evaluate`
  // is asked for the first of a combination. Valid until the next call.
  const std::vector<RowRank>& of(const std::function<std::vector<RowRank>()>& evaluate);

  void add(const RegimenStanding& standing);
  void add(const ComparisonStanding& standing);

 private:
  std::string key_;
  core::TextIndex known_;
  std::vector<std::vector<RowRank>> ranks_;
};

}  // namespace regimen::screening
