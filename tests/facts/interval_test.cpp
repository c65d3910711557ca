// Interval: arithmetic of what is known of numbers, three-valued comparisons, and a property: the
// result of two intervals holds the results of all their members.
#include "engine/facts/interval.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace {

using regimen::facts::at_least;
using regimen::facts::Bound;
using regimen::facts::Interval;
using regimen::facts::Rational;
using regimen::facts::Truth;

Rational number(std::string_view text) {
  const auto value = Rational::parse(text);
  REQUIRE(value.has_value());
  return *value;
}

// `[1, 2)`, `(-inf, 3]`, `(-inf, inf)`.
Interval interval(std::string_view text) {
  const auto comma = text.find(',');
  REQUIRE(comma != std::string_view::npos);
  const std::string_view low = text.substr(1, comma - 1);
  const std::string_view high = text.substr(comma + 2, text.size() - comma - 3);
  Interval result;
  if (low != "-inf") result.low = {number(low), text.front() == '('};
  if (high != "inf") result.high = {number(high), text.back() == ')'};
  return result;
}

std::string text_of(const Interval& value) {
  const bool low_open = !value.low.at || value.low.open;
  const bool high_open = !value.high.at || value.high.open;
  return std::string(low_open ? "(" : "[") + (value.low.at ? to_fraction(*value.low.at) : "-inf") +
         ", " + (value.high.at ? to_fraction(*value.high.at) : "inf") + (high_open ? ")" : "]");
}

bool holds(const Interval& interval, const Rational& value) {
  if (interval.low.at && (interval.low.open ? value <= *interval.low.at : value < *interval.low.at))
    return false;
  if (interval.high.at &&
      (interval.high.open ? value >= *interval.high.at : value > *interval.high.at))
    return false;
  return true;
}

struct Row {
  std::string a;
  std::string b;
  std::string result;
};

}  // namespace

TEST_CASE("sums and differences keep their ends, and whether they belong") {
  for (const Row& row : {
           Row{"[1, 2]", "[3, 5]", "[4, 7]"},
           Row{"[1, 2)", "[3, 5]", "[4, 7)"},
           Row{"(1, 2]", "(3, 5]", "(4, 7]"},
           Row{"[1, inf)", "[3, 5]", "[4, inf)"},
           Row{"(-inf, 2]", "[3, inf)", "(-inf, inf)"},
       }) {
    CAPTURE(row.a);
    CHECK(text_of(add(interval(row.a), interval(row.b))) == row.result);
  }
  for (const Row& row : {
           Row{"[1, 2]", "[3, 5]", "[-4, -1]"}, Row{"[1, 2)", "[3, 5]", "[-4, -1)"},
           Row{"[1, 2]", "(3, 5]", "[-4, -1)"}, Row{"[1, inf)", "[3, 5]", "[-4, inf)"},
           Row{"[1, 2]", "(-inf, 5]", "[-4, inf)"},
           Row{"[1, 2]", "[1, 2]", "[-1, 1]"},  // not 0: two numbers that are not known
       }) {
    CAPTURE(row.a);
    CHECK(text_of(subtract(interval(row.a), interval(row.b))) == row.result);
  }
  CHECK(text_of(negate(interval("[1, 2)"))) == "(-2, -1]");
  CHECK(text_of(negate(interval("(-inf, 2)"))) == "(-2, inf)");
}

TEST_CASE("products are taken at all four corners") {
  for (const Row& row : {
           Row{"[2, 3]", "[4, 5]", "[8, 15]"},
           Row{"[-2, 3]", "[4, 5]", "[-10, 15]"},
           Row{"[-2, 3]", "[-4, 5]", "[-12, 15]"},
           Row{"[-3, -2]", "[-5, -4]", "[8, 15]"},
           Row{"(2, 3]", "[4, 5)", "(8, 15)"},
           Row{"[0, 1]", "[5, 6)", "[0, 6)"},
           Row{"[0, 0]", "(-inf, inf)", "[0, 0]"},  // a known zero
           Row{"[2, inf)", "[3, 4]", "[6, inf)"},
           Row{"[2, 2]", "(-inf, inf)", "(-inf, inf)"},
       }) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(text_of(multiply(interval(row.a), interval(row.b))) == row.result);
    CHECK(text_of(multiply(interval(row.b), interval(row.a))) == row.result);
  }
}

TEST_CASE("zero times anything is zero, also where the other end is open") {
  for (const Row& row : {Row{"[0, inf)", "(1, inf)", ""}, Row{"[0, 2]", "(1, inf)", ""},
                         Row{"[0, inf)", "(1, 2)", ""}, Row{"[0, 2]", "(1, 2)", ""}}) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(holds(multiply(interval(row.a), interval(row.b)), Rational(0)));
    CHECK(holds(multiply(interval(row.b), interval(row.a)), Rational(0)));
  }
}

