// Plans of random patients: no contraindicated or avoided regimen is ever dosed, no azathioprine
// while TPMT is unknown or either gene is poor, every total is its amount times the weight, and
// learning takes nothing back that was given or dropped.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>

#include "engine/decision/plan.h"
#include "engine/facts/settle.h"
#include "engine/io/profile.h"
#include "tests/property/complaints.h"
#include "tests/property/shipped_world.h"

namespace regimen::property {

namespace {

using decision::Decision;
using decision::PlannedDose;
using decision::RegimenPlan;
using decision::RegimenSafety;
using facts::Rational;
using language::Severity;

constexpr const char* tpmt = "labs.tpmt_phenotype";
constexpr const char* nudt15 = "labs.nudt15_phenotype";

// Phenotypes of every kind, known and not; findings that rule a regimen out; a weight that is none.
Sketch patient_of(Random& random) {
  Sketch patient =
      random.chance(50) ? matching_shipped_patient(random) : random_shipped_patient(random);
  for (const char* path : {tpmt, nudt15}) {
    const std::string value =
        random.pick({"normal", "normal", "heterozygous", "homozygous_mutant",
                     "possible_intermediate", "indeterminate", "unknown", "", "two"});
    patient.facts.erase(path);
    if (value == "two") {
      patient.facts[path] = {{"normal", "2026-10-01"}, {"heterozygous", "2026-10-01"}};
    } else if (!value.empty()) {
      patient.facts[path] = {{value}};
    }
  }
  if (random.chance(20))
    patient.facts["patient.weight"] = {
        {random.pick({"400 kg", "20 kg", ">100 kg", "unknown", "70.2 kg", "154.3 lb"})}};
  if (random.chance(60))
    patient.facts["plan.start"] = {
        {random.pick({"2026-11-15", "2026-11", "2026-01-31", "2028-02-29", "unknown", "2027"})}};
  return patient;
}

std::string only(const Sketch& patient, const std::string& path) {
  const auto place = patient.facts.find(path);
  return place != patient.facts.end() && place->second.size() == 1 ? place->second.front().text
                                                                   : std::string();
}

bool holds_azathioprine(const RegimenPlan& plan) {
  return std::any_of(plan.doses.begin(), plan.doses.end(),
                     [](const PlannedDose& dose) { return dose.drug == "azathioprine"; });
}

// What is wrong with the plans of a decision, against what was put into the profile.
void judge(const Sketch& patient, const Decision& decision, Complaints& complaints) {
  const auto complain = [&](const std::string& what) {
    complaints.add(what + "\n  " + to_json(patient));
  };
  const std::string of_tpmt = only(patient, tpmt);
  const bool known =
      of_tpmt == "normal" || of_tpmt == "heterozygous" || of_tpmt == "possible_intermediate";
  const bool poor = only(patient, nudt15) == "homozygous_mutant";
  for (const RegimenSafety& safety : decision.regimens) {
    const auto place = std::find_if(decision.plans.begin(), decision.plans.end(),
                                    [&](const RegimenPlan& p) { return p.id == safety.id; });
    const bool planned = place != decision.plans.end();
    if (planned != (safety.at_least < Severity::avoid))
      complain(safety.id + (planned ? " has a plan" : " has no plan") + " and is at least " +
               std::string(language::to_text(safety.at_least)));
    if (planned && place->conditional != !safety.status.has_value())
      complain(safety.id + " says the wrong thing of its condition");
  }
  for (const RegimenPlan& plan : decision.plans) {
    if (holds_azathioprine(plan) && (!known || poor))
      complain(plan.id + " doses azathioprine with TPMT `" + of_tpmt + "`");
    for (const PlannedDose& dose : plan.doses) {
      if (dose.item.cites.empty()) complain(dose.item.id + " cites nothing");
      if (dose.total_low.has_value() == !dose.missing.empty())
        complain(dose.item.id + " has a total and misses something, or neither");
      const std::string weight = only(patient, "patient.weight");
      const auto unit = weight.find(" kg");
      if (unit == std::string::npos || !dose.total_low) continue;
      const auto kilograms = Rational::parse(weight.substr(0, unit));
      if (kilograms && *dose.total_low != *facts::multiply(dose.low, *kilograms))
        complain(dose.item.id + " is not its amount times " + weight);
    }
    for (const auto& schedule : plan.schedules) {
      for (const auto& point : schedule.dates) {
        if (point.date.has_value() != plan.start.has_value() ||
            (point.date && point.date->first > point.date->last))
          complain(schedule.item.id + " has a date that cannot be");
      }
    }
  }
}

std::map<std::string, std::string> states(const ShippedWorld& world, const Sketch& patient) {
  core::Sources sources;
  const facts::Knowledge& knowledge = world.engine().knowledge();
  const io::ProfileReading reading = io::read_profile(
      sources.add("p", to_json(patient), core::Privacy::patient), knowledge, std::nullopt);
  REQUIRE(reading.record);
  decision::Options open;
  open.assumptions = false;
  std::map<std::string, std::string> result;
  for (const language::CheckedPack* pack : {&world.engine().pack(), world.engine().safety()}) {
    const facts::Settled settled = facts::settle(*reading.record, knowledge.vocabulary,
                                                 knowledge.terminology, pack->pack.stale);
    for (const auto& finding : decision::find_plan_rules(*pack, settled, open))
      result[finding.id] = decision::to_text(finding.state);
  }
  return result;
}

}  // namespace

TEST_CASE("plans of random patients keep what they promise") {
  const ShippedWorld world(Safety::with);
  Random random(81);
  Complaints complaints;
  std::size_t dosed = 0;
  std::size_t refused = 0;
  for (int round = 0; round < 150; ++round) {
    Sketch patient = patient_of(random);
    const bool blank = random.chance(30);
    for (int i = blank ? random.from_to(1, 10) : 0; i > 0; --i)
      forget(patient, world.engine().knowledge(), random);
    embed::EvaluateOptions options;
    options.assumptions = random.chance(50);
    options.jurisdiction = random.pick({"", "US", "EU"});
    const Decision decision = world.decide(patient, options);
    judge(patient, decision, complaints);
    for (const RegimenPlan& plan : decision.plans)
      dosed += holds_azathioprine(plan) ? std::size_t{1} : 0;
    refused += decision.regimens.size() - decision.plans.size();
  }
  complaints.report();
  // The promises were put to the test.
  CHECK(dosed > 10);
  CHECK(refused > 10);
}

TEST_CASE("learning takes nothing back that a plan gave or dropped") {
  const ShippedWorld world(Safety::with);
  Random random(82);
  Complaints complaints;
  for (int round = 0; round < 60; ++round) {
    Sketch patient = patient_of(random);
    const auto whole = states(world, patient);
    std::string forgotten;
    for (int i = random.from_to(1, 6); i > 0; --i)
      forgotten += forget(patient, world.engine().knowledge(), random) + "; ";
    for (const auto& [id, less] : states(world, patient)) {
      const std::string& more = whole.at(id);
      // What is conditional may be given or dropped, and nothing else.
      const bool kept = less == "withheld" || less == more ||
                        (less == "conditional" && (more == "given" || more == "dropped"));
      if (kept) continue;
      std::string what = id;
      what += ": " + less;
      what += ", then " + more;
      what += "; forgotten: " + forgotten;
      complaints.add(what);
    }
  }
  complaints.report();
}

}  // namespace regimen::property
