// Units: exact factors against their sources, compound units, calendar units apart, numerals with
// comparators, and quantities as text.
#include "engine/facts/units.h"

#include <algorithm>

#include "tests/facts/fixture.h"

namespace {

using regimen::core::Diagnostics;
using regimen::facts::Dimension;
using regimen::facts::Interval;
using regimen::facts::parse_numeral;
using regimen::facts::Rational;
using regimen::facts::scale;
using regimen::facts::span_of_days;
using regimen::facts::span_of_months;
using regimen::facts::Unit;
using regimen::facts::Units;
using regimen::facts_tests::codes;
using regimen::facts_tests::number;
using regimen::facts_tests::shipped;
using regimen::facts_tests::Tree;

Unit unit(std::string_view text) {
  const auto found = shipped().units.parse(text);
  REQUIRE_MESSAGE(found.has_value(), text);
  return *found;
}

// The dimensions, as exponents of mass, length, time and amount.
constexpr Dimension mass{1, 0, 0, 0};
constexpr Dimension length{0, 1, 0, 0};
constexpr Dimension volume{0, 3, 0, 0};
constexpr Dimension duration{0, 0, 1, 0};
constexpr Dimension amount{0, 0, 0, 1};
constexpr Dimension none{0, 0, 0, 0};

}  // namespace

TEST_CASE("every atom has its exact factor, in grams, metres, days and moles") {
  struct Row {
    std::string unit;
    Dimension dimension;
    std::string factor;
  };
  for (const Row& row : {
           // The metric prefixes k, c, d, m, u, n: 10^3, 10^-2, 10^-1, 10^-3, 10^-6, 10^-9 (UCUM
           // table 1); a litre is a cubic decimetre (table 5).
           Row{"g", mass, "1"},
           Row{"kg", mass, "1000"},
           Row{"mg", mass, "1/1000"},
           Row{"ug", mass, "1/1000000"},
           Row{"ng", mass, "1/1000000000"},
           Row{"m", length, "1"},
           Row{"dm", length, "1/10"},
           Row{"cm", length, "1/100"},
           Row{"mm", length, "1/1000"},
           Row{"L", volume, "1/1000"},
           Row{"dL", volume, "1/10000"},
           Row{"mL", volume, "1/1000000"},
           Row{"mol", amount, "1"},
           Row{"mmol", amount, "1/1000"},
           Row{"umol", amount, "1/1000000"},
           Row{"nmol", amount, "1/1000000000"},
           Row{"%", none, "1/100"},
           // A week is 7 days, a day 24 hours (UCUM table 5).
           Row{"d", duration, "1"},
           Row{"wk", duration, "7"},
           Row{"h", duration, "1/24"},
           // [lb_av] is 7000 grains of 64.79891 mg: 453.59237 g. [in_i] is 2.54 cm (UCUM tables 8
           // and 13).
           Row{"[lb_av]", mass, "45359237/100000"},
           Row{"[in_i]", length, "127/5000"},
       }) {
    CAPTURE(row.unit);
    const Unit found = unit(row.unit);
    CHECK(found.dimension == row.dimension);
    CHECK(found.factor == number(row.factor));
    CHECK_FALSE(found.calendar);
    CHECK(found.text == row.unit);
  }
}

TEST_CASE("other spellings mean the same unit") {
  struct Row {
    std::string spelling;
    std::string unit;
  };
  for (const Row& row : {
           Row{"lb", "[lb_av]"},
           Row{"inch", "[in_i]"},
           Row{"day", "d"},
           Row{"days", "d"},
           Row{"weeks", "wk"},
           Row{"years", "a"},
           Row{"months", "mo"},
           Row{"mcg", "ug"},
           Row{"\xC2\xB5g", "ug"},  // U+00B5 micro sign
           Row{"\xCE\xBCg", "ug"},  // U+03BC mu
           Row{"dl", "dL"},
           Row{"l", "L"},
           Row{"g/day", "g/d"},
           Row{"mg/l", "mg/L"},
       }) {
    CAPTURE(row.spelling);
    CHECK(unit(row.spelling).text == row.unit);
    CHECK(unit(row.spelling).factor == unit(row.unit).factor);
    CHECK(unit(row.spelling).dimension == unit(row.unit).dimension);
  }
}

