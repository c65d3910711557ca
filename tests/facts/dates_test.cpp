// Dates: the calendar, dates known to the month or year, months counted back, spans and periods.
//
// The property tests compare with counting by the calendar: a month later is the same day of the
// next month, or its last day.
#include "engine/facts/dates.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <optional>
#include <random>
#include <string>

namespace {

using regimen::facts::add_days;
using regimen::facts::add_months;
using regimen::facts::CalendarDay;
using regimen::facts::DateRange;
using regimen::facts::Day;
using regimen::facts::first_day;
using regimen::facts::Interval;
using regimen::facts::last_day;
using regimen::facts::overlaps;
using regimen::facts::parse_date;
using regimen::facts::Period;
using regimen::facts::Rational;
using regimen::facts::Span;
using regimen::facts::span_between;
using regimen::facts::span_of_days;
using regimen::facts::span_of_months;
using regimen::facts::to_calendar;
using regimen::facts::to_day;
using regimen::facts::to_text;
using regimen::facts::Truth;

DateRange date(std::string_view text) {
  const auto range = parse_date(text);
  REQUIRE(range.has_value());
  return *range;
}

Day day(std::string_view text) {
  const DateRange range = date(text);
  REQUIRE(range.is_point());
  return range.first;
}

DateRange point(Day day) { return {day, day}; }

Span between(std::string_view from, std::string_view to) {
  return span_between(date(from), date(to));
}

bool inside(const Interval& narrow, const Interval& wide) {
  const auto shared = intersect(narrow, wide);
  return shared && *shared == narrow;
}

Truth at_least_months(const Span& span, std::int64_t months) {
  return less_equal(Interval::point(months), span.months);
}

// A calendar of its own, for comparison: days since 1970-01-01, by counting years and months.
constexpr bool leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

constexpr int month_length(int year, int month) {
  constexpr std::array<int, 12> lengths = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : lengths[static_cast<std::size_t>(month - 1)];
}

// Whether `earlier <= later minus months`, the clipped day of the month found by hand.
bool not_after(Day earlier, Day later, int months) {
  const CalendarDay from = to_calendar(later);
  const int index = from.year * 12 + from.month - 1 - months;
  const int year = index / 12;
  const int month = index % 12 + 1;
  const auto target = to_day({year, month, std::min(from.day, month_length(year, month))});
  REQUIRE(target.has_value());
  return earlier <= *target;
}

class Random {
 public:
  // A day from 1900 to 2099, ends of months more often than others.
  Day day() {
    const int year = between(1900, 2099);
    const int month = between(1, 12);
    const int length = month_length(year, month);
    const int within = between(0, 2) == 0 ? length - between(0, 3) : between(1, length);
    return *to_day({year, month, within});
  }
  int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }

 private:
  std::mt19937 engine_{19700101};
};

}  // namespace

TEST_CASE("days are counted from 1970, in the Gregorian calendar at all times") {
  CHECK(to_day({1970, 1, 1}) == 0);
  CHECK(to_day({1970, 1, 2}) == 1);
  CHECK(to_day({1969, 12, 31}) == -1);
  CHECK(to_day({2000, 3, 1}) == 11017);  // 30 years of 365, 7 leap days, 31 + 29
  CHECK(to_day({1, 1, 1}) == first_day);
  CHECK(to_day({9999, 12, 31}) == last_day);
  Day count = first_day;
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const bool shown = year % 97 == 0;  // every day of some years, the ends of all months
      for (const int in_month : {1, 15, month_length(year, month)}) {
        if (!shown && in_month == 15) continue;
        const Day expected = count + in_month - 1;
        if (to_day({year, month, in_month}) != expected) FAIL_CHECK(year << "-" << month);
        const CalendarDay back = to_calendar(expected);
        if (back.year != year || back.month != month || back.day != in_month)
          FAIL_CHECK(year << "-" << month);
      }
      count += month_length(year, month);
    }
  }
  CHECK(count == last_day + 1);
}

