// EligibilityRows: the Verdicts of a batch -> of each patient which criteria fail, which are
// unknown, and what follows for the eligibility.
//
// It says what decision/decide.h says of the same patient; why a fact is missing it does not know
// (missing_rows.h). Thread-safety: one a thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/decision/decide.h"
#include "engine/program/run.h"
#include "engine/screening/row.h"

namespace regimen::screening {

// Criteria that decide, a bit for each by its place among them.
using CriteriaMask = std::uint64_t;
constexpr std::size_t most_criteria = 64;

class EligibilityRows {
 public:
  // REQUIRES: at most most_criteria of them decide
  EligibilityRows(const language::Pack& pack, const decision::Options& options, Names& names);

  void take(const program::Verdicts& verdicts);

  [[nodiscard]] decision::EligibilityStatus status(std::size_t patient) const;
  // Where none fails: the criteria that say what is missing, or, where assumptions settle it, what
  // it leans on.
  [[nodiscard]] CriteriaMask asking(std::size_t patient) const;
  [[nodiscard]] std::size_t rule(std::size_t place) const { return rules_[place]; }
  [[nodiscard]] const std::vector<std::size_t>& rules() const { return rules_; }
  // The status, and what fails and is unknown.
  void fill(std::size_t patient, ScreenedRow& row) const;

 private:
  using Masks = std::vector<CriteriaMask>;  // by patient

  static void add(const std::vector<facts::PlaneWord>& plane, std::size_t place, Masks& masks);

  bool assumptions_;
  std::vector<std::size_t> rules_;       // by place
  std::vector<std::string_view> names_;  // by place
  Masks failed_;                         // without assumptions
  Masks open_;
  Masks with_failed_;  // with those that were asked for
  Masks with_open_;
  Masks dropped_;
  std::vector<facts::PlaneWord> applicable_;
};

// Those of a plane of bits that are neither passed, nor failed, nor dropped.
std::vector<facts::PlaneWord> unknown_plane(const program::RuleVerdicts& verdicts,
                                            std::size_t patients);

}  // namespace regimen::screening