TEST_CASE("compound units are multiplied out, from the left") {
  struct Row {
    std::string unit;
    Dimension dimension;
    std::string factor;
  };
  for (const Row& row : {
           Row{"mg/L", {1, -3, 0, 0}, "1"},    // 10^-3 g in 10^-3 m3
           Row{"mg/dL", {1, -3, 0, 0}, "10"},  // 10^-3 g in 10^-4 m3
           Row{"g/d", {1, 0, -1, 0}, "1"},
           Row{"mg/d", {1, 0, -1, 0}, "1/1000"},
           Row{"mg/kg/d", {0, 0, -1, 0}, "1/1000000"},
           Row{"mg/kg/wk", {0, 0, -1, 0}, "1/7000000"},
           Row{"kg/m2", {1, -2, 0, 0}, "1000"},
           Row{"m2", {0, 2, 0, 0}, "1"},
           Row{"cm2", {0, 2, 0, 0}, "1/10000"},
           Row{"mm3", volume, "1/1000000000"},
           Row{"kg.m", {1, 1, 0, 0}, "1000"},
           Row{"g/d.kg", {2, 0, -1, 0}, "1000"},  // (g/d).kg
           Row{"umol/L", {0, -3, 0, 1}, "1/1000"},
       }) {
    CAPTURE(row.unit);
    CHECK(unit(row.unit).dimension == row.dimension);
    CHECK(unit(row.unit).factor == number(row.factor));
  }
  // 1.1 mg/dL is 11 mg/L: a hundredth of what a factor read upside down would give.
  const auto per_decilitre = scale(Interval::point(number("1.1")), unit("mg/dL").factor);
  const auto per_litre = scale(Interval::point(11), unit("mg/L").factor);
  REQUIRE(per_decilitre.has_value());
  CHECK(per_decilitre == per_litre);
}

TEST_CASE("what is no unit is none") {
  for (const std::string text :
       {"",    "/",   "mg/",  "/d",   "mg//d", "mg.", ".",   "2",      "m0",
        "m1",  "m5",  "m22",  "MG/L", "Kg",    "KG",  "foo", "mg/foo", "mg / L",
        " mg", "mg ", "kg*m", "kg^2", "mg/L/", "mg)", "e3",  "000"}) {
    CAPTURE(text);
    CHECK_FALSE(shipped().units.parse(text).has_value());
  }
}

TEST_CASE("an exponent out of all reason is no unit, and never another one") {
  const auto chain = [](std::size_t times, const std::string& link) {
    std::string text = link;
    for (std::size_t i = 1; i < times; ++i) text += "." + link;
    return text;
  };
  CHECK_FALSE(shipped().units.parse(chain(32, "m4")).has_value());  // 128: beyond eight bits
  CHECK_FALSE(shipped().units.parse(chain(64, "m4")).has_value());  // 256: not dimensionless
  CHECK_FALSE(shipped().units.parse(chain(20, "kg")).has_value());  // 10^60: beyond 64 bits
  CHECK_FALSE(shipped().units.parse(chain(20, "mg")).has_value());
}

TEST_CASE("months and years are units of the calendar, and stand alone") {
  CHECK(unit("a").calendar);
  CHECK(unit("a").factor == Rational(12));
  CHECK(unit("mo").calendar);
  CHECK(unit("mo").factor == Rational(1));
  CHECK(unit("mo").dimension == duration);
  for (const std::string text : {"mg/mo", "mg/a", "mo2", "a.kg", "1/a"}) {
    CAPTURE(text);
    CHECK_FALSE(shipped().units.parse(text).has_value());
  }
}

TEST_CASE("atoms are told from compounds, and all spellings are known") {
  CHECK(shipped().units.is_atom("mg"));
  CHECK(shipped().units.is_atom("weeks"));
  CHECK_FALSE(shipped().units.is_atom("mg/L"));
  CHECK_FALSE(shipped().units.is_atom(""));
  const auto spellings = shipped().units.spellings();
  CHECK(std::is_sorted(spellings.begin(), spellings.end()));
  CHECK(std::find(spellings.begin(), spellings.end(), "years") != spellings.end());
  for (const std::string& spelling : spellings) CHECK(shipped().units.parse(spelling).has_value());
}

TEST_CASE("a bad definition of a unit is an error in its place") {
  struct Row {
    std::string name;
    std::string text;
    std::string codes;
  };
  for (const Row& row : {
           Row{"good", "atoms: [{id: g, mass: 1, factor: \"1\", names: [gram]}]", ""},
           Row{"no factor", "atoms: [{id: g, mass: 1}]", "E0114 1:9, E0601 1:9"},
           Row{"a factor of zero", "atoms: [{id: g, factor: \"0\"}]", "E0601 1:9"},
           Row{"a factor below zero", "atoms: [{id: g, factor: \"-1\"}]", "E0601 1:9"},
           Row{"a factor that is none", "atoms: [{id: g, factor: 1e3}]", "E0601 1:9"},
           Row{"a broken exponent", "atoms: [{id: g, factor: \"1\", mass: 1.5}]", "E0601 1:9"},
           Row{"an exponent too large", "atoms: [{id: g, factor: \"1\", mass: 10}]", "E0601 1:9"},
           Row{"a spelling twice",
               "atoms: [{id: g, factor: \"1\"},\n{id: x, factor: \"1\", names: [g]}]", "E0601 2:1"},
           Row{"a spelling of the calendar",
               "atoms: [{id: a, factor: \"1\"}]\ncalendar: [{id: a, months: 12}]", "E0601 2:12"},
           Row{"a month without months", "calendar: [{id: mo}]", "E0114 1:12, E0601 1:12"},
           Row{"an unknown key", "atoms: [{id: g, factor: \"1\", weight: 1}]", "E0113 1:30"},
       }) {
    CAPTURE(row.name);
    const Tree tree(row.text);
    Diagnostics diagnostics;
    static_cast<void>(Units::load(tree.root(), diagnostics));
    CHECK(codes(diagnostics) == row.codes);
  }
}

