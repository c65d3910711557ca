// Weighing: what a value model says of the regimens, whoever the patient is.
//
// Beliefs are drawn once for a model; what depends on weights is worked out once for each set of
// them, what depends on which regimens stand once for each group of them. A patient then only looks
// up: a list of patients costs hardly more than one. The effect of a criterion that may be another
// in a patient is taken once as found and once as none (all regimens alike), for each such
// criterion on its own: an extreme of each, `case 0` being as found. Thread-safety: a Weigher may
// be shared; what it hands out is immutable.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/decision/benefit_risk/beliefs.h"
#include "engine/decision/benefit_risk/smaa.h"
#include "engine/evidence/study.h"
#include "engine/language/pack.h"

namespace regimen::decision {

// The probability that one regimen scores higher than another, in one case.
struct Above {
  double reference = 0;  // at the reference weights
  double least = 0;      // over the corners of the admitted weights
  double most = 0;
  std::vector<double> corners;  // at each of them
};

struct CaseScore {
  double value;
  evidence::Limits sampling;
  evidence::Limits weights;
};

// What depends on the weights alone.
struct Weighed {
  // Weights of swings, of sum 1, by criterion.
  std::vector<double> reference;
  std::vector<language::WeightRange> ranges;  // of one event, as told; 1 where free
  // Of ranges: bit j of a corner's number says whether the j-th range with two ends is at its high
  // end. Of free weights: one criterion alone.
  std::vector<std::vector<double>> corners;
  std::vector<std::vector<std::vector<Above>>> above;  // [case][a][b]; a != b
  std::vector<std::vector<CaseScore>> scores;          // [case][regimen]
};

// [case][regimen of the group][rank]
using RankProbabilities = std::vector<std::vector<std::vector<double>>>;

class Weigher {
 public:
  // REQUIRES: the pack has a model, and check_model found no mistake.
  Weigher(const language::Pack& pack, const evidence::Evidence& evidence);

  [[nodiscard]] const std::vector<std::string>& regimens() const { return beliefs_.regimens; }
  [[nodiscard]] std::size_t case_count() const { return means_.size(); }
  // Mean share of a criterion under a regimen.
  [[nodiscard]] double share(std::size_t criterion, std::size_t regimen) const;
  // Mean worth, in a case.
  [[nodiscard]] double worth(std::size_t in_case, std::size_t criterion, std::size_t regimen) const;

  // With the case as found alone, or with all of them.
  [[nodiscard]] std::shared_ptr<const Weighed> weigh(const language::WeightSet& weights,
                                                     bool all_cases = true) const;
  // REQUIRES: `group` holds two regimens at least, by place, in order.
  [[nodiscard]] std::shared_ptr<const RankProbabilities> ranks(
      const language::WeightSet& weights, const std::vector<std::size_t>& group,
      bool all_cases = true) const;
  // Over any weights at all, or over those that are admitted, each as likely as any other; in the
  // case as found.
  [[nodiscard]] std::shared_ptr<const Acceptability> over_all_weights(
      const std::vector<std::size_t>& group) const;
  [[nodiscard]] std::shared_ptr<const Acceptability> over_admitted_weights(
      const language::WeightSet& weights, const std::vector<std::size_t>& group) const;

 private:
  [[nodiscard]] Values values(std::size_t in_case) const;
  [[nodiscard]] std::shared_ptr<const Weighed> worked_out(const language::WeightSet& weights,
                                                          std::size_t cases) const;

  language::ValueModel model_;
  Beliefs beliefs_;
  Values found_;                                         // draws of worth, in case 0
  std::vector<std::vector<std::vector<double>>> means_;  // [case][criterion][regimen]
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<const Weighed>> weighed_;
  mutable std::map<std::string, std::shared_ptr<const RankProbabilities>> ranks_;
  mutable std::map<std::string, std::shared_ptr<const Acceptability>> acceptabilities_;
};

}  // namespace regimen::decision
