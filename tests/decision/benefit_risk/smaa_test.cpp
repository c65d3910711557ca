// Smaa: cases with an exact answer, worked by hand; that of three alternatives also by simulation
// with another program. A tolerance is four standard errors.
#include "engine/decision/benefit_risk/smaa.h"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/decision/benefit_risk/weights.h"

namespace {

using regimen::decision::Acceptability;
using regimen::decision::acceptability;
using regimen::decision::draw_simplex;
using regimen::decision::equal_tails;
using regimen::decision::scores;
using regimen::decision::share_above;
using regimen::decision::standard_error;
using regimen::decision::Values;
using regimen::evidence::Limits;

using Rows = std::vector<std::vector<double>>;

constexpr std::size_t many = 100'000;
constexpr double errors = 4;

// The same values, by alternative and criterion, in every draw.
Values certain(std::size_t draws, const Rows& rows) {
  Values values(draws, rows.size(), rows.front().size());
  for (std::size_t draw = 0; draw < draws; ++draw) {
    for (std::size_t a = 0; a < rows.size(); ++a) {
      for (std::size_t c = 0; c < rows[a].size(); ++c) values.at(draw, a, c) = rows[a][c];
    }
  }
  return values;
}

// Each draw of one alternative by one criterion.
Values by_draw(const Rows& draws_of_alternatives) {
  Values values(draws_of_alternatives.size(), draws_of_alternatives.front().size(), 1);
  for (std::size_t draw = 0; draw < values.draws; ++draw) {
    for (std::size_t a = 0; a < values.alternatives; ++a)
      values.at(draw, a, 0) = draws_of_alternatives[draw][a];
  }
  return values;
}

Rows any_weights(std::size_t draws, std::size_t criteria) {
  Rows weights;
  weights.reserve(draws);
  for (std::size_t draw = 0; draw < draws; ++draw)
    weights.push_back(draw_simplex(criteria, {2026, 1}, draw));
  return weights;
}

Acceptability over_any_weights(const Rows& rows) {
  return acceptability(certain(many, rows), any_weights(many, rows.front().size()));
}

}  // namespace

TEST_CASE("two alternatives, each best by one of two criteria") {
  const Acceptability result = over_any_weights({{1, 0}, {0, 1}});
  const double error = standard_error(0.5, many);
  for (std::size_t a = 0; a < 2; ++a) {
    CHECK(std::abs(result.rank[a][0] - 0.5) < errors * error);
    CHECK(std::abs(result.rank[a][1] - 0.5) < errors * error);
    REQUIRE(result.central[a]);
    // Uniform from 1/2 to 1: a mean of 3/4, a variance of 1/48.
    const double error_of_mean = std::sqrt(1 / 48.0 / (many / 2.0));
    CHECK(std::abs((*result.central[a])[a] - 0.75) < errors * error_of_mean);
    CHECK(std::abs((*result.central[a])[1 - a] - 0.25) < errors * error_of_mean);
    CHECK(result.confidence[a] == 1.0);
  }
}

TEST_CASE("three alternatives, each best by one of three criteria") {
  const Acceptability result = over_any_weights({{1, 0, 0}, {0, 1, 0}, {0, 0, 1}});
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t rank = 0; rank < 3; ++rank)
      CHECK(std::abs(result.rank[a][rank] - 1 / 3.0) < errors * standard_error(1 / 3.0, many));
    REQUIRE(result.central[a]);
    for (std::size_t c = 0; c < 3; ++c) {
      // The greatest of three has the mean 11/18 and the variance 13/648 (of D1 + D2/2 + D3/3 with
      // (D1, D2, D3) Dirichlet); each other one has 7/36 and 10/648.
      const double expected = c == a ? 11 / 18.0 : 7 / 36.0;
      const double variance = c == a ? 13 / 648.0 : 10 / 648.0;
      CHECK(std::abs((*result.central[a])[c] - expected) <
            errors * std::sqrt(variance / (many / 3.0)));
    }
    CHECK(result.confidence[a] == 1.0);
  }
}

TEST_CASE("an alternative that another surpasses by every criterion is never first") {
  const Acceptability result = over_any_weights({{0.6, 0.7}, {0.5, 0.6}, {1, 0.65}});
  CHECK(result.rank[1] == std::vector<double>{0, 0, 1});
  CHECK_FALSE(result.central[1]);
  CHECK_FALSE(result.confidence[1]);
  CHECK(result.central[0]);
  CHECK(result.central[2]);
}

