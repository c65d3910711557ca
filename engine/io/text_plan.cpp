// Entry: write_doses, write_plan. Test: tests/io/text_plan_test.cpp and the golden reports of
// tests/golden.
#include <algorithm>

#include "engine/io/text_parts.h"

namespace regimen::io {

using decision::DatedPoint;
using decision::PlanItem;
using decision::RegimenPlan;
using facts::Truth;

namespace {

const std::string& id_of(const decision::PlannedDose& dose) { return dose.item.id; }
const std::string& id_of(const decision::PlannedSchedule& schedule) { return schedule.item.id; }
const std::string& id_of(const decision::DatedLimit& limit) { return limit.item.id; }
const std::string& id_of(const decision::WithheldItem& item) { return item.id; }
const std::string& id_of(const std::string& name) { return name; }

class PlanWriter {
 public:
  explicit PlanWriter(const Writing& writing)
      : writing_(writing), speaker_(writing.speaker), page_(writing.page) {}

  // Doses, the first dates of what not every regimen has, and what is withheld.
  void brief() {
    page_.heading(speaker_.say("plan-brief"));
    for (const auto& [dose, regimens] : parts(&RegimenPlan::doses)) {
      short_head(dose->item, speaker_.title(dose->item.id) + ": " + amounts(*dose), regimens);
      if (!dose->total_low && !dose->of.empty()) needs(dose->missing);
    }
    undosed();
    for (const auto& [schedule, regimens] : parts(&RegimenPlan::schedules)) {
      const bool of_all = schedule->regimens == writing_.decision.regimens.size();
      if (schedule->dates.empty() || of_all) continue;
      short_head(schedule->item, speaker_.title(schedule->item.id) + ": " + first_days(*schedule),
                 regimens);
    }
    for (const auto& [item, regimens] : parts(&RegimenPlan::withheld)) withhold(*item, regimens);
    work_up();
  }

  void run() {
    page_.heading(speaker_.say("plan"));
    start();
    for (const decision::RegimenSafety& regimen : writing_.decision.regimens) standing(regimen);
    needs(conditions());
    assume(writing_, assumed_for_plans(writing_.decision), 2);
    doses();
    schedules();
    limits();
    withheld();
  }

 private:
  // --- each part once, with the regimens that it belongs to ---

  template <typename Part>
  struct Told {
    const Part* part;
    std::vector<std::string> ids;  // of the regimens
  };

  // In the order of the packs: what the first regimen does not have stands before what follows it.
  template <typename Part>
  std::vector<Told<Part>> parts(const std::vector<Part> RegimenPlan::*of) const {
    std::vector<Told<Part>> all;
    for (const RegimenPlan& plan : writing_.decision.plans) {
      auto next = all.begin();
      for (const Part& part : plan.*of) {
        auto place = std::find_if(all.begin(), all.end(), [&](const Told<Part>& other) {
          return id_of(*other.part) == id_of(part);
        });
        if (place == all.end()) place = all.insert(next, {&part, {}});
        place->ids.push_back(plan.id);
        next = place + 1;
      }
    }
    return all;
  }

  [[nodiscard]] std::string names(const std::vector<std::string>& ids) const {
    const auto& plans = writing_.decision.plans;
    if (ids.size() > 1 && ids.size() == plans.size()) return speaker_.say("plan-all");
    std::string text;
    for (const std::string& id : ids)
      text += (text.empty() ? "" : ", ") + speaker_.word("regimens-short", id);
    return text;
  }

  // --- the head ---

  void start() {
    const RegimenPlan& plan = writing_.decision.plans.front();
    if (plan.start) {
      page_.line(speaker_.say("plan-start", {{"date", range(*plan.start)}}), 2);
    } else {
      page_.line(speaker_.say("plan-no-start"), 2);
      needs(plan.start_missing);
    }
  }

