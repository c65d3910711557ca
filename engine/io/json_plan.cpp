// Entry: doses_json, plan_json. Test: tests/io/json_plan_test.cpp.
#include "engine/io/json_parts.h"

namespace regimen::io {

namespace {

Json figure(const facts::Rational& value) {
  if (value.is_whole()) return value.numerator();
  return figure_json(facts::to_double(value));
}

Json figure(const std::optional<facts::Rational>& value) {
  return value ? figure(*value) : Json(nullptr);
}

// A guard that is known to hold leaves no condition.
Json condition(const decision::PlanItem& item) {
  return item.condition.empty() ? Json(nullptr) : missing_json(item.condition);
}

Json dose_json(const decision::PlannedDose& dose) {
  return {{"id", dose.item.id},
          {"drug", dose.drug},
          {"basis", language::to_text(dose.basis)},
          {"amount_low", figure(dose.low)},
          {"amount_high", figure(dose.high)},
          {"amount_unit", dose.unit},
          {"of", dose.of.empty() ? Json(nullptr) : Json(dose.of)},
          {"total_low", figure(dose.total_low)},
          {"total_high", figure(dose.total_high)},
          {"total_unit", dose.total_unit},
          {"missing", missing_json(dose.missing)},
          {"condition", condition(dose.item)},
          {"cites", cites_json(dose.item.cites)}};
}

// `date` for a day that is known, else the first and the last that it can be.
void add_dates(Json& json, const std::optional<facts::DateRange>& date) {
  const bool point = date && date->is_point();
  json["date"] = point ? Json(facts::to_text(date->first)) : Json(nullptr);
  json["earliest"] = date ? Json(facts::to_text(date->first)) : Json(nullptr);
  json["latest"] = date ? Json(facts::to_text(date->last)) : Json(nullptr);
}

Json point_json(const decision::DatedPoint& point) {
  Json json = {{"offset", language::to_text(point.offset)}};
  add_dates(json, point.date);
  json["past"] =
      point.past == facts::Truth::unknown ? Json(nullptr) : Json(point.past == facts::Truth::yes);
  return json;
}

Json schedule_json(const decision::PlannedSchedule& schedule) {
  Json dates = Json::array();
  for (const decision::DatedPoint& point : schedule.dates) dates.push_back(point_json(point));
  Json periods = Json::array();
  for (const decision::PlannedPeriod& period : schedule.periods) {
    periods.push_back({{"from", point_json(period.from)},
                       {"to", period.to ? point_json(*period.to) : Json(nullptr)},
                       {"times", period.times},
                       {"per", language::to_text(period.per)}});
  }
  return {{"id", schedule.item.id},
          {"dates", std::move(dates)},
          {"periods", std::move(periods)},
          {"condition", condition(schedule.item)},
          {"cites", cites_json(schedule.item.cites)}};
}

Json limit_json(const decision::DatedLimit& limit) {
  Json steps = Json::array();
  for (const decision::LimitStep& step : limit.steps) {
    Json json = point_json(step.from);
    json["at_most"] = figure(step.most);
    steps.push_back(std::move(json));
  }
  return {{"id", limit.item.id},
          {"unit", limit.unit},
          {"until", point_json(limit.until)},
          {"steps", std::move(steps)},
          {"condition", condition(limit.item)},
          {"cites", cites_json(limit.item.cites)}};
}

Json withheld_json(const decision::WithheldItem& item) {
  return {{"id", item.id},
          {"kind", language::to_text(item.kind)},
          {"when", facts::to_text(item.when)},
          {"missing", missing_json(item.missing)},
          {"observed", observed_json(item.observed)},
          {"cites", cites_json(item.cites)}};
}

}  // namespace

Json doses_json(const decision::RegimenPlan* plan) {
  Json array = Json::array();
  if (plan == nullptr) return array;
  for (const decision::PlannedDose& dose : plan->doses) array.push_back(dose_json(dose));
  return array;
}

Json plan_json(const decision::RegimenPlan* plan) {
  if (plan == nullptr) return nullptr;
  Json start = Json::object();
  add_dates(start, plan->start);
  start["missing"] = missing_json(plan->start_missing);
  Json calendar = Json::array();
  for (const decision::PlannedSchedule& schedule : plan->schedules)
    calendar.push_back(schedule_json(schedule));
  Json limits = Json::array();
  for (const decision::DatedLimit& limit : plan->limits) limits.push_back(limit_json(limit));
  Json withheld = Json::array();
  for (const decision::WithheldItem& item : plan->withheld) withheld.push_back(withheld_json(item));
  return {{"start", std::move(start)},
          {"conditional", plan->conditional},
          {"conditional_on", missing_json(plan->conditional_on)},
          {"calendar", std::move(calendar)},
          {"limits", std::move(limits)},
          {"withheld", std::move(withheld)},
          {"undosed", texts_json(plan->undosed)},
          {"workup_missing", texts_json(plan->workup_missing)},
          {"assumptions", texts_json(plan->assumptions)}};
}

}  // namespace regimen::io
