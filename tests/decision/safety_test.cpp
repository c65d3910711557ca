// Safety of a regimen: when its status is known and when it is held up, whose jurisdiction counts,
// what contradictions come to, what the pair adds to its drugs, and what must be known before a
// start.
#include "engine/decision/safety.h"

#include <algorithm>
#include <array>

#include "tests/decision/small_pack.h"

namespace regimen::decision {

using facts::Truth;
using language::Gate;
using language::Severity;

namespace {

struct SafetySpec {
  std::string id;
  std::string when;
  Severity severity = Severity::caution;
  Gate gate = Gate::gating;
  std::string jurisdiction = {};
  std::string applies_when = {};
  std::vector<std::size_t> regimens = {0};
  language::RuleKind kind = language::RuleKind::safety;
};

// Rules of a test's own, on the regimens `first`, `second` and `pair`.
language::CheckedPack pack_of(const std::vector<SafetySpec>& rules) {
  core::Diagnostics diagnostics;
  language::Pack pack;
  pack.id = "own";
  pack.groups = {{"all", true}};
  pack.regimens = {{"first", {}}, {"second", {}}, {"pair", {}}};
  for (const SafetySpec& spec : rules) {
    language::Rule rule;
    rule.id = spec.id;
    rule.kind = spec.kind;
    rule.cites = {{"sonic-2010", "here", "supports"}};
    rule.when.alternatives = {{"", parsed(spec.when, pack, diagnostics)}};
    if (!spec.applies_when.empty())
      rule.applies_when = parsed(spec.applies_when, pack, diagnostics);
    rule.safety.regimens = spec.regimens;
    rule.safety.severity = spec.severity;
    rule.safety.gate = spec.gate;
    rule.safety.jurisdiction = spec.jurisdiction;
    pack.rules.push_back(std::move(rule));
  }
  auto checked = language::check(std::move(pack), knowledge(), diagnostics);
  REQUIRE_MESSAGE((checked && !diagnostics.has_errors()),
                  core::render(diagnostics, core::ShowValues::yes));
  return std::move(*checked);
}

const language::CheckedPack& shipped_safety() {
  static const language::CheckedPack checked = [] {
    core::Diagnostics diagnostics;
    const std::filesystem::path root = REGIMEN_TEST_SOURCE_DIR;
    auto pack = language::load_pack(root / "rules" / "safety", knowledge(), sources(), diagnostics);
    REQUIRE(pack);
    auto result = language::check(std::move(*pack), knowledge(), diagnostics);
    REQUIRE_MESSAGE(result, core::render(diagnostics, core::ShowValues::yes));
    return std::move(*result);
  }();
  return checked;
}

// The shipped regimens, in the order of the pack.
enum Shipped : std::size_t { azathioprine, infliximab, combination };

// `unknown [caution, avoid]`
std::string told(const RegimenSafety& safety) {
  return std::string(status_text(safety.status)) + " [" +
         std::string(language::to_text(safety.at_least)) + ", " +
         std::string(language::to_text(safety.at_most)) + "]";
}

Truth holds(const RegimenSafety& safety, const std::string& id) {
  for (const SafetyFinding& finding : safety.findings) {
    if (finding.id == id) return finding.holds;
  }
  const auto& clear = safety.clear;
  REQUIRE_MESSAGE(std::find(clear.begin(), clear.end(), id) != clear.end(), id);
  return Truth::no;
}

// The rules on one matter that hold, as they are shown.
std::string shown(const RegimenSafety& safety, const std::string& matter) {
  std::vector<std::string> ids;
  for (const SafetyFinding& finding : safety.findings) {
    if (finding.holds == Truth::yes && finding.id.starts_with(matter)) ids.push_back(finding.id);
  }
  return joined(ids);
}

const WorkupItem& item(const RegimenSafety& safety, const std::string& id) {
  const auto place = std::find_if(safety.workup.begin(), safety.workup.end(),
                                  [&](const WorkupItem& each) { return each.id == id; });
  REQUIRE_MESSAGE(place != safety.workup.end(), id);
  return *place;
}

std::string as_text(const WorkupItem& each) {
  if (each.known) return "known";
  return each.stale ? "stale" : "missing";
}

// A woman of 50 of whom everything is known and nothing speaks against any regimen; `without`
// leaves out a test or a fact.
Patient well(const std::vector<std::string>& without = {}) {
  const auto with = [&](const std::string& name) {
    return std::find(without.begin(), without.end(), name) == without.end();
  };
  Patient patient;
  if (with("sex")) patient.set("sex", "female");
  if (with("birth_date")) patient.set("birth_date", "1976-03-14");
  patient.set("weight", "70 kg").set("pregnant", "no");
  if (with("tpmt_phenotype")) patient.set("tpmt_phenotype", "normal");
  if (with("nudt15_phenotype")) patient.set("nudt15_phenotype", "normal");
  if (with("planned_infliximab_dose")) patient.set("planned_infliximab_dose", "5 mg/kg");
  for (const char* test : {"chest_radiograph", "tuberculin_skin_test", "hbsag", "anti_hbc",
                           "hcv_antibody", "hiv_test", "complete_blood_count"}) {
    if (with(test))
      patient.add("tests", {{"test", test}, {"result", "negative"}, {"date", "2026-09-30"}});
  }
  patient.list("tests", facts::ListState::plain);
  for (const char* list : {"therapies", "conditions", "procedures", "allergies", "vaccinations"})
    patient.list(list, facts::ListState::complete);
  return patient;
}

RegimenSafety shipped(Shipped regimen, const Patient& patient, const Options& options = {}) {
  return decide_safety(shipped_safety(), patient.settled(), options).at(regimen);
}

}  // namespace

TEST_CASE("the status is known unless an undecided gating rule could make it worse") {
  const auto pack = pack_of({
      {"a", "serious_simultaneous_illness", Severity::contraindicated},
      {"b", "investigational_drug_within_30_days", Severity::avoid},
      {"c", "planning_pregnancy", Severity::caution},
      {"w", "steroid_dependent", Severity::avoid, Gate::workup},
  });
  struct Row {
    std::string values;  // of a, b, c and w: y, n, or - for not supplied
    std::string expected;
  };
  const std::vector<Row> rows = {
      {"nnnn", "no_finding [no_finding, no_finding]"},
      {"y---", "contraindicated [contraindicated, contraindicated]"},
      {"yyyy", "contraindicated [contraindicated, contraindicated]"},
      {"----", "unknown [no_finding, contraindicated]"},
      {"-nnn", "unknown [no_finding, contraindicated]"},
      {"-ynn", "unknown [avoid, contraindicated]"},
      {"n-nn", "unknown [no_finding, avoid]"},
      {"n-yn", "unknown [caution, avoid]"},
      {"nn-n", "unknown [no_finding, caution]"},
      {"nnyn", "caution [caution, caution]"},
      // What is undecided is no worse than what is known.
      {"ny-n", "avoid [avoid, avoid]"},
      {"n-ny", "avoid [avoid, avoid]"},
      {"nn-y", "avoid [avoid, avoid]"},
      // Work-up holds nothing up, and is told all the same.
      {"nnn-", "no_finding [no_finding, avoid]"},
      {"nny-", "caution [caution, avoid]"},
      {"nnny", "avoid [avoid, avoid]"},
  };
  constexpr std::array names = {"serious_simultaneous_illness",
                                "investigational_drug_within_30_days", "planning_pregnancy",
                                "steroid_dependent"};
  for (const Row& row : rows) {
    CAPTURE(row.values);
    Patient patient;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (row.values[i] != '-') patient.set(names.at(i), row.values[i] == 'y' ? "yes" : "no");
    }
    CHECK(told(decide_safety(pack, patient.settled(), {}).front()) == row.expected);
  }
}

