// Value model: how a pack weighs what each regimen brings: criteria, a value function for each, and
// named sets of swing weights.
//
// Fixed in data and never rescaled to the regimens that happen to stand: a value function is
// declared over a range of its own. A weight is told as the worth of one event beside one event of
// the unit; the weight of the whole swing of a criterion, from worth 0 to worth 1, is that times
// the width of its range. Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/core/source.h"
#include "engine/facts/knowledge.h"
#include "engine/facts/rational.h"

namespace regimen::language {

// The worth of a share of patients with the event; between two knots it is linear.
struct Knot {
  facts::Rational at;     // 0 to 1
  facts::Rational worth;  // 0 to 1
};

// A harm that another study gives as a rate for each regimen, with the cases behind it.
struct RateUse {
  std::string study;
  std::map<std::string, std::string> rows;  // regimen -> row of a rate
  std::string cases;                        // the row with the cases, by exposure
};

struct ModelCriterion {
  std::string id;
  std::string row;  // of the study that the pack names; empty where `rates` are meant
  RateUse rates;
  std::vector<Knot> knots;  // in the order of `at`
  // Where the effect may be another in a patient, that of this criterion may be none.
  bool modified = false;
  core::Span span;

  [[nodiscard]] bool is_rate() const { return row.empty(); }
  // How wide its range is, as a share of patients.
  [[nodiscard]] double width() const;
};

// The worth of one event, from 0. What is not settled lies between its limits; `reference` is where
// it is taken to be when one number is needed.
struct WeightRange {
  facts::Rational low;
  facts::Rational reference;
  facts::Rational high;

  bool operator==(const WeightRange&) const = default;
};

struct WeightSet {
  std::string id;
  bool free = false;                          // any weights at all
  std::map<std::string, WeightRange> ranges;  // by criterion; none for free weights
  std::vector<facts::Citation> cites;
  core::Span span;
};

enum class PriorName : std::uint8_t { uniform, jeffreys };

struct ValueModel {
  std::string horizon;  // over which rates are turned into risks
  PriorName prior = PriorName::jeffreys;
  std::uint32_t draws = 0;
  std::uint64_t seed = 0;
  facts::Rational precedes_at;  // the probability from which one regimen precedes another
  std::string unit;             // the criterion whose events the weights of others are told in
  std::vector<ModelCriterion> criteria;
  std::vector<WeightSet> presets;  // the first is taken where none is asked for
  core::Span span;

  [[nodiscard]] const WeightSet* preset(const std::string& id) const;
};

// A set of weights for the criteria of a model: `free`, or a weight for every criterion: a number,
// `[low, high]` or `[low, reference, high]`. Mistakes are told.
WeightSet read_weights(const core::Node& node, const ValueModel& model,
                       core::Diagnostics& diagnostics);

}  // namespace regimen::language
