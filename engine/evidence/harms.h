// Harms: what other studies say of a harm that the trial was too small or too short to see.
//
// Kept apart from the trial's effects: another population, another time base, another design.
// A rate becomes a risk over a declared horizon by 1 - exp(-rate x time), which takes the rate as
// constant and everyone as followed to the end; the result is marked indirect. Ratios are never
// turned into absolute numbers. Thread-safety: plain values.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/evidence/study.h"

namespace regimen::evidence {

// Of 1,000 patients over the horizon.
struct Converted {
  double per_1000;
  std::optional<double> low;
  std::optional<double> high;
};

struct OtherHarm {
  std::string study;
  std::string design;     // `cohort`, `case_series`, `trial`
  std::string certainty;  // `high`, `moderate`, `low`, `very_low`
  Localized population;   // who was counted; may be empty
  Row row;
  // The candidate regimens that the row's exposures stand for; empty where they stand for none.
  std::string of_regimen;
  std::string against_regimen;
  std::optional<Converted> converted;  // of rates per so many patient-years
};

// Events per patient-year. Nothing where the row is no rate per patient-years.
std::optional<double> yearly_rate(const Row& row);

// REQUIRES: years > 0. Nothing where the row is no rate per patient-years.
std::optional<Converted> converted_to(const Row& row, double years);

// The years of a horizon such as `1 year` or `26 weeks` (weeks of 7 days, years of 365.25).
std::optional<double> years_of(std::string_view horizon);

}  // namespace regimen::evidence
