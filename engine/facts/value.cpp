// Entry: unknown_value, hull, to_text. Test: tests/facts/value_test.cpp.
#include "engine/facts/value.h"

#include <algorithm>

namespace regimen::facts {

Value unknown_value(const ValueType& type) {
  switch (type.kind) {
    case Kind::truth:
      return Truth::unknown;
    case Kind::number:
      return type.plausible;
    case Kind::span:
      return Span{type.plausible, type.plausible_months};
    case Kind::date:
      return DateRange{};
    case Kind::period:
      return Period{};
    case Kind::word:
      return Word{};
    case Kind::concept_name:
      return ConceptName{};
  }
  return Truth::unknown;
}

namespace {

struct Settled {
  bool operator()(Truth value) const { return value != Truth::unknown; }
  bool operator()(const Interval& value) const { return value.is_point(); }
  bool operator()(const Span& value) const {
    return value.days.is_point() || value.months.is_point();
  }
  bool operator()(const DateRange& value) const { return value.is_point(); }
  bool operator()(const Period& value) const {
    return value.first.is_point() && value.last.is_point();
  }
  bool operator()(const Word& value) const { return value.id.has_value(); }
  bool operator()(const ConceptName& value) const { return value.id.has_value(); }
};

DateRange hull(const DateRange& a, const DateRange& b) {
  return {std::min(a.first, b.first), std::max(a.last, b.last)};
}

struct Hull {
  const Value& other;

  Value operator()(Truth value) const {
    return value == std::get<Truth>(other) ? value : Truth::unknown;
  }
  Value operator()(const Interval& value) const {
    return facts::hull(value, std::get<Interval>(other));
  }
  Value operator()(const Span& value) const { return facts::hull(value, std::get<Span>(other)); }
  Value operator()(const DateRange& value) const { return hull(value, std::get<DateRange>(other)); }
  Value operator()(const Period& value) const {
    const auto& period = std::get<Period>(other);
    return Period{hull(value.first, period.first), hull(value.last, period.last)};
  }
  Value operator()(const Word& value) const {
    return value == std::get<Word>(other) ? value : Word{};
  }
  Value operator()(const ConceptName& value) const {
    return value == std::get<ConceptName>(other) ? value : ConceptName{};
  }
};

}  // namespace

bool is_settled(const Value& value) { return std::visit(Settled{}, value); }

Value hull(const Value& a, const Value& b) { return std::visit(Hull{b}, a); }

std::string to_text(const Value& value, const ValueType& type, const Terminology& terminology) {
  if (const auto* truth = std::get_if<Truth>(&value)) return std::string(to_text(*truth));
  if (const auto* number = std::get_if<Interval>(&value)) {
    return *number == type.plausible && !number->is_point() ? "unknown"
                                                            : to_text(*number, type.unit);
  }
  if (const auto* span = std::get_if<Span>(&value)) {
    return span->days == type.plausible && !span->days.is_point() ? "unknown" : to_text(*span);
  }
  if (const auto* date = std::get_if<DateRange>(&value))
    return *date == DateRange{} ? "unknown" : to_text(*date);
  if (const auto* period = std::get_if<Period>(&value)) {
    return "first day " + to_text(period->first) + ", last day " + to_text(period->last);
  }
  if (const auto* word = std::get_if<Word>(&value))
    return word->id ? type.words.words[*word->id] : "unknown";
  const auto& name = std::get<ConceptName>(value);
  return name.id ? terminology.at(*name.id).id : "unknown";
}

}  // namespace regimen::facts
