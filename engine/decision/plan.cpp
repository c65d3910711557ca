// Entry: decide_plan, find_plan_rules. Test: tests/decision/plan_test.cpp,
// tests/property/plan_test.cpp and the cases of the packs.
#include "engine/decision/plan.h"

#include <algorithm>

#include "engine/decision/explain.h"
#include "engine/program/logic.h"
#include "engine/program/walk.h"

namespace regimen::decision {

using facts::DateRange;
using facts::Rational;
using facts::Truth;
using language::Offset;
using language::Rule;
using language::RuleKind;
using program::RuleFinding;

std::string_view to_text(PlanState state) {
  switch (state) {
    case PlanState::given:
      return "given";
    case PlanState::conditional:
      return "conditional";
    case PlanState::withheld:
      return "withheld";
    case PlanState::dropped:
      return "dropped";
  }
  return "dropped";
}

namespace {

program::Findings walked(const PlanSource& source, const Options& options) {
  return program::walk(*source.pack, *source.patient,
                       options.assumptions ? program::World::assumed : program::World::open,
                       program::Conflicts::unknown, [&source](std::size_t rule) {
                         return source.pack->pack.rules[rule].is_planned();
                       });
}

// A guard that is false drops the rule. What does not hold drops a dose and a schedule; a limit
// that does not hold is withheld, so that nobody takes its absence for leave.
PlanState state_of(const Rule& rule, const RuleFinding& finding) {
  const Truth applies = finding.guard ? program::truth_of(*finding.guard) : Truth::yes;
  if (applies == Truth::no) return PlanState::dropped;
  if (finding.when == Truth::no)
    return rule.kind == RuleKind::limit ? PlanState::withheld : PlanState::dropped;
  if (finding.when == Truth::unknown) return PlanState::withheld;
  return applies == Truth::yes ? PlanState::given : PlanState::conditional;
}

// The day from which a plan counts; it stands at this place in every profile.
struct Start {
  std::optional<DateRange> date;
  facts::MissingSet missing;
};

Start start_of(const PlanSource& source) {
  constexpr std::string_view path = "plan.start";
  const auto fact = source.pack->knowledge->vocabulary.find_path(path);
  Start start;
  if (!fact) return start;
  const facts::SettledFact& settled = source.patient->facts[*fact];
  const auto* date = std::get_if<DateRange>(&settled.value);
  const bool known =
      date != nullptr && (date->first > facts::first_day || date->last < facts::last_day);
  if (known && settled.candidates.empty() && settled.supplied) {
    start.date = *date;
  } else {
    start.missing = settled.missing;
    if (start.missing.empty())
      facts::insert(start.missing, {std::string(path), facts::Cause::not_supplied});
  }
  return start;
}

class Calendar {
 public:
  Calendar(const std::optional<DateRange>& start, facts::Day as_of)
      : start_(start), as_of_(as_of) {}

  // Each day is counted from the start, never from another one that was clipped.
  [[nodiscard]] DatedPoint at(const Offset& offset) const {
    DatedPoint result{offset, std::nullopt, Truth::unknown};
    if (!start_) return result;
    result.date =
        DateRange{language::after(start_->first, offset), language::after(start_->last, offset)};
    result.past = facts::less(*result.date, DateRange{as_of_, as_of_});
    return result;
  }

 private:
  std::optional<DateRange> start_;
  facts::Day as_of_;
};

class Planner {
 public:
  Planner(const std::vector<PlanSource>& sources, const Decision& decision)
      : sources_(sources), decision_(decision) {
    for (const PlanSource& source : sources) findings_.push_back(walked(source, decision.options));
  }

  [[nodiscard]] RegimenPlan plan(const RegimenSafety& safety) const {
    RegimenPlan plan;
    plan.id = safety.id;
    plan.conditional = !safety.status;
    if (plan.conditional) plan.conditional_on = safety.missing;
    for (const WorkupItem& item : safety.workup) {
      if (!item.known) plan.workup_missing.push_back(item.id);
    }
    const Start start = start_of(sources_.front());
    plan.start = start.date;
    plan.start_missing = start.missing;
    const Calendar calendar(start.date, decision_.as_of);
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      const language::Pack& pack = sources_[i].pack->pack;
      for (const RuleFinding& finding : findings_[i].rules) {
        const Rule& rule = pack.rules[finding.rule];
        if (rule.is_planned() && concerns(pack, rule, safety.id))
          add(i, rule, finding, calendar, plan);
      }
    }
    plan.undosed = undosed(plan);
    return plan;
  }

