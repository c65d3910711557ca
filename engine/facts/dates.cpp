// Entry: parse_date, add_months, span_between. Test: tests/facts/dates_test.cpp.
#include "engine/facts/dates.h"

#include <algorithm>
#include <chrono>
#include <vector>

namespace regimen::facts {

namespace chrono = std::chrono;

CalendarDay to_calendar(Day day) {
  const chrono::year_month_day date{chrono::sys_days{chrono::days{day}}};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

std::optional<Day> to_day(const CalendarDay& calendar) {
  if (calendar.year < 1 || calendar.year > 9999 || calendar.month < 1 || calendar.month > 12 ||
      calendar.day < 1) {
    return std::nullopt;
  }
  const chrono::year_month_day date{chrono::year{calendar.year},
                                    chrono::month{static_cast<unsigned>(calendar.month)},
                                    chrono::day{static_cast<unsigned>(calendar.day)}};
  if (!date.ok()) return std::nullopt;
  return static_cast<Day>(chrono::sys_days{date}.time_since_epoch().count());
}

namespace {

int length_of_month(int year, int month) {
  const chrono::year_month_day_last last{
      chrono::year{year}, chrono::month_day_last{chrono::month{static_cast<unsigned>(month)}}};
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

}  // namespace

Day add_months(Day day, std::int64_t months) {
  const CalendarDay from = to_calendar(day);
  constexpr std::int64_t most = 12 * 20000;
  const std::int64_t index =
      from.year * std::int64_t{12} + from.month - 1 + std::clamp(months, -most, most);
  if (index < 12) return first_day;
  const int year = static_cast<int>(index / 12);
  const int month = static_cast<int>(index % 12) + 1;
  if (year > 9999) return last_day;
  return *to_day({year, month, std::min(from.day, length_of_month(year, month))});
}

Day add_days(Day day, std::int64_t days) {
  constexpr std::int64_t most = 4'000'000;
  const std::int64_t moved = day + std::clamp(days, -most, most);
  return static_cast<Day>(std::clamp<std::int64_t>(moved, first_day, last_day));
}

namespace {

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<DateRange> parse_date(std::string_view text) {
  const bool shaped = text.size() == 4 || (text.size() == 7 && text[4] == '-') ||
                      (text.size() == 10 && text[4] == '-' && text[7] == '-');
  if (!shaped) return std::nullopt;
  const auto year = digits(text.substr(0, 4));
  const auto month = text.size() > 4 ? digits(text.substr(5, 2)) : std::optional<int>(1);
  const auto day = text.size() > 7 ? digits(text.substr(8, 2)) : std::optional<int>(1);
  if (!year || !month || !day) return std::nullopt;
  const auto first = to_day({*year, *month, *day});
  if (!first) return std::nullopt;
  if (text.size() == 10) return DateRange{*first, *first};
  if (text.size() == 7)
    return DateRange{*first, *to_day({*year, *month, length_of_month(*year, *month)})};
  return DateRange{*first, *to_day({*year, 12, 31})};
}

std::string to_text(Day day) {
  const CalendarDay date = to_calendar(day);
  std::string year = std::to_string(date.year);
  year.insert(0, 4 - std::min<std::size_t>(4, year.size()), '0');
  const auto two = [](int value) {
    return value < 10 ? "0" + std::to_string(value) : std::to_string(value);
  };
  return year + "-" + two(date.month) + "-" + two(date.day);
}

std::string to_text(const DateRange& range) {
  if (range.is_point()) return to_text(range.first);
  const std::string first = to_text(range.first);
  for (const std::size_t length : {std::size_t{7}, std::size_t{4}}) {
    if (parse_date(first.substr(0, length)) == range) return first.substr(0, length);
  }
  if (range.first == first_day) return "until " + to_text(range.last);
  if (range.last == last_day) return "from " + first;
  return first + " to " + to_text(range.last);
}

Truth less(const DateRange& a, const DateRange& b) {
  if (a.last < b.first) return Truth::yes;
  return a.first >= b.last ? Truth::no : Truth::unknown;
}

Truth equal(const DateRange& a, const DateRange& b) {
  if (a.is_point() && a == b) return Truth::yes;
  return a.last < b.first || b.last < a.first ? Truth::no : Truth::unknown;
}

Truth within(const DateRange& date, const DateRange& from, const DateRange& to) {
  return both(negation(less(date, from)), negation(less(to, date)));
}

namespace {

// Whole calendar months from one day to a later or equal one, and 1/32 for each day beyond.
Rational months_between(Day from, Day to) {
  const bool backwards = to < from;
  if (backwards) std::swap(from, to);
  const CalendarDay a = to_calendar(from);
  const CalendarDay b = to_calendar(to);
  std::int64_t months = (b.year - a.year) * std::int64_t{12} + (b.month - a.month);
  if (b.day < a.day) --months;
  // The days beyond are those before the day that lies so many months back.
  const Day mark = backwards ? to - add_months(from, months) : add_months(to, -months) - from;
  const std::int64_t rest = std::min<std::int64_t>(31, mark);
  const Rational span = *Rational::make(months * 32 + std::max<std::int64_t>(rest, 0), 32);
  return backwards ? span.negated() : span;
}

}  // namespace

Interval days_between(const DateRange& from, const DateRange& to) {
  return Interval::closed(std::int64_t{to.first} - from.last, std::int64_t{to.last} - from.first);
}

Interval months_between(const DateRange& from, const DateRange& to) {
  return Interval::closed(months_between(from.last, to.first), months_between(from.first, to.last));
}

Span span_between(const DateRange& from, const DateRange& to) {
  return {days_between(from, to), months_between(from, to)};
}

namespace {

constexpr int shortest_month = 28;
constexpr int longest_month = 31;
constexpr std::int64_t most_scanned = 12 * 200;
constexpr std::size_t months_begun = 12 * 12;

// The first days of months: runs that begin in the twelve years from 1896 meet every pattern of
// leap years, also that of a century boundary.
const std::vector<Day>& month_begins() {
  static const std::vector<Day> begins = [] {
    std::vector<Day> days;
    const Day begin = *to_day({1896, 1, 1});
    for (std::size_t i = 0; i <= months_begun + most_scanned; ++i)
      days.push_back(add_months(begin, static_cast<std::int64_t>(i)));
    return days;
  }();
  return begins;
}

}  // namespace

// A whole number of months is as long as the shortest and the longest run of so many months in the
// calendar; a year is 365 or 366 days; what is broken is counted by 28 and 31, or by 365 and 366,
// days.
Span span_of_months(const Rational& months) {
  const Interval exact = Interval::point(months);
  const std::int64_t whole = months.floor();
  if (months < Rational(0) || whole > most_scanned) return {Interval::everything(), exact};
  if (!months.is_whole() && months >= Rational(12)) {
    const auto low = multiply(months, *Rational::make(365, 12));
    const auto high = multiply(months, *Rational::make(366, 12));
    return low && high ? Span{Interval::closed(*low, *high), exact}
                       : Span{Interval::everything(), exact};
  }
  if (!months.is_whole()) {
    const auto low = multiply(months, Rational(shortest_month));
    const auto high = multiply(months, Rational(longest_month));
    return low && high ? Span{Interval::closed(*low, *high), exact}
                       : Span{Interval::everything(), exact};
  }
  const std::vector<Day>& begins = month_begins();
  std::int64_t fewest = 1'000'000;
  std::int64_t most = 0;
  for (std::size_t i = 0; i < months_begun; ++i) {
    const std::int64_t days = begins[i + static_cast<std::size_t>(whole)] - begins[i];
    fewest = std::min(fewest, days);
    most = std::max(most, days);
  }
  return {Interval::closed(fewest, most), exact};
}

namespace {

// The largest n so that n months are never (`most`), or not always (else), longer than `days`.
std::int64_t months_within(std::int64_t days, bool most) {
  std::int64_t n = days / 32;
  while (true) {
    const Interval length = span_of_months(Rational(n + 1)).days;
    if (!length.is_bounded()) return n;
    if ((most ? *length.high.at : *length.low.at) > Rational(days)) return n;
    ++n;
  }
}

}  // namespace

// As months_between counts: whole months, and 1/32 for each day beyond.
Span span_of_days(const Rational& days) {
  constexpr std::int64_t most_counted = 200 * 365;
  if (days < Rational(0) || days > Rational(most_counted)) {
    return {Interval::point(days), Interval::everything()};
  }
  const auto count = [&](bool most) {
    const std::int64_t whole = days.floor() + (most || days.is_whole() ? 0 : 1);
    const std::int64_t n = months_within(whole, most);
    const Interval length = span_of_months(Rational(n)).days;
    const std::int64_t rest = whole - (most ? *length.high.at : *length.low.at).floor();
    return *Rational::make(n * 32 + std::min<std::int64_t>(rest, 31), 32);
  };
  return {Interval::point(days), Interval::closed(count(true), count(false))};
}

Span hull(const Span& a, const Span& b) { return {hull(a.days, b.days), hull(a.months, b.months)}; }

Truth overlaps(const Period& period, const DateRange& from, const DateRange& to) {
  return both(negation(less(to, period.first)), negation(less(period.last, from)));
}

}  // namespace regimen::facts
