// Entry: ValueFunction::make, value_of. Test: tests/decision/benefit_risk/value_function_test.cpp.
#include "engine/decision/benefit_risk/value_function.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

namespace regimen::decision {

namespace {

bool is_knot(const Knot& knot) {
  return std::isfinite(knot.at) && 0 <= knot.value && knot.value <= 1;
}

}  // namespace

std::optional<ValueFunction> ValueFunction::make(std::vector<Knot> some) {
  if (some.size() < 2 || !std::ranges::all_of(some, is_knot)) return std::nullopt;
  if (some.front().at > some.back().at) std::ranges::reverse(some);
  const bool rising_at =
      std::ranges::adjacent_find(some, std::ranges::greater_equal(), &Knot::at) == some.end();
  const bool monotone = std::ranges::is_sorted(some, std::ranges::less(), &Knot::value) ||
                        std::ranges::is_sorted(some, std::ranges::greater(), &Knot::value);
  if (!rising_at || !monotone) return std::nullopt;
  return ValueFunction{std::move(some)};
}

double value_of(const ValueFunction& function, double amount) {
  assert(!std::isnan(amount));
  const std::vector<Knot>& knots = function.knots;
  const auto next = std::ranges::upper_bound(knots, amount, std::ranges::less(), &Knot::at);
  if (next == knots.begin()) return knots.front().value;
  if (next == knots.end()) return knots.back().value;
  const Knot& before = *(next - 1);
  return std::lerp(before.value, next->value, (amount - before.at) / (next->at - before.at));
}

}  // namespace regimen::decision