 private:
  // That nothing is said of a drug must be said.
  [[nodiscard]] std::vector<std::string> undosed(const RegimenPlan& plan) const {
    std::vector<std::string> drugs;
    for (const PlanSource& source : sources_) {
      const language::CheckedPack& checked = *source.pack;
      for (const language::Regimen& regimen : checked.pack.regimens) {
        if (regimen.id != plan.id) continue;
        for (const facts::ConceptId drug : regimen.drugs) {
          const std::string& id = checked.knowledge->terminology.at(drug).id;
          const bool told = std::find(drugs.begin(), drugs.end(), id) != drugs.end();
          if (!told && !dosed(plan, drug, id)) drugs.push_back(id);
        }
      }
    }
    return drugs;
  }

  [[nodiscard]] bool dosed(const RegimenPlan& plan, facts::ConceptId drug,
                           const std::string& id) const {
    const bool given = std::any_of(plan.doses.begin(), plan.doses.end(),
                                   [&](const PlannedDose& dose) { return dose.drug == id; });
    if (given) return true;
    return std::any_of(plan.withheld.begin(), plan.withheld.end(), [&](const WithheldItem& item) {
      return std::any_of(sources_.begin(), sources_.end(), [&](const PlanSource& source) {
        const auto& rules = source.pack->pack.rules;
        return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
          return rule.id == item.id && rule.dose && rule.dose->drug == drug;
        });
      });
    });
  }

  static bool concerns(const language::Pack& pack, const Rule& rule, const std::string& regimen) {
    return std::any_of(rule.safety.regimens.begin(), rule.safety.regimens.end(),
                       [&](std::size_t i) { return pack.regimens[i].id == regimen; });
  }

  void add(std::size_t source, const Rule& rule, const RuleFinding& finding,
           const Calendar& calendar, RegimenPlan& plan) const {
    const PlanState state = state_of(rule, finding);
    program::merge_assumed(plan.assumptions, finding.assumed);
    if (finding.guard) program::merge_assumed(plan.assumptions, finding.guard->assumed);
    if (state == PlanState::dropped) return;
    if (state == PlanState::withheld) {
      plan.withheld.push_back(withheld(source, rule, finding));
      return;
    }
    PlanItem item{rule.id, {}, rule.cites};
    if (state == PlanState::conditional) item.condition = finding.guard->decisive;
    if (rule.dose) plan.doses.push_back(dose(*rule.dose, item));
    if (rule.schedule) {
      plan.schedules.push_back(schedule(*rule.schedule, item, calendar));
      plan.schedules.back().regimens = rule.safety.regimens.size();
    }
    if (rule.limit) plan.limits.push_back(limit(*rule.limit, item, calendar));
  }

  [[nodiscard]] WithheldItem withheld(std::size_t source, const Rule& rule,
                                      const RuleFinding& finding) const {
    WithheldItem item{rule.id, rule.kind, finding.when, {}, {}, rule.cites};
    if (finding.when == Truth::unknown) item.missing = finding.decisive;
    if (rule.kind != RuleKind::limit) return item;
    const PlanSource& from = sources_[source];
    item.observed = observed(*from.pack, *from.patient, finding.alternatives);
    return item;
  }

  // A range, and what contradicts itself, is no value to multiply with. What is too old for one of
  // the packs is too old for all.
  [[nodiscard]] std::optional<Rational> known(facts::FactId fact,
                                              facts::MissingSet& missing) const {
    std::optional<Rational> value;
    for (const PlanSource& source : sources_) {
      const facts::SettledFact& settled = source.patient->facts[fact];
      const auto* interval = std::get_if<facts::Interval>(&settled.value);
      const bool exact = interval != nullptr && interval->is_point() && settled.candidates.empty();
      if (exact && settled.missing.empty()) {
        value = *interval->low.at;
        continue;
      }
      facts::merge(missing, settled.missing);
      if (settled.missing.empty()) {
        const std::string& path = source.pack->knowledge->vocabulary.facts()[fact].at;
        facts::insert(missing, {path, facts::Cause::imprecise});
      }
    }
    return missing.empty() ? value : std::nullopt;
  }

  // In the unit of the total; nothing where it does not fit. First the fact in its own unit, so
  // that the numbers stay small.
  static std::optional<Rational> total(const Rational& amount, const language::DoseClause& clause,
                                       const Rational& fact) {
    const auto ratio = facts::divide(clause.unit.factor, clause.total.factor);
    const auto units = ratio ? facts::multiply(fact, *ratio) : std::nullopt;
    return units ? facts::multiply(amount, *units) : std::nullopt;
  }

  [[nodiscard]] PlannedDose dose(const language::DoseClause& clause, const PlanItem& item) const {
    const facts::Knowledge& knowledge = *sources_.front().pack->knowledge;
    PlannedDose result;
    result.item = item;
    result.drug = knowledge.terminology.at(clause.drug).id;
    result.basis = clause.basis;
    result.low = clause.low;
    result.high = clause.high;
    result.unit = clause.unit.text;
    result.total_unit = clause.total.text;
    if (!clause.of) {
      result.total_low = clause.low;
      result.total_high = clause.high;
      return result;
    }
    result.of = knowledge.vocabulary.facts()[*clause.of].at;
    const auto fact = known(*clause.of, result.missing);
    if (!fact) return result;
    result.total_low = total(clause.low, clause, *fact);
    result.total_high = total(clause.high, clause, *fact);
    if (!result.total_low || !result.total_high) {
      result.total_low.reset();
      result.total_high.reset();
      facts::insert(result.missing, {result.of, facts::Cause::invalid});
    }
    return result;
  }

  static PlannedSchedule schedule(const language::ScheduleClause& clause, const PlanItem& item,
                                  const Calendar& calendar) {
    PlannedSchedule result{item, {}, {}, 0};
    for (const Offset& offset : clause.at) result.dates.push_back(calendar.at(offset));
    for (const language::Recurrence& one : clause.periods) {
      PlannedPeriod period{calendar.at(one.from), std::nullopt, one.times, one.per};
      if (one.to) period.to = calendar.at(*one.to);
      result.periods.push_back(period);
    }
    return result;
  }

  static DatedLimit limit(const language::LimitClause& clause, const PlanItem& item,
                          const Calendar& calendar) {
    DatedLimit result{item, clause.unit.text, calendar.at(clause.until), {}};
    Rational most = clause.amount;
    result.steps.push_back({calendar.at({0, clause.until.months}), most});
    for (std::int64_t step = 1; most > clause.floor; ++step) {
      const auto less = facts::subtract(most, clause.less);
      most = less && *less > clause.floor ? *less : clause.floor;
      const std::int64_t count = clause.until.count + step * clause.every.count;
      result.steps.push_back({calendar.at({count, clause.until.months}), most});
    }
    return result;
  }

  const std::vector<PlanSource>& sources_;
  const Decision& decision_;
  std::vector<program::Findings> findings_;  // of each source
};

}  // namespace

std::vector<RegimenPlan> decide_plan(const std::vector<PlanSource>& sources,
                                     const Decision& decision) {
  std::vector<RegimenPlan> plans;
  if (sources.empty()) return plans;
  const Planner planner(sources, decision);
  for (const RegimenSafety& safety : decision.regimens) {
    if (safety.at_least < language::Severity::avoid) plans.push_back(planner.plan(safety));
  }
  return plans;
}

std::vector<PlanFinding> find_plan_rules(const language::CheckedPack& pack,
                                         const facts::Settled& patient, const Options& options) {
  std::vector<PlanFinding> result;
  const program::Findings findings = walked({&pack, &patient}, options);
  for (const RuleFinding& finding : findings.rules) {
    const Rule& rule = pack.pack.rules[finding.rule];
    if (rule.is_planned()) result.push_back({rule.id, state_of(rule, finding)});
  }
  return result;
}

}  // namespace regimen::decision
