#include "tests/property/shipped_world.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "engine/io/json_report.h"

namespace regimen::property {

ShippedWorld::ShippedWorld(Safety safety) {
  const std::filesystem::path root = REGIMEN_TEST_SOURCE_DIR;
  const auto none = std::filesystem::path();
  opening_ = embed::Engine::open(root / "knowledge", root / "rules" / "sonic",
                                 safety == Safety::with ? root / "rules" / "safety" : none);
  REQUIRE_MESSAGE(opening_.engine, core::render(opening_.diagnostics, core::ShowValues::yes));
  engine_ = std::move(opening_.engine);
}

decision::Decision ShippedWorld::decide(const Sketch& sketch, const embed::EvaluateOptions& options,
                                        Random* random) const {
  auto evaluation = engine_->evaluate("<patient>", to_json(sketch, random), options);
  REQUIRE_MESSAGE(evaluation.decision, core::render(evaluation.structure, core::ShowValues::yes));
  return std::move(*evaluation.decision);
}

std::string ShippedWorld::report(const Sketch& sketch) const {
  auto evaluation = engine_->evaluate("<patient>", to_json(sketch), {});
  REQUIRE_MESSAGE(evaluation.decision, core::render(evaluation.structure, core::ShowValues::yes));
  // Without the warnings, which tell places in a text that is not shown.
  return io::json_report(*evaluation.decision, {}, "0", "en");
}

namespace {

facts::Day day_of(const std::string& text) { return facts::parse_date(text)->first; }

// A day that lies as far back as some window of the pack, or one day nearer or farther.
facts::Day some_time_before(facts::Day as_of, Random& random) {
  switch (random.below(5)) {
    case 0:
      return as_of - random.from_to(0, 2);
    case 1:
      return as_of - 27 - random.from_to(0, 2);
    case 2:
      return as_of - 42 + random.from_to(-1, 1);
    case 3:
      return facts::add_months(as_of, -6) + random.from_to(-1, 1);
    default:
      return as_of - random.from_to(0, 4000);
  }
}

void add_person(Sketch& patient, facts::Day as_of, Random& random) {
  auto& facts_of = patient.facts;
  const int years =
      random.chance(30)
          ? std::stoi(random.pick({"17", "18", "19", "20", "21", "68", "69", "79", "80", "81"}))
          : random.from_to(21, 67);
  const facts::Day birth = facts::add_months(as_of, -12 * years) - random.from_to(0, 1) * 100;
  facts_of["patient.birth_date"] = {{to_text(birth)}};
  // Completed years: a birthday that falls on 29 February is 1 March in other years, which the
  // days in between never are here.
  int completed = 0;
  const facts::CalendarDay born = facts::to_calendar(birth);
  const facts::CalendarDay today = facts::to_calendar(as_of);
  completed = today.year - born.year;
  if (today.month < born.month || (today.month == born.month && today.day < born.day)) --completed;
  facts_of["patient.age"] = {{std::to_string(completed) + " years"}};
  facts_of["patient.sex"] = {{random.pick({"female", "male"})}};
  facts_of["patient.height"] = {{std::to_string(random.from_to(150, 200)) + " cm"}};
  for (const char* path :
       {"patient.pregnant", "patient.nursing", "patient.planning_pregnancy",
        "patient.serious_simultaneous_illness", "patient.investigational_drug_within_30_days"})
    facts_of[path] = {{random.chance(10) ? "yes" : "no"}};
}

// The index with its items, so that they agree exactly: with a standard weight of 50 kg the term
// of the weight is 100 - 2 * weight, a whole number for each half kilogram, and no term lies below
// a floor of any way of counting. (CDAI: 2 * stools + 5 * pain + 7 * well-being + 20 *
// complications + 30 * antidiarrheal + 10 * mass + 6 * (47 or 42 - haematocrit) + weight.)
void add_activity(Sketch& patient, Random& random) {
  auto& facts_of = patient.facts;
  const bool male = facts_of["patient.sex"].front().text == "male";
  const int half_kilograms = random.from_to(80, 110);  // 40 to 55 kg
  const std::string weight =
      std::to_string(half_kilograms / 2) + (half_kilograms % 2 != 0 ? ".5" : "");
  facts_of["patient.weight"] = {{weight + " kg"}};
  const int pain = random.from_to(0, 14);
  const int being = random.from_to(0, 21);
  const int complications = random.from_to(0, 2);
  const bool drug = random.chance(30);
  const int mass = random.from_to(0, 2);
  const int hematocrit = random.from_to(30, male ? 47 : 42);
  int total = 5 * pain + 7 * being + 20 * complications + (drug ? 30 : 0) +
              (mass == 2 ? 50 : 20 * mass) + 6 * ((male ? 47 : 42) - hematocrit) + 100 -
              half_kilograms;
  int stools = random.from_to(0, 60);
  // Often at a bound of the pack: 220 and 450, and a point beside them, where 2 * stools can reach
  // it.
  const int wanted = std::stoi(random.pick({"150", "219", "220", "221", "449", "450", "451"}));
  if (random.chance(50) && wanted >= total && (wanted - total) / 2 <= 210)
    stools = (wanted - total) / 2;
  total += 2 * stools;
  const auto item = [&](const std::string& key, const std::string& text) {
    facts_of["disease.cdai_items." + key] = {{text}};
  };
  item("liquid_stools_sum_7d", std::to_string(stools));
  item("abdominal_pain_sum_7d", std::to_string(pain));
  item("well_being_sum_7d", std::to_string(being));
  item("complications", std::to_string(complications));
  item("antidiarrheal", drug ? "yes" : "no");
  item("abdominal_mass", mass == 0 ? "none" : (mass == 1 ? "questionable" : "definite"));
  item("hematocrit", std::to_string(hematocrit) + " %");
  item("standard_weight", "50 kg");
  facts_of["disease.cdai"] = {{std::to_string(total)}};
}

void add_disease(Sketch& patient, facts::Day as_of, Random& random) {
  auto& facts_of = patient.facts;
  facts_of["disease.diagnosis"] = {
      {random.chance(70)
           ? "crohns_disease"
           : random.pick({"crohns_disease_of_small_bowel", "crohns_disease_with_abscess",
                          "inflammatory_bowel_disease", "ulcerative_colitis"})}};
  const facts::Day diagnosed = random.chance(20)
                                   ? facts::add_months(as_of, -36) + random.from_to(-1, 1)
                                   : some_time_before(as_of, random);
  facts_of["disease.diagnosed"] = {{to_text(diagnosed)}};
  facts_of["disease.duration"] = {{std::to_string(as_of - diagnosed) + " days"}};
  facts_of["disease.steroid_dependent"] = {{random.pick({"yes", "no"})}};
  facts_of["disease.cdai_after_steroid_reduction"] = {{random.pick({"219", "220", "300"})}};
  facts_of["disease.second_steroid_course_within_12_months"] = {{random.pick({"yes", "no", "no"})}};
  facts_of["disease.mucosal_ulceration"] = {{random.pick({"yes", "no", "inconclusive"})}};
  facts_of["labs.crp"] = {{random.pick({"3 mg/L", "8 mg/L", "1.1 mg/dL"})}};
  facts_of["labs.tpmt_phenotype"] = {
      {random.pick({"normal", "normal", "normal", "heterozygous", "homozygous_mutant",
                    "possible_intermediate", "indeterminate"})}};
}

std::map<std::string, std::string> random_therapy(facts::Day as_of, Random& random) {
  std::map<std::string, std::string> entry;
  entry["drug"] =
      random.pick({"mesalamine", "mesalamine", "budesonide", "budesonide", "prednisone",
                   "methylprednisolone", "azathioprine", "mercaptopurine", "thioguanine",
                   "methotrexate", "infliximab", "adalimumab", "anti_tnf", "biologic"});
  entry["route"] = random.pick({"oral", "oral", "rectal", "intravenous"});
  entry["dose"] = random.pick({"2.4 g/day", "2399 mg/day", "3 g/day", "6 mg/day", "5.9 mg/day",
                               "20 mg/day", "19.9 mg/day", "40 mg/day"});
  entry["response"] = random.pick({"none", "none", "partial", "lost", "intolerant"});
  if (random.chance(8)) {
    entry["start"] = to_text(as_of + random.from_to(1, 60));
    return entry;
  }
  const facts::Day start = some_time_before(as_of, random);
  entry["start"] = to_text(start);
  facts::Day last = as_of;
  if (random.chance(40)) {
    entry["ongoing"] = "yes";
  } else {
    last = std::min(as_of - 1, start + random.from_to(26, 28));
    if (last < start) last = start;
    entry["stop"] = to_text(last);
    if (last < as_of) entry["ongoing"] = "no";
  }
  entry["duration"] = std::to_string(last - start + 1) + " days";
  return entry;
}

std::map<std::string, std::string> random_finding(facts::Day as_of, Random& random) {
  std::map<std::string, std::string> entry;
  entry["condition"] = random.pick(
      {"short_bowel_syndrome", "ostomy", "symptomatic_stricture", "asymptomatic_stricture",
       "intestinal_abscess", "tuberculosis", "latent_tuberculosis", "other_granulomatous_infection",
       "opportunistic_infection", "hepatitis_b", "hepatitis_c", "hiv_infection",
       "multiple_sclerosis", "cancer", "lymphoma", "heart_failure", "celiac_disease"});
  const facts::Day onset = some_time_before(as_of, random);
  entry["onset"] = to_text(onset);
  if (entry["condition"] == "heart_failure") entry["nyha"] = random.pick({"I", "II", "III", "IV"});
  if (random.chance(50)) {
    entry["status"] = "active";
    return entry;
  }
  const facts::Day end = std::min(as_of - 1, onset + random.from_to(0, 400));
  if (end < onset) {
    entry["status"] = "active";
    return entry;
  }
  entry["end"] = to_text(end);
  entry["status"] = "resolved";
  return entry;
}

}  // namespace

Sketch random_shipped_patient(Random& random) {
  Sketch patient;
  patient.as_of =
      random.pick({"2026-11-01", "2024-02-29", "2025-08-31", "2026-03-31", "2026-12-31"});
  const facts::Day as_of = day_of(patient.as_of);
  add_person(patient, as_of, random);
  add_activity(patient, random);
  add_disease(patient, as_of, random);
  SketchList& therapies = patient.lists["therapies"];
  therapies.state = random.chance(20) ? "none" : "complete";
  for (int i = random.from_to(0, 3); i > 0 && therapies.state == "complete"; --i)
    therapies.entries.push_back(random_therapy(as_of, random));
  SketchList& conditions = patient.lists["conditions"];
  conditions.state = random.chance(40) ? "none" : "complete";
  for (int i = random.from_to(0, 2); i > 0 && conditions.state == "complete"; --i)
    conditions.entries.push_back(random_finding(as_of, random));
  // What is denied is nothing of what is there.
  if (therapies.state == "complete" && random.chance(20))
    therapies.entries.push_back({{"drug", "vedolizumab"}, {"status", "absent"}});
  if (conditions.state == "complete" && random.chance(20))
    conditions.entries.push_back({{"condition", "psoriasis"}, {"status", "absent"}});
  SketchList& procedures = patient.lists["procedures"];
  procedures.state = random.chance(50) ? "none" : "complete";
  if (procedures.state == "complete") {
    procedures.entries.push_back(
        {{"procedure", "abdominal_surgery"}, {"date", to_text(some_time_before(as_of, random))}});
  }
  SketchList& tests = patient.lists["tests"];
  tests.state = "plain";
  for (const char* test : {"chest_radiograph", "tuberculin_skin_test", "igra"}) {
    for (int i = random.from_to(0, 2); i > 0; --i) {
      tests.entries.push_back({{"test", test},
                               {"result", random.pick({"negative", "negative", "negative",
                                                       "positive", "indeterminate", "not_done"})},
                               {"date", to_text(as_of - (i - 1) * 30)}});
    }
  }
  return patient;
}

Sketch matching_shipped_patient(Random& random) {
  Sketch patient = random_shipped_patient(random);
  patient.as_of = "2026-11-01";
  const std::map<std::string, std::string> known = {
      {"patient.birth_date", "1980-05-05"},
      {"patient.age", "46 years"},
      {"disease.diagnosis", "crohns_disease"},
      {"disease.diagnosed", "2020-03-01"},
      {"disease.cdai", "300"},
      {"disease.second_steroid_course_within_12_months", "yes"},
      {"labs.tpmt_phenotype", "normal"}};
  for (auto path = patient.facts.begin(); path != patient.facts.end();) {
    const bool item = path->first.rfind("disease.cdai_items.", 0) == 0;
    path = item || path->first == "disease.duration" ? patient.facts.erase(path) : std::next(path);
  }
  for (const auto& [path, text] : known) patient.facts[path] = {{text}};
  for (const char* id : {"therapies", "conditions", "procedures"})
    patient.lists[id] = {"complete", {}};
  patient.lists["therapies"].entries = {{{"drug", "mesalamine"}, {"start", "2026-01-01"}}};
  patient.lists["tests"].entries = {
      {{"test", "chest_radiograph"}, {"result", "negative"}, {"date", "2026-09-30"}},
      {{"test", "tuberculin_skin_test"}, {"result", "negative"}, {"date", "2026-09-30"}}};
  return patient;
}

}  // namespace regimen::property