TEST_CASE("quotients have no bound where the divisor may be zero") {
  for (const Row& row : {
           Row{"[1, 2]", "[4, 5]", "[1/5, 1/2]"},
           Row{"[1, 2]", "[-5, -4]", "[-1/2, -1/5]"},
           Row{"[1, 2)", "(4, 5]", "[1/5, 1/2)"},
           Row{"[-1, 2]", "[4, 5]", "[-1/4, 1/2]"},
           Row{"[1, 2]", "[-1, 1]", "(-inf, inf)"},
           Row{"[1, 2]", "[0, 1]", "(-inf, inf)"},
           Row{"[1, 2]", "[0, 0]", "(-inf, inf)"},
           Row{"[1, 2]", "[-1, 0]", "(-inf, inf)"},
       }) {
    CAPTURE(row.b);
    CHECK(text_of(divide(interval(row.a), interval(row.b))) == row.result);
  }
}

TEST_CASE("the hull covers both, the intersection is what they share, the floor is a maximum") {
  CHECK(text_of(hull(interval("[1, 2)"), interval("[2, 3]"))) == "[1, 3]");
  CHECK(text_of(hull(interval("(1, 2]"), interval("[1, 2)"))) == "[1, 2]");
  CHECK(text_of(hull(interval("[1, 2]"), interval("(-inf, 0]"))) == "(-inf, 2]");
  const auto shared = [](std::string_view a, std::string_view b) {
    const auto result = intersect(interval(a), interval(b));
    return result ? text_of(*result) : "nothing";
  };
  CHECK(shared("[1, 3]", "[2, 5)") == "[2, 3]");
  CHECK(shared("[1, 3]", "(1, 3)") == "(1, 3)");
  CHECK(shared("[1, 2]", "[2, 3]") == "[2, 2]");
  CHECK(shared("[1, 2)", "[2, 3]") == "nothing");
  CHECK(shared("[1, 2]", "[3, 4]") == "nothing");
  CHECK(shared("(-inf, 2]", "[1, inf)") == "[1, 2]");
  CHECK(shared("(-inf, inf)", "(-inf, 3)") == "(-inf, 3)");
  CHECK(text_of(at_least(interval("[-5, 3]"), Rational(0))) == "[0, 3]");
  CHECK(text_of(at_least(interval("[-5, -3)"), Rational(0))) == "[0, 0]");
  CHECK(text_of(at_least(interval("(1, 3]"), Rational(0))) == "(1, 3]");
  CHECK(text_of(at_least(interval("(-inf, inf)"), Rational(0))) == "[0, inf)");
}

TEST_CASE("comparisons say yes or no only where all members agree") {
  struct Comparison {
    std::string a;
    std::string b;
    Truth less, less_equal, equal;
  };
  const Truth yes = Truth::yes;
  const Truth no = Truth::no;
  const Truth unknown = Truth::unknown;
  for (const Comparison& row : {
           Comparison{"[1, 1]", "[2, 2]", yes, yes, no},
           Comparison{"[2, 2]", "[2, 2]", no, yes, yes},
           Comparison{"[3, 3]", "[2, 2]", no, no, no},
           Comparison{"[1, 2]", "[2, 3]", unknown, yes, unknown},
           Comparison{"[1, 2)", "[2, 3]", yes, yes, no},
           Comparison{"[1, 2]", "(2, 3]", yes, yes, no},
           Comparison{"[2, 3]", "[1, 2]", no, unknown, unknown},
           Comparison{"(2, 3]", "[1, 2]", no, no, no},
           Comparison{"[2, 3]", "[1, 2)", no, no, no},
           Comparison{"[1, 3]", "[2, 2]", unknown, unknown, unknown},
           Comparison{"[1, 4]", "[2, 3]", unknown, unknown, unknown},
           Comparison{"[1, 1]", "[1, 2]", unknown, yes, unknown},
           Comparison{"(-inf, 1]", "[2, inf)", yes, yes, no},
           Comparison{"[2, inf)", "(-inf, 1]", no, no, no},
           Comparison{"(-inf, inf)", "[2, 2]", unknown, unknown, unknown},
           Comparison{"[5, inf)", "[2, 2]", no, no, no},
       }) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(less(interval(row.a), interval(row.b)) == row.less);
    CHECK(less_equal(interval(row.a), interval(row.b)) == row.less_equal);
    CHECK(equal(interval(row.a), interval(row.b)) == row.equal);
    CHECK(equal(interval(row.b), interval(row.a)) == row.equal);
  }
}

