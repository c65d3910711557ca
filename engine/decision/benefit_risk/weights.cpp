// Entry: draw_simplex, draw_between, vertices. Test: tests/decision/benefit_risk/weights_test.cpp.
#include "engine/decision/benefit_risk/weights.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace regimen::decision {

namespace {

[[maybe_unused]] bool are_ratios(const std::vector<evidence::Limits>& ratios) {
  const auto is_ratio = [](const evidence::Limits& ratio) {
    return 0 <= ratio.low && ratio.low <= ratio.high && std::isfinite(ratio.high);
  };
  const auto counts = [](const evidence::Limits& ratio) { return ratio.low > 0; };
  return std::ranges::all_of(ratios, is_ratio) && std::ranges::any_of(ratios, counts);
}

bool is_open(const evidence::Limits& ratio) { return ratio.low < ratio.high; }

}  // namespace

std::vector<double> normalised(std::span<const double> weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  assert(sum > 0);
  std::vector<double> result(weights.begin(), weights.end());
  for (double& part : result) part /= sum;
  return result;
}

std::vector<double> draw_simplex(std::size_t criteria, evidence::Stream stream,
                                 std::uint64_t index) {
  evidence::Uniforms uniforms(stream, index);
  std::vector<double> weights(criteria);
  for (double& part : weights) part = -std::log(uniforms.next());
  return normalised(weights);
}

std::vector<double> draw_between(const std::vector<evidence::Limits>& ratios,
                                 evidence::Stream stream, std::uint64_t index) {
  assert(are_ratios(ratios));
  evidence::Uniforms uniforms(stream, index);
  std::vector<double> weights;
  weights.reserve(ratios.size());
  for (const evidence::Limits& ratio : ratios)
    weights.push_back(std::lerp(ratio.low, ratio.high, uniforms.next()));
  return normalised(weights);
}

std::vector<std::vector<double>> simplex_vertices(std::size_t criteria) {
  std::vector<std::vector<double>> corners(criteria, std::vector<double>(criteria, 0.0));
  for (std::size_t i = 0; i < criteria; ++i) corners[i][i] = 1;
  return corners;
}

std::optional<std::vector<std::vector<double>>> vertices(
    const std::vector<evidence::Limits>& ratios) {
  assert(are_ratios(ratios));
  constexpr std::ptrdiff_t most_open = 12;
  const auto open = std::ranges::count_if(ratios, is_open);
  if (open > most_open) return std::nullopt;
  std::vector<std::vector<double>> corners;
  for (std::size_t corner = 0; corner < std::size_t{1} << static_cast<std::size_t>(open);
       ++corner) {
    std::vector<double> weights;
    weights.reserve(ratios.size());
    std::size_t choices = corner;  // a bit for each ratio that is open: its high end
    for (const evidence::Limits& ratio : ratios) {
      weights.push_back(is_open(ratio) && choices % 2 == 1 ? ratio.high : ratio.low);
      if (is_open(ratio)) choices /= 2;
    }
    corners.push_back(normalised(weights));
  }
  return corners;
}

}  // namespace regimen::decision
