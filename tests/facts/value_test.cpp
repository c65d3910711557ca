// Value: the unknown of each kind, what is settled, what covers two values, and values as text.
#include "engine/facts/value.h"

#include "tests/facts/fixture.h"

namespace {

using regimen::facts::ConceptName;
using regimen::facts::DateRange;
using regimen::facts::Interval;
using regimen::facts::is_settled;
using regimen::facts::Kind;
using regimen::facts::Period;
using regimen::facts::Rational;
using regimen::facts::Span;
using regimen::facts::span_of_days;
using regimen::facts::span_of_months;
using regimen::facts::Truth;
using regimen::facts::unknown_value;
using regimen::facts::Value;
using regimen::facts::ValueType;
using regimen::facts::Word;
using regimen::facts_tests::date;
using regimen::facts_tests::shipped;

const ValueType& type_of(std::string_view fact) {
  const auto id = shipped().vocabulary.find_fact(fact);
  REQUIRE(id.has_value());
  return shipped().vocabulary.facts()[*id].type;
}

Period period(std::string_view first, std::string_view last) { return {date(first), date(last)}; }

}  // namespace

TEST_CASE("the unknown of each kind is no value, and of a number its plausible range") {
  ValueType type;
  for (const Kind kind : {Kind::truth, Kind::number, Kind::span, Kind::date, Kind::period,
                          Kind::word, Kind::concept_name}) {
    CAPTURE(to_text(kind));
    type.kind = kind;
    CHECK_FALSE(is_settled(unknown_value(type)));
  }
  type.kind = Kind::number;
  type.plausible = Interval::closed(-200, 1000);
  CHECK(unknown_value(type) == Value(Interval::closed(-200, 1000)));
}

TEST_CASE("a value is settled where nothing is left open") {
  struct Row {
    std::string name;
    Value value;
    bool settled;
  };
  for (const Row& row : {
           Row{"yes", Truth::yes, true},
           Row{"no", Truth::no, true},
           Row{"unknown", Truth::unknown, false},
           Row{"a number", Interval::point(5), true},
           Row{"a range", Interval::closed(5, 6), false},
           Row{"days", span_of_days(Rational(28)), true},
           Row{"months", span_of_months(Rational(1)), true},
           Row{"a range of days", Span{Interval::closed(1, 2), Interval::closed(0, 1)}, false},
           Row{"a day", date("2026-11-01"), true},
           Row{"a month", date("2026-11"), false},
           Row{"a period", period("2026-10-01", "2026-11-01"), true},
           Row{"a period since a month", period("2026-10", "2026-11-01"), false},
           Row{"a period until a month", period("2026-10-01", "2026-11"), false},
           Row{"a word", Word{2}, true},
           Row{"no word", Word{}, false},
           Row{"a concept", ConceptName{0}, true},
           Row{"no concept", ConceptName{}, false},
       }) {
    CAPTURE(row.name);
    CHECK(is_settled(row.value) == row.settled);
  }
}

TEST_CASE("the hull of two values is the narrowest that covers both") {
  CHECK(hull(Value(Truth::yes), Value(Truth::yes)) == Value(Truth::yes));
  CHECK(hull(Value(Truth::yes), Value(Truth::no)) == Value(Truth::unknown));
  CHECK(hull(Value(Truth::no), Value(Truth::unknown)) == Value(Truth::unknown));
  CHECK(hull(Value(Interval::point(5)), Value(Interval::point(3))) ==
        Value(Interval::closed(3, 5)));
  CHECK(hull(Value(date("2026-11-01")), Value(date("2026-10"))) ==
        Value(DateRange{date("2026-10-01").first, date("2026-11-01").first}));
  CHECK(
      hull(Value(period("2026-01-01", "2026-02-01")), Value(period("2025-12-01", "2026-03-01"))) ==
      Value(Period{{date("2025-12-01").first, date("2026-01-01").first},
                   {date("2026-02-01").first, date("2026-03-01").first}}));
  CHECK(hull(Value(span_of_months(Rational(1))), Value(span_of_months(Rational(2)))) ==
        Value(Span{Interval::closed(28, 62), Interval::closed(1, 2)}));
  CHECK(hull(Value(Word{1}), Value(Word{1})) == Value(Word{1}));
  CHECK(hull(Value(Word{1}), Value(Word{2})) == Value(Word{}));
  CHECK(hull(Value(ConceptName{1}), Value(ConceptName{2})) == Value(ConceptName{}));
}

TEST_CASE("values are written as a report needs them") {
  const auto text = [](const Value& value, std::string_view fact) {
    return to_text(value, type_of(fact), shipped().terminology);
  };
  CHECK(text(Truth::yes, "pregnant") == "yes");
  CHECK(text(Truth::unknown, "pregnant") == "unknown");
  CHECK(text(Interval::point(11), "crp") == "11 mg/L");  // a milligram in a litre is 1 g in 1 m3
  CHECK(text(Interval::closed(220, 250), "cdai") == "220 to 250");
  CHECK(text(unknown_value(type_of("cdai")), "cdai") == "unknown");
  CHECK(text(date("2026-11"), "diagnosed") == "2026-11");
  CHECK(text(DateRange{}, "diagnosed") == "unknown");
  CHECK(text(unknown_value(type_of("age")), "age") == "unknown");
  CHECK(text(Word{*type_of("sex").words.find("f")}, "sex") == "female");
  CHECK(text(Word{}, "sex") == "unknown");
  const auto resolution =
      shipped().terminology.resolve(type_of("diagnosis").domain, "Morbus Crohn");
  CHECK(text(ConceptName{resolution.concept_id}, "diagnosis") == "crohns_disease");
  CHECK(text(ConceptName{}, "diagnosis") == "unknown");
}