TEST_CASE("a regimen is told the rules that name it, the gravest first, and what is missing") {
  const auto pack = pack_of({
      {"mild", "planning_pregnancy", Severity::caution, Gate::gating, "", "", {0, 2}},
      {"grave", "steroid_dependent", Severity::avoid, Gate::gating, "", "", {1, 2}},
      {"of-the-pair", "serious_simultaneous_illness", Severity::caution, Gate::gating, "", "", {2}},
      {"open",
       "investigational_drug_within_30_days",
       Severity::contraindicated,
       Gate::gating,
       "",
       "",
       {2}},
  });
  Patient patient;
  patient.set("planning_pregnancy", "yes").set("steroid_dependent", "yes");
  patient.set("serious_simultaneous_illness", "no");
  const auto regimens = decide_safety(pack, patient.settled(), {});
  REQUIRE(regimens.size() == 3);
  const auto ids = [](const RegimenSafety& safety) {
    std::vector<std::string> result;
    for (const SafetyFinding& finding : safety.findings) result.push_back(finding.id);
    return joined(result);
  };
  CHECK(ids(regimens[0]) == "mild");
  CHECK(ids(regimens[1]) == "grave");
  // What holds stands before what is open, however grave.
  CHECK(ids(regimens[2]) == "grave, mild, open");
  CHECK(joined(regimens[2].clear) == "of-the-pair");
  CHECK(told(regimens[2].missing) == "patient.investigational_drug_within_30_days not_supplied");
  CHECK(regimens[0].missing.empty());
}

