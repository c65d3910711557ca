// Plan clauses: what dose, schedule and limit rules say besides when they hold: how much of which
// drug, on which days, and up to what.
//
// Read by load_plan.cpp, used by decision/plan.h. Days are counted from the start of the plan:
// weeks are seven days, months and years those of the calendar. Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/facts/dates.h"
#include "engine/facts/rational.h"
#include "engine/facts/terminology.h"
#include "engine/facts/units.h"
#include "engine/facts/vocabulary.h"

namespace regimen::language {

// Who says the dose.
enum class Basis : std::uint8_t { trial, guideline, label };

std::string_view to_text(Basis basis);

// A whole number of days, or of calendar months.
struct Offset {
  std::int64_t count = 0;
  bool months = false;

  bool operator==(const Offset&) const = default;
};

// `2 weeks`, `10 days`, `3 months`, `1 year`.
std::string to_text(const Offset& offset);
// Bounded by the last day of the calendar.
facts::Day after(facts::Day start, const Offset& offset);

// An amount for each unit of a fact, such as milligrams for each kilogram; or an amount by itself.
struct DoseClause {
  facts::ConceptId drug = 0;
  Basis basis = Basis::trial;
  facts::Rational low;  // both in `unit`
  facts::Rational high;
  facts::Unit unit;
  std::optional<facts::FactId> of;
  facts::Unit total;  // of the amount times the fact
};

// Something that comes again: so many times in each span.
struct Recurrence {
  Offset from;
  std::optional<Offset> to;  // nothing: it goes on
  std::int64_t times = 1;
  Offset per;
};

struct ScheduleClause {
  std::vector<Offset> at;  // ascending
  std::vector<Recurrence> periods;
};

// At most `amount` until a day, then less by a step each time, down to `floor`. All in `unit`.
struct LimitClause {
  facts::Unit unit;
  facts::Rational amount;
  Offset until;
  facts::Rational less;
  Offset every;  // of the kind of `until`
  facts::Rational floor;
};

}  // namespace regimen::language
