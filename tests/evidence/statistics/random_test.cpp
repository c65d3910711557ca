// Random: the known answers that Random123 1.14 ships (tests/kat_vectors), the uniforms made of
// them by a generator written in Python, quantiles by R 4.2, moments by their formulas. A tolerance
// is four standard errors: draws are always the same, so that what holds once holds always.
#include "engine/evidence/statistics/random.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace {

namespace evidence = regimen::evidence;
using evidence::Belief;
using evidence::draw_beta;
using evidence::draw_log_normal;
using evidence::draw_normal;
using evidence::draw_uniform;
using evidence::LogNormal;
using evidence::philox;
using evidence::Stream;

constexpr std::uint64_t many = 100'000;
constexpr double errors = 4;

using Draws = std::vector<double>;

template <typename Draw>
Draws drawn(Draw draw) {
  Draws draws(many);
  for (std::uint64_t i = 0; i < many; ++i) draws[i] = draw(i);
  return draws;
}

double mean(const Draws& draws) {
  double sum = 0;
  for (const double draw : draws) sum += draw;
  return sum / static_cast<double>(draws.size());
}

double variance(const Draws& draws, double about) {
  double sum = 0;
  for (const double draw : draws) sum += (draw - about) * (draw - about);
  return sum / static_cast<double>(draws.size());
}

double error_of_share(double share) {
  return std::sqrt(share * (1 - share) / static_cast<double>(many));
}

void check_share_below(const Draws& draws, double quantile, double share) {
  const auto below = std::ranges::count_if(draws, [=](double draw) { return draw < quantile; });
  const double found = static_cast<double>(below) / static_cast<double>(many);
  CHECK_MESSAGE(std::abs(found - share) < errors * error_of_share(share),
                found << " below " << quantile << ", not " << share);
}

double correlation(const Draws& a, const Draws& b) {
  const double mean_a = mean(a);
  const double mean_b = mean(b);
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
  return sum / static_cast<double>(a.size()) / std::sqrt(variance(a, mean_a) * variance(b, mean_b));
}

}  // namespace

