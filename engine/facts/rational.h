// Rational: an exact number, so that 19.999... never stands where a rule means 20.
//
// Numerator and denominator are 64-bit, kept in lowest terms with a positive denominator. An
// operation whose exact result does not fit yields nothing; it never rounds. (boost::rational does
// not notice an overflow, and arbitrary precision costs an allocation for each value of a list.)
// Thread-safety: plain values.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace regimen::facts {

class Rational {
 public:
  constexpr Rational() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a whole number is a rational
  constexpr Rational(std::int64_t whole) : numerator_(whole) {}

  // Nothing where the denominator is 0 or the result does not fit.
  static std::optional<Rational> make(std::int64_t numerator, std::int64_t denominator);
  // `12`, `-0.5`, `3/4`: a sign, digits, one decimal point; no exponent, no grouping, no blanks. At
  // most 18 digits.
  static std::optional<Rational> parse(std::string_view text);

  [[nodiscard]] constexpr std::int64_t numerator() const { return numerator_; }
  [[nodiscard]] constexpr std::int64_t denominator() const { return denominator_; }
  [[nodiscard]] bool is_whole() const { return denominator_ == 1; }
  // The largest whole number that is not above it.
  [[nodiscard]] std::int64_t floor() const;
  [[nodiscard]] Rational negated() const;

  friend bool operator==(const Rational&, const Rational&) = default;
  friend std::strong_ordering operator<=>(const Rational& a, const Rational& b);

 private:
  std::int64_t numerator_ = 0;
  std::int64_t denominator_ = 1;
};

std::optional<Rational> add(const Rational& a, const Rational& b);
std::optional<Rational> subtract(const Rational& a, const Rational& b);
std::optional<Rational> multiply(const Rational& a, const Rational& b);
// Nothing where b is 0.
std::optional<Rational> divide(const Rational& a, const Rational& b);

// The decimal numeral where it ends within six places (`0.5`), else rounded half away from zero to
// `places` (`220.43`).
std::string to_decimal(const Rational& value, int places = 2);
// Exact: `1543/7`, `20`.
std::string to_fraction(const Rational& value);
// The nearest double where both parts are below 2^53; for statistics, never for a threshold.
double to_double(const Rational& value);

}  // namespace regimen::facts
