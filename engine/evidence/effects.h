// Effects: what a row of a study says of the regimens: events per 1,000, and differences between
// regimens with their intervals.
//
// Recomputed from the counts; the P values stay as printed, with their test. A comparison says
// whether the trial's own plan held its type I error. Functions are pure; what has no patients
// gives nothing. Thread-safety: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/evidence/statistics/number_needed.h"
#include "engine/evidence/statistics/proportion.h"
#include "engine/evidence/study.h"

namespace regimen::evidence {

constexpr double interval_level = 0.95;

// Of 1,000 patients like those counted, how many had the event.
struct ArmEffect {
  std::string arm;
  std::string regimen;  // empty where the arm stands for none
  Proportion count;
  double per_1000;
  Limits limits;  // per 1,000; Wilson's
};

struct Contrast {
  std::string comparison;
  std::string of;  // arms
  std::string against;
  double difference;                   // events per 1,000 of the first, less those of the second
  Limits limits;                       // per 1,000; Newcombe's hybrid score
  std::optional<NumberNeeded> needed;  // nothing for outcomes that are neither wanted nor unwanted
  std::optional<PrintedTest> printed;
  // In the sequence that held the type I error, and this is the primary end point.
  bool controlled = false;
};

struct OutcomeEffect {
  std::string row;
  std::string outcome;
  std::string direction;
  std::string horizon;
  std::string set;
  std::string source;
  std::string at;
  std::vector<ArmEffect> arms;
  std::vector<Contrast> contrasts;
};

// Nothing where the row counts no events.
std::optional<OutcomeEffect> effect_of(const Evidence& evidence, const Study& study,
                                       const Row& row);

}  // namespace regimen::evidence
