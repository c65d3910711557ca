// Entry: Weigher. Test: tests/decision/benefit_risk/weighing_test.cpp.
#include "engine/decision/benefit_risk/weighing.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "engine/decision/benefit_risk/value_function.h"
#include "engine/decision/benefit_risk/weights.h"
#include "engine/evidence/effects.h"
#include "engine/evidence/statistics/random.h"

namespace regimen::decision {

using language::ModelCriterion;
using language::WeightRange;
using language::WeightSet;

namespace {

// The loader asks of knots what `make` does.
ValueFunction value_function(const ModelCriterion& criterion) {
  std::vector<Knot> knots;
  for (const language::Knot& knot : criterion.knots)
    knots.push_back({facts::to_double(knot.at), facts::to_double(knot.worth)});
  const auto function = ValueFunction::make(std::move(knots));
  assert(function);
  return *function;
}

// The ranges in the order of the criteria; 1 where weights are free.
std::vector<WeightRange> ranges_of(const language::ValueModel& model, const WeightSet& weights) {
  std::vector<WeightRange> result;
  for (const ModelCriterion& criterion : model.criteria) {
    const auto place = weights.ranges.find(criterion.id);
    result.push_back(place == weights.ranges.end() ? WeightRange{1, 1, 1} : place->second);
  }
  return result;
}

// Equal sets of weights have equal names, whatever they are called.
std::string name_of(const std::vector<WeightRange>& ranges, bool free) {
  if (free) return "free";
  std::string name;
  for (const WeightRange& range : ranges) {
    for (const facts::Rational& end : {range.low, range.reference, range.high})
      name += facts::to_fraction(end) + " ";
  }
  return name;
}

std::string name_of(const std::vector<std::size_t>& group) {
  std::string name;
  for (const std::size_t regimen : group) name += std::to_string(regimen) + " ";
  return name;
}

Values only(const Values& all, const std::vector<std::size_t>& group) {
  Values result(all.draws, group.size(), all.criteria);
  for (std::size_t draw = 0; draw < all.draws; ++draw) {
    for (std::size_t i = 0; i < group.size(); ++i) {
      const auto from = all.of(draw, group[i]);
      for (std::size_t c = 0; c < all.criteria; ++c) result.at(draw, i, c) = from[c];
    }
  }
  return result;
}

// A regimen's score in each draw: [regimen][draw].
std::vector<std::vector<double>> all_scores(const Values& values,
                                            const std::vector<double>& weights) {
  std::vector<std::vector<double>> result;
  for (std::size_t regimen = 0; regimen < values.alternatives; ++regimen)
    result.push_back(scores(values, regimen, weights));
  return result;
}

}  // namespace

Weigher::Weigher(const language::Pack& pack, const evidence::Evidence& evidence)
    : model_(*pack.model),
      beliefs_(believe(pack, evidence)),
      found_(model_.draws, beliefs_.regimens.size(), model_.criteria.size()) {
  const std::size_t criteria = model_.criteria.size();
  const std::size_t regimens = beliefs_.regimens.size();
  std::vector<std::size_t> modified;
  for (std::size_t c = 0; c < criteria; ++c) {
    if (model_.criteria[c].modified) modified.push_back(c);
  }
  std::vector<std::vector<double>> means(criteria, std::vector<double>(regimens, 0.0));
  for (std::size_t c = 0; c < criteria; ++c) {
    const ValueFunction worth = value_function(model_.criteria[c]);
    for (std::size_t r = 0; r < regimens; ++r) {
      const Belief& belief = beliefs_.shares[c][r];
      for (const double share : belief.quantiles)
        means[c][r] += value_of(worth, share) / static_cast<double>(belief.quantiles.size());
      const evidence::Stream stream{model_.seed, static_cast<std::uint32_t>(c * regimens + r)};
      for (std::size_t draw = 0; draw < model_.draws; ++draw)
        found_.at(draw, r, c) = value_of(worth, belief.at(evidence::draw_uniform(stream, draw)));
    }
  }
  for (std::size_t none = 0; none < std::size_t{1} << modified.size(); ++none) {
    means_.push_back(means);
    for (std::size_t i = 0; i < modified.size(); ++i) {
      if ((none >> i) % 2 == 0) continue;
      double together = 0;
      for (const double one : means[modified[i]]) together += one / static_cast<double>(regimens);
      means_.back()[modified[i]].assign(regimens, together);
    }
  }
}

// Of each case, a bit for each criterion whose effect may be another: it is none.
Values Weigher::values(std::size_t in_case) const {
  Values result = found_;
  std::size_t bit = 0;
  for (std::size_t c = 0; c < model_.criteria.size(); ++c) {
    if (!model_.criteria[c].modified) continue;
    const bool none = (in_case >> bit++) % 2 == 1;
    for (std::size_t draw = 0; none && draw < result.draws; ++draw) {
      for (std::size_t r = 0; r < result.alternatives; ++r)
        result.at(draw, r, c) = means_[in_case][c][r];
    }
  }
  return result;
}

double Weigher::share(std::size_t criterion, std::size_t regimen) const {
  return beliefs_.shares[criterion][regimen].mean();
}

double Weigher::worth(std::size_t in_case, std::size_t criterion, std::size_t regimen) const {
  return means_[in_case][criterion][regimen];
}

std::shared_ptr<const Weighed> Weigher::worked_out(const WeightSet& weights,
                                                   std::size_t cases) const {
  auto result = std::make_shared<Weighed>();
  result->ranges = ranges_of(model_, weights);
  std::vector<double> reference;
  std::vector<evidence::Limits> ratios;
  for (std::size_t c = 0; c < result->ranges.size(); ++c) {
    const WeightRange& range = result->ranges[c];
    const double swing = weights.free ? 1 : model_.criteria[c].width();
    reference.push_back(facts::to_double(range.reference) * swing);
    ratios.push_back({facts::to_double(range.low) * swing, facts::to_double(range.high) * swing});
  }
  result->reference = normalised(reference);
  // The loader admits no more criteria than `vertices` does.
  result->corners =
      weights.free ? simplex_vertices(ratios.size()) : vertices(ratios).value_or(result->corners);
  const std::size_t regimens = beliefs_.regimens.size();
  for (std::size_t in_case = 0; in_case < cases; ++in_case) {
    const Values drawn = values(in_case);
    const auto mean = [&](std::size_t regimen, const std::vector<double>& by) {
      double score = 0;
      for (std::size_t c = 0; c < by.size(); ++c) score += by[c] * means_[in_case][c][regimen];
      return score;
    };
    auto at_reference = all_scores(drawn, result->reference);
    std::vector<std::vector<Above>> above(regimens, std::vector<Above>(regimens));
    for (std::size_t a = 0; a < regimens; ++a) {
      for (std::size_t b = 0; b < regimens; ++b) {
        if (a != b) above[a][b].reference = share_above(at_reference[a], at_reference[b]);
      }
    }
    for (const auto& corner : result->corners) {
      const auto there = all_scores(drawn, corner);
      for (std::size_t a = 0; a < regimens; ++a) {
        for (std::size_t b = 0; b < regimens; ++b) {
          if (a != b) above[a][b].corners.push_back(share_above(there[a], there[b]));
        }
      }
    }
    std::vector<CaseScore> by_regimen;
    for (std::size_t r = 0; r < regimens; ++r) {
      CaseScore score{mean(r, result->reference), {}, {}};
      score.weights = {score.value, score.value};
      for (const auto& corner : result->corners) {
        const double there = mean(r, corner);
        score.weights = {std::min(score.weights.low, there), std::max(score.weights.high, there)};
      }
      score.sampling = equal_tails(std::move(at_reference[r]), evidence::interval_level);
      by_regimen.push_back(score);
      for (std::size_t b = 0; b < regimens; ++b) {
        if (b == r) continue;
        const auto& corners = above[r][b].corners;
        above[r][b].least = *std::min_element(corners.begin(), corners.end());
        above[r][b].most = *std::max_element(corners.begin(), corners.end());
      }
    }
    result->above.push_back(std::move(above));
    result->scores.push_back(std::move(by_regimen));
  }
  return result;
}

namespace {

// Who weighs anew for every patient would fill the memory of a process that lives long; what is in
// use comes back at once.
constexpr std::size_t most_kept = 256;

template <typename Kept>
typename Kept::mapped_type& place_in(Kept& kept, const std::string& name) {
  if (kept.size() >= most_kept && !kept.contains(name)) kept.clear();
  return kept[name];
}

}  // namespace

std::shared_ptr<const Weighed> Weigher::weigh(const WeightSet& weights, bool all_cases) const {
  const std::size_t cases = all_cases ? case_count() : 1;
  const std::string name =
      name_of(ranges_of(model_, weights), weights.free) + "| " + std::to_string(cases);
  const std::scoped_lock lock(mutex_);
  auto& kept = place_in(weighed_, name);
  if (!kept) kept = worked_out(weights, cases);
  return kept;
}

std::shared_ptr<const RankProbabilities> Weigher::ranks(const WeightSet& weights,
                                                        const std::vector<std::size_t>& group,
                                                        bool all_cases) const {
  const auto weighed = weigh(weights, all_cases);
  const std::size_t cases = all_cases ? case_count() : 1;
  const std::string name = name_of(ranges_of(model_, weights), weights.free) + "| " +
                           std::to_string(cases) + "| " + name_of(group);
  const std::scoped_lock lock(mutex_);
  auto& kept = place_in(ranks_, name);
  if (!kept) {
    auto result = std::make_shared<RankProbabilities>();
    const std::vector<std::vector<double>> same(model_.draws, weighed->reference);
    for (std::size_t in_case = 0; in_case < cases; ++in_case)
      result->push_back(acceptability(only(values(in_case), group), same).rank);
    kept = std::move(result);
  }
  return kept;
}

std::shared_ptr<const Acceptability> Weigher::over_all_weights(
    const std::vector<std::size_t>& group) const {
  WeightSet any;
  any.free = true;
  return over_admitted_weights(any, group);
}

std::shared_ptr<const Acceptability> Weigher::over_admitted_weights(
    const WeightSet& weights, const std::vector<std::size_t>& group) const {
  const std::vector<WeightRange> ranges = ranges_of(model_, weights);
  const std::string name = name_of(ranges, weights.free) + "| " + name_of(group);
  const std::scoped_lock lock(mutex_);
  auto& kept = place_in(acceptabilities_, name);
  if (!kept) {
    // A stream of its own, behind those of the beliefs.
    const std::size_t criteria = model_.criteria.size();
    const evidence::Stream stream{model_.seed,
                                  static_cast<std::uint32_t>(criteria * beliefs_.regimens.size())};
    std::vector<evidence::Limits> swings;
    for (std::size_t c = 0; c < criteria; ++c) {
      const double width = model_.criteria[c].width();
      swings.push_back(
          {facts::to_double(ranges[c].low) * width, facts::to_double(ranges[c].high) * width});
    }
    std::vector<std::vector<double>> drawn;
    for (std::size_t draw = 0; draw < model_.draws; ++draw) {
      drawn.push_back(weights.free ? draw_simplex(criteria, stream, draw)
                                   : draw_between(swings, stream, draw));
    }
    kept = std::make_shared<const Acceptability>(acceptability(only(found_, group), drawn));
  }
  return kept;
}

}  // namespace regimen::decision
