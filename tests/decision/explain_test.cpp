// What was seen of the patient, what is required of him, and how far a number is from passing.
#include "engine/decision/explain.h"

#include <string>
#include <vector>

#include "tests/decision/small_pack.h"

namespace regimen::decision {

namespace {

using facts::ListState;
using program::Verdict;

// `patient.weight 10 kg too_high`
std::string told(const std::vector<Distance>& distances) {
  std::string text;
  for (const Distance& distance : distances) {
    text += (text.empty() ? "" : ", ") + distance.key + " " + distance.value + " " +
            (distance.too_low ? "too_low" : "too_high");
  }
  return text;
}

std::string told(const std::vector<Observed>& observed) {
  std::string text;
  for (const Observed& one : observed) {
    text += (text.empty() ? "" : ", ") + one.key + "=" + one.value;
    if (!one.converted.empty()) text += "=" + one.converted;
    for (const auto& [field, value] : one.fields) text += "/" + field + "=" + value;
  }
  return text;
}

Patient somebody() {
  return Patient()
      .set("cdai", "200")
      .set("weight", "150 kg")
      .set("birth_date", "2006-03-14")
      .set("disease_duration", "39 days")
      .set("crp", "5 mg/L")
      .set("steroid_dependent", "yes")
      .set("nursing", "no")
      .list("therapies", ListState::complete)
      .add("therapies", {{"drug", "mesalamine"}, {"dose", "2 g/d"}, {"route", "oral"}})
      .list("conditions", ListState::none);
}

}  // namespace

TEST_CASE("the distance of a number that fails, in its own unit") {
  struct Far {
    RuleSpec rule;
    std::string expected;
  };
  const std::vector<Far> cases = {
      {inclusion("cdai >= 220"), "disease.cdai 20 too_low"},
      {inclusion("cdai between 220 and 450"), "disease.cdai 20 too_low"},
      {inclusion("cdai between 100 and 150"), "disease.cdai 50 too_high"},
      {inclusion("cdai < 149.5"), "disease.cdai 50.5 too_high"},
      {inclusion("220 <= cdai"), "disease.cdai 20 too_low"},
      {inclusion("weight <= 140 kg"), "patient.weight 10 kg too_high"},
      // 1.25 mg/dL is 12.5 mg/L.
      {inclusion("crp >= 1.25 mg/dL"), "labs.crp 7.5 mg/L too_low"},
      {inclusion("disease_duration >= 6 weeks"), "disease.duration 3 d too_low"},  // 42 - 39
      // Born on 14 March 2006: on 1 November 2026 it is 20 years, 7 months and 18 days, so that
      // 4 months and 13 or 14 days of 21 years are missing.
      {inclusion("age >= 21 years"), "patient.age 4.4 mo too_low"},
      // All parts of `and` have to change, the nearest of `or`.
      {inclusion("cdai >= 220 and crp >= 8 mg/L"),
       "disease.cdai 20 too_low, labs.crp 3 mg/L too_low"},
      {inclusion("cdai >= 220 or (crp >= 8 mg/L and weight < 100 kg)"), "disease.cdai 20 too_low"},
      {inclusion("cdai >= 220 and steroid_dependent"), "disease.cdai 20 too_low"},
      {inclusion("any therapy where (drug is mesalamine and dose >= 2.4 g/day)"),
       "therapies[0].dose 400 mg/d too_low"},
      // What cannot be reached by numbers has no distance.
      {inclusion("cdai >= 220 and nursing"), ""},
      {inclusion("nursing"), ""},
      {inclusion("any therapy where (drug is budesonide and dose >= 6 g/day)"), ""},
      {inclusion("cdai = 220"), ""},
      // Passing, there is none.
      {inclusion("cdai >= 200"), ""}};
  for (const Far& form : cases) {
    CAPTURE(form.rule.when[0]);
    const Criterion criterion = decide(SmallPack({form.rule}), somebody()).eligibility.criteria[0];
    CHECK(told(criterion.distance) == form.expected);
  }
}

TEST_CASE("an exclusion that fails is as far from passing as its number is beyond the bound") {
  struct Far {
    RuleSpec rule;
    std::string expected;
  };
  const std::vector<Far> cases = {
      {exclusion("weight > 140 kg"), "patient.weight 10 kg too_high"},
      {exclusion("cdai < 220"), "disease.cdai 20 too_low"},
      {exclusion("disease_duration < 6 weeks"), "disease.duration 3 d too_low"},
      // Either of them gets out of an `and`, both are needed for an `or`.
      {exclusion("weight > 140 kg or cdai < 220"),
       "patient.weight 10 kg too_high, disease.cdai 20 too_low"},
      {inclusion("not weight > 140 kg"), "patient.weight 10 kg too_high"}};
  for (const Far& form : cases) {
    CAPTURE(form.rule.when[0]);
    const Criterion criterion = decide(SmallPack({form.rule}), somebody()).eligibility.criteria[0];
    CHECK(criterion.verdict == Verdict::fail);
    CHECK(told(criterion.distance) == form.expected);
  }
}

TEST_CASE("the distance is measured through definitions") {
  const SmallPack pack({inclusion("active")}, {{"active", "cdai >= 220"}});
  CHECK(told(decide(pack, somebody()).eligibility.criteria[0].distance) ==
        "disease.cdai 20 too_low");
}

TEST_CASE("what was seen: each fact once, entries that count, nothing that is not there") {
  struct Seen {
    RuleSpec rule;
    std::string expected;
  };
  const std::vector<Seen> cases = {{inclusion("cdai >= 220 and cdai <= 450"), "disease.cdai=200"},
                                   {inclusion("crp >= 5 mg/L or pregnant"), "labs.crp=5 mg/L"},
                                   // Worked out from the date of birth.
                                   {inclusion("age >= 21 years"), "patient.age=20 a"},
                                   {inclusion("any therapy where (drug is mesalamine)"),
                                    "therapies[0]=mesalamine/route=oral/dose=2 g/d"},
                                   {inclusion("any therapy where (drug is budesonide)"), ""},
                                   {inclusion("no condition where (condition is cancer)"), ""},
                                   {inclusion("pregnant"), ""}};
  for (const Seen& form : cases) {
    CAPTURE(form.rule.when[0]);
    CHECK(told(decide(SmallPack({form.rule}), somebody()).eligibility.criteria[0].observed) ==
          form.expected);
  }
}

TEST_CASE("what is required is said in the rule language") {
  const SmallPack pack({inclusion("cdai  between 220 and (450)"),
                        exclusion("weight > 140 kg"),
                        {"readings", {"pregnant", "nursing"}}});
  const auto criteria = decide(pack, somebody()).eligibility.criteria;
  CHECK(criteria[0].required == "cdai between 220 and 450");
  CHECK(criteria[1].required == "not (weight > 140 kg)");
  CHECK(criteria[2].required == "r0: pregnant; r1: nursing");
}

}  // namespace regimen::decision
