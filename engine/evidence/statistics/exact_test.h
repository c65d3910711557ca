// Tests of whether two arms differ: exact ones, and Pearson's chi-square.
//
// P values are two-sided and lie within 0 and 1. Where the margins leave one table only (an arm
// without patients, no events, nothing but events) there is nothing to test: the exact P values are
// 1, and chi-square gives nothing. An exact P value below 1e-290 may come out as 0.
// Thread-safety: pure functions.
#pragma once

#include <optional>

#include "engine/evidence/statistics/proportion.h"

namespace regimen::evidence {

// The sum of all tables with the same margins that are at most as probable as this one; as R's
// fisher.test does, one that is more probable by no more than the factor 1 + 1e-7 counts as equally
// probable. Its limits (odds_ratio_exact) come from one tail each: P may fall below 0.05 while they
// hold 1. Fisher 1935, J R Stat Soc 98:39 (the test; the choice of the tables is Freeman and
// Halton's 1951, Biometrika 38:141).
double fisher_p(const Proportion& first, const Proportion& second);

// Twice the smaller tail, where the table itself counts half; at most 1. It agrees with
// odds_ratio_mid_p. (Another mid-P takes half of the table from Fisher's P above.)
// Lancaster 1961, J Am Stat Assoc 56:223.
double mid_p_value(const Proportion& first, const Proportion& second);

struct ChiSquare {
  double statistic;
  double p;
};

enum class Correction { none, continuity };

// One degree of freedom. The correction, of Yates, takes a half from the distance of a cell, or all
// of it where it is less. Pearson 1900, Phil Mag 50:157; Yates 1934, Suppl J R Stat Soc 1:217.
std::optional<ChiSquare> pearson(const Proportion& first, const Proportion& second,
                                 Correction correction = Correction::none);

// What chi-square with one degree of freedom exceeds with this probability. REQUIRES: statistic
// >= 0.
double chi_square_p(double statistic);

// How the events of both arms may fall to the first one, given both arms' sizes and all events, at
// an odds ratio: Fisher's noncentral hypergeometric distribution, seen from the events it has.
struct GivenMargins {
  double fewer;    // probability of fewer events in the first arm
  double as_many;  // of just these
  double more;
  double mean_excess;  // what is expected, less what was seen
};

// REQUIRES: |log_odds_ratio| <= 200.
GivenMargins given_margins(const Proportion& first, const Proportion& second,
                           double log_odds_ratio);

}  // namespace regimen::evidence
