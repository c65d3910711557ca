// Entry: RankRows. Test: tests/screening/screen_test.cpp, tests/property/screen_test.cpp.
#include "engine/screening/rank_rows.h"

namespace regimen::screening {

using language::Severity;

// A rank reads no more of safety than whether the regimen is to be avoided, may come to that, and
// hangs on something for it.
void RankRows::add(const RegimenStanding& standing) {
  unsigned bits = 0;
  if (standing.at_least >= Severity::avoid) bits |= 1U;
  if (standing.at_most >= Severity::avoid) bits |= 2U;
  if (standing.open) bits |= 4U;
  key_ += static_cast<char>(bits);
}

void RankRows::add(const ComparisonStanding& standing) {
  const auto bits =
      static_cast<unsigned>(standing.applicability.least + 3 * standing.applicability.most +
                            9 * standing.modification.least + 18 * standing.modification.most +
                            (standing.may_fall ? 36U : 0U));
  key_ += static_cast<char>(bits);
}

const std::vector<RowRank>& RankRows::of(const std::function<std::vector<RowRank>()>& evaluate) {
  std::uint32_t number = 0;
  if (const auto known = known_.find(0, key_)) {
    number = *known;
  } else {
    number = static_cast<std::uint32_t>(ranks_.size());
    ranks_.push_back(evaluate());
    known_.add(0, key_, number);
  }
  key_.clear();
  return ranks_[number];
}

}  // namespace regimen::screening