  void standing(const decision::RegimenSafety& safety) {
    const auto& plans = writing_.decision.plans;
    const auto place = std::find_if(plans.begin(), plans.end(),
                                    [&](const RegimenPlan& plan) { return plan.id == safety.id; });
    const std::string name = speaker_.word("regimens", safety.id);
    if (place == plans.end()) {
      const std::string severity = speaker_.word("severities", language::to_text(safety.at_least));
      page_.item('x', speaker_.say("plan-none", {{"regimen", name}, {"severity", severity}}), 2,
                 Ink::red);
      return;
    }
    const std::string key = place->conditional ? "plan-conditional" : "plan-standing";
    page_.item(place->conditional ? '?' : '-', speaker_.say(key, {{"regimen", name}}), 2,
               place->conditional ? Ink::yellow : Ink::plain);
  }

  [[nodiscard]] facts::MissingSet conditions() const {
    facts::MissingSet all;
    for (const RegimenPlan& plan : writing_.decision.plans) facts::merge(all, plan.conditional_on);
    return all;
  }

  // --- what every part says ---

  void needs(const facts::MissingSet& missing) {
    std::string all;
    for (const std::string& text : speaker_.missing(missing))
      all += (all.empty() ? "" : "; ") + text;
    if (!all.empty()) page_.line(speaker_.say("needs", {{"fact", all}}), 4);
  }

  void work_up() {
    std::string all;
    for (const auto& [item, regimens] : parts(&RegimenPlan::workup_missing))
      all += (all.empty() ? "" : "; ") + speaker_.title(*item) + " (" + names(regimens) + ")";
    if (!all.empty())
      page_.item('?', speaker_.say("workup-open", {{"items", all}}), 2, Ink::yellow);
  }

  void short_head(const PlanItem& item, const std::string& text,
                  const std::vector<std::string>& regimens) {
    const bool open = !item.condition.empty();
    page_.item(open ? '?' : '-',
               text + " (" + names(regimens) + ") " + writing_.sources.cite(item.cites), 2,
               open ? Ink::yellow : Ink::plain);
    const auto* wording = speaker_.rule(item.id);
    if (!open || wording == nullptr) return;
    page_.line(speaker_.say("plan-provided", {{"condition", speaker_.fill(wording->provided, {})}}),
               4);
    needs(item.condition);
  }

  // Those that are still to come, as far as one looks at a glance.
  [[nodiscard]] std::string first_days(const decision::PlannedSchedule& schedule) const {
    constexpr std::size_t shown = 4;
    std::string days;
    std::size_t count = 0;
    for (const DatedPoint& at : schedule.dates) {
      if (at.past == Truth::yes) continue;
      if (++count > shown) return days + "; ...";
      days += (days.empty() ? "" : "; ") + (at.date ? range(*at.date) : point(at));
    }
    return days;
  }

  void head(const PlanItem& item, const std::string& text,
            const std::vector<std::string>& regimens) {
    short_head(item, text, regimens);
    const auto* wording = speaker_.rule(item.id);
    if (wording == nullptr) return;
    page_.line(speaker_.fill(wording->finding, {{"observed", "-"}}), 4);
  }

  [[nodiscard]] std::string day(facts::Day value) const {
    return speaker_.date(facts::to_text(value));
  }

  [[nodiscard]] std::string range(const facts::DateRange& dates) const {
    if (dates.is_point()) return day(dates.first);
    return speaker_.say("from-to", {{"low", day(dates.first)}, {"high", day(dates.last)}});
  }

  // `2 weeks (November 29, 2026)`, or the span alone.
  [[nodiscard]] std::string point(const DatedPoint& at) const {
    std::string span = speaker_.span(language::to_text(at.offset));
    if (!at.date) return span;
    std::string date = range(*at.date);
    if (at.past == Truth::yes) date = speaker_.say("plan-past", {{"date", date}});
    return speaker_.say("plan-day", {{"span", span}, {"date", date}});
  }

  // --- the parts ---

  void doses() {
    const auto given = parts(&RegimenPlan::doses);
    const auto none = parts(&RegimenPlan::undosed);
    if (given.empty() && none.empty()) return;
    page_.heading(speaker_.say("plan-doses"));
    for (const auto& [dose, regimens] : given) {
      head(dose->item, speaker_.title(dose->item.id) + ": " + amounts(*dose), regimens);
      if (dose->total_low || dose->of.empty()) continue;
      page_.line(speaker_.say("plan-no-total", {{"unit", dose->total_unit}}), 4, Ink::yellow);
      needs(dose->missing);
    }
    undosed();
  }

