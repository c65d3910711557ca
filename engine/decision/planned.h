// Planned: how each regimen that may be thought of would be given to one patient: doses, dates, and
// dated limits, each with its rule. Filled by plan.h; part of a Decision. Thread-safety: plain
// values; refers to nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/decision/observed.h"
#include "engine/facts/knowledge.h"
#include "engine/facts/truth.h"
#include "engine/language/pack.h"

namespace regimen::decision {

// What becomes of a rule of a plan. Conditional: it is given, and its guard is not known to hold.
enum class PlanState : std::uint8_t { given, conditional, withheld, dropped };

std::string_view to_text(PlanState state);

// What one rule of a plan comes to, whatever the safety of its regimens.
struct PlanFinding {
  std::string id;
  PlanState state = PlanState::dropped;
};

// What every part of a plan says of itself.
struct PlanItem {
  std::string id;
  facts::MissingSet condition;  // why its guard is not known; empty where it holds or has none
  std::vector<facts::Citation> cites;
};

// Exact; rounded by who writes it.
struct PlannedDose {
  PlanItem item;
  std::string drug;  // id of the concept
  language::Basis basis = language::Basis::trial;
  facts::Rational low;  // in `unit`
  facts::Rational high;
  std::string unit;
  std::string of;                            // path of the fact; empty for an amount by itself
  std::optional<facts::Rational> total_low;  // in `total_unit`; nothing while the fact is missing
  std::optional<facts::Rational> total_high;
  std::string total_unit;
  facts::MissingSet missing;  // why there is no total
};

// A day counted from the start, and its date where the start is known.
struct DatedPoint {
  language::Offset offset;
  std::optional<facts::DateRange> date;
  facts::Truth past = facts::Truth::unknown;  // before the day of evaluation
};

struct PlannedPeriod {
  DatedPoint from;
  std::optional<DatedPoint> to;  // nothing: it goes on
  std::int64_t times = 1;
  language::Offset per;
};

struct PlannedSchedule {
  PlanItem item;
  std::vector<DatedPoint> dates;
  std::vector<PlannedPeriod> periods;
  std::size_t regimens = 0;  // how many the rule is of
};

// At most so much from a day on.
struct LimitStep {
  DatedPoint from;
  facts::Rational most;
};

struct DatedLimit {
  PlanItem item;
  std::string unit;
  DatedPoint until;  // the last day of the first step
  std::vector<LimitStep> steps;
};

// What is not given, and why: a fact is missing, or the condition of a limit does not hold.
struct WithheldItem {
  std::string id;
  language::RuleKind kind = language::RuleKind::dose;
  facts::Truth when = facts::Truth::unknown;
  facts::MissingSet missing;
  std::vector<Observed> observed;  // of a limit: what it is held against
  std::vector<facts::Citation> cites;
};

// Of a regimen that nothing known speaks against so much that it is better avoided.
struct RegimenPlan {
  std::string id;
  std::optional<facts::DateRange> start;
  facts::MissingSet start_missing;   // why the start is not known
  bool conditional = false;          // its safety is not known
  facts::MissingSet conditional_on;  // what must be known first
  std::vector<PlannedDose> doses;
  std::vector<PlannedSchedule> schedules;
  std::vector<DatedLimit> limits;
  std::vector<WithheldItem> withheld;
  std::vector<std::string> undosed;         // drugs that no rule gives or withholds a dose of
  std::vector<std::string> workup_missing;  // ids of the work-up rules
  std::vector<std::string> assumptions;     // what it leans on
};

}  // namespace regimen::decision
