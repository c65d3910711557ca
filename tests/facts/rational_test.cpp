// Rational: which numerals are numbers, exact arithmetic, and nothing in place of an overflow.
#include "engine/facts/rational.h"

#include <doctest/doctest.h>

#include <limits>
#include <optional>
#include <string>

namespace {

using regimen::facts::Rational;
using regimen::facts::to_decimal;
using regimen::facts::to_double;
using regimen::facts::to_fraction;

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();

Rational ratio(std::int64_t numerator, std::int64_t denominator) {
  const auto value = Rational::make(numerator, denominator);
  REQUIRE(value.has_value());
  return *value;
}

std::string text(const std::optional<Rational>& value) {
  return value ? to_fraction(*value) : "nothing";
}

}  // namespace

TEST_CASE("numerals are read as they are written, or not at all") {
  struct Row {
    std::string numeral;
    std::string value;
  };
  for (const Row& row : {
           Row{"0", "0"},
           Row{"-0", "0"},
           Row{"12", "12"},
           Row{"-12", "-12"},
           Row{"0.5", "1/2"},
           Row{"-0.5", "-1/2"},
           Row{"2.40", "12/5"},
           Row{"22.1", "221/10"},
           Row{"0.0", "0"},
           Row{"3/4", "3/4"},
           Row{"6/4", "3/2"},
           Row{"-3/4", "-3/4"},
           Row{"45359237/100000", "45359237/100000"},
           Row{"999999999999999999", "999999999999999999"},  // 18 digits
           Row{"0.00000000000000001", "1/100000000000000000"},
           Row{"123456789.123456789", "123456789123456789/1000000000"},
           Row{"1000000000000000000", "nothing"},  // 19 digits
           Row{"0.000000000000000001", "nothing"},
           Row{"99999999999999999999999999999", "nothing"},
           Row{"010", "nothing"},
           Row{"00", "nothing"},
           Row{"-010", "nothing"},
           Row{"00.5", "nothing"},
           Row{"1e3", "nothing"},
           Row{"1E3", "nothing"},
           Row{".5", "nothing"},
           Row{"-.5", "nothing"},
           Row{"5.", "nothing"},
           Row{"1.2.3", "nothing"},
           Row{"1..2", "nothing"},
           Row{"", "nothing"},
           Row{"-", "nothing"},
           Row{"+1", "nothing"},
           Row{"--1", "nothing"},
           Row{" 1", "nothing"},
           Row{"1 ", "nothing"},
           Row{"1,5", "nothing"},
           Row{"1_000", "nothing"},
           Row{"0x10", "nothing"},
           Row{"\xD9\xA1", "nothing"},  // an Arabic digit one
           Row{"inf", "nothing"},
           Row{"3/0", "nothing"},
           Row{"/4", "nothing"},
           Row{"3/", "nothing"},
           Row{"1.5/2", "nothing"},
           Row{"1/4/2", "nothing"},
       }) {
    CAPTURE(row.numeral);
    CHECK(text(Rational::parse(row.numeral)) == row.value);
  }
}

TEST_CASE("fractions are kept in lowest terms, with the sign above") {
  CHECK(to_fraction(ratio(6, -4)) == "-3/2");
  CHECK(to_fraction(ratio(-6, -4)) == "3/2");
  CHECK(to_fraction(ratio(0, -7)) == "0");
  CHECK(ratio(2, 4) == ratio(1, 2));
  CHECK(ratio(0, 5).denominator() == 1);
  CHECK_FALSE(Rational::make(1, 0).has_value());
  CHECK_FALSE(Rational::make(0, 0).has_value());
  CHECK(Rational::make(-largest, 1).has_value());
  CHECK_FALSE(Rational::make(lowest, 1).has_value());
  CHECK_FALSE(Rational::make(1, lowest).has_value());
}

TEST_CASE("arithmetic is exact") {
  CHECK(text(add(ratio(1, 3), ratio(1, 6))) == "1/2");
  CHECK(text(subtract(ratio(1, 3), ratio(1, 2))) == "-1/6");
  CHECK(text(multiply(ratio(2, 3), ratio(-3, 4))) == "-1/2");
  CHECK(text(divide(ratio(1, 3), ratio(-2, 3))) == "-1/2");
  CHECK(text(divide(ratio(1, 3), Rational(0))) == "nothing");
  // A tenth, ten times, is one; binary fractions give 0.9999999999999999.
  Rational sum;
  for (int i = 0; i < 10; ++i) sum = *add(sum, ratio(1, 10));
  CHECK(sum == Rational(1));
  // Two ways to 1543/7: 220 and 3/7, and 22,042.857142... hundredths.
  CHECK(text(add(Rational(220), ratio(3, 7))) == "1543/7");
}

