// Eligibility: what the verdicts of the criteria come to, open-world and with assumptions, and what
// is said beside it.
#include "engine/decision/decide.h"

#include <string>
#include <vector>

#include "tests/decision/small_pack.h"

namespace regimen::decision {

namespace {

using facts::ListState;
using facts::Truth;
using language::RuleKind;
using program::Verdict;

// Inclusions over facts that say yes, no, or nothing: a pass, a fail, an unknown.
RuleSpec named(const std::string& id, RuleSpec rule) {
  rule.id = id;
  return rule;
}

Patient three_facts() {
  return Patient()
      .set("pregnant", "yes")
      .set("nursing", "no")
      .set("planning_pregnancy", std::nullopt);
}
const RuleSpec passes = named("passes", inclusion("pregnant"));
const RuleSpec fails = named("fails", inclusion("nursing"));
const RuleSpec open = named("open", inclusion("planning_pregnancy"));
const RuleSpec dropped = {"dropped", {"nursing"}, RuleKind::inclusion, "nursing"};
// Over a plain list without entries: assumed to pass, assumed to fail.
const RuleSpec assumed_pass =
    named("assumed-pass", exclusion("any therapy where (drug is methotrexate)"));
const RuleSpec assumed_fail =
    named("assumed-fail", inclusion("any condition where (condition is cancer)"));

struct Case {
  std::vector<RuleSpec> rules;
  EligibilityStatus status;
  std::string failed;
  std::string unknown;
  std::string assumptions;
  std::string would_fail;
};

}  // namespace

TEST_CASE("the status follows from the criteria that decide") {
  const RuleSpec elsewhere_fails = {"elsewhere", {"nursing"}, RuleKind::inclusion, "", 1};
  const RuleSpec elsewhere_open = {"elsewhere", {"planning_pregnancy"}, RuleKind::inclusion, "", 1};
  const RuleSpec note = {"note", {"nursing"}, RuleKind::note};
  using S = EligibilityStatus;
  const std::vector<Case> cases = {
      {{passes}, S::eligible, "", "", "", ""},
      {{passes, dropped}, S::eligible, "", "", "", ""},
      {{passes, elsewhere_fails, note}, S::eligible, "", "", "", ""},
      {{passes, elsewhere_open}, S::eligible, "", "", "", ""},
      {{fails}, S::ineligible, "fails", "", "", ""},
      {{passes, fails, dropped}, S::ineligible, "fails", "", "", ""},
      // A fail decides, whatever is unknown or assumed.
      {{open, fails}, S::ineligible, "fails", "open", "", ""},
      {{fails, assumed_pass, assumed_fail},
       S::ineligible,
       "fails",
       "assumed-pass, assumed-fail",
       "",
       "assumed-fail: conditions-listed"},
      {{open}, S::indeterminate, "", "open", "", ""},
      {{passes, open}, S::indeterminate, "", "open", "", ""},
      // No criterion that applies makes nobody eligible.
      {{dropped}, S::indeterminate, "", "", "", ""},
      {{dropped, elsewhere_fails}, S::indeterminate, "", "", "", ""},
      // Assumptions make it pass, and are named.
      {{assumed_pass}, S::eligible_with_assumptions, "", "assumed-pass", "therapies-listed", ""},
      {{passes, assumed_pass},
       S::eligible_with_assumptions,
       "",
       "assumed-pass",
       "therapies-listed",
       ""},
      {{assumed_pass, open}, S::indeterminate, "", "assumed-pass, open", "", ""},
      // An assumption alone never makes it fail; what it would fail is named.
      {{assumed_fail}, S::indeterminate, "", "assumed-fail", "", "assumed-fail: conditions-listed"},
      {{assumed_pass, assumed_fail},
       S::indeterminate,
       "",
       "assumed-pass, assumed-fail",
       "",
       "assumed-fail: conditions-listed"},
  };
  Patient patient = three_facts();
  patient.list("therapies", ListState::plain).list("conditions", ListState::plain);
  for (const Case& form : cases) {
    std::string ids;
    for (const RuleSpec& rule : form.rules) ids += rule.id + " ";
    CAPTURE(ids);
    const Eligibility eligibility = decide(SmallPack(form.rules), patient).eligibility;
    CHECK(to_text(eligibility.status) == to_text(form.status));
    CHECK(joined(eligibility.failed) == form.failed);
    CHECK(joined(eligibility.unknown) == form.unknown);
    CHECK(joined(eligibility.assumptions) == form.assumptions);
    std::string would_fail;
    for (const FailingAssumption& failing : eligibility.would_fail)
      would_fail += failing.criterion + ": " + joined(failing.assumptions);
    CHECK(would_fail == form.would_fail);
  }
}

TEST_CASE("without assumptions nothing is assumed") {
  Options options;
  options.assumptions = false;
  Patient patient;
  patient.list("therapies", ListState::plain).list("conditions", ListState::plain);
  for (const RuleSpec& rule : {assumed_pass, assumed_fail}) {
    const Decision decision = decide(SmallPack({rule}), patient, options);
    CHECK(decision.eligibility.status == EligibilityStatus::indeterminate);
    CHECK(decision.eligibility.would_fail.empty());
    CHECK(decision.eligibility.criteria[0].assumed_verdict == Verdict::unknown);
    CHECK(decision.eligibility.criteria[0].assumed.empty());
  }
}

TEST_CASE("a list that is missing, asked for or open is never assumed to be empty") {
  for (const ListState state : {ListState::missing, ListState::asked, ListState::incomplete}) {
    Patient patient;
    patient.list("therapies", state);
    const Decision decision = decide(SmallPack({assumed_pass}), patient);
    CHECK(decision.eligibility.status == EligibilityStatus::indeterminate);
    CHECK(told(decision.eligibility.missing) ==
          (state == ListState::asked ? "therapies not_known" : "therapies not_supplied"));
  }
  for (const ListState state : {ListState::none, ListState::complete}) {
    Patient patient;
    patient.list("therapies", state);
    CHECK(decide(SmallPack({assumed_pass}), patient).eligibility.status ==
          EligibilityStatus::eligible);
  }
}

TEST_CASE("a group that leaves it open decides when it is asked for") {
  const SmallPack pack({passes, {"elsewhere", {"nursing"}, RuleKind::inclusion, "", 1}});
  Options options;
  options.groups = {"second"};
  const Decision without = decide(pack, three_facts());
  const Decision with = decide(pack, three_facts(), options);
  CHECK(without.eligibility.status == EligibilityStatus::eligible);
  CHECK(!without.eligibility.criteria[1].decides);
  CHECK(without.eligibility.criteria[1].verdict == Verdict::fail);
  CHECK(with.eligibility.status == EligibilityStatus::ineligible);
  CHECK(with.eligibility.criteria[1].decides);
}

TEST_CASE("a pass whose guard is open makes nobody eligible on its own") {
  // The guard may still be learned to be false; then no criterion would apply.
  const RuleSpec guarded = {"guarded", {"pregnant"}, RuleKind::inclusion, "planning_pregnancy"};
  CHECK(decide(SmallPack({guarded}), three_facts()).eligibility.status ==
        EligibilityStatus::indeterminate);
  CHECK(decide(SmallPack({passes, guarded}), three_facts()).eligibility.status ==
        EligibilityStatus::eligible);
}

TEST_CASE("a guard decides whether a criterion applies") {
  struct Guarded {
    const char* guard;
    const char* when;
    Verdict verdict;
    std::string missing;
  };
  const std::vector<Guarded> cases = {
      {"pregnant", "pregnant", Verdict::pass, ""},
      {"pregnant", "nursing", Verdict::fail, ""},
      {"pregnant", "planning_pregnancy", Verdict::unknown, "patient.planning_pregnancy not_known"},
      {"nursing", "pregnant", Verdict::not_applicable, ""},
      {"nursing", "nursing", Verdict::not_applicable, ""},
      {"nursing", "planning_pregnancy", Verdict::not_applicable, ""},
      // Unknown whether it applies: it passes anyway, or is unknown.
      {"planning_pregnancy", "pregnant", Verdict::pass, ""},
      {"planning_pregnancy", "nursing", Verdict::unknown, "patient.planning_pregnancy not_known"},
      {"planning_pregnancy", "steroid_dependent", Verdict::unknown,
       "disease.steroid_dependent not_supplied, patient.planning_pregnancy not_known"}};
  for (const Guarded& form : cases) {
    INFO(form.guard, ": ", form.when);
    const SmallPack pack({{"rule", {form.when}, RuleKind::inclusion, form.guard}});
    const Criterion criterion = decide(pack, three_facts()).eligibility.criteria[0];
    CHECK(program::to_text(criterion.verdict) == program::to_text(form.verdict));
    CHECK(told(criterion.missing) == form.missing);
  }
}

TEST_CASE("the verdict is the patient's side, for inclusions and exclusions alike") {
  struct Side {
    RuleSpec rule;
    Verdict verdict;
    Truth when;
  };
  const std::vector<Side> cases = {
      {inclusion("pregnant"), Verdict::pass, Truth::yes},
      {inclusion("nursing"), Verdict::fail, Truth::no},
      {inclusion("planning_pregnancy"), Verdict::unknown, Truth::unknown},
      {exclusion("pregnant"), Verdict::fail, Truth::yes},
      {exclusion("nursing"), Verdict::pass, Truth::no},
      {exclusion("planning_pregnancy"), Verdict::unknown, Truth::unknown}};
  for (const Side& form : cases) {
    const Criterion criterion =
        decide(SmallPack({form.rule}), three_facts()).eligibility.criteria[0];
    CHECK(program::to_text(criterion.verdict) == program::to_text(form.verdict));
    CHECK(facts::to_text(criterion.when) == facts::to_text(form.when));
    CHECK(criterion.id == form.rule.id);
    CHECK(criterion.group == "first");
    REQUIRE(criterion.cites.size() == 1);
    CHECK(criterion.cites[0].at == "here");
  }
}

TEST_CASE("readings that differ leave it unknown, and say so") {
  struct Readings {
    std::vector<std::string> when;
    Verdict verdict;
    std::string readings;
    std::string missing;
  };
  const std::vector<Readings> cases = {
      {{"pregnant", "pregnant"}, Verdict::pass, "r0 pass, r1 pass", ""},
      {{"nursing", "nursing"}, Verdict::fail, "r0 fail, r1 fail", ""},
      {{"pregnant", "nursing"},
       Verdict::unknown,
       "r0 pass, r1 fail",
       "interpretation.question silent_source"},
      {{"pregnant", "planning_pregnancy"},
       Verdict::unknown,
       "r0 pass, r1 unknown",
       "patient.planning_pregnancy not_known"},
      // Once two readings differ, no fact can bring them together.
      {{"pregnant", "nursing", "planning_pregnancy"},
       Verdict::unknown,
       "r0 pass, r1 fail, r2 unknown",
       "interpretation.question silent_source"}};
  for (const Readings& form : cases) {
    CAPTURE(form.readings);
    const SmallPack pack({{"rule", form.when}});
    const Criterion criterion = decide(pack, three_facts()).eligibility.criteria[0];
    CHECK(program::to_text(criterion.verdict) == program::to_text(form.verdict));
    CHECK(criterion.silent_on == "question");
    std::vector<std::string> readings;
    for (const ReadingVerdict& reading : criterion.readings)
      readings.push_back(reading.id + " " + std::string(program::to_text(reading.verdict)));
    CHECK(joined(readings) == form.readings);
    CHECK(told(criterion.missing) == form.missing);
  }
}

TEST_CASE("what may change the status stands apart from what cannot") {
  // `nursing` settles the first; the second hangs on one fact, whatever the other is.
  const SmallPack pack({named("settled", exclusion("nursing and steroid_dependent")),
                        named("open", inclusion("planning_pregnancy or nursing"))});
  const Eligibility eligibility = decide(pack, three_facts()).eligibility;
  CHECK(eligibility.status == EligibilityStatus::indeterminate);
  CHECK(told(eligibility.missing) == "patient.planning_pregnancy not_known");
  CHECK(told(eligibility.also_missing) == "disease.steroid_dependent not_supplied");
  // Once a criterion fails, nothing can change it.
  const SmallPack failing({fails, open});
  const Eligibility failed = decide(failing, three_facts()).eligibility;
  CHECK(told(failed.missing) == "");
  CHECK(told(failed.also_missing) == "patient.planning_pregnancy not_known");
}

TEST_CASE("strata have a level and notes a truth, also by assumption") {
  const std::map<std::string, std::string> levels = {{"yes", "high"}, {"no", "low"}};
  const auto stratum = [&](const std::string& when) {
    return RuleSpec{"stratum", {when}, RuleKind::stratum, "", 0, levels};
  };
  Patient patient = three_facts();
  patient.list("therapies", ListState::plain);
  const SmallPack pack({passes,
                        stratum("pregnant"),
                        stratum("nursing"),
                        stratum("planning_pregnancy"),
                        stratum("any therapy where (drug is methotrexate)"),
                        {"note", {"nursing"}, RuleKind::note},
                        {"note", {"planning_pregnancy is known"}, RuleKind::note},
                        {"note", {"planning_pregnancy"}, RuleKind::note}});
  const Decision decision = decide(pack, patient);
  REQUIRE(decision.remarks.size() == 7);
  const std::vector<std::string> expected = {"high", "low", "", "low", "no", "no", ""};
  for (std::size_t i = 0; i < expected.size(); ++i) CHECK(decision.remarks[i].level == expected[i]);
  CHECK(told(decision.remarks[2].missing) == "patient.planning_pregnancy not_known");
  CHECK(decision.remarks[0].missing.empty());
  Options options;
  options.assumptions = false;
  CHECK(decide(pack, patient, options).remarks[3].level.empty());
}

TEST_CASE("a decision names what it was made with") {
  Options options;
  options.jurisdiction = "EU";
  const Decision decision = decide(SmallPack({passes}), three_facts(), options);
  CHECK(decision.profile_id == "P");
  CHECK(facts::to_text(decision.as_of) == "2026-11-01");
  CHECK(decision.pack_id == "small");
  CHECK(decision.knowledge_digest == knowledge().digest);
  CHECK(decision.options.jurisdiction == "EU");
}

}  // namespace regimen::decision
