// ReachRows: the Verdicts of a batch -> of each patient and comparison how far it carries over, and
// whether its effect may be another.
//
// It says what decision/applicability.h says of the same patient. Thread-safety: one a thread.
#pragma once

#include <string>
#include <vector>

#include "engine/decision/applicability.h"
#include "engine/decision/decide.h"
#include "engine/program/run.h"

namespace regimen::screening {

struct ComparisonStanding {
  decision::ReachRange applicability;
  decision::ReachRange modification;
  bool may_fall = false;  // it may turn out not to carry over at all
};

class ReachRows {
 public:
  // `comparisons` are those of the study.
  ReachRows(const language::Pack& pack, std::vector<std::string> comparisons,
            decision::Options options);

  void take(const program::Verdicts& verdicts);
  [[nodiscard]] std::size_t comparisons() const { return comparisons_.size(); }
  [[nodiscard]] ComparisonStanding at(std::size_t patient, std::size_t comparison) const;

 private:
  using Plane = std::vector<facts::PlaneWord>;
  struct Known {
    Plane yes;
    Plane open;
  };
  struct Of {
    Known indirect;
    Known fallen;  // not applicable
    Known modified;
  };

  void entry(const program::Verdicts& verdicts);

  const language::Pack* pack_;
  std::vector<std::string> comparisons_;
  decision::Options options_;
  bool has_criteria_ = false;
  Known entry_;  // a criterion fails, or is unknown
  std::vector<Of> of_;
};

}  // namespace regimen::screening