TEST_CASE("a guard that is false drops a safety rule, and one that is unknown leaves it open") {
  const auto pack = pack_of(
      {{"guarded", "steroid_dependent", Severity::avoid, Gate::gating, "", "planning_pregnancy"}});
  struct Row {
    std::string guard;
    std::string when;
    std::string expected;
  };
  const std::vector<Row> rows = {
      {"yes", "yes", "avoid [avoid, avoid]"},
      {"yes", "no", "no_finding [no_finding, no_finding]"},
      {"no", "yes", "no_finding [no_finding, no_finding]"},
      {"no", "", "no_finding [no_finding, no_finding]"},
      {"", "yes", "unknown [no_finding, avoid]"},
      {"", "no", "no_finding [no_finding, no_finding]"},
      {"", "", "unknown [no_finding, avoid]"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.guard);
    CAPTURE(row.when);
    Patient patient;
    if (!row.guard.empty()) patient.set("planning_pregnancy", row.guard);
    if (!row.when.empty()) patient.set("steroid_dependent", row.when);
    const auto safety = decide_safety(pack, patient.settled(), {}).front();
    CHECK(told(safety) == row.expected);
    if (row.guard.empty() && row.when == "yes")
      CHECK(told(safety.missing) == "patient.planning_pregnancy not_supplied");
  }
}

TEST_CASE("a jurisdiction leaves out the rules of the others only") {
  const auto pack = pack_of({
      {"us", "steroid_dependent", Severity::avoid, Gate::gating, "US"},
      {"eu", "steroid_dependent", Severity::contraindicated, Gate::gating, "EU"},
      {"everywhere", "steroid_dependent", Severity::caution},
  });
  Patient patient;
  patient.set("steroid_dependent", "yes");
  const auto by = [&](const std::string& jurisdiction) {
    Options options;
    options.jurisdiction = jurisdiction;
    return decide_safety(pack, patient.settled(), options).front();
  };
  CHECK(shown(by(""), "") == "eu, us, everywhere");
  CHECK(told(by("")) == "contraindicated [contraindicated, contraindicated]");
  CHECK(shown(by("US"), "") == "us, everywhere");
  CHECK(told(by("US")) == "avoid [avoid, avoid]");
  CHECK(shown(by("EU"), "") == "eu, everywhere");
  CHECK(told(by("EU")) == "contraindicated [contraindicated, contraindicated]");
}