TEST_CASE("a result that does not fit is nothing, and one that just fits is itself") {
  CHECK(text(add(Rational(largest), Rational(1))) == "nothing");
  CHECK(text(add(Rational(largest), Rational(largest))) == "nothing");
  CHECK(text(add(Rational(largest - 1), Rational(1))) == std::to_string(largest));
  CHECK(text(subtract(Rational(-largest), Rational(1))) == "nothing");
  CHECK(text(subtract(Rational(largest), Rational(largest))) == "0");
  CHECK(text(multiply(Rational(largest), Rational(2))) == "nothing");
  CHECK(text(multiply(Rational(largest), ratio(1, largest))) == "1");
  CHECK(text(divide(Rational(1), Rational(largest))) == "1/" + std::to_string(largest));
  CHECK(text(divide(ratio(1, largest), Rational(2))) == "nothing");
  // Coprime denominators near 2^63: their product does not fit.
  CHECK(text(add(ratio(1, largest), ratio(1, largest - 1))) == "nothing");
  // It does not fit on the way (2^62 * 2), and it fits in the end.
  CHECK(text(multiply(Rational(std::int64_t{1} << 62U), ratio(2, 4))) ==
        std::to_string(std::int64_t{1} << 61U));
}

TEST_CASE("comparisons are exact, also where the products do not fit into 64 bits") {
  CHECK(ratio(1, 3) < ratio(1, 2));
  CHECK(ratio(-1, 2) < ratio(-1, 3));
  CHECK(ratio(2, 4) == ratio(1, 2));
  CHECK(ratio(largest, largest - 1) > Rational(1));
  CHECK(ratio(largest - 1, largest) < Rational(1));
  CHECK(ratio(largest - 1, largest) > ratio(largest - 2, largest - 1));
  CHECK(Rational(-largest) < Rational(largest));
  CHECK(ratio(1, largest) > Rational(0));
  CHECK(ratio(-1, largest) < Rational(0));
  // 0.1 + 0.2 is 0.3.
  CHECK(*add(ratio(1, 10), ratio(2, 10)) == ratio(3, 10));
}

TEST_CASE("the floor of a number lies at or below it, also below zero") {
  struct Row {
    std::int64_t numerator, denominator, floor;
  };
  for (const Row& row :
       {Row{7, 2, 3}, Row{-7, 2, -4}, Row{6, 2, 3}, Row{-6, 2, -3}, Row{0, 1, 0}, Row{1, 3, 0},
        Row{-1, 3, -1}, Row{largest, 1, largest}, Row{-largest, 2, -(largest / 2) - 1}}) {
    CAPTURE(row.numerator);
    CHECK(ratio(row.numerator, row.denominator).floor() == row.floor);
  }
}

TEST_CASE("decimals are exact up to six places, and rounded half away from zero beyond") {
  struct Row {
    std::int64_t numerator, denominator;
    int places;
    std::string decimal;
  };
  for (const Row& row : {
           Row{287, 1, 2, "287"}, Row{1, 2, 2, "0.5"}, Row{-1, 2, 0, "-0.5"},
           Row{1, 8, 2, "0.125"},  // exact, whatever the places
           Row{1, 1'000'000, 2, "0.000001"}, Row{1543, 7, 2, "220.43"},  // 220.428571...
           Row{1, 3, 2, "0.33"}, Row{2, 3, 2, "0.67"}, Row{-2, 3, 2, "-0.67"}, Row{2, 3, 0, "1"},
           Row{-1, 3, 0, "0"}, Row{1, 128, 6, "0.007813"},  // 0.0078125: half, away from zero
           Row{-1, 128, 6, "-0.007813"}, Row{1, 128, 2, "0.01"}, Row{1, 30, 2, "0.03"},
           Row{299, 300, 2, "1.00"},  // 0.99666...
           Row{largest, 1, 2, std::to_string(largest)},
           Row{largest, 2, 2, "4611686018427387903.5"},  // (2^63 - 1) / 2
       }) {
    CAPTURE(row.decimal);
    CHECK(to_decimal(ratio(row.numerator, row.denominator), row.places) == row.decimal);
  }
}

TEST_CASE("a double is the nearest one") {
  CHECK(to_double(Rational()) == 0);
  CHECK(to_double(ratio(-7, 2)) == -3.5);
  CHECK(to_double(ratio(1, 10)) == 0.1);
  CHECK(to_double(ratio(2, 3)) == 2.0 / 3);
}