  void undosed() {
    for (const auto& [drug, regimens] : parts(&RegimenPlan::undosed)) {
      page_.item('x',
                 speaker_.say("plan-no-dose", {{"drug", speaker_.concept_name(*drug)}}) + " (" +
                     names(regimens) + ")",
                 2);
    }
  }

  [[nodiscard]] std::string amounts(const decision::PlannedDose& dose) const {
    const auto between = [&](const std::string& low, const std::string& high) {
      if (low == high) return speaker_.number(low);
      return speaker_.say("from-to",
                          {{"low", speaker_.number(low)}, {"high", speaker_.number(high)}});
    };
    std::string text =
        between(facts::to_decimal(dose.low), facts::to_decimal(dose.high)) + " " + dose.unit;
    if (dose.total_low && !dose.of.empty()) {
      text += " = " + between(tenths(*dose.total_low), tenths(*dose.total_high)) + " " +
              dose.total_unit;
    }
    return text;
  }

  void schedules() {
    const auto all = parts(&RegimenPlan::schedules);
    if (!all.empty()) page_.heading(speaker_.say("plan-calendar"));
    for (const auto& [schedule, regimens] : all) {
      head(schedule->item, speaker_.title(schedule->item.id), regimens);
      std::string days;
      for (const DatedPoint& at : schedule->dates) days += (days.empty() ? "" : "; ") + point(at);
      if (!days.empty()) page_.line(days, 4);
      for (const decision::PlannedPeriod& period : schedule->periods) {
        core::MessageArguments arguments = {{"times", std::to_string(period.times)},
                                            {"per", speaker_.span(language::to_text(period.per))},
                                            {"from", point(period.from)}};
        if (period.to) arguments.emplace_back("to", point(*period.to));
        page_.line(speaker_.say(period.to ? "plan-period" : "plan-period-open", arguments), 4);
      }
    }
  }

  void limits() {
    const auto all = parts(&RegimenPlan::limits);
    if (!all.empty()) page_.heading(speaker_.say("plan-limits"));
    for (const auto& [limit, regimens] : all) {
      head(limit->item, speaker_.title(limit->item.id), regimens);
      std::string steps;
      for (const decision::LimitStep& step : limit->steps) {
        const std::string most = speaker_.number(facts::to_decimal(step.most)) + " " + limit->unit;
        const bool first = &step == &limit->steps.front();
        steps += (steps.empty() ? "" : "; ") +
                 (first ? speaker_.say("plan-until", {{"most", most}, {"to", point(limit->until)}})
                        : speaker_.say("plan-step", {{"most", most}, {"from", point(step.from)}}));
      }
      page_.line(steps, 4);
    }
  }

  void withheld() {
    const auto all = parts(&RegimenPlan::withheld);
    if (!all.empty()) page_.heading(speaker_.say("plan-withheld"));
    for (const auto& [item, regimens] : all) withhold(*item, regimens);
  }

  void withhold(const decision::WithheldItem& item, const std::vector<std::string>& regimens) {
    page_.item('?',
               speaker_.say("plan-withheld-item", {{"title", speaker_.title(item.id)}}) + " (" +
                   names(regimens) + ") " + writing_.sources.cite(item.cites),
               2, Ink::yellow);
    const auto* wording = speaker_.rule(item.id);
    if (item.when == Truth::no && wording != nullptr)
      page_.line(speaker_.fill(wording->withheld, {{"observed", "-"}}), 4);
    for (const decision::Observed& observed : item.observed)
      page_.line(speaker_.observed(observed), 4, Ink::grey);
    needs(item.missing);
  }

  const Writing& writing_;
  const Speaker& speaker_;
  Page& page_;
};

}  // namespace

void write_doses(const Writing& writing) {
  if (!writing.decision.plans.empty()) PlanWriter(writing).brief();
}

void write_plan(const Writing& writing) {
  if (!writing.decision.plans.empty()) PlanWriter(writing).run();
}

}  // namespace regimen::io