TEST_CASE("the calendar has no other days") {
  for (const CalendarDay& none :
       {CalendarDay{2026, 2, 29}, CalendarDay{2024, 2, 30}, CalendarDay{1900, 2, 29},
        CalendarDay{2100, 2, 29}, CalendarDay{2026, 4, 31}, CalendarDay{2026, 13, 1},
        CalendarDay{2026, 0, 1}, CalendarDay{2026, 1, 0}, CalendarDay{2026, 1, 32},
        CalendarDay{0, 1, 1}, CalendarDay{10000, 1, 1}, CalendarDay{2026, -1, 1}}) {
    CAPTURE(none.year);
    CAPTURE(none.month);
    CHECK_FALSE(to_day(none).has_value());
  }
  CHECK(to_day({2000, 2, 29}).has_value());
  CHECK(to_day({2024, 2, 29}).has_value());
}

TEST_CASE("dates are read in three forms only") {
  struct Row {
    std::string text;
    std::string first;
    std::string last;
  };
  for (const Row& row : {
           Row{"2026-11-01", "2026-11-01", "2026-11-01"},
           Row{"2026-11", "2026-11-01", "2026-11-30"},
           Row{"2026-12", "2026-12-01", "2026-12-31"},
           Row{"2026-02", "2026-02-01", "2026-02-28"},
           Row{"2024-02", "2024-02-01", "2024-02-29"},
           Row{"2026", "2026-01-01", "2026-12-31"},
           Row{"0001", "0001-01-01", "0001-12-31"},
           Row{"9999-12-31", "9999-12-31", "9999-12-31"},
       }) {
    CAPTURE(row.text);
    const DateRange range = date(row.text);
    CHECK(to_text(range.first) == row.first);
    CHECK(to_text(range.last) == row.last);
    CHECK(to_text(range) == row.text);
  }
  for (const std::string text :
       {"",           "2026-11-1",        "2026-1-01",   "26-11-01",    "2026/11/01", "01.11.2026",
        "20261101",   "2026-11-01T00:00", "2026-11-01 ", " 2026-11-01", "2026-",      "2026-11-",
        "2026-13",    "2026-00",          "2026-02-29",  "2026-02-31",  "2026-04-31", "2026-11-00",
        "0000",       "0000-01-01",       "10000",       "-026",        "+026",       "202",
        "2o26",       "2026-1a",          "2026-11-0a",  "-2026",       "2026-W10",   "yesterday",
        "2026-1-1-1", "2026 11-01"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_date(text).has_value());
  }
}

TEST_CASE("a range is written as precisely as it is") {
  CHECK(to_text(DateRange{day("2026-11-03"), day("2026-11-09")}) == "2026-11-03 to 2026-11-09");
  CHECK(to_text(DateRange{day("2026-01-01"), day("2026-06-30")}) == "2026-01-01 to 2026-06-30");
  CHECK(to_text(DateRange{first_day, day("2026-11-09")}) == "until 2026-11-09");
  CHECK(to_text(DateRange{day("2026-11-03"), last_day}) == "from 2026-11-03");
}

