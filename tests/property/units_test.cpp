// The unit in which something is written changes no verdict: not in a profile, not in a rule. All
// factors are exact (mg/dL is 10 mg/L; a pound is 0.45359237 kg by definition), so there is no
// rounding that could.
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "engine/program/walk.h"
#include "tests/property/complaints.h"
#include "tests/property/shipped_world.h"
#include "tests/property/small_world.h"

namespace regimen::property {

namespace {

// `value` / 10^places, as a decimal numeral.
std::string decimal(std::int64_t value, std::size_t places) {
  std::string digits = std::to_string(value);
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - places, ".");
  return digits;
}

// One quantity in several units, the first of them that of the fact.
using Spellings = std::vector<std::string>;

Spellings concentration(int tenths_of_mg_per_l) {
  return {decimal(tenths_of_mg_per_l, 1) + " mg/L", decimal(tenths_of_mg_per_l, 2) + " mg/dL",
          decimal(tenths_of_mg_per_l * 100, 0) + " ug/L", decimal(tenths_of_mg_per_l, 4) + " mg/mL",
          decimal(tenths_of_mg_per_l, 4) + " g/L"};
}

Spellings mass(int pounds) {
  constexpr std::int64_t kilogram_places = 45359237;  // times 10^-8
  return {decimal(pounds * kilogram_places, 8) + " kg", decimal(pounds, 0) + " lb",
          decimal(pounds, 0) + " [lb_av]", decimal(pounds * kilogram_places, 5) + " g"};
}

Spellings length(int inches) {
  return {decimal(inches * 254, 2) + " cm", decimal(inches, 0) + " inches",
          decimal(inches * 254, 4) + " m", decimal(inches * 254, 1) + " mm"};
}

Spellings daily_dose(int tenths_of_mg) {
  return {decimal(tenths_of_mg, 1) + " mg/d", decimal(tenths_of_mg, 1) + " mg/day",
          decimal(tenths_of_mg, 4) + " g/day", decimal(tenths_of_mg * 100, 0) + " ug/d"};
}

Spellings days(int weeks) {
  return {std::to_string(weeks * 7) + " days", std::to_string(weeks) + " weeks",
          std::to_string(weeks * 7) + " d", std::to_string(weeks * 168) + " h"};
}

std::string verdicts(const decision::Decision& decision) {
  std::string text(decision::to_text(decision.eligibility.status));
  for (const decision::Criterion& criterion : decision.eligibility.criteria)
    text += " " + std::string(program::to_text(criterion.verdict));
  for (const decision::Remark& remark : decision.remarks) text += " " + remark.level;
  return text;
}

}  // namespace

TEST_CASE("the unit of a stated quantity changes no verdict of the shipped packs") {
  const ShippedWorld world;
  Random random(140);
  Complaints complaints;
  for (int round = 0; round < 120; ++round) {
    Sketch patient = random_shipped_patient(random);
    for (auto path = patient.facts.begin(); path != patient.facts.end();) {
      const bool item = path->first.rfind("disease.cdai_items.", 0) == 0;
      path = item && path->first != "disease.cdai_items.standard_weight" ? patient.facts.erase(path)
                                                                         : std::next(path);
    }
    SketchList& therapies = patient.lists["therapies"];
    therapies.state = "complete";
    // 308 lb are just under 140 kg (139.71), 309 lb just above (140.16): the bound of the registry.
    const Spellings weight =
        mass(random.chance(50) ? random.from_to(308, 309) : random.from_to(90, 300));
    const Spellings height = length(random.from_to(58, 78));
    const Spellings crp = concentration(random.from_to(0, 300));
    // 2.4 g, 6 mg and 20 mg a day are bounds of the pack, and a tenth of a milligram beside them.
    const int dose = std::stoi(random.pick({"24000", "23999", "60", "59", "200", "199"}));
    const Spellings doses = daily_dose(dose);
    const Spellings lengths = days(random.from_to(3, 5));
    std::map<std::string, std::string> therapy = {
        {"drug", dose > 1000 ? "mesalamine" : (dose < 100 ? "budesonide" : "prednisone")},
        {"route", "oral"},
        {"response", "none"},
        {"ongoing", "yes"}};
    therapies.entries = {therapy};
    std::string first;
    for (int spelling = 0; spelling < 4; ++spelling) {
      patient.facts["patient.weight"] = {{spelling == 0 ? weight[0] : random.pick(weight)}};
      patient.facts["patient.height"] = {{spelling == 0 ? height[0] : random.pick(height)}};
      patient.facts["labs.crp"] = {{spelling == 0 ? crp[0] : random.pick(crp)}};
      therapies.entries[0]["dose"] = spelling == 0 ? doses[0] : random.pick(doses);
      therapies.entries[0]["duration"] = spelling == 0 ? lengths[0] : random.pick(lengths);
      const std::string now = verdicts(world.decide(patient));
      if (spelling == 0) first = now;
      if (now != first) complaints.add(first + "\n  becomes " + now + "\n  " + to_json(patient));
    }
  }
  complaints.report();
}

TEST_CASE("the unit of a bound in a rule changes no verdict") {
  SmallWorld world;
  Random random(1959);  // the year of the international pound
  Complaints complaints;
  for (int round = 0; round < 60; ++round) {
    const int tenths = random.from_to(0, 40);
    const Spellings bound = concentration(tenths);
    const Spellings span = days(random.from_to(0, 60));
    const std::string comparison = random.pick({"<", "<=", ">", ">=", "=", "!="});
    std::vector<RuleText> rules;
    for (const std::string& spelling : bound) {
      rules.push_back({{"level " + comparison + " " + spelling}});
      rules.push_back({{"2 * level between " + spelling + " and 80 mg/dL"}});
    }
    for (const std::string& spelling : span)
      rules.push_back({{"elapsed " + comparison + " " + spelling}});
    const auto pack = make_pack(world, rules, {});
    Sketch patient = random_patient(random);
    patient.facts.erase("s.elapsed");
    // At the bound, and a tenth beside it.
    const int value = std::max(0, std::min(40, tenths + random.from_to(-1, 1)));
    patient.facts["s.level"] = {{random.pick(concentration(value))}};
    const auto findings = program::walk(pack, settle(world, patient), program::World::open).rules;
    // By hand, on whole tenths.
    const bool holds = comparison == "<"    ? value < tenths
                       : comparison == "<=" ? value <= tenths
                       : comparison == ">"  ? value > tenths
                       : comparison == ">=" ? value >= tenths
                       : comparison == "="  ? value == tenths
                                            : value != tenths;
    for (std::size_t i = 0; i < bound.size(); ++i) {
      const auto& compared = findings[2 * i];
      if (compared.when != facts::truth(holds))
        complaints.add(to_text(rules[2 * i]) + "\n  " + to_json(patient));
      if (findings[2 * i + 1].when != facts::truth(2 * value >= tenths))
        complaints.add(to_text(rules[2 * i + 1]) + "\n  " + to_json(patient));
    }
    for (std::size_t i = 1; i < span.size(); ++i) {
      if (findings[2 * bound.size() + i].verdict != findings[2 * bound.size()].verdict)
        complaints.add(to_text(rules[2 * bound.size() + i]) + "\n  " + to_json(patient));
    }
  }
  complaints.report();
}

}  // namespace regimen::property
