// Entry: acceptability, scores, share_above. Test: tests/decision/benefit_risk/smaa_test.cpp.
#include "engine/decision/benefit_risk/smaa.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

#include "engine/decision/benefit_risk/weights.h"

namespace regimen::decision {

namespace {

double real(std::size_t count) { return static_cast<double>(count); }

double score(std::span<const double> values, std::span<const double> weights) {
  assert(values.size() == weights.size());
  return std::inner_product(values.begin(), values.end(), weights.begin(), 0.0);
}

std::vector<double> scores_of_draw(const Values& values, std::size_t draw,
                                   const std::vector<double>& weights) {
  std::vector<double> result(values.alternatives);
  for (std::size_t a = 0; a < values.alternatives; ++a)
    result[a] = score(values.of(draw, a), weights);
  return result;
}

// 0 is the best.
std::size_t rank_of(const std::vector<double>& scores, std::size_t alternative) {
  const double own = scores[alternative];
  const auto better = std::ranges::count_if(scores, [own](double other) { return other > own; });
  return static_cast<std::size_t>(better);
}

// In which share of the draws the weights put the alternative first.
double share_first(const Values& values, std::size_t alternative,
                   const std::vector<double>& weights) {
  std::size_t first = 0;
  for (std::size_t draw = 0; draw < values.draws; ++draw)
    first += rank_of(scores_of_draw(values, draw, weights), alternative) == 0 ? 1U : 0U;
  return real(first) / real(values.draws);
}

// The number that so large a share of the sorted scores lies below.
double quantile_of(const std::vector<double>& sorted, double share) {
  const double place = share * real(sorted.size() - 1);
  const auto before = static_cast<std::size_t>(place);
  const std::size_t after = std::min(before + 1, sorted.size() - 1);
  return std::lerp(sorted[before], sorted[after], place - real(before));
}

}  // namespace

Values::Values(std::size_t some_draws, std::size_t some_alternatives, std::size_t some_criteria)
    : draws(some_draws),
      alternatives(some_alternatives),
      criteria(some_criteria),
      flat(some_draws * some_alternatives * some_criteria) {}

Acceptability acceptability(const Values& values, const std::vector<std::vector<double>>& weights) {
  assert(values.draws > 0 && weights.size() == values.draws);
  const std::size_t alternatives = values.alternatives;
  std::vector<std::vector<std::size_t>> counts(alternatives,
                                               std::vector<std::size_t>(alternatives));
  std::vector<std::vector<double>> sums(alternatives, std::vector<double>(values.criteria));
  for (std::size_t draw = 0; draw < values.draws; ++draw) {
    const std::vector<double> drawn = normalised(weights[draw]);
    const std::vector<double> scores = scores_of_draw(values, draw, drawn);
    for (std::size_t a = 0; a < alternatives; ++a) {
      const std::size_t rank = rank_of(scores, a);
      ++counts[a][rank];
      if (rank > 0) continue;
      for (std::size_t c = 0; c < values.criteria; ++c) sums[a][c] += drawn[c];
    }
  }

  Acceptability result;
  for (std::size_t a = 0; a < alternatives; ++a) {
    std::vector<double> shares;
    shares.reserve(alternatives);
    for (const std::size_t count : counts[a]) shares.push_back(real(count) / real(values.draws));
    result.rank.push_back(std::move(shares));
    const bool ever_first = counts[a].front() > 0;
    result.central.push_back(ever_first ? std::optional(normalised(sums[a])) : std::nullopt);
    result.confidence.push_back(
        ever_first ? std::optional(share_first(values, a, *result.central.back())) : std::nullopt);
  }
  return result;
}

std::vector<double> scores(const Values& values, std::size_t alternative,
                           const std::vector<double>& weights) {
  const std::vector<double> normal = normalised(weights);
  std::vector<double> result(values.draws);
  for (std::size_t draw = 0; draw < values.draws; ++draw)
    result[draw] = score(values.of(draw, alternative), normal);
  return result;
}

double share_above(const std::vector<double>& scores, const std::vector<double>& others) {
  assert(!scores.empty() && scores.size() == others.size());
  std::size_t halves = 0;
  for (std::size_t draw = 0; draw < scores.size(); ++draw)
    halves += scores[draw] > others[draw] ? 2U : (scores[draw] < others[draw] ? 0U : 1U);
  return real(halves) / real(2 * scores.size());
}

evidence::Limits equal_tails(std::vector<double> scores, double level) {
  assert(!scores.empty() && 0 < level && level < 1);
  std::ranges::sort(scores);
  const double tail = (1 - level) / 2;
  return {quantile_of(scores, tail), quantile_of(scores, 1 - tail)};
}

double standard_error(double probability, std::size_t draws) {
  assert(draws > 0);
  return std::sqrt(probability * (1 - probability) / real(draws));
}

}  // namespace regimen::decision
