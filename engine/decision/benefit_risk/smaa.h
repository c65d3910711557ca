// Smaa: stochastic multicriteria acceptability analysis: how often each alternative comes out at
// each rank, when neither what it is worth nor how heavy each criterion weighs is known for
// certain.
//
// The score of an alternative is the sum of its values, each times how much its criterion weighs.
// Lahdelma, Hokkanen and Salminen 1998, Eur J Oper Res 106:137; Lahdelma and Salminen 2001, Oper
// Res 49:444; Tervonen and Lahdelma 2007, Eur J Oper Res 178:500. Only the ratios of weights
// matter: each function here divides by their sum. REQUIRES of every function: at least one draw;
// weights as many as criteria, none negative, not all 0. Thread-safety: pure functions, plain
// values.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/evidence/statistics/proportion.h"

namespace regimen::decision {

// What each alternative is worth by each criterion, from 0 to 1, in each draw.
struct Values {
  std::size_t draws;
  std::size_t alternatives;
  std::size_t criteria;
  std::vector<double> flat;  // a draw after the other, in it an alternative after the other

  // All 0.
  Values(std::size_t some_draws, std::size_t some_alternatives, std::size_t some_criteria);

  double& at(std::size_t draw, std::size_t alternative, std::size_t criterion) {
    return flat[(draw * alternatives + alternative) * criteria + criterion];
  }
  [[nodiscard]] double at(std::size_t draw, std::size_t alternative, std::size_t criterion) const {
    return flat[(draw * alternatives + alternative) * criteria + criterion];
  }
  // Of one alternative in one draw, by criterion.
  [[nodiscard]] std::span<const double> of(std::size_t draw, std::size_t alternative) const {
    return std::span(flat).subspan((draw * alternatives + alternative) * criteria, criteria);
  }
};

struct Acceptability {
  // By alternative and rank, the best rank first: in which share of the draws it has that rank.
  std::vector<std::vector<double>> rank;
  // By alternative: the mean of the weights, each of sum 1, that put it first; nothing where none
  // do.
  std::vector<std::optional<std::vector<double>>> central;
  // By alternative: in which share of the draws of the values its central weights put it first.
  std::vector<std::optional<double>> confidence;
};

// Draw i of the values goes with weights i. A rank is the number of alternatives with a strictly
// greater score: those with equal scores share the better rank. REQUIRES: as many weights as draws.
Acceptability acceptability(const Values& values, const std::vector<std::vector<double>>& weights);

// The score of one alternative in each draw.
std::vector<double> scores(const Values& values, std::size_t alternative,
                           const std::vector<double>& weights);

// In which share of the draws the scores of one alternative are greater than those of another;
// equal ones count half. REQUIRES: as many of each, and not none.
double share_above(const std::vector<double>& scores, const std::vector<double>& others);

// Between which all scores lie but the same share at either end, (1 - level) / 2, with straight
// lines between neighbours: definition 7 of Hyndman and Fan 1996, Am Stat 50:361. REQUIRES:
// !scores.empty(), 0 < level < 1.
evidence::Limits equal_tails(std::vector<double> scores, double level);

// Of a share of so many draws: how far it may be off by their number alone. REQUIRES: draws > 0.
double standard_error(double probability, std::size_t draws);

}  // namespace regimen::decision
