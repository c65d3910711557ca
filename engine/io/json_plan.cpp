// Entry: write_doses, write_plan. Test: tests/io/json_plan_test.cpp.
#include "engine/io/json_layers.h"

namespace regimen::io {

namespace {

void write_figure(const facts::Rational& value, JsonWriter& out) {
  value.is_whole() ? out.value(value.numerator()) : out.figure(facts::to_double(value));
}

void write_figure(const std::optional<facts::Rational>& value, JsonWriter& out) {
  value ? write_figure(*value, out) : out.null();
}

// A guard that is known to hold leaves no condition.
void write_condition(const decision::PlanItem& item, JsonWriter& out) {
  item.condition.empty() ? out.null() : write_missing(item.condition, out);
}

void write_dose(const decision::PlannedDose& dose, JsonWriter& out) {
  const auto object = out.object();
  out.field("id", dose.item.id);
  out.field("drug", dose.drug);
  out.field("basis", language::to_text(dose.basis));
  write_figure(dose.low, out.key("amount_low"));
  write_figure(dose.high, out.key("amount_high"));
  out.field("amount_unit", dose.unit);
  out.key("of").text_or_null(dose.of);
  write_figure(dose.total_low, out.key("total_low"));
  write_figure(dose.total_high, out.key("total_high"));
  out.field("total_unit", dose.total_unit);
  write_missing(dose.missing, out.key("missing"));
  write_condition(dose.item, out.key("condition"));
  write_cites(dose.item.cites, out.key("cites"));
}

// `date` for a day that is known, else the first and the last that it can be.
void write_dates(const std::optional<facts::DateRange>& date, JsonWriter& out) {
  const std::string first = date ? facts::to_text(date->first) : std::string();
  const bool point = date && date->is_point();
  out.key("date").text_or_null(point ? first : std::string());
  out.key("earliest").text_or_null(first);
  out.key("latest").text_or_null(date && !point ? facts::to_text(date->last) : first);
}

// The fields of a day, into the object that is being written.
void write_point_fields(const decision::DatedPoint& point, JsonWriter& out) {
  out.field("offset", language::to_text(point.offset));
  write_dates(point.date, out);
  out.key("past");
  point.past == facts::Truth::unknown ? out.null() : out.value(point.past == facts::Truth::yes);
}

void write_point(const decision::DatedPoint& point, JsonWriter& out) {
  const auto object = out.object();
  write_point_fields(point, out);
}

void write_periods(const std::vector<decision::PlannedPeriod>& periods, JsonWriter& out) {
  const auto list = out.list();
  for (const decision::PlannedPeriod& period : periods) {
    const auto object = out.object();
    write_point(period.from, out.key("from"));
    out.key("to");
    period.to ? write_point(*period.to, out) : out.null();
    out.field("times", period.times);
    out.field("per", language::to_text(period.per));
  }
}

void write_schedule(const decision::PlannedSchedule& schedule, JsonWriter& out) {
  const auto object = out.object();
  out.field("id", schedule.item.id);
  {
    const auto dates = out.key("dates").list();
    for (const decision::DatedPoint& point : schedule.dates) write_point(point, out);
  }
  write_periods(schedule.periods, out.key("periods"));
  write_condition(schedule.item, out.key("condition"));
  write_cites(schedule.item.cites, out.key("cites"));
}

void write_steps(const std::vector<decision::LimitStep>& steps, JsonWriter& out) {
  const auto list = out.list();
  for (const decision::LimitStep& step : steps) {
    const auto object = out.object();
    write_point_fields(step.from, out);
    write_figure(step.most, out.key("at_most"));
  }
}

void write_limit(const decision::DatedLimit& limit, JsonWriter& out) {
  const auto object = out.object();
  out.field("id", limit.item.id);
  out.field("unit", limit.unit);
  write_point(limit.until, out.key("until"));
  write_steps(limit.steps, out.key("steps"));
  write_condition(limit.item, out.key("condition"));
  write_cites(limit.item.cites, out.key("cites"));
}

void write_withheld(const decision::WithheldItem& item, JsonWriter& out) {
  const auto object = out.object();
  out.field("id", item.id);
  out.field("kind", language::to_text(item.kind));
  out.field("when", facts::to_text(item.when));
  write_missing(item.missing, out.key("missing"));
  write_observed(item.observed, out.key("observed"));
  write_cites(item.cites, out.key("cites"));
}

template <typename Item>
void write_all(const std::vector<Item>& items, void (*write)(const Item&, JsonWriter&),
               JsonWriter& out) {
  const auto list = out.list();
  for (const Item& item : items) write(item, out);
}

}  // namespace

void write_doses(const decision::RegimenPlan* plan, JsonWriter& out) {
  const decision::RegimenPlan none;
  write_all(plan == nullptr ? none.doses : plan->doses, write_dose, out);
}

void write_plan(const decision::RegimenPlan* plan, JsonWriter& out) {
  if (plan == nullptr) {
    out.null();
    return;
  }
  const auto object = out.object();
  {
    const auto start = out.key("start").object();
    write_dates(plan->start, out);
    write_missing(plan->start_missing, out.key("missing"));
  }
  out.field("conditional", plan->conditional);
  write_missing(plan->conditional_on, out.key("conditional_on"));
  write_all(plan->schedules, write_schedule, out.key("calendar"));
  write_all(plan->limits, write_limit, out.key("limits"));
  write_all(plan->withheld, write_withheld, out.key("withheld"));
  write_texts(plan->undosed, out.key("undosed"));
  write_texts(plan->workup_missing, out.key("workup_missing"));
  write_texts(plan->assumptions, out.key("assumptions"));
}

}  // namespace regimen::io