TEST_CASE("both ends of a range belong to it") {
  const Interval range = interval("[220, 450]");
  struct Within {
    std::string value;
    Truth within;
  };
  for (const Within& row : {
           Within{"[219, 219]", Truth::no},
           Within{"[220, 220]", Truth::yes},
           Within{"[450, 450]", Truth::yes},
           Within{"[451, 451]", Truth::no},
           Within{"[200, 219]", Truth::no},
           Within{"[200, 220)", Truth::no},
           Within{"[200, 220]", Truth::unknown},
           Within{"[220, 451]", Truth::unknown},
           Within{"[221, 449]", Truth::yes},
           Within{"(-inf, inf)", Truth::unknown},
           Within{"(450, inf)", Truth::no},
       }) {
    CAPTURE(row.value);
    CHECK(within(interval(row.value), range) == row.within);
  }
  CHECK(within(interval("[5, 5]"), interval("[1, inf)")) == Truth::yes);
  CHECK(within(interval("[5, 5]"), Interval::everything()) == Truth::yes);
}

TEST_CASE("what does not fit widens, and never ends the program") {
  const Rational largest(std::numeric_limits<std::int64_t>::max());
  const Interval point = Interval::point(largest);
  CHECK(text_of(add(point, point)) == "(-inf, inf)");
  CHECK(text_of(add(Interval::closed(0, largest), Interval::closed(0, largest))) == "[0, inf)");
  CHECK_FALSE(multiply(point, Interval::point(2)).is_bounded());
  CHECK_FALSE(multiply(Interval::closed(largest.negated(), largest), point).is_bounded());
}

namespace {

class Random {
 public:
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(engine_); }
  Rational number() { return *Rational::make(below(41) - 20, below(4) + 1); }

  Interval interval() {
    Interval result;
    const Rational a = number();
    const Rational b = number();
    if (below(5) > 0) result.low = {std::min(a, b), below(3) == 0};
    if (below(5) > 0) result.high = {std::max(a, b), below(3) == 0};
    const bool empty = result.is_bounded() && a == b && (result.low.open || result.high.open);
    return empty ? Interval::point(a) : result;
  }

  // Members of an interval: its ends where they belong, points near them, and some between.
  std::vector<Rational> members(const Interval& interval) {
    const Rational near = *Rational::make(1, 1000);
    std::vector<Rational> candidates = {Rational(0), number(),       number(),
                                        number(),    Rational(1000), Rational(-1000)};
    for (const Bound& bound : {interval.low, interval.high}) {
      if (!bound.at) continue;
      candidates.push_back(*bound.at);
      candidates.push_back(*add(*bound.at, near));
      candidates.push_back(*subtract(*bound.at, near));
    }
    std::vector<Rational> members;
    for (const Rational& one : candidates) {
      if (holds(interval, one)) members.push_back(one);
    }
    return members;
  }

 private:
  std::mt19937 engine_{20261101};
};

bool agrees(Truth verdict, bool fact) {
  return verdict == Truth::unknown || (verdict == Truth::yes) == fact;
}

}  // namespace

TEST_CASE("the result of two intervals holds the results of all their members") {
  Random random;
  std::size_t wrong = 0;
  const auto check = [&](bool right, const char* operation, const Interval& a, const Interval& b) {
    if (right) return;
    if (++wrong <= 20) FAIL_CHECK(operation << " of " << text_of(a) << " and " << text_of(b));
  };
  for (int round = 0; round < 3000; ++round) {
    const Interval a = random.interval();
    const Interval b = random.interval();
    const Interval sum = add(a, b);
    const Interval difference = subtract(a, b);
    const Interval product = multiply(a, b);
    const Interval quotient = divide(a, b);
    const Interval both = hull(a, b);
    const auto shared = intersect(a, b);
    const Interval floored = at_least(a, Rational(2));
    const std::vector<Rational> of_b = random.members(b);
    for (const Rational& x : random.members(a)) {
      check(holds(both, x), "hull", a, b);
      check(holds(negate(a), x.negated()), "negate", a, a);
      check(holds(floored, std::max(x, Rational(2))), "at_least 2", a, a);
      if (holds(b, x)) check(shared && holds(*shared, x), "intersect", a, b);
      for (const Rational& y : of_b) {
        check(holds(sum, *add(x, y)), "add", a, b);
        check(holds(difference, *subtract(x, y)), "subtract", a, b);
        check(holds(product, *multiply(x, y)), "multiply", a, b);
        if (y != Rational(0)) check(holds(quotient, *divide(x, y)), "divide", a, b);
        check(agrees(less(a, b), x < y), "less", a, b);
        check(agrees(less_equal(a, b), x <= y), "less_equal", a, b);
        check(agrees(equal(a, b), x == y), "equal", a, b);
      }
    }
  }
  CHECK(wrong == 0);
}