// The US label: contraindicated in class III and IV above 5 mg/kg, with a warning in any class; the
// EU leaflets: not to be given in III and IV at any dose, care in I and II.
TEST_CASE("heart failure by class, dose and jurisdiction") {
  struct Row {
    std::string nyha;
    std::string dose;
    std::string jurisdiction;
    std::string expected;
    std::string shown;  // after `infliximab.heart-failure-`
  };
  const std::string contraindicated = "contraindicated [contraindicated, contraindicated]";
  const std::string avoid = "avoid [avoid, avoid]";
  const std::vector<Row> rows = {
      // Both are shown; the stricter decides.
      {"III", "5 mg/kg", "", contraindicated, "eu any-us"},
      {"III", "5 mg/kg", "US", avoid, "any-us"},
      {"III", "5 mg/kg", "EU", contraindicated, "eu"},
      {"III", "10 mg/kg", "", contraindicated, "us eu any-us"},
      {"III", "10 mg/kg", "US", contraindicated, "us any-us"},
      {"III", "10 mg/kg", "EU", contraindicated, "eu"},
      {"IV", "5 mg/kg", "US", avoid, "any-us"},
      {"IV", "5 mg/kg", "EU", contraindicated, "eu"},
      {"II", "10 mg/kg", "", avoid, "any-us mild-eu"},
      {"II", "10 mg/kg", "EU", "caution [caution, caution]", "mild-eu"},
      // Without a class: open in the EU at any dose, in the US above 5 mg/kg.
      {"", "5 mg/kg", "", "unknown [avoid, contraindicated]", "any-us"},
      {"", "5 mg/kg", "US", avoid, "any-us"},
      {"", "10 mg/kg", "US", "unknown [avoid, contraindicated]", "any-us"},
      {"", "5 mg/kg", "EU", "unknown [no_finding, contraindicated]", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.nyha);
    CAPTURE(row.dose);
    CAPTURE(row.jurisdiction);
    Patient patient = well({"planned_infliximab_dose"});
    patient.set("planned_infliximab_dose", row.dose);
    std::vector<std::pair<std::string, std::string>> fields = {
        {"condition", "heart_failure"}, {"status", "active"}, {"onset", "2022"}};
    if (!row.nyha.empty()) fields.emplace_back("nyha", row.nyha);
    patient.add("conditions", fields);
    Options options;
    options.jurisdiction = row.jurisdiction;
    for (const Shipped regimen : {infliximab, combination}) {
      const auto safety = shipped(regimen, patient, options);
      CHECK(told(safety) == row.expected);
      std::string ids;
      for (const SafetyFinding& finding : safety.findings) {
        const std::string matter = "infliximab.heart-failure-";
        if (finding.holds == Truth::yes && finding.id.starts_with(matter))
          ids += (ids.empty() ? "" : " ") + finding.id.substr(matter.size());
      }
      CHECK(ids == row.shown);
    }
    CHECK(told(shipped(azathioprine, patient, options)) == "no_finding [no_finding, no_finding]");
  }
}

// Without a planned dose 5 mg/kg is assumed, which is told; without assumptions it is open.
TEST_CASE("the dose of infliximab is assumed, if assumptions are allowed") {
  Patient patient = well({"planned_infliximab_dose"});
  patient.add(
      "conditions",
      {{"condition", "heart_failure"}, {"status", "active"}, {"onset", "2022"}, {"nyha", "III"}});
  Options options;
  options.jurisdiction = "US";
  const auto assumed = shipped(infliximab, patient, options);
  CHECK(told(assumed) == "avoid [avoid, avoid]");
  CHECK(joined(assumed.assumptions) == "infliximab-dose-5-mg-per-kg");
  options.assumptions = false;
  const auto open = shipped(infliximab, patient, options);
  CHECK(told(open) == "unknown [avoid, contraindicated]");
  CHECK(told(open.missing) == "plan.infliximab_dose not_supplied");
}

// --- contradictions: the worse is taken ---

TEST_CASE("of two phenotypes of one day the worse counts") {
  for (const bool worse_first : {true, false}) {
    CAPTURE(worse_first);
    Patient patient = well({"tpmt_phenotype"});
    patient.set("tpmt_phenotype", worse_first ? "homozygous_mutant" : "normal");
    patient.set("tpmt_phenotype", worse_first ? "normal" : "homozygous_mutant");
    const auto safety = shipped(azathioprine, patient);
    CHECK(holds(safety, "azathioprine.tpmt-poor") == Truth::yes);
    CHECK(told(safety) == "avoid [avoid, avoid]");
    CHECK(holds(shipped(combination, patient), "azathioprine.tpmt-poor") == Truth::yes);
  }
}

