// Number needed: how many patients one must treat for one more, or one fewer, to have the event.
//
// It is the risk difference turned over, so where the limits of the difference hold 0 those of the
// number run through infinity: from NNTB 4 to infinity and on to NNTH 20, where the difference lies
// between -5 % and 25 % (the example of Altman 1998, BMJ 317:1309). These are two pieces, never the
// pair of 4 and 20. All comes from limits as computed, not as printed: a rounded limit, turned
// over, may be off by half. Numbers are not rounded either. Thread-safety: plain values.
#pragma once

#include <optional>

#include "engine/evidence/statistics/proportion.h"

namespace regimen::evidence {

enum class Event { wanted, unwanted };  // a remission; an adverse event
enum class Effect { benefit, harm };    // of the first arm's treatment

struct Needed {
  Effect effect;
  double patients;

  bool operator==(const Needed&) const = default;
};

struct NumberNeeded {
  // Nothing where the difference is 0: no number of patients would do.
  std::optional<Needed> estimate;
  // What the limits hold on either side; the high end is infinite where they hold 0.
  std::optional<Limits> benefit;
  std::optional<Limits> harm;

  [[nodiscard]] bool through_infinity() const { return benefit && harm; }
  bool operator==(const NumberNeeded&) const = default;
};

// `difference` is that of the first arm less the second, `limits` are its limits. Nothing where
// they are not a difference within its limits, -1 <= low <= difference <= high <= 1. A difference
// that is known to be 0, with both limits 0, has no number on either side.
std::optional<NumberNeeded> number_needed(double difference, const Limits& limits, Event event);

}  // namespace regimen::evidence
