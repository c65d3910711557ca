// Plans from profiles, with both packs that ship: what each pair of phenotypes has in milligrams,
// and what is no weight.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "engine/embed/engine.h"

namespace regimen::embed {

namespace {

const Engine& engine() {
  static const Opening opening = [] {
    const std::filesystem::path root = REGIMEN_TEST_SOURCE_DIR;
    return Engine::open(root / "knowledge", root / "rules/sonic", root / "rules/safety");
  }();
  REQUIRE(opening.engine);
  return *opening.engine;
}

// A woman of 41 of whom everything is known, with these labs and this weight.
std::vector<decision::RegimenPlan> plans(const std::string& labs,
                                         const std::string& weight = "weight: 70.2 kg, ") {
  const Evaluation evaluation = engine().evaluate(
      "p",
      "profile: \"1\"\nas_of: 2026-11-01\n"
      "patient: {" +
          weight + "birth_date: 1985-03-14, sex: female, height: 172 cm, pregnant: no}\n" +
          "disease: {diagnosis: crohns_disease}\nlabs: {" + labs + "}\n" +
          "tests:\n"
          "  - {test: chest_radiograph, result: negative, date: 2026-09-30}\n"
          "  - {test: tuberculin_skin_test, result: negative, date: 2026-09-30}\n"
          "  - {test: hbsag, result: negative, date: 2026-09-30}\n"
          "  - {test: anti_hbc, result: negative, date: 2026-09-30}\n"
          "  - {test: hcv_antibody, result: negative, date: 2026-09-30}\n"
          "  - {test: hiv_test, result: negative, date: 2026-09-30}\n"
          "  - {test: complete_blood_count, result: negative, date: 2026-10-20}\n"
          "therapies: none\nconditions: none\nprocedures: none\nallergies: none\n"
          "vaccinations: none\nplan: {infliximab_dose: 5 mg/kg, start: 2026-11-15}\n",
      {});
  REQUIRE(evaluation.decision);
  return evaluation.decision->plans;
}

// `trial 351/2; guideline 702/5 ?`: who says how many milligrams, with `?` for a condition.
std::string azathioprine(const std::vector<decision::RegimenPlan>& plans) {
  for (const decision::RegimenPlan& plan : plans) {
    if (plan.id != "azathioprine") continue;
    std::string text;
    for (const decision::PlannedDose& dose : plan.doses) {
      text += (text.empty() ? "" : "; ") + std::string(language::to_text(dose.basis));
      if (dose.total_low) text += " " + facts::to_decimal(*dose.total_low);
      if (dose.total_high != dose.total_low) text += " to " + facts::to_decimal(*dose.total_high);
      for (const facts::Missing& missing : dose.missing)
        text += " " + std::string(facts::to_text(missing.cause));
      if (!dose.item.condition.empty()) text += " ?";
    }
    return text.empty() ? "none" : text;
  }
  return "no plan";
}

}  // namespace

// By hand, at 70.2 kg: 2.5 is 175.5, 2 is 140.4, 0.6 to 1.6 is 42.12 to 112.32, 0.4 to 1 is 28.08
// to 70.2 mg a day.
TEST_CASE("each pair of phenotypes has the doses that were read for it, and no other") {
  const auto doses = [](const std::string& tpmt, const std::string& nudt15) {
    std::string labs = tpmt.empty() ? "" : "tpmt_phenotype: " + tpmt;
    if (!nudt15.empty()) labs += (labs.empty() ? "" : ", ") + ("nudt15_phenotype: " + nudt15);
    return azathioprine(plans(labs));
  };
  CHECK(doses("normal", "normal") == "trial 175.5; guideline 140.4");
  CHECK(doses("normal", "") == "trial 175.5 ?; guideline 140.4 ?");
  CHECK(doses("normal", "heterozygous") == "guideline 42.12 to 112.32");
  CHECK(doses("heterozygous", "normal") == "guideline 42.12 to 112.32");
  CHECK(doses("heterozygous", "") == "guideline 42.12 to 112.32 ?");
  CHECK(doses("possible_intermediate", "normal") == "guideline 42.12 to 112.32");
  CHECK(doses("heterozygous", "heterozygous") == "guideline 28.08 to 70.2");
  CHECK(doses("heterozygous", "possible_intermediate") == "none");
  CHECK(doses("", "normal") == "none");
  CHECK(doses("", "") == "none");
  CHECK(doses("homozygous_mutant", "normal") == "no plan");
  CHECK(doses("normal", "homozygous_mutant") == "no plan");
  CHECK(doses("", "homozygous_mutant") == "no plan");
}

TEST_CASE("what is no weight for one pack is none for the other") {
  const auto doses = [](const std::string& weight) {
    return azathioprine(plans("tpmt_phenotype: normal, nudt15_phenotype: normal", weight));
  };
  // The safety pack takes no weight that is older than three months.
  CHECK(doses("weight: {value: 70.2 kg, date: 2026-06-01}, ") == "trial stale; guideline stale");
  CHECK(doses("weight: {value: 70.2 kg, date: 2026-08-01}, ") == "trial 175.5; guideline 140.4");
  CHECK(doses("") == "trial not_supplied; guideline not_supplied");
  CHECK(doses("weight: 99999999999999999 kg, ") == "trial invalid; guideline invalid");
  CHECK(doses("weight: 4000 kg, ") == "trial invalid; guideline invalid");
  CHECK(doses("weight: \">100 kg\", ") == "trial imprecise; guideline imprecise");
  CHECK(doses("weight: [{value: 70 kg, date: 2026-10-01}, {value: 80 kg, date: 2026-10-01}], ") ==
        "trial conflicting; guideline conflicting");
}

TEST_CASE(
    "infliximab has the dose of the trial and of the labels, and no azathioprine of its own") {
  for (const decision::RegimenPlan& plan :
       plans("tpmt_phenotype: normal, nudt15_phenotype: normal")) {
    CHECK_FALSE(plan.conditional);
    std::size_t infusions = 0;
    for (const auto& schedule : plan.schedules) {
      if (schedule.item.id == "schedule.infusions") infusions = schedule.dates.size();
    }
    CHECK(infusions == (plan.id == "azathioprine" ? 0 : 8));
    CHECK(plan.doses.size() == (plan.id == "combination" ? 4 : 2));
    CHECK(plan.undosed.empty());
    CHECK(plan.limits.size() == 1);
  }
}

}  // namespace regimen::embed
