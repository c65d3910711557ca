// Acceptability over many random tables of values: better values never rank worse, names do not
// matter, nor does the measure of weights, and corners hold all that lies between them.
#include "engine/decision/benefit_risk/smaa.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "engine/decision/benefit_risk/value_function.h"
#include "engine/decision/benefit_risk/weights.h"
#include "tests/property/complaints.h"
#include "tests/property/random.h"

namespace regimen::property {

namespace {

using decision::Acceptability;
using decision::Values;
using evidence::Limits;

using Rows = std::vector<std::vector<double>>;

// Few steps, so that equal scores are common.
double coarse(Random& random) { return random.from_to(0, 8) / 8.0; }

Values random_values(Random& random) {
  Values values(static_cast<std::size_t>(random.from_to(1, 60)),
                static_cast<std::size_t>(random.from_to(1, 5)),
                static_cast<std::size_t>(random.from_to(1, 5)));
  for (double& value : values.flat) value = coarse(random);
  return values;
}

// Drawn, or of few steps.
Rows random_weights(const Values& values, Random& random) {
  const evidence::Stream stream = {random.below(1'000'000), 1};
  const bool drawn = random.chance(50);
  Rows weights;
  for (std::size_t draw = 0; draw < values.draws; ++draw) {
    weights.push_back(decision::draw_simplex(values.criteria, stream, draw));
    if (drawn) continue;
    for (double& weight : weights.back()) weight = coarse(random);
    weights.back().front() += 0.125;
  }
  return weights;
}

bool same(const Acceptability& a, const Acceptability& b) {
  return a.rank == b.rank && a.central == b.central && a.confidence == b.confidence;
}

std::string shape_of(const Values& values, int round) {
  return "round " + std::to_string(round) + ": " + std::to_string(values.draws) + " draws, " +
         std::to_string(values.alternatives) + " alternatives, " + std::to_string(values.criteria) +
         " criteria";
}

std::vector<Limits> random_ratios(std::size_t criteria, Random& random) {
  std::vector<Limits> ratios;
  for (std::size_t c = 0; c < criteria; ++c) {
    const int low = random.from_to(1, 10);
    ratios.push_back({low / 4.0, (low + random.from_to(0, 6)) / 4.0});
  }
  return ratios;
}

std::vector<Limits> wider(std::vector<Limits> ratios, Random& random) {
  for (Limits& ratio : ratios) {
    ratio.low = std::max(0.0625, ratio.low - random.from_to(0, 4) / 8.0);
    ratio.high += random.from_to(0, 4) / 2.0;
  }
  return ratios;
}

Limits between_corners(const std::vector<double>& values, const std::vector<Limits>& ratios) {
  Values once(1, 1, values.size());
  once.flat = values;
  const auto corners = decision::vertices(ratios);
  REQUIRE(corners);
  Limits limits{1, 0};
  for (const std::vector<double>& corner : *corners) {
    const double score = decision::scores(once, 0, corner).front();
    limits = {std::min(limits.low, score), std::max(limits.high, score)};
  }
  return limits;
}

double sum_of(const std::vector<double>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), 0.0);
}

}  // namespace

TEST_CASE("more of a benefit never makes an alternative less often the first") {
  const auto benefit = decision::ValueFunction::make({{0, 0}, {3, 0.25}, {5, 0.25}, {10, 1}});
  REQUIRE(benefit);
  Random random(1998);
  Complaints complaints;
  for (int round = 0; round < 2000; ++round) {
    Values values = random_values(random);
    Rows amounts;  // of the benefit, by draw and alternative; the first criterion
    for (std::size_t draw = 0; draw < values.draws; ++draw) {
      amounts.emplace_back();
      for (std::size_t a = 0; a < values.alternatives; ++a) {
        amounts.back().push_back(random.from_to(-1, 11));
        values.at(draw, a, 0) = decision::value_of(*benefit, amounts.back().back());
      }
    }
    const Rows weights = random_weights(values, random);
    const Acceptability before = decision::acceptability(values, weights);
    const std::size_t raised = random.below(values.alternatives);
    for (std::size_t draw = 0; draw < values.draws; ++draw) {
      const double more = amounts[draw][raised] + random.from_to(0, 4) / 2.0;
      values.at(draw, raised, 0) = decision::value_of(*benefit, more);
    }
    const Acceptability after = decision::acceptability(values, weights);
    bool holds = after.rank[raised].front() >= before.rank[raised].front();
    for (std::size_t a = 0; a < values.alternatives; ++a) {
      if (a != raised) holds = holds && after.rank[a].front() <= before.rank[a].front();
    }
    if (!holds) complaints.add(shape_of(values, round));
  }
  complaints.report();
}