TEST_CASE("equals share the better rank") {
  const Acceptability result =
      acceptability(certain(4, {{0.5, 0.5}, {0.25, 0.25}, {0.5, 0.5}, {0, 0.25}}),
                    {{1, 0}, {0.5, 0.5}, {0.25, 0.75}, {0, 1}});
  CHECK(result.rank[0] == std::vector<double>{1, 0, 0, 0});
  CHECK(result.rank[2] == std::vector<double>{1, 0, 0, 0});
  // By the second criterion alone it is no better than the last.
  CHECK(result.rank[1] == std::vector<double>{0, 0, 1, 0});
  CHECK(result.rank[3] == std::vector<double>{0, 0, 0.25, 0.75});
  CHECK(result.central[0] == std::vector<double>{0.4375, 0.5625});
  CHECK(result.confidence[0] == 1.0);
  CHECK(result.confidence[2] == 1.0);
}

TEST_CASE("the draws of the values decide how sure the central weights are") {
  // The first is first in three of four draws.
  const Acceptability result =
      acceptability(by_draw({{1, 0}, {1, 0}, {0.5, 0}, {0, 1}}), {{1}, {1}, {1}, {1}});
  CHECK(result.rank[0] == std::vector<double>{0.75, 0.25});
  CHECK(result.rank[1] == std::vector<double>{0.25, 0.75});
  CHECK(result.confidence[0] == 0.75);
  CHECK(result.confidence[1] == 0.25);
}

TEST_CASE("draw i of the values goes with weights i") {
  Values values(2, 2, 2);
  values.at(0, 0, 0) = 1;
  values.at(1, 0, 1) = 1;
  for (std::size_t draw = 0; draw < 2; ++draw) {
    values.at(draw, 1, 0) = 0.5;
    values.at(draw, 1, 1) = 0.5;
  }
  const Acceptability paired = acceptability(values, {{0.75, 0.25}, {0.25, 0.75}});
  CHECK(paired.rank[0] == std::vector<double>{1, 0});
  CHECK(paired.central[0] == std::vector<double>{0.5, 0.5});
  const Acceptability turned = acceptability(values, {{0.25, 0.75}, {0.75, 0.25}});
  CHECK(turned.rank[0] == std::vector<double>{0, 1});
  CHECK_FALSE(turned.central[0]);
}

TEST_CASE("how probable it is that one scores above another") {
  const Values values = by_draw({{1, 0.5}, {0.5, 0.5}, {0.25, 0.5}, {0.75, 0.5}});
  const auto first = scores(values, 0, {1});
  const auto second = scores(values, 1, {1});
  CHECK(share_above(first, second) == 0.625);  // 1, 1/2, 0, 1
  CHECK(share_above(second, first) == 0.375);
  CHECK(share_above(first, first) == 0.5);
}

TEST_CASE("scores, whatever the sum of the weights") {
  const Values values = certain(2, {{1, 0.5}, {0.25, 0}});
  CHECK(scores(values, 0, {0.25, 0.75}) == std::vector<double>{0.625, 0.625});
  CHECK(scores(values, 0, {1, 3}) == std::vector<double>{0.625, 0.625});
  CHECK(scores(values, 1, {1, 3}) == std::vector<double>{0.0625, 0.0625});
}

TEST_CASE("between which limits scores lie") {
  // R: quantile(c(.1, .2, .4, .7, .9), c(.05, .95)); c(.025, .975)
  const Limits ninety = equal_tails({0.7, 0.1, 0.9, 0.2, 0.4}, 0.9);
  CHECK(std::abs(ninety.low - 0.12) < 1e-15);
  CHECK(std::abs(ninety.high - 0.86) < 1e-15);
  const Limits more = equal_tails({0.7, 0.1, 0.9, 0.2, 0.4}, 0.95);
  CHECK(std::abs(more.low - 0.11) < 1e-15);
  CHECK(std::abs(more.high - 0.88) < 1e-15);
  CHECK(equal_tails({0.3}, 0.95) == Limits{0.3, 0.3});
}

TEST_CASE("how far a share of draws may be off") {
  CHECK(standard_error(0.5, 100) == 0.05);
  CHECK(standard_error(0.2, 400) == doctest::Approx(0.02));
  CHECK(standard_error(0, 100) == 0);
  CHECK(standard_error(1, 100) == 0);
}
