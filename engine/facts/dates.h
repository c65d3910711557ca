// Dates: days of the calendar, dates that may be partial, and spans of time.
//
// A date known to the month is a DateRange of its days; a Span is what is known of a length of
// time, counted twice: in days, which are exact, and in calendar months, which are not so many days
// each. A rule that says weeks compares days; one that says months or years compares months, which
// is the same as counting back by the calendar from the later day (6 months before 31 August is 28
// or 29 February) and as counting birthdays (who was born on 29 February has them on 1 March).
// Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/facts/interval.h"
#include "engine/facts/truth.h"

namespace regimen::facts {

using Day = std::int32_t;  // days since 1970-01-01 of the proleptic Gregorian calendar

constexpr Day first_day = -719162;  // 0001-01-01
constexpr Day last_day = 2932896;   // 9999-12-31

struct CalendarDay {
  int year = 1;
  int month = 1;
  int day = 1;
};

CalendarDay to_calendar(Day day);
// Nothing where the calendar has no such day.
std::optional<Day> to_day(const CalendarDay& calendar);
// Bounded by first_day and last_day; the day of the month is clipped to the month's length.
Day add_months(Day day, std::int64_t months);
// Bounded likewise.
Day add_days(Day day, std::int64_t days);

struct DateRange {
  Day first = first_day;
  Day last = last_day;

  [[nodiscard]] bool is_point() const { return first == last; }
  bool operator==(const DateRange&) const = default;
};

// `2026`, `2026-11`, `2026-11-01`; nothing else. Nothing where the calendar has no such day.
std::optional<DateRange> parse_date(std::string_view text);
std::string to_text(Day day);
// As precise as it is: `2026-11`; `2026-11-03 to 2026-11-09` where it is neither a day, a month nor
// a year.
std::string to_text(const DateRange& range);

Truth less(const DateRange& a, const DateRange& b);
Truth equal(const DateRange& a, const DateRange& b);
// Both ends of the window belong to it; the window itself may be imprecise.
Truth within(const DateRange& date, const DateRange& from, const DateRange& to);

struct Span {
  Interval days;
  Interval months;  // whole months and a part below one; `>= n months` is exact

  bool operator==(const Span&) const = default;
};

// From the earlier day to the later one; below zero where they stand the other way.
Span span_between(const DateRange& from, const DateRange& to);
// The same in one measure.
Interval days_between(const DateRange& from, const DateRange& to);
Interval months_between(const DateRange& from, const DateRange& to);
Span span_of_days(const Rational& days);
// A number of calendar months, which may be broken (`2.3 years`).
Span span_of_months(const Rational& months);
Span hull(const Span& a, const Span& b);

// A stretch of days, as a drug is taken or a disease present.
struct Period {
  DateRange first;
  DateRange last;

  bool operator==(const Period&) const = default;
};

// Whether the period shares a day with the window.
Truth overlaps(const Period& period, const DateRange& from, const DateRange& to);

}  // namespace regimen::facts