TEST_CASE("a positive and a negative test of one day count as positive") {
  struct Row {
    std::string test;
    Shipped regimen;
    std::string rule;
    Severity severity;
  };
  // Negative for tuberculosis on record: none, so the list accounts for nothing.
  const std::vector<Row> rows = {
      {"hbsag", infliximab, "infliximab.hepatitis-b", Severity::avoid},
      {"hbsag", azathioprine, "azathioprine.hepatitis-b", Severity::caution},
      {"tuberculin_skin_test", infliximab, "infliximab.latent-tuberculosis", Severity::avoid},
      {"tuberculin_skin_test", combination, "infliximab.latent-tuberculosis", Severity::avoid},
      {"chest_radiograph", infliximab, "infliximab.chest-radiograph", Severity::avoid},
      {"hiv_test", azathioprine, "shared.hiv", Severity::caution},
  };
  for (const Row& row : rows) {
    CAPTURE(row.rule);
    Patient patient = well();
    patient.add("tests", {{"test", row.test}, {"result", "positive"}, {"date", "2026-09-30"}});
    const auto safety = shipped(row.regimen, patient);
    CHECK(holds(safety, row.rule) == Truth::yes);
    CHECK(safety.at_least == row.severity);
    // A later negative test does not undo a positive one.
    Patient later = well({row.test});
    later.add("tests", {{"test", row.test}, {"result", "positive"}, {"date", "2026-09-01"}});
    later.add("tests", {{"test", row.test}, {"result", "negative"}, {"date", "2026-10-01"}});
    CHECK(holds(shipped(row.regimen, later), row.rule) == Truth::yes);
  }
}

// A pair of facts that both contradict themselves: the worse of each.
TEST_CASE("the worse of two contradictions together") {
  const auto pack =
      pack_of({{"both", "tpmt_phenotype is heterozygous and nudt15_phenotype is heterozygous"}});
  Patient patient;
  for (const char* gene : {"tpmt_phenotype", "nudt15_phenotype"})
    patient.set(gene, "normal").set(gene, "heterozygous");
  CHECK(told(decide_safety(pack, patient.settled(), {}).front()) == "caution [caution, caution]");
}

// A man of 30 or of 50: the younger is the one of whom the boxed warning speaks.
TEST_CASE("contradictions about an age count as the worse age") {
  SUBCASE("two dates of birth") {
    Patient patient = well({"sex", "birth_date"});
    patient.set("sex", "male").set("birth_date", "1996-03-14").set("birth_date", "1976-03-14");
    CHECK(holds(shipped(combination, patient), "combination.hstcl-young-man") == Truth::yes);
  }
  SUBCASE("two ages") {
    Patient patient = well({"sex", "birth_date"});
    patient.set("sex", "male").set("age", "30 years").set("age", "50 years");
    CHECK(holds(shipped(combination, patient), "combination.hstcl-young-man") == Truth::yes);
  }
}

// An answer that is none is not the worse of two values: what it stands for is open.
TEST_CASE("an indeterminate result beside another says nothing") {
  const auto pack = pack_of({{"not-normal", "tpmt_phenotype is not normal"}});
  Patient patient;
  patient.set("tpmt_phenotype", "normal").set("tpmt_phenotype", "indeterminate");
  CHECK(told(decide_safety(pack, patient.settled(), {}).front()) ==
        "unknown [no_finding, caution]");
}

// --- the pair ---

TEST_CASE("the pair has findings of its own beside those of its drugs") {
  Patient patient = well({"sex", "birth_date"});
  patient.set("sex", "male").set("birth_date", "1996-03-14");
  patient.add("therapies", {{"drug", "allopurinol"}, {"ongoing", "yes"}, {"start", "2026-01-01"}});
  patient.add("therapies", {{"drug", "prednisone"},
                            {"route", "oral"},
                            {"dose", "20 mg/d"},
                            {"ongoing", "yes"},
                            {"start", "2026-10-01"}});
  patient.add("therapies", {{"drug", "adalimumab"}, {"ongoing", "yes"}, {"start", "2026-01-01"}});
  const auto of_azathioprine = shipped(azathioprine, patient);
  const auto of_infliximab = shipped(infliximab, patient);
  const auto of_both = shipped(combination, patient);
  // 20 mg/day of prednisone is 20 mg/day exactly, which belongs to the upper stratum.
  CHECK(shown(of_both, "combination.") ==
        "combination.hstcl-young-man, combination.systemic-steroid, "
        "combination.systemic-steroid-20-mg");
  CHECK(shown(of_both, "azathioprine.") == "azathioprine.allopurinol");
  CHECK(shown(of_both, "infliximab.") == "infliximab.other-biologic");
  for (const auto& alone : {of_azathioprine, of_infliximab})
    CHECK(shown(alone, "combination.").empty());
  CHECK(shown(of_azathioprine, "azathioprine.") ==
        "azathioprine.allopurinol, azathioprine.hstcl-young-man");
  CHECK(shown(of_infliximab, "infliximab.") == "infliximab.other-biologic");
  CHECK(told(of_azathioprine) == "caution [caution, caution]");
  CHECK(told(of_infliximab) == "avoid [avoid, avoid]");
  CHECK(told(of_both) == "avoid [avoid, avoid]");
}

