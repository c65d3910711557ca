// Robustness: does a result hold when its patients are counted another way?
//
// Beside the headline, never instead of it: the fragility of the primary comparisons, and what a
// study lists under `sensitivity`. Of patients who are put back where they were assigned it is not
// known who had the event; what is said is the range over all that the counts allow.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/evidence/effects.h"

namespace regimen::evidence {

struct VariantContrast {
  std::string comparison;
  double difference;  // per 1,000
  Limits limits;      // per 1,000; Newcombe's hybrid score, 95 %
  double fisher;      // P
};

struct Variant {
  std::string id;  // of the sensitivity; the row's own id for the count as printed
  std::string row;
  // `as_printed`, `observed_cases`; `least_difference`, `greatest_difference`: over all ways to put
  // patients back, each comparison for itself.
  std::string how;
  std::vector<ArmEffect> arms;  // none where the counts differ between the comparisons
  std::vector<VariantContrast> contrasts;
};

struct Fragility {
  std::string comparison;
  bool controlled = false;              // inside the sequence that held the type I error
  double fisher = 1;                    // P
  std::optional<std::int64_t> index;    // patients, of a significant comparison
  std::optional<std::int64_t> reverse;  // of one that is not
};

struct Robustness {
  std::string study;
  std::string primary_row;  // empty where the study has none
  std::vector<Fragility> fragility;
  std::vector<Variant> variants;
};

Robustness robustness(const Evidence& evidence, const Study& study);

}  // namespace regimen::evidence
