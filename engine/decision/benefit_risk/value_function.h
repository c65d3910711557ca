// ValueFunction: what an amount is worth, from 0 to 1: straight lines between knots, and beyond the
// outermost knots the value there.
//
// Thread-safety: plain values.
#pragma once

#include <optional>
#include <vector>

namespace regimen::decision {

struct Knot {
  double at;
  double value;

  bool operator==(const Knot&) const = default;
};

struct ValueFunction {
  std::vector<Knot> knots;  // rising in `at`

  // Knots in rising or in falling order. Nothing where there are fewer than two, where an amount
  // stands twice or out of order, where values go up and down, or where one is not from 0 to 1.
  static std::optional<ValueFunction> make(std::vector<Knot> some);
  bool operator==(const ValueFunction&) const = default;
};

// REQUIRES: the function was made by `make`; the amount is a number, and may be infinite.
double value_of(const ValueFunction& function, double amount);

}  // namespace regimen::decision
