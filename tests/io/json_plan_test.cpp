// The JSON of a plan, byte for byte, for plans that are made up by hand.
#include <doctest/doctest.h>

#include <string>

#include "engine/io/json_layers.h"
#include "tests/support/written.h"

namespace regimen::io {

namespace {

using facts::Rational;
using facts::Truth;

const std::vector<facts::Citation> cites = {{"garden-book", "page 1", "supports"}};

facts::DateRange day(const std::string& text) { return *facts::parse_date(text); }

std::string inline_text(const Json& json) { return json.dump(); }

Json plan_json(const decision::RegimenPlan* plan) {
  return support::tree([&](JsonWriter& out) { write_plan(plan, out); });
}

decision::PlannedDose dose_of(const std::string& low, const std::string& high) {
  decision::PlannedDose dose;
  dose.item = {"dose.water", {}, cites};
  dose.drug = "water";
  dose.basis = language::Basis::guideline;
  dose.low = *Rational::parse(low);
  dose.high = *Rational::parse(high);
  dose.unit = "mL/kg/d";
  dose.of = "plant.mass";
  dose.total_unit = "mL/d";
  return dose;
}

}  // namespace

TEST_CASE("doses with a total, without one, and an amount by itself") {
  decision::RegimenPlan plan;
  plan.doses = {dose_of("0.6", "1.6"), dose_of("2", "2"), dose_of("75", "75")};
  plan.doses[0].total_low = *Rational::make(1053, 25);  // 42.12
  plan.doses[0].total_high = *Rational::make(400, 3);   // 133.333...
  plan.doses[1].missing = {{"plant.mass", facts::Cause::conflicting}};
  plan.doses[1].item.condition = {{"plant.soil", facts::Cause::not_supplied}};
  plan.doses[2].of.clear();
  plan.doses[2].total_low = Rational(75);
  plan.doses[2].total_high = Rational(75);
  const Json doses = support::tree([&](JsonWriter& out) { write_doses(&plan, out); });
  const std::string rest =
      R"("cites":[{"source":"garden-book","at":"page 1","stance":"supports"}]})";
  CHECK(
      inline_text(doses.at(0)) ==
      R"({"id":"dose.water","drug":"water","basis":"guideline","amount_low":0.6,"amount_high":1.6,)"
      R"("amount_unit":"mL/kg/d","of":"plant.mass","total_low":42.12,"total_high":133.333,)"
      R"("total_unit":"mL/d","missing":[],"condition":null,)" +
          rest);
  CHECK(inline_text(doses.at(1)) ==
        R"({"id":"dose.water","drug":"water","basis":"guideline","amount_low":2,"amount_high":2,)"
        R"("amount_unit":"mL/kg/d","of":"plant.mass","total_low":null,"total_high":null,)"
        R"("total_unit":"mL/d","missing":[{"fact":"plant.mass","cause":"conflicting"}],)"
        R"("condition":[{"fact":"plant.soil","cause":"not_supplied"}],)" +
            rest);
  CHECK(doses.at(2).at("of").is_null());
  CHECK(doses.at(2).at("total_low") == 75);
}

TEST_CASE("a plan with dates, ranges and spans alone") {
  decision::RegimenPlan plan;
  plan.start = day("2026-11");
  plan.conditional = true;
  plan.conditional_on = {{"plant.soil", facts::Cause::not_supplied}};
  plan.schedules = {{{"schedule.water", {}, cites},
                     {{{14, false}, day("2026-11-29"), Truth::no},
                      {{1, true}, day("2026-12"), Truth::unknown},
                      {{3, false}, std::nullopt, Truth::unknown}},
                     {{{{0, false}, day("2026-11-15"), Truth::yes}, std::nullopt, 2, {1, true}}}}};
  plan.limits = {{{"limit.salt", {}, cites},
                  "mg/d",
                  {{7, false}, day("2026-11-22"), Truth::no},
                  {{{{0, false}, day("2026-11-15"), Truth::no}, Rational(9)},
                   {{{14, false}, day("2026-11-29"), Truth::no}, *Rational::make(13, 2)}}}};
  plan.withheld = {{"dose.lime",
                    language::RuleKind::dose,
                    Truth::unknown,
                    {{"plant.acidity", facts::Cause::stale}},
                    {},
                    cites}};
  plan.undosed = {"lime"};
  plan.workup_missing = {"workup.soil"};
  plan.assumptions = {"feedings-listed"};
  const std::string cited =
      R"("cites":[{"source":"garden-book","at":"page 1","stance":"supports"}]})";
  CHECK(
      inline_text(plan_json(&plan)) ==
      R"({"start":{"date":null,"earliest":"2026-11-01","latest":"2026-11-30","missing":[]},)"
      R"("conditional":true,"conditional_on":[{"fact":"plant.soil","cause":"not_supplied"}],)"
      R"("calendar":[{"id":"schedule.water","dates":[)"
      R"({"offset":"2 weeks","date":"2026-11-29","earliest":"2026-11-29","latest":"2026-11-29","past":false},)"
      R"({"offset":"1 month","date":null,"earliest":"2026-12-01","latest":"2026-12-31","past":null},)"
      R"({"offset":"3 days","date":null,"earliest":null,"latest":null,"past":null}],)"
      R"("periods":[{"from":{"offset":"0 weeks","date":"2026-11-15","earliest":"2026-11-15",)"
      R"("latest":"2026-11-15","past":true},"to":null,"times":2,"per":"1 month"}],"condition":null,)" +
          cited +
          R"(],"limits":[{"id":"limit.salt","unit":"mg/d","until":{"offset":"1 week",)"
          R"("date":"2026-11-22","earliest":"2026-11-22","latest":"2026-11-22","past":false},"steps":[)"
          R"({"offset":"0 weeks","date":"2026-11-15","earliest":"2026-11-15","latest":"2026-11-15",)"
          R"("past":false,"at_most":9},{"offset":"2 weeks","date":"2026-11-29",)"
          R"("earliest":"2026-11-29","latest":"2026-11-29","past":false,"at_most":6.5}],)"
          R"("condition":null,)" +
          cited +
          R"(],"withheld":[{"id":"dose.lime","kind":"dose","when":"unknown",)"
          R"("missing":[{"fact":"plant.acidity","cause":"stale"}],"observed":[],)" +
          cited +
          R"(],"undosed":["lime"],"workup_missing":["workup.soil"],"assumptions":["feedings-listed"]})");
}

TEST_CASE("a regimen without a plan has no dose") {
  CHECK(support::written([](JsonWriter& out) { write_doses(nullptr, out); }) == "[]");
  CHECK(plan_json(nullptr).is_null());
}

}  // namespace regimen::io