TEST_CASE("philox gives the known answers") {
  using Words = std::array<std::uint32_t, 4>;
  CHECK(philox({0, 0, 0, 0}, {0, 0}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
        Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("uniforms are made of the words of a place, and of nothing else") {
  evidence::Uniforms first({0, 0}, 0);
  CHECK(first.next() == 0x1.c2d38b1acc4fdp-1);
  CHECK(first.next() == 0x1.3601b7b178af5p-1);
  CHECK(first.next() == 0x1.348e23f2dce78p-4);
  const Stream stream = {0x299f31d0a4093822, 0x13198a2e};
  constexpr std::uint64_t index = 0x85a308d3243f6a88;
  CHECK(draw_uniform(stream, index) == 0x1.411499575c241p-1);
  evidence::Uniforms other(stream, index);
  for (int i = 0; i < 3; ++i) other.next();
  CHECK(other.next() == 0x1.60cd61119b1cbp-1);
  CHECK(draw_uniform(stream, index) == 0x1.411499575c241p-1);  // whatever was drawn in between
}

TEST_CASE("uniforms lie evenly between 0 and 1") {
  const Draws draws = drawn([](std::uint64_t i) { return draw_uniform({1, 1}, i); });
  CHECK(*std::ranges::min_element(draws) > 0);
  CHECK(*std::ranges::max_element(draws) < 1);
  CHECK(std::abs(mean(draws) - 0.5) < errors * std::sqrt(1 / 12.0 / many));
  // The square of the distance from 1/2 has the variance 1/80 - 1/144 = 1/180.
  CHECK(std::abs(variance(draws, 0.5) - 1 / 12.0) < errors * std::sqrt(1 / 180.0 / many));
  for (const double share : {0.01, 0.25, 0.5, 0.75, 0.99}) check_share_below(draws, share, share);
}

TEST_CASE("normal draws") {
  // R: qnorm(0.8805201978886142)
  CHECK(std::abs(draw_normal({0, 0}, 0) - 1.17759123905427) < 1e-12);
  const Draws draws = drawn([](std::uint64_t i) { return draw_normal({2, 5}, i); });
  CHECK(std::abs(mean(draws)) < errors / std::sqrt(many));
  CHECK(std::abs(variance(draws, 0) - 1) < errors * std::sqrt(2.0 / many));
  check_share_below(draws, -1.95996398454005, 0.025);
  check_share_below(draws, 0, 0.5);
  check_share_below(draws, 1.95996398454005, 0.975);
}

TEST_CASE("beta draws have the moments and the quantiles of their distribution") {
  struct Case {
    Belief belief;
    std::vector<double> quantiles;  // R: qbeta(c(.01, .05, .25, .5, .75, .95, .99), alpha, beta)
  };
  const std::vector<double> shares = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
  const std::vector<Case> cases = {
      {{0.5, 0.5},
       {0.000246719817134, 0.006155829702431, 0.146446609406726, 0.5, 0.853553390593274,
        0.993844170297569, 0.999753280182866}},
      {{1, 1}, shares},
      {{3, 9},
       {0.0428229065555, 0.0788200456660, 0.1593342693766, 0.2357855266358, 0.3260866984727,
        0.4700867992792, 0.5723228143248}},
      {{97.5, 72.5},
       {0.484592677509, 0.510805276777, 0.548084039205, 0.573818430641, 0.599288661950,
        0.635266876804, 0.659929314802}},
      {{0.5, 170.5},
       {4.61344059627e-07, 1.15480559494e-05, 2.98137431016e-04, 1.33518965580e-03,
        3.87880635294e-03, 1.12183889098e-02, 1.92970600574e-02}},
      {{1'000'001, 2'000'000.5},
       {0.332700512025, 0.332885890842, 0.333149906974, 0.333333462963, 0.333517052651,
        0.333781235494, 0.333966814782}}};
  std::uint32_t number = 0;
  for (const Case& one : cases) {
    const double a = one.belief.alpha;
    const double b = one.belief.beta;
    INFO("Beta(" << a << ", " << b << ")");
    const Stream stream = {7, ++number};
    const Draws draws = drawn([&](std::uint64_t i) { return draw_beta(one.belief, stream, i); });
    const double n = a + b;
    const double exact = a * b / (n * n * (n + 1));
    // The kurtosis, as in Johnson, Kotz and Balakrishnan 1995, Continuous Univariate Distributions
    // 2, chapter 25.
    const double excess =
        6 * ((a - b) * (a - b) * (n + 1) - a * b * (n + 2)) / (a * b * (n + 2) * (n + 3));
    CHECK(std::abs(mean(draws) - a / n) < errors * std::sqrt(exact / many));
    CHECK(std::abs(variance(draws, a / n) - exact) <
          errors * exact * std::sqrt((excess + 2) / many));
    for (std::size_t i = 0; i < shares.size(); ++i)
      check_share_below(draws, one.quantiles[i], shares[i]);
  }
}

TEST_CASE("which of two is higher, by draws and by sum") {
  const std::vector<std::pair<Belief, Belief>> pairs = {
      {{3, 9}, {5, 8}}, {{97.5, 72.5}, {76, 95}}, {{0.5, 90.5}, {1.5, 89.5}}, {{1, 1}, {1, 1}}};
  std::uint32_t number = 0;
  for (const auto& [first, second] : pairs) {
    const Stream a = {11, ++number};
    const Stream b = {11, ++number};
    std::uint64_t higher = 0;
    for (std::uint64_t i = 0; i < many; ++i)
      higher += draw_beta(first, a, i) > draw_beta(second, b, i) ? 1U : 0U;
    const double exact = evidence::probability_higher(first, second);
    const double found = static_cast<double>(higher) / static_cast<double>(many);
    CHECK(std::abs(found - exact) < errors * error_of_share(exact));
  }
}

TEST_CASE("streams, seeds and neighbours have nothing to do with each other") {
  const double most = errors / std::sqrt(many);
  const auto beta_of = [](Stream stream, std::uint64_t shift) {
    return drawn([=](std::uint64_t i) { return draw_beta({3, 9}, stream, i + shift); });
  };
  const Draws own = beta_of({0, 0}, 0);
  CHECK(own == beta_of({0, 0}, 0));
  CHECK(std::abs(correlation(own, beta_of({0, 1}, 0))) < most);
  CHECK(std::abs(correlation(own, beta_of({1, 0}, 0))) < most);
  CHECK(std::abs(correlation(own, beta_of({std::uint64_t{1} << 32U, 0}, 0))) < most);
  CHECK(std::abs(correlation(own, beta_of({0, 0}, 1))) < most);
  CHECK(std::abs(correlation(own, beta_of({0, 0}, std::uint64_t{1} << 32U))) < most);
}

TEST_CASE("what is believed of a quantity printed with its limits") {
  // Limits as far apart as a factor of 8/5: a deviation of ln(1.6) / (2 * 1.95996398454005).
  const auto belief = LogNormal::make(6.3, {5, 8}, 0.95);
  REQUIRE(belief);
  CHECK(std::abs(belief->log_median - std::log(6.3)) < 1e-15);
  CHECK(std::abs(belief->log_deviation - std::log(1.6) / (2 * 1.95996398454005)) < 1e-14);
  const Draws draws = drawn([&](std::uint64_t i) { return draw_log_normal(*belief, {3, 1}, i); });
  // R: qlnorm(c(.025, .05, .25, .5, .75, .95, .975), log(6.3), log(8 / 5) / (2 * qnorm(.975)))
  check_share_below(draws, 4.98058731476520, 0.025);
  check_share_below(draws, 5.17236429049461, 0.05);
  check_share_below(draws, 5.81056364085730, 0.25);
  check_share_below(draws, 6.3, 0.5);
  check_share_below(draws, 6.83066264362334, 0.75);
  check_share_below(draws, 7.67347343901113, 0.95);
  check_share_below(draws, 7.96893970362431, 0.975);

  const auto certain = LogNormal::make(2, {2, 2}, 0.95);
  REQUIRE(certain);
  CHECK(std::abs(draw_log_normal(*certain, {3, 2}, 0) - 2) < 1e-15);
}

TEST_CASE("what is no such quantity") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK_FALSE(LogNormal::make(1, {0, 2}, 0.95));
  CHECK_FALSE(LogNormal::make(1, {-1, 2}, 0.95));
  CHECK_FALSE(LogNormal::make(3, {1, 2}, 0.95));
  CHECK_FALSE(LogNormal::make(0.5, {1, 2}, 0.95));
  CHECK_FALSE(LogNormal::make(1, {0.5, infinity}, 0.95));
  CHECK_FALSE(LogNormal::make(nan, {0.5, 2}, 0.95));
  CHECK_FALSE(LogNormal::make(1, {nan, 2}, 0.95));
  CHECK_FALSE(LogNormal::make(1, {0.5, 2}, 0));
  CHECK_FALSE(LogNormal::make(1, {0.5, 2}, 1));
}
