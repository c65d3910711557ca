// Value: one thing that the language can speak of. Each kind has its own unknown.
//
// Truth has `unknown`; a number, a span, a date and a period are what is known of them, up to
// nothing at all; a word and a concept are known or not. Why something is not known stands beside
// the value, never in it. Thread-safety: plain values.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "engine/facts/dates.h"
#include "engine/facts/interval.h"
#include "engine/facts/truth.h"
#include "engine/facts/vocabulary.h"

namespace regimen::facts {

struct Word {
  std::optional<WordId> id;
  bool operator==(const Word&) const = default;
};

struct ConceptName {
  std::optional<ConceptId> id;
  bool operator==(const ConceptName&) const = default;
};

using Value = std::variant<Truth, Interval, Span, DateRange, Period, Word, ConceptName>;

// The value of the kind of which nothing is known beyond the plausible range.
Value unknown_value(const ValueType& type);
// Whether nothing is left open.
bool is_settled(const Value& value);
// The narrowest value that covers both; both are of one kind.
Value hull(const Value& a, const Value& b);

// For a report: `11 mg/L`, `2026-11`, a word, the id of a concept; `unknown` where nothing is
// known.
std::string to_text(const Value& value, const ValueType& type, const Terminology& terminology);

}  // namespace regimen::facts