TEST_CASE("a numeral is a number, a comparator and a unit") {
  struct Row {
    std::string text;
    std::string low, high;  // empty: no bound
    bool low_open, high_open;
    std::string unit;
  };
  for (const Row& row : {
           Row{"287", "287", "287", false, false, ""},
           Row{"70.2 kg", "70.2", "70.2", false, false, "kg"},
           Row{"70.2kg", "70.2", "70.2", false, false, "kg"},
           Row{" -5  mg/L ", "-5", "-5", false, false, "mg/L"},
           Row{"<0.5 mg/L", "", "0.5", false, true, "mg/L"},
           Row{"< 0.5 mg/L", "", "0.5", false, true, "mg/L"},
           Row{"<=0.5 mg/L", "", "0.5", false, false, "mg/L"},
           Row{">200 mg/L", "200", "", true, false, "mg/L"},
           Row{">= 200 mg/L", "200", "", false, false, "mg/L"},
           Row{"41 %", "41", "41", false, false, "%"},
       }) {
    CAPTURE(row.text);
    const auto numeral = parse_numeral(row.text);
    REQUIRE(numeral.has_value());
    Interval expected;
    if (!row.low.empty()) expected.low = {number(row.low), row.low_open};
    if (!row.high.empty()) expected.high = {number(row.high), row.high_open};
    CHECK(numeral->value == expected);
    CHECK(numeral->unit == row.unit);
  }
  for (const std::string text : {"",          " ",
                                 "kg",        "-",
                                 "- 5",       "--5",
                                 "11,5 mg/L", "1,000",
                                 "5+",        "=5",
                                 "==5",       "<>5",
                                 "=<5",       "<<5",
                                 "<",         "010 kg",
                                 ".5 kg",     "5. kg",
                                 "1.2.3",     "+5",
                                 "high",      "9999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_numeral(text).has_value());
  }
  // An exponent belongs to the number, which is not read then.
  CHECK_FALSE(parse_numeral("1e3").has_value());
}

TEST_CASE("scaling is exact, keeps open ends, and is nothing where it does not fit") {
  const Rational tenth = number("1/10");
  CHECK(scale(Interval::closed(5, 20), tenth) == Interval::closed(number("1/2"), Rational(2)));
  Interval below;
  below.high = {Rational(5), true};
  Interval scaled;
  scaled.high = {number("1/2"), true};
  CHECK(scale(below, tenth) == scaled);
  Interval above;
  above.low = {Rational(-5), true};
  Interval scaled_above;
  scaled_above.low = {number("-1/2"), true};
  CHECK(scale(above, tenth) == scaled_above);
  CHECK(scale(Interval::everything(), tenth) == Interval::everything());
  const Rational large = number("999999999999999999");
  CHECK_FALSE(scale(Interval::point(large), large).has_value());
  Interval above_large;
  above_large.low = {large, false};
  CHECK_FALSE(scale(above_large, large).has_value());
}

TEST_CASE("quantities are written in a unit") {
  const Unit mg_per_litre = unit("mg/L");
  const auto in_base = [](std::string_view value) { return Interval::point(number(value)); };
  CHECK(to_text(in_base("11"), mg_per_litre) == "11 mg/L");
  CHECK(to_text(in_base("70200"), unit("kg")) == "70.2 kg");
  CHECK(to_text(in_base("0.41"), unit("%")) == "41 %");
  CHECK(to_text(in_base("1543/7"), Unit{}) == "220.43");
  CHECK(to_text(Interval::closed(220, 250), Unit{}) == "220 to 250");
  Interval below;
  below.high = {number("1/2"), true};
  CHECK(to_text(below, mg_per_litre) == "<0.5 mg/L");
  Interval above;
  above.low = {Rational(5), false};
  CHECK(to_text(above, mg_per_litre) == ">=5 mg/L");
  CHECK(to_text(Interval::everything(), mg_per_litre) == "unknown");
}

TEST_CASE("spans are written in the unit that suits them") {
  CHECK(to_text(span_of_days(Rational(28))) == "28 d");
  CHECK(to_text(span_of_months(Rational(1))) == "28 to 31 d");
  CHECK(to_text(span_of_months(Rational(8))) == "8 mo");
  CHECK(to_text(span_of_months(Rational(36))) == "3 a");
  CHECK(to_text(span_of_months(Rational(420))) == "35 a");
}
