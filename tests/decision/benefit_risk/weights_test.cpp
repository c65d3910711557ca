// Weights: means, deviations and shares worked by hand from the Dirichlet distribution; corners
// counted by hand.
#include "engine/decision/benefit_risk/weights.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace {

using regimen::decision::draw_between;
using regimen::decision::draw_simplex;
using regimen::decision::normalised;
using regimen::decision::simplex_vertices;
using regimen::decision::vertices;
using regimen::evidence::Limits;

using Weights = std::vector<double>;

constexpr std::uint64_t many = 50'000;
constexpr double errors = 4;

double sum_of(const Weights& weights) {
  return std::accumulate(weights.begin(), weights.end(), 0.0);
}

}  // namespace

TEST_CASE("weights are divided by their sum") {
  CHECK(normalised(Weights{1, 3}) == Weights{0.25, 0.75});
  CHECK(normalised(Weights{5, 0, 0}) == Weights{1, 0, 0});
}

TEST_CASE("any weights are as likely as any other") {
  for (const std::size_t criteria : {std::size_t{2}, std::size_t{3}, std::size_t{5}}) {
    INFO(criteria << " criteria");
    const auto n = static_cast<double>(criteria);
    Weights sums(criteria, 0.0);
    std::vector<std::uint64_t> small(criteria, 0);
    double off = 0;
    double least = 1;
    for (std::uint64_t i = 0; i < many; ++i) {
      const Weights weights = draw_simplex(criteria, {5, 1}, i);
      off = std::max(off, std::abs(sum_of(weights) - 1));
      for (std::size_t c = 0; c < criteria; ++c) {
        least = std::min(least, weights[c]);
        sums[c] += weights[c];
        small[c] += weights[c] < 0.2 ? 1U : 0U;
      }
    }
    CHECK(off < 1e-15);
    CHECK(least > 0);
    // One weight alone is Beta(1, n - 1): below x with probability 1 - (1 - x)^(n - 1).
    const double deviation = std::sqrt((n - 1) / (n * n * (n + 1)));
    const double share = 1 - std::pow(0.8, n - 1);
    for (std::size_t c = 0; c < criteria; ++c) {
      CHECK(std::abs(sums[c] / many - 1 / n) < errors * deviation / std::sqrt(many));
      CHECK(std::abs(static_cast<double>(small[c]) / many - share) <
            errors * std::sqrt(share * (1 - share) / many));
    }
  }
  CHECK(draw_simplex(1, {5, 1}, 0) == Weights{1});
}

TEST_CASE("weights between ratios") {
  // The first is the measure of the second, which is from one to three times as heavy: its weight
  // is r / (1 + r), from 1/2 to 3/4, with the mean 1 - ln(4 / 2) / 2 and at r = 2 the median 2/3.
  const std::vector<Limits> ratios = {{1, 1}, {1, 3}};
  double sum = 0;
  std::uint64_t small = 0;
  for (std::uint64_t i = 0; i < many; ++i) {
    const Weights weights = draw_between(ratios, {6, 1}, i);
    REQUIRE(std::abs(sum_of(weights) - 1) < 1e-15);
    REQUIRE(weights[1] > 0.5);
    REQUIRE(weights[1] < 0.75);
    sum += weights[1];
    small += weights[1] < 2 / 3.0 ? 1U : 0U;
  }
  // The mean of 1 / (1 + r)^2 is 1/8: the variance is 1/8 - (ln 2 / 2)^2.
  const double deviation = std::sqrt(0.125 - std::pow(std::log(2) / 2, 2));
  CHECK(std::abs(sum / many - (1 - std::log(2) / 2)) < errors * deviation / std::sqrt(many));
  CHECK(std::abs(static_cast<double>(small) / many - 0.5) < errors * 0.5 / std::sqrt(many));
  CHECK(draw_between({{1, 1}, {3, 3}}, {6, 2}, 0) == Weights{0.25, 0.75});
}

TEST_CASE("the measure of ratios does not matter") {
  const std::vector<Limits> ratios = {{1, 1}, {0, 3}, {0.5, 0.75}};
  const std::vector<Limits> fourfold = {{4, 4}, {0, 12}, {2, 3}};
  for (std::uint64_t i = 0; i < 1000; ++i)
    CHECK(draw_between(ratios, {6, 3}, i) == draw_between(fourfold, {6, 3}, i));
}

TEST_CASE("the corners of what weights may be") {
  CHECK(simplex_vertices(1) == std::vector<Weights>{{1}});
  CHECK(simplex_vertices(3) == std::vector<Weights>{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
  CHECK(vertices({{1, 1}, {3, 3}}) == std::vector<Weights>{{0.25, 0.75}});
  auto corners = vertices({{0, 3}, {1, 1}, {2, 4}});
  REQUIRE(corners);
  std::ranges::sort(*corners);
  // 0, 3 beside 1 beside 2, 4
  CHECK(*corners == std::vector<Weights>{{0, 1 / 5.0, 4 / 5.0},
                                         {0, 1 / 3.0, 2 / 3.0},
                                         {3 / 8.0, 1 / 8.0, 4 / 8.0},
                                         {3 / 6.0, 1 / 6.0, 2 / 6.0}});
}

TEST_CASE("too many corners are none") {
  std::vector<Limits> ratios(12, {1, 2});
  ratios.push_back({1, 1});
  const auto corners = vertices(ratios);
  REQUIRE(corners);
  CHECK(corners->size() == 4096);
  ratios.push_back({1, 2});
  CHECK_FALSE(vertices(ratios));
}
