// Entry: whole, fixed. Test: tests/io/text_plan_test.cpp.
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "engine/io/text_parts.h"

namespace regimen::io {

std::string whole(double value) {
  return std::to_string(static_cast<long long>(std::llround(value)));
}

std::string fixed(double value, int digits, const Speaker& speaker) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.*f", digits, value);
  const bool nought = std::strtod(text.data(), nullptr) == 0;
  return speaker.number(nought && text[0] == '-' ? text.data() + 1 : text.data());
}

std::string tenths(const facts::Rational& value) {
  const auto ten = facts::multiply(value, facts::Rational(10));
  const auto raised = ten ? facts::add(*ten, *facts::Rational::make(1, 2)) : std::nullopt;
  if (!raised) return facts::to_decimal(value, 1);
  return facts::to_decimal(*facts::Rational::make(raised->floor(), 10));
}

}  // namespace regimen::io
