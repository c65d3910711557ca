// Plans: which regimens have one, what is given and what is withheld, totals from the patient's own
// facts, and days counted from a start. Dates of weeks are from `date -u -d "2026-11-15 +2 weeks"`,
// those of months were read from a calendar.
#include "engine/decision/plan.h"

#include "tests/decision/small_pack.h"

namespace regimen::decision {

using facts::Rational;
using facts::Truth;
using language::Offset;
using language::Rule;
using language::RuleKind;
using language::Severity;

namespace {

Offset weeks(std::int64_t count) { return {7 * count, false}; }
Offset months(std::int64_t count) { return {count, true}; }

struct PlanRule {
  std::string id;
  std::string when = "pregnant";
  std::string applies_when = {};
  std::vector<std::size_t> regimens = {0};
  std::optional<language::DoseClause> dose = {};
  std::optional<language::ScheduleClause> schedule = {};
  std::optional<language::LimitClause> limit = {};
};

facts::Unit unit(const std::string& text) { return *knowledge().units.parse(text); }

facts::ConceptId drug(const std::string& id) {
  return *knowledge().terminology.find_id(*knowledge().terminology.domain("drug"), id);
}

language::DoseClause dose_of(const std::string& low, const std::string& high,
                             const std::string& per = "mg/kg/d",
                             const std::string& total = "mg/d") {
  return {drug("azathioprine"),
          language::Basis::trial,
          *Rational::parse(low),
          *Rational::parse(high),
          unit(per),
          knowledge().vocabulary.find_fact("weight"),
          unit(total)};
}

// Rules on the regimens `first` and `second`, of azathioprine each.
language::CheckedPack pack_of(const std::vector<PlanRule>& rules) {
  core::Diagnostics diagnostics;
  language::Pack pack;
  pack.id = "own";
  pack.groups = {{"all", true}};
  pack.regimens = {{"first", {drug("azathioprine")}}, {"second", {drug("azathioprine")}}};
  Rule decides;
  decides.id = "inclusion";
  decides.kind = RuleKind::inclusion;
  decides.when.alternatives = {{"", parsed("nursing", pack, diagnostics)}};
  pack.rules.push_back(decides);
  for (const PlanRule& spec : rules) {
    Rule rule;
    rule.id = spec.id;
    rule.kind = spec.dose ? RuleKind::dose : (spec.limit ? RuleKind::limit : RuleKind::schedule);
    rule.cites = {{"sonic-2010", "here", "supports"}};
    rule.when.alternatives = {{"", parsed(spec.when, pack, diagnostics)}};
    if (!spec.applies_when.empty())
      rule.applies_when = parsed(spec.applies_when, pack, diagnostics);
    rule.safety.regimens = spec.regimens;
    rule.dose = spec.dose;
    rule.schedule = spec.schedule;
    rule.limit = spec.limit;
    pack.rules.push_back(std::move(rule));
  }
  auto checked = language::check(std::move(pack), knowledge(), diagnostics);
  REQUIRE_MESSAGE((checked && !diagnostics.has_errors()),
                  core::render(diagnostics, core::ShowValues::yes));
  return std::move(*checked);
}

RegimenSafety standing(const std::string& id, Severity at_least = Severity::no_finding,
                       bool known = true) {
  RegimenSafety safety;
  safety.id = id;
  safety.at_least = at_least;
  safety.at_most = known ? at_least : Severity::contraindicated;
  if (known) {
    safety.status = at_least;
  } else {
    safety.missing = {{"labs.tpmt_phenotype", facts::Cause::not_supplied}};
  }
  return safety;
}

std::vector<RegimenPlan> plans_of(const language::CheckedPack& pack, const Patient& patient,
                                  const std::vector<RegimenSafety>& safety) {
  const facts::Settled settled = patient.settled();
  Decision decision;
  decision.as_of = settled.as_of;
  decision.regimens = safety;
  return decide_plan({{&pack, &settled}}, decision);
}

RegimenPlan plan_of(const language::CheckedPack& pack, const Patient& patient) {
  const auto plans = plans_of(pack, patient, {standing("first")});
  REQUIRE(plans.size() == 1);
  return plans.front();
}

Patient adult() { return Patient().set("pregnant", "yes"); }

// `2026-11-29`, `2026-11-15 to 2026-12-14`, `-` without a date; `*` behind it where it is past, `?`
// where that is not known.
std::string dated(const DatedPoint& point) {
  std::string text = point.date ? facts::to_text(point.date->first) : "-";
  if (point.date && !point.date->is_point()) text += " to " + facts::to_text(point.date->last);
  if (!point.date) return text;
  return text + (point.past == Truth::yes ? "*" : (point.past == Truth::unknown ? "?" : ""));
}

std::string dated(const std::vector<DatedPoint>& points) {
  std::vector<std::string> texts;
  for (const DatedPoint& point : points) texts.push_back(dated(point));
  return joined(texts);
}

std::string days(const std::string& start, const std::vector<Offset>& at) {
  const auto pack = pack_of({{"days", "pregnant", "", {0}, {}, language::ScheduleClause{at, {}}}});
  Patient patient = adult();
  if (!start.empty()) patient.set("plan_start", start);
  const RegimenPlan plan = plan_of(pack, patient);
  REQUIRE(plan.schedules.size() == 1);
  return dated(plan.schedules.front().dates);
}

std::string total(const PlannedDose& dose) {
  if (!dose.total_low) return "- " + told(dose.missing);
  std::string text = facts::to_fraction(*dose.total_low);
  if (*dose.total_high != *dose.total_low) text += " to " + facts::to_fraction(*dose.total_high);
  return text + " " + dose.total_unit;
}

std::string total(const language::DoseClause& clause, const Patient& patient) {
  const auto pack = pack_of({{"dose", "pregnant", "", {0}, clause}});
  const RegimenPlan plan = plan_of(pack, patient);
  REQUIRE(plan.doses.size() == 1);
  return total(plan.doses.front());
}

}  // namespace

TEST_CASE("weeks are seven days, counted from the start") {
  CHECK(days("2026-11-15", {weeks(0), weeks(2), weeks(6), weeks(14), weeks(22), weeks(46)}) ==
        "2026-11-15, 2026-11-29, 2026-12-27, 2027-02-21, 2027-04-18, 2027-10-03");
}

TEST_CASE("months are those of the calendar, clipped at their end, and never drift") {
  CHECK(days("2027-01-31", {months(1), months(2), months(3), months(12), months(13)}) ==
        "2027-02-28, 2027-03-31, 2027-04-30, 2028-01-31, 2028-02-29");
  CHECK(days("2028-01-31", {months(1), months(13)}) == "2028-02-29, 2029-02-28");
  CHECK(days("2028-02-29", {weeks(1), months(1), months(12), months(48)}) ==
        "2028-03-07, 2028-03-29, 2029-02-28, 2032-02-29");
  CHECK(days("2026-12-31", {months(2), months(6)}) == "2027-02-28, 2027-06-30");
}

TEST_CASE("a day before the day of evaluation is past, that day itself is not") {
  CHECK(days("2026-10-18", {weeks(0), {13, false}, weeks(2), weeks(6)}) ==
        "2026-10-18*, 2026-10-31*, 2026-11-01, 2026-11-29");
}

TEST_CASE("a start that is known to the month gives ranges") {
  CHECK(days("2026-11", {weeks(0), weeks(2), months(1)}) ==
        "2026-11-01 to 2026-11-30, 2026-11-15 to 2026-12-14, 2026-12-01 to 2026-12-30");
  CHECK(days("2026-10", {weeks(0), weeks(2)}) ==
        "2026-10-01 to 2026-10-31*, 2026-10-15 to 2026-11-14?");
  // From 1 to 31 January; both ends are clipped to February by themselves.
  CHECK(days("2027-01", {months(1)}) == "2027-02-01 to 2027-02-28");
}

TEST_CASE("without a start there are spans and no dates, and it says why") {
  CHECK(days("", {weeks(0), weeks(2)}) == "-, -");
  const auto pack =
      pack_of({{"days", "pregnant", "", {0}, {}, language::ScheduleClause{{weeks(2)}, {}}}});
  CHECK(told(plan_of(pack, adult()).start_missing) == "plan.start not_supplied");
  CHECK(told(plan_of(pack, adult().set("plan_start", {})).start_missing) == "plan.start not_known");
  const RegimenPlan two =
      plan_of(pack, adult().set("plan_start", "2026-11-15").set("plan_start", "2026-11-20"));
  CHECK_FALSE(two.start);
  CHECK(told(two.start_missing) == "plan.start conflicting");
  CHECK(two.schedules.front().dates.front().offset == weeks(2));
}

TEST_CASE("a start at the end of the calendar does not leave it") {
  CHECK(days("9999-12-31", {weeks(1), months(1)}) == "9999-12-31, 9999-12-31");
  CHECK(days("0001-01-01", {weeks(1)}) == "0001-01-08*");
}

TEST_CASE("periods have the dates of their ends") {
  const language::ScheduleClause clause{
      {}, {{weeks(0), months(1), 1, weeks(1)}, {months(1), {}, 2, months(1)}}};
  const auto pack = pack_of({{"counts", "pregnant", "", {0}, {}, clause}});
  const RegimenPlan plan = plan_of(pack, adult().set("plan_start", "2027-01-31"));
  const auto& periods = plan.schedules.front().periods;
  REQUIRE(periods.size() == 2);
  CHECK(dated(periods[0].from) == "2027-01-31");
  CHECK(dated(*periods[0].to) == "2027-02-28");
  CHECK_FALSE(periods[1].to);
  CHECK(periods[1].times == 2);
}

TEST_CASE("a limit falls step by step, from the day after its last week on") {
  const language::LimitClause systemic{unit("mg/d"), 40, weeks(14), 5, weeks(1), 0};
  const language::LimitClause other{unit("mg/d"), 9, weeks(14), 2, weeks(2), 6};
  const auto pack = pack_of({{"systemic", "pregnant", "", {0}, {}, {}, systemic},
                             {"other", "pregnant", "", {0}, {}, {}, other}});
  const RegimenPlan plan = plan_of(pack, adult().set("plan_start", "2026-11-15"));
  REQUIRE(plan.limits.size() == 2);
  std::vector<std::string> steps;
  for (const LimitStep& step : plan.limits[0].steps)
    steps.push_back(facts::to_decimal(step.most) + " " + dated(step.from));
  CHECK(joined(steps) ==
        "40 2026-11-15, 35 2027-02-28, 30 2027-03-07, 25 2027-03-14, 20 2027-03-21, "
        "15 2027-03-28, 10 2027-04-04, 5 2027-04-11, 0 2027-04-18");
  CHECK(dated(plan.limits[0].until) == "2027-02-21");
  // 9, 7, then not 5: it does not fall below 6.
  steps.clear();
  for (const LimitStep& step : plan.limits[1].steps)
    steps.push_back(facts::to_decimal(step.most) + " " + language::to_text(step.from.offset));
  CHECK(joined(steps) == "9 0 weeks, 7 16 weeks, 6 18 weeks");
}

TEST_CASE("a total is the exact product of the amount and the weight") {
  // 70.2 x 2.5 = 175.5; 70.2 x 0.6 = 42.12 = 1053/25; 70.2 x 1.6 = 112.32 = 2808/25; 70.2 x 5 = 351
  const Patient patient = adult().set("weight", "70.2 kg");
  CHECK(total(dose_of("2.5", "2.5"), patient) == "351/2 mg/d");
  CHECK(total(dose_of("0.6", "1.6"), patient) == "1053/25 to 2808/25 mg/d");
  CHECK(total(dose_of("5", "5", "mg/kg", "mg"), patient) == "351 mg");
  // 70200 g are the same weight.
  CHECK(total(dose_of("2.5", "2.5"), adult().set("weight", "70200 g")) == "351/2 mg/d");
}

TEST_CASE("without one exact weight there is the amount alone, and it says why") {
  CHECK(total(dose_of("2.5", "2.5"), adult()) == "- patient.weight not_supplied");
  CHECK(total(dose_of("2.5", "2.5"), adult().set("weight", {})) == "- patient.weight not_known");
  CHECK(total(dose_of("2.5", "2.5"), adult().set("weight", ">100 kg")) ==
        "- patient.weight imprecise");
  CHECK(total(dose_of("2.5", "2.5"), adult().set("weight", "70 kg").set("weight", "80 kg")) ==
        "- patient.weight conflicting");
}

TEST_CASE("a weight that is too large to compute with is no weight") {
  // 9 x 10^15 kg in grams still fits; a million times that does not.
  const Patient huge = adult().set("weight", "9000000000000000 kg");
  CHECK(total(dose_of("1000000", "1000000"), huge) == "- patient.weight invalid");
  // 9 x 10^15 kg of 10^-15 mg each are 9 mg.
  CHECK(total(dose_of("0.000000000000001", "0.000000000000002"), huge) == "9 to 18 mg/d");
}

TEST_CASE("a weight that is too old for one pack is too old for all") {
  const auto pack = pack_of({{"dose", "pregnant", "", {0}, dose_of("2.5", "2.5")}});
  const facts::Settled settled = adult().set("weight", "70.2 kg").settled();
  facts::Settled old = settled;
  facts::SettledFact& weight = old.facts[*knowledge().vocabulary.find_fact("weight")];
  weight.value = facts::Interval::everything();
  weight.missing = {{"patient.weight", facts::Cause::stale}};
  Decision decision;
  decision.as_of = settled.as_of;
  decision.regimens = {standing("first")};
  const auto plans = decide_plan({{&pack, &settled}, {&pack, &old}}, decision);
  REQUIRE(plans.front().doses.size() == 2);
  for (const PlannedDose& dose : plans.front().doses)
    CHECK(total(dose) == "- patient.weight stale");
}

TEST_CASE("a regimen that is contraindicated or avoided has no plan") {
  const auto pack = pack_of({{"dose", "pregnant", "", {0, 1}, dose_of("2.5", "2.5")}});
  for (const Severity severity : {Severity::no_finding, Severity::caution}) {
    const auto plans = plans_of(pack, adult(), {standing("first", severity)});
    REQUIRE(plans.size() == 1);
    CHECK_FALSE(plans.front().conditional);
    CHECK(plans.front().doses.size() == 1);
  }
  for (const Severity severity : {Severity::avoid, Severity::contraindicated}) {
    CHECK(plans_of(pack, adult(), {standing("first", severity)}).empty());
    CHECK(plans_of(pack, adult(), {standing("first", severity, false)}).empty());
    const auto plans = plans_of(pack, adult(), {standing("first", severity), standing("second")});
    REQUIRE(plans.size() == 1);
    CHECK(plans.front().id == "second");
  }
  CHECK(plans_of(pack, adult(), {}).empty());
  CHECK(decide_plan({}, Decision{}).empty());
}

TEST_CASE("where safety is not known the plan is conditional, and says on what") {
  const auto pack = pack_of({{"dose", "pregnant", "", {0}, dose_of("2.5", "2.5")}});
  RegimenSafety safety = standing("first", Severity::caution, false);
  safety.workup = {{"workup.known", true, false, {}, {}, {}},
                   {"workup.open", false, false, {}, {}, {}}};
  const RegimenPlan plan = plans_of(pack, adult(), {safety}).front();
  CHECK(plan.conditional);
  CHECK(told(plan.conditional_on) == "labs.tpmt_phenotype not_supplied");
  CHECK(joined(plan.workup_missing) == "workup.open");
}

TEST_CASE("what is not known to hold is withheld and named; a limit that does not hold, too") {
  const language::LimitClause falls{unit("mg/d"), 40, weeks(14), 5, weeks(1), 0};
  const auto pack = pack_of({{"dose", "pregnant", "planning_pregnancy", {0}, dose_of("1", "1")},
                             {"limit", "pregnant", "", {0}, {}, {}, falls}});
  const auto summary = [&](const Patient& patient) {
    const RegimenPlan plan = plan_of(pack, patient);
    std::string text;
    for (const PlannedDose& dose : plan.doses) text += "dose " + told(dose.item.condition) + ";";
    for (const DatedLimit& limit : plan.limits) text += limit.item.id + ";";
    for (const WithheldItem& item : plan.withheld) {
      text += "no " + item.id + " " + std::string(facts::to_text(item.when)) + " " +
              told(item.missing) + (item.observed.empty() ? "" : " seen") + ";";
    }
    for (const std::string& id : plan.undosed) text += "undosed " + id;
    return text;
  };
  CHECK(summary(Patient().set("pregnant", "yes").set("planning_pregnancy", "yes")) ==
        "dose ;limit;");
  CHECK(summary(Patient().set("pregnant", "yes")) ==
        "dose patient.planning_pregnancy not_supplied;limit;");
  CHECK(summary(Patient().set("pregnant", "no").set("planning_pregnancy", "yes")) ==
        "no limit no  seen;undosed azathioprine");
  CHECK(summary(Patient().set("planning_pregnancy", "yes")) ==
        "no dose unknown patient.pregnant not_supplied;"
        "no limit unknown patient.pregnant not_supplied;");
  CHECK(summary(Patient().set("pregnant", "yes").set("planning_pregnancy", "no")) ==
        "limit;undosed azathioprine");
}

TEST_CASE("rules of two packs stand side by side, each under its own regimens") {
  const auto trial = pack_of({{"trial", "pregnant", "", {0}, dose_of("2.5", "2.5")}});
  const auto guideline = pack_of({{"guideline", "pregnant", "", {0, 1}, dose_of("2", "2")}});
  const facts::Settled settled = adult().set("weight", "70.2 kg").settled();
  Decision decision;
  decision.as_of = settled.as_of;
  decision.regimens = {standing("first"), standing("second")};
  const auto plans = decide_plan({{&trial, &settled}, {&guideline, &settled}}, decision);
  REQUIRE(plans.size() == 2);
  REQUIRE(plans[0].doses.size() == 2);
  CHECK(plans[0].doses[0].item.id == "trial");
  CHECK(plans[0].doses[1].item.id == "guideline");
  REQUIRE(plans[1].doses.size() == 1);
  CHECK(plans[1].doses[0].item.id == "guideline");
}

TEST_CASE("a plan names what it assumes, and nothing is assumed where that is switched off") {
  const std::string none = "no therapy where (drug is budesonide)";
  const auto pack = pack_of({{"dose", none, "", {0}, dose_of("1", "1")}});
  Patient patient;
  patient.list("therapies", facts::ListState::plain);
  const facts::Settled settled = patient.settled();
  Decision decision;
  decision.as_of = settled.as_of;
  decision.regimens = {standing("first")};
  const RegimenPlan assumed = decide_plan({{&pack, &settled}}, decision).front();
  CHECK(assumed.doses.size() == 1);
  CHECK(joined(assumed.assumptions) == "therapies-listed");
  decision.options.assumptions = false;
  const RegimenPlan open = decide_plan({{&pack, &settled}}, decision).front();
  CHECK(open.doses.empty());
  CHECK(open.withheld.size() == 1);
  CHECK(open.assumptions.empty());
}

}  // namespace regimen::decision