TEST_CASE("other names for the alternatives are other names for the results") {
  Random random(2001);
  Complaints complaints;
  for (int round = 0; round < 2000; ++round) {
    const Values values = random_values(random);
    const Rows weights = random_weights(values, random);
    std::vector<std::size_t> names(values.alternatives);
    std::iota(names.begin(), names.end(), std::size_t{0});
    random.shuffle(names);
    Values renamed(values.draws, values.alternatives, values.criteria);
    for (std::size_t draw = 0; draw < values.draws; ++draw) {
      for (std::size_t a = 0; a < values.alternatives; ++a) {
        for (std::size_t c = 0; c < values.criteria; ++c)
          renamed.at(draw, names[a], c) = values.at(draw, a, c);
      }
    }
    const Acceptability before = decision::acceptability(values, weights);
    const Acceptability after = decision::acceptability(renamed, weights);
    bool holds = true;
    for (std::size_t a = 0; a < values.alternatives; ++a) {
      holds = holds && before.rank[a] == after.rank[names[a]] &&
              before.central[a] == after.central[names[a]] &&
              before.confidence[a] == after.confidence[names[a]];
    }
    if (!holds) complaints.add(shape_of(values, round));
  }
  complaints.report();
}

TEST_CASE("the measure of weights changes nothing") {
  Random random(2007);
  Complaints complaints;
  for (int round = 0; round < 2000; ++round) {
    const Values values = random_values(random);
    const Rows weights = random_weights(values, random);
    Rows scaled = weights;
    // Powers of two, which round nothing.
    for (std::vector<double>& row : scaled) {
      const double scale = std::ldexp(1.0, random.from_to(-20, 20));
      for (double& weight : row) weight *= scale;
    }
    const std::size_t a = random.below(values.alternatives);
    const bool holds =
        same(decision::acceptability(values, weights), decision::acceptability(values, scaled)) &&
        decision::scores(values, a, weights.front()) == decision::scores(values, a, scaled.front());
    if (!holds) complaints.add(shape_of(values, round));
  }
  complaints.report();
}

TEST_CASE("probabilities are probabilities, and central weights are weights") {
  Random random(445);
  Complaints complaints;
  const auto near = [](double found, double expected) {
    return std::abs(found - expected) < 1e-12;
  };
  const auto is_share = [](double share) { return 0 <= share && share <= 1; };
  for (int round = 0; round < 2000; ++round) {
    const Values values = random_values(random);
    const Rows weights = random_weights(values, random);
    const Acceptability result = decision::acceptability(values, weights);
    bool holds = true;
    double firsts = 0;
    for (std::size_t a = 0; a < values.alternatives; ++a) {
      const std::vector<double>& rank = result.rank[a];
      firsts += rank.front();
      holds = holds && near(sum_of(rank), 1) && std::ranges::all_of(rank, is_share);
      const bool first = rank.front() > 0;
      holds = holds && result.central[a].has_value() == first;
      holds = holds && result.confidence[a].has_value() == first;
      if (first) {
        holds = holds && near(sum_of(*result.central[a]), 1) &&
                std::ranges::all_of(*result.central[a], is_share) &&
                is_share(*result.confidence[a]);
      }
      const std::size_t b = random.below(values.alternatives);
      const std::vector<double> of_a = decision::scores(values, a, weights.front());
      const std::vector<double> of_b = decision::scores(values, b, weights.front());
      holds =
          holds && near(decision::share_above(of_a, of_b) + decision::share_above(of_b, of_a), 1);
    }
    holds = holds && firsts > 1 - 1e-12;  // in each draw at least one is first
    if (!holds) complaints.add(shape_of(values, round));
  }
  complaints.report();
}

TEST_CASE("the corners of a box hold the scores at all weights in it, and in any narrower box") {
  Random random(137);
  Complaints complaints;
  constexpr double rounding = 1e-14;
  for (int round = 0; round < 1000; ++round) {
    const auto criteria = static_cast<std::size_t>(random.from_to(1, 6));
    std::vector<double> values(criteria);
    for (double& value : values) value = coarse(random);
    const std::vector<Limits> ratios = random_ratios(criteria, random);
    const Limits narrow = between_corners(values, ratios);
    const Limits wide = between_corners(values, wider(ratios, random));
    bool holds = wide.low <= narrow.low + rounding && narrow.high <= wide.high + rounding;
    const evidence::Stream stream = {random.below(1'000'000), 2};
    Values once(1, 1, criteria);
    once.flat = values;
    for (std::uint64_t draw = 0; draw < 50; ++draw) {
      const auto weights = decision::draw_between(ratios, stream, draw);
      const double score = decision::scores(once, 0, weights).front();
      holds = holds && narrow.low - rounding <= score && score <= narrow.high + rounding;
    }
    if (!holds) complaints.add(shape_of(once, round));
  }
  complaints.report();
}

}  // namespace regimen::property
