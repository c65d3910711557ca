// Entry: add, less and their kin. Test: tests/facts/interval_test.cpp.
#include "engine/facts/interval.h"

#include <array>

namespace regimen::facts {

namespace {

using Operation = std::optional<Rational> (*)(const Rational&, const Rational&);

Bound combine(const Bound& a, const Bound& b, Operation operation) {
  if (!a.at || !b.at) return {};
  const auto value = operation(*a.at, *b.at);
  if (!value) return {};
  return {value, a.open || b.open};
}

bool lower_first(const Bound& a, const Bound& b) {  // as low ends
  if (!a.at || !b.at) return !a.at;
  if (*a.at != *b.at) return *a.at < *b.at;
  return !a.open && b.open;
}

bool higher_first(const Bound& a, const Bound& b) {  // as high ends
  if (!a.at || !b.at) return !a.at;
  if (*a.at != *b.at) return *a.at > *b.at;
  return !a.open && b.open;
}

}  // namespace

Interval add(const Interval& a, const Interval& b) {
  return {combine(a.low, b.low, &add), combine(a.high, b.high, &add)};
}

Interval negate(const Interval& a) {
  Interval result{a.high, a.low};
  if (result.low.at) result.low.at = result.low.at->negated();
  if (result.high.at) result.high.at = result.high.at->negated();
  return result;
}

Interval subtract(const Interval& a, const Interval& b) { return add(a, negate(b)); }

Interval multiply(const Interval& a, const Interval& b) {
  // A known zero is zero whatever the other is.
  const Interval zero = Interval::point(0);
  if (a == zero || b == zero) return zero;
  if (!a.is_bounded() || !b.is_bounded()) {
    const bool signs_known = a.low.at && b.low.at && *a.low.at >= 0 && *b.low.at >= 0;
    if (!signs_known) return Interval::everything();
    Interval result{combine(a.low, b.low, &multiply), combine(a.high, b.high, &multiply)};
    // An open end times an included zero reaches zero, here too.
    if (result.low.at && *result.low.at == 0) result.low.open = false;
    if (result.high.at && *result.high.at == 0) result.high.open = false;
    return result;
  }
  const std::array<Bound, 4> corners = {
      combine(a.low, b.low, &multiply), combine(a.low, b.high, &multiply),
      combine(a.high, b.low, &multiply), combine(a.high, b.high, &multiply)};
  Interval result{corners[0], corners[0]};
  for (const Bound& corner : corners) {
    if (!corner.at) return Interval::everything();
    if (lower_first(corner, result.low)) result.low = corner;
    if (higher_first(corner, result.high)) result.high = corner;
  }
  // An open end times an included zero reaches zero.
  if (result.low.at && *result.low.at == 0) result.low.open = false;
  if (result.high.at && *result.high.at == 0) result.high.open = false;
  return result;
}

Interval divide(const Interval& a, const Interval& b) {
  if (!b.is_bounded()) return Interval::everything();
  const bool positive = *b.low.at > 0;
  const bool negative = *b.high.at < 0;
  if (!positive && !negative) return Interval::everything();
  const Interval inverse{{divide(Rational(1), *b.high.at), b.high.open},
                         {divide(Rational(1), *b.low.at), b.low.open}};
  if (!inverse.is_bounded()) return Interval::everything();
  return multiply(a, inverse);
}

Interval hull(const Interval& a, const Interval& b) {
  return {lower_first(a.low, b.low) ? a.low : b.low,
          higher_first(a.high, b.high) ? a.high : b.high};
}

std::optional<Interval> intersect(const Interval& a, const Interval& b) {
  const Interval result{lower_first(a.low, b.low) ? b.low : a.low,
                        higher_first(a.high, b.high) ? b.high : a.high};
  if (!result.is_bounded()) return result;
  const bool empty = *result.low.at > *result.high.at ||
                     (*result.low.at == *result.high.at && (result.low.open || result.high.open));
  if (empty) return std::nullopt;
  return result;
}

Interval at_least(const Interval& a, const Rational& floor) {
  const Bound bound{floor, false};
  return {lower_first(a.low, bound) ? bound : a.low, higher_first(a.high, bound) ? a.high : bound};
}

Truth less(const Interval& a, const Interval& b) {
  if (a.high.at && b.low.at) {
    const bool apart =
        *a.high.at < *b.low.at || (*a.high.at == *b.low.at && (a.high.open || b.low.open));
    if (apart) return Truth::yes;
  }
  if (a.low.at && b.high.at && *a.low.at >= *b.high.at) return Truth::no;
  return Truth::unknown;
}

Truth less_equal(const Interval& a, const Interval& b) { return negation(less(b, a)); }

Truth equal(const Interval& a, const Interval& b) {
  if (a.is_point() && b.is_point() && *a.low.at == *b.low.at) return Truth::yes;
  return intersect(a, b) ? Truth::unknown : Truth::no;
}

Truth within(const Interval& value, const Interval& range) {
  Truth result = Truth::yes;
  if (range.low.at) result = both(result, less_equal(Interval::point(*range.low.at), value));
  if (range.high.at) result = both(result, less_equal(value, Interval::point(*range.high.at)));
  return result;
}

}  // namespace regimen::facts
