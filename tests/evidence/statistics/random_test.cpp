// Random: the known answers that Random123 1.14 ships (tests/kat_vectors), the uniforms made of
// them by a generator written in Python, moments by their formulas. A tolerance is four standard
// errors: draws are always the same, so that what holds once holds always.
#include "engine/evidence/statistics/random.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace {

namespace evidence = regimen::evidence;
using evidence::draw_uniform;
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

TEST_CASE("streams, seeds and neighbours have nothing to do with each other") {
  const double most = errors / std::sqrt(many);
  const auto uniforms_of = [](Stream stream, std::uint64_t shift) {
    return drawn([=](std::uint64_t i) { return draw_uniform(stream, i + shift); });
  };
  const Draws own = uniforms_of({0, 0}, 0);
  CHECK(own == uniforms_of({0, 0}, 0));
  CHECK(std::abs(correlation(own, uniforms_of({0, 1}, 0))) < most);
  CHECK(std::abs(correlation(own, uniforms_of({1, 0}, 0))) < most);
  CHECK(std::abs(correlation(own, uniforms_of({std::uint64_t{1} << 32U, 0}, 0))) < most);
  CHECK(std::abs(correlation(own, uniforms_of({0, 0}, 1))) < most);
  CHECK(std::abs(correlation(own, uniforms_of({0, 0}, std::uint64_t{1} << 32U))) < most);
}