// --- the work-up ---

TEST_CASE("what must be known is known with its date, or missing") {
  const auto known = shipped(infliximab, well());
  const WorkupItem& test = item(known, "workup.tuberculosis-test");
  CHECK(as_text(test) == "known");
  // The entry is told, with its date: the second of the tests.
  REQUIRE(test.observed.size() == 1);
  CHECK(test.observed.front().key == "tests[1]");
  CHECK(test.missing.empty());
  CHECK(as_text(item(shipped(azathioprine, well()), "workup.tpmt")) == "known");

  const WorkupItem none =
      item(shipped(infliximab, well({"tuberculin_skin_test"})), "workup.tuberculosis-test");
  CHECK(as_text(none) == "missing");
  CHECK(told(none.missing) == "tests not_supplied");
  // A positive result is an answer as well; an indeterminate one is none.
  for (const auto& [result, expected] : std::vector<std::pair<std::string, std::string>>{
           {"positive", "known"}, {"indeterminate", "missing"}, {"not_done", "missing"}}) {
    const auto& told_result = result;
    CAPTURE(told_result);
    Patient patient = well({"hbsag"});
    patient.add("tests", {{"test", "hbsag"}, {"result", result}, {"date", "2026-09-30"}});
    CHECK(as_text(item(shipped(infliximab, patient), "workup.hepatitis-b-surface-antigen")) ==
          expected);
  }
}

// The shipped pack takes a weight for three months: from 1 August it still speaks for 1 November.
TEST_CASE("what was known too long ago is stale") {
  const auto weighed = [&](const std::string& date) {
    facts::Record record(knowledge().vocabulary);
    record.id = "P";
    record.as_of = facts::parse_date("2026-11-01")->first;
    facts::Observation observation;
    observation.stated.value = facts::Value{facts::Interval::point(70)};
    observation.stated.shown = "70 kg";
    if (!date.empty()) observation.date = facts::parse_date(date);
    record.facts[*knowledge().vocabulary.find_fact("weight")].push_back(observation);
    const auto settled = facts::settle(record, knowledge().vocabulary, knowledge().terminology,
                                       shipped_safety().pack.stale);
    return item(decide_safety(shipped_safety(), settled, {}).at(azathioprine), "workup.weight");
  };
  CHECK(as_text(weighed("2026-08-01")) == "known");
  REQUIRE(weighed("2026-08-01").observed.size() == 1);
  CHECK(weighed("2026-08-01").observed.front().date == "2026-08-01");
  CHECK(as_text(weighed("2026-07-31")) == "stale");
  CHECK(told(weighed("2026-07-31").missing) == "patient.weight stale");
  CHECK(as_text(weighed("")) == "known");  // undated: taken as one of today
}

// Which of two phenotypes it is must be found out, although the worse is reckoned with.
TEST_CASE("what contradicts itself is not known") {
  Patient patient = well({"tpmt_phenotype"});
  patient.set("tpmt_phenotype", "normal").set("tpmt_phenotype", "homozygous_mutant");
  const WorkupItem tpmt = item(shipped(azathioprine, patient), "workup.tpmt");
  CHECK_FALSE(tpmt.known);
  CHECK(told(tpmt.missing) == "labs.tpmt_phenotype conflicting");
}

}  // namespace regimen::decision