TEST_CASE("months are added by the calendar, clipped to the length of the month") {
  struct Row {
    std::string from;
    std::int64_t months;
    std::string to;
  };
  for (const Row& row : {
           Row{"2026-11-01", 0, "2026-11-01"},
           Row{"2026-11-01", -6, "2026-05-01"},
           Row{"2026-08-31", -6, "2026-02-28"},
           Row{"2024-08-31", -6, "2024-02-29"},
           Row{"2026-08-30", -6, "2026-02-28"},
           Row{"2026-05-31", -1, "2026-04-30"},
           Row{"2026-03-31", -1, "2026-02-28"},
           Row{"2026-01-31", 1, "2026-02-28"},
           Row{"2026-02-28", 1, "2026-03-28"},  // not to the end of the month
           Row{"2024-02-29", 12, "2025-02-28"},
           Row{"2024-02-29", 48, "2028-02-29"},
           Row{"2026-01-15", -1, "2025-12-15"},
           Row{"2026-12-15", 1, "2027-01-15"},
           Row{"2026-11-01", -12 * 3000, "0001-01-01"},
           Row{"2026-11-01", 12 * 9000, "9999-12-31"},
           Row{"2026-11-01", std::numeric_limits<std::int64_t>::min(), "0001-01-01"},
           Row{"2026-11-01", std::numeric_limits<std::int64_t>::max(), "9999-12-31"},
       }) {
    CAPTURE(row.from);
    CAPTURE(row.months);
    CHECK(to_text(add_months(day(row.from), row.months)) == row.to);
  }
}

