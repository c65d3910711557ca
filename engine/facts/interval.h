// Interval: what is known of a number: it lies from `low` to `high`, each end included or not, or
// without bound.
//
// A value that is known is a point. An arithmetic result that does not fit a Rational widens to no
// bound on that side: intervals may say less than could be known, never more. Comparisons are
// three-valued. Thread-safety: plain values.
#pragma once

#include <optional>
#include <string>

#include "engine/facts/rational.h"
#include "engine/facts/truth.h"

namespace regimen::facts {

struct Bound {
  std::optional<Rational> at;  // nothing: no bound on this side
  bool open = false;           // the bound itself does not belong

  bool operator==(const Bound&) const = default;
};

struct Interval {
  Bound low;
  Bound high;

  static Interval point(const Rational& value) { return {{value, false}, {value, false}}; }
  static Interval closed(const Rational& low, const Rational& high) {
    return {{low, false}, {high, false}};
  }
  static Interval everything() { return {}; }

  [[nodiscard]] bool is_point() const {
    return low.at && high.at && *low.at == *high.at && !low.open && !high.open;
  }
  [[nodiscard]] bool is_bounded() const { return low.at && high.at; }
  bool operator==(const Interval&) const = default;
};

Interval add(const Interval& a, const Interval& b);
Interval subtract(const Interval& a, const Interval& b);
Interval multiply(const Interval& a, const Interval& b);
// Without bound where b may be 0.
Interval divide(const Interval& a, const Interval& b);
Interval negate(const Interval& a);
Interval hull(const Interval& a, const Interval& b);
// Nothing where they share no number.
std::optional<Interval> intersect(const Interval& a, const Interval& b);
Interval at_least(const Interval& a, const Rational& floor);

Truth less(const Interval& a, const Interval& b);
Truth less_equal(const Interval& a, const Interval& b);
Truth equal(const Interval& a, const Interval& b);
Truth within(const Interval& value, const Interval& range);

}  // namespace regimen::facts
