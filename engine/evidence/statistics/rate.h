// Rate: events per unit of time that patients were followed, with exact limits.
//
// The limits are those of a Poisson count, where one patient may have any number of events.
// Patients with at least one event are not such a count: what is said of them by these limits is
// approximate. Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/evidence/statistics/bayes.h"
#include "engine/evidence/statistics/proportion.h"

namespace regimen::evidence {

struct Rate {
  std::int64_t events;
  double person_time;  // in any unit; the rate and its limits are per that unit

  // REQUIRES: 0 <= events <= most_patients, person_time finite and >= 0. What comes from outside
  // goes through `make`.
  Rate(std::int64_t some, double time);
  static std::optional<Rate> make(std::int64_t some, double time);

  // Nothing where nobody was followed.
  [[nodiscard]] std::optional<double> estimate() const;
  bool operator==(const Rate&) const = default;
};

// Both tails of the Poisson distribution, each (1 - level) / 2; 0 below no events. Nothing where
// nobody was followed. Garwood 1936, Biometrika 28:437.
std::optional<Limits> rate_garwood(const Rate& rate, double level);

// What the rate lies below with this probability, after counting: a quantile of the posterior
// Gamma(events + 1/2, person-time) under Jeffreys' prior, or Gamma(events + 1, person-time) under
// the uniform one. Nothing where nobody was followed. REQUIRES: 0 <= probability <= 1. Gelman and
// others 2013, Bayesian Data Analysis, 3rd edition, 2.6.
std::optional<double> rate_quantile(const Rate& rate, Prior prior, double probability);

}  // namespace regimen::evidence