TEST_CASE("days are added within the years of the calendar") {
  CHECK(to_text(add_days(day("2024-02-28"), 2)) == "2024-03-01");
  CHECK(to_text(add_days(day("2026-03-01"), -1)) == "2026-02-28");
  CHECK(add_days(day("9999-12-30"), 5) == regimen::facts::last_day);
  CHECK(add_days(day("2026-01-01"), -9'000'000'000) == regimen::facts::first_day);
}

TEST_CASE("partial dates compare only where all their days agree") {
  struct Row {
    std::string a;
    std::string b;
    Truth less, equal;
  };
  const Truth yes = Truth::yes;
  const Truth no = Truth::no;
  const Truth unknown = Truth::unknown;
  for (const Row& row : {
           Row{"2026-10-20", "2026-10-21", yes, no},
           Row{"2026-10-20", "2026-10-20", no, yes},
           Row{"2026-10-21", "2026-10-20", no, no},
           Row{"2026-10", "2026-11-01", yes, no},
           Row{"2026-10", "2026-10-31", unknown, unknown},
           Row{"2026-10", "2026-10-01", no, unknown},
           Row{"2026-10-15", "2026-10", unknown, unknown},
           Row{"2026-10", "2026-10", unknown, unknown},
           Row{"2026", "2026-10", unknown, unknown},
           Row{"2025", "2026", yes, no},
           Row{"2026", "2025-12-31", no, no},
       }) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(less(date(row.a), date(row.b)) == row.less);
    CHECK(equal(date(row.a), date(row.b)) == row.equal);
    CHECK(equal(date(row.b), date(row.a)) == row.equal);
  }
}

TEST_CASE("both ends of a window belong to it, and a window may itself be imprecise") {
  // The six months before 1 November 2026.
  const DateRange from = date("2026-05-01");
  const DateRange to = date("2026-11-01");
  struct Row {
    std::string date;
    Truth within;
  };
  for (const Row& row : {
           Row{"2026-04-30", Truth::no},
           Row{"2026-05-01", Truth::yes},
           Row{"2026-11-01", Truth::yes},
           Row{"2026-11-02", Truth::no},
           Row{"2026-08", Truth::yes},
           Row{"2026-05", Truth::yes},
           Row{"2026-11", Truth::unknown},
           Row{"2026-04", Truth::no},
           Row{"2026", Truth::unknown},
           Row{"2025", Truth::no},
       }) {
    CAPTURE(row.date);
    CHECK(within(date(row.date), from, to) == row.within);
  }
  CHECK(within(date("2026-05-15"), date("2026-05"), to) == Truth::unknown);
  CHECK(within(date("2026-06-01"), date("2026-05"), to) == Truth::yes);
  CHECK(within(date("2026-04-30"), date("2026-05"), to) == Truth::no);
}

TEST_CASE("a period shares a day with a window, or may, or does not") {
  const auto period = [](const char* first, const char* last) {
    return Period{date(first), date(last)};
  };
  const DateRange from = date("2026-05-01");
  const DateRange to = date("2026-11-01");
  CHECK(overlaps(period("2026-01-01", "2026-04-30"), from, to) == Truth::no);
  CHECK(overlaps(period("2026-01-01", "2026-05-01"), from, to) == Truth::yes);
  CHECK(overlaps(period("2026-11-01", "2026-12-01"), from, to) == Truth::yes);
  CHECK(overlaps(period("2026-11-02", "2026-12-01"), from, to) == Truth::no);
  CHECK(overlaps(period("2026-01-01", "2026-12-31"), from, to) == Truth::yes);
  CHECK(overlaps(period("2026-06-01", "2026-06-01"), from, to) == Truth::yes);
  CHECK(overlaps(period("2026-01", "2026-05"), from, to) == Truth::yes);
  CHECK(overlaps(period("2026-01", "2026"), from, to) == Truth::unknown);
  CHECK(overlaps(Period{}, from, to) == Truth::unknown);
}

TEST_CASE("birthdays: who was born on 29 February has them on 1 March") {
  struct Row {
    std::string birth;
    std::string day;
    int completed;  // years
  };
  for (const Row& row : {
           Row{"2000-02-29", "2026-02-28", 25},
           Row{"2000-02-29", "2026-03-01", 26},
           Row{"2000-02-29", "2024-02-28", 23},
           Row{"2000-02-29", "2024-02-29", 24},
           Row{"1991-03-14", "2026-03-13", 34},
           Row{"1991-03-14", "2026-03-14", 35},
           Row{"2026-11-01", "2026-11-01", 0},
       }) {
    CAPTURE(row.birth);
    CAPTURE(row.day);
    const Span age = between(row.birth, row.day);
    CHECK(at_least_months(age, row.completed * 12) == Truth::yes);
    CHECK(at_least_months(age, (row.completed + 1) * 12) == Truth::no);
  }
}

TEST_CASE("between two days there are so many days, and so many complete months") {
  struct Row {
    std::string from;
    std::string to;
    std::int64_t days;
    std::int64_t months;
  };
  for (const Row& row : {
           Row{"2026-05-01", "2026-05-29", 28, 0},
           Row{"2026-05-01", "2026-05-31", 30, 0},
           Row{"2026-05-01", "2026-06-01", 31, 1},
           Row{"2026-02-01", "2026-03-01", 28, 1},
           Row{"2026-02-28", "2026-08-31", 184, 6},
           Row{"2026-02-28", "2026-08-27", 180, 5},
           Row{"2026-01-31", "2026-02-28", 28, 0},
           Row{"2026-01-31", "2026-03-01", 29, 1},
           Row{"2025-11-01", "2026-11-01", 365, 12},
           Row{"2023-11-01", "2024-11-01", 366, 12},
       }) {
    CAPTURE(row.from);
    CAPTURE(row.to);
    const Span span = between(row.from, row.to);
    CHECK(span.days == Interval::point(row.days));
    CHECK(at_least_months(span, row.months) == Truth::yes);
    CHECK(at_least_months(span, row.months + 1) == Truth::no);
    CHECK(between(row.to, row.from).days == Interval::point(-row.days));
  }
}

TEST_CASE(
    "n months lie between two days if, and only if, the earlier is not after the later minus n") {
  Random random;
  std::size_t wrong = 0;
  for (int round = 0; round < 20'000; ++round) {
    const Day later = random.day();
    // Near an anniversary, where it is decided, or anywhere.
    const int n = random.between(-30, 130);
    const Day earlier =
        random.between(0, 3) == 0 ? random.day() : add_months(later, -n) + random.between(-3, 3);
    const bool expected = not_after(earlier, later, n);
    const Span span = span_between(point(earlier), point(later));
    if (at_least_months(span, n) == (expected ? Truth::yes : Truth::no)) continue;
    if (++wrong <= 20)
      FAIL_CHECK(n << " months from " << to_text(earlier) << " to " << to_text(later));
  }
  CHECK(wrong == 0);
}

TEST_CASE("the span between partial dates holds the spans between all their days") {
  Random random;
  std::size_t wrong = 0;
  for (int round = 0; round < 3000; ++round) {
    const Day from = random.day();
    const Day to = from + random.between(-100, 900);
    const DateRange earlier{from, from + random.between(0, 40)};
    const DateRange later{to, to + random.between(0, 40)};
    const Span span = span_between(earlier, later);
    for (int i = 0; i < 10; ++i) {
      const Day a = random.between(earlier.first, earlier.last);
      const Day b = random.between(later.first, later.last);
      const Span one = span_between(point(a), point(b));
      if (!inside(one.days, span.days) || !inside(one.months, span.months)) ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("a month is 28 to 31 days, and so on for more of them") {
  struct Row {
    std::int64_t months, fewest, most;
  };
  // Fewest with February, most with July and August; 35 years hold 7 (over 1900), 8 or 9 leap
  // days.
  for (const Row& row :
       {Row{0, 0, 0}, Row{1, 28, 31}, Row{2, 59, 62}, Row{3, 89, 92}, Row{6, 181, 184},
        Row{12, 365, 366}, Row{24, 730, 731}, Row{48, 1460, 1461}, Row{420, 12782, 12784}}) {
    CAPTURE(row.months);
    const Span span = span_of_months(Rational(row.months));
    CHECK(span.months == Interval::point(row.months));
    CHECK(span.days == Interval::closed(row.fewest, row.most));
  }
  // Two and a half months are at least 2.5 times 28 days, and at most 2.5 times 31.
  const Span broken = span_of_months(*Rational::make(5, 2));
  CHECK(inside(Interval::closed(Rational(73), Rational(77)), broken.days));
  CHECK(inside(broken.days, Interval::closed(Rational(70), *Rational::make(155, 2))));
}

TEST_CASE("so many months between two days, so many days are there") {
  Random random;
  std::size_t wrong = 0;
  for (int round = 0; round < 5000; ++round) {
    const Day from = random.day();
    const int months = random.between(0, 60);
    const Span span = span_between(point(from), point(add_months(from, months)));
    if (!span.months.is_point() || *span.months.low.at != Rational(months)) continue;  // clipped
    if (inside(span.days, span_of_months(Rational(months)).days)) continue;
    if (++wrong <= 20) FAIL_CHECK(months << " months from " << to_text(from));
  }
  CHECK(wrong == 0);
}

TEST_CASE("so many days between two days, so many months are there") {
  CHECK(span_of_days(Rational(28)).days == Interval::point(28));
  CHECK(at_least_months(span_of_days(Rational(27)), 1) == Truth::no);
  CHECK(at_least_months(span_of_days(Rational(28)), 1) == Truth::unknown);
  CHECK(at_least_months(span_of_days(Rational(30)), 1) == Truth::unknown);
  CHECK(at_least_months(span_of_days(Rational(31)), 1) == Truth::yes);
  CHECK(at_least_months(span_of_days(Rational(62)), 2) == Truth::yes);
  CHECK(at_least_months(span_of_days(Rational(55)), 2) == Truth::no);
  Random random;
  std::size_t wrong = 0;
  for (int round = 0; round < 5000; ++round) {
    const Day from = random.day();
    const int days = random.between(0, 800);
    const Span span = span_between(point(from), point(from + days));
    if (inside(span.months, span_of_days(Rational(days)).months)) continue;
    if (++wrong <= 10) FAIL_CHECK(days << " days from " << to_text(from));
  }
  CHECK(wrong == 0);
}

TEST_CASE("the hull of two spans covers both") {
  const Span both = hull(span_of_months(Rational(1)), span_of_months(Rational(3)));
  CHECK(both.months == Interval::closed(1, 3));
  CHECK(both.days == Interval::closed(28, 92));
}
