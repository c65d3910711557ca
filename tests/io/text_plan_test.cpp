// The plan on the page: rounded totals, conditions, what is withheld, dates in the language of the
// reader, and each part once, with the regimens that it belongs to.
#include <algorithm>

#include "engine/decision/plan.h"
#include "engine/facts/settle.h"
#include "engine/io/text_parts.h"
#include "tests/io/shipped.h"

namespace regimen::io {

namespace {

// Of the trial's pack alone, with the safety that a test says.
std::string page_of(const std::string& profile, const std::string& locale,
                    const std::vector<decision::RegimenSafety>& safety) {
  const Read read = io::read("profile: \"1\"\nas_of: 2026-11-01\n" + profile);
  const facts::Settled patient = facts::settle(read.record(), knowledge().vocabulary,
                                               knowledge().terminology, shipped_pack().pack.stale);
  decision::Decision decision;
  decision.as_of = patient.as_of;
  decision.regimens = safety;
  decision.plans = decision::decide_plan({{&shipped_pack(), &patient}}, decision);
  const Speaker speaker(knowledge(), {&shipped_pack().pack}, locale);
  Page page(Colour::no);
  SourceList sources;
  write_plan({decision, speaker, page, sources, false, nullptr});
  return page.take();
}

decision::RegimenSafety regimen(const std::string& id, std::optional<language::Severity> status) {
  decision::RegimenSafety safety;
  safety.id = id;
  safety.status = status;
  if (status) safety.at_least = *status;
  if (!status) safety.missing = {{"tests", facts::Cause::not_supplied, "hbsag"}};
  return safety;
}

const std::optional<language::Severity> clear = language::Severity::no_finding;

bool says(const std::string& page, const std::string& text) {
  std::string flat;
  for (const char c : page) {
    const char next = c == '\n' ? ' ' : c;
    if (next != ' ' || (!flat.empty() && flat.back() != ' ')) flat += next;
  }
  return flat.find(text) != std::string::npos;
}

const std::string adult =
    "patient: {birth_date: 1991-03-14, weight: 70.2 kg}\ndisease: {diagnosis: crohns_disease}\n"
    "labs: {tpmt_phenotype: normal, nudt15_phenotype: normal}\ntherapies: none\n";

}  // namespace

TEST_CASE("totals stand behind their amounts, to a tenth") {
  const std::string page = page_of(adult, "en", {regimen("combination", clear)});
  CHECK(says(page, "Azathioprine of the trial: 2.5 mg/kg/d = 175.5 mg/d (combination) [1]"));
  CHECK(says(page, "Infliximab of the trial: 5 mg/kg = 351 mg"));
  // 70.33 x 2.5 = 175.825, 70.34 x 2.5 = 175.85
  const auto weighing = [&](const std::string& weight) {
    std::string text = adult;
    return page_of(text.replace(text.find("70.2 kg"), 7, weight), "de",
                   {regimen("azathioprine", clear)});
  };
  CHECK(says(weighing("70.33 kg"), "2,5 mg/kg/d = 175,8 mg/d"));
  CHECK(says(weighing("70.34 kg"), "2,5 mg/kg/d = 175,9 mg/d"));
}

TEST_CASE("without a weight there is the amount, and what is missing") {
  std::string text = adult;
  text.replace(text.find(", weight: 70.2 kg"), 17, "");
  const std::string page = page_of(text, "en", {regimen("azathioprine", clear)});
  CHECK(says(page, "2.5 mg/kg/d (azathioprine) [1]"));
  CHECK(says(page, "No dose in mg/d can be computed. needs: body weight (not stated)"));
}

TEST_CASE("a guard that is not known is said as a condition") {
  std::string text = adult;
  text.replace(text.find(", nudt15_phenotype: normal"), 26, "");
  CHECK(says(page_of(text, "en", {regimen("azathioprine", clear)}),
             "? Azathioprine of the trial: 2.5 mg/kg/d = 175.5 mg/d (azathioprine) [1] "
             "provided NUDT15 is normal, and neither allopurinol nor febuxostat is taken needs: "
             "NUDT15 phenotype (not stated)"));
}

TEST_CASE("a regimen that is ruled out has no plan, one that is not known a condition") {
  const std::string page =
      page_of(adult, "en",
              {regimen("azathioprine", language::Severity::avoid), regimen("infliximab", {}),
               regimen("combination", language::Severity::contraindicated)});
  CHECK(says(page, "x azathioprine alone: no plan (better avoided)"));
  CHECK(says(page, "x infliximab with azathioprine: no plan (CONTRAINDICATED)"));
  CHECK(says(page, "? infliximab alone: only if nothing that is still missing speaks against it"));
  CHECK(says(page, "needs: tests: HBsAg (not stated)"));
  CHECK_FALSE(says(page, "Azathioprine of the trial"));
  CHECK(page_of(adult, "en", {regimen("infliximab", language::Severity::avoid)}).empty());
}

TEST_CASE("dates, ranges, what is past, and no start") {
  const auto starting = [&](const std::string& start, const std::string& locale) {
    return page_of(adult + "plan: {start: " + start + "}\n", locale,
                   {regimen("infliximab", clear)});
  };
  CHECK(says(starting("2026-11-15", "en"), "counted from November 15, 2026"));
  CHECK(says(starting("2026-11-15", "en"), "2 weeks (November 29, 2026); 6 weeks"));
  CHECK(says(starting("2026-11-15", "de"), "2 Wochen (29. November 2026); 6 Wochen"));
  CHECK(says(starting("2026-10-01", "en"),
             "2 weeks (October 15, 2026, past); 6 weeks (November 12, 2026)"));
  CHECK(
      says(starting("2026-11", "en"), "2 weeks (November 15, 2026 to December 14, 2026); 6 weeks"));
  const std::string none = page_of(adult, "en", {regimen("infliximab", clear)});
  CHECK(says(none,
             "counted in weeks and months only: the start is not known needs: planned start "
             "of treatment (not stated)"));
  CHECK(says(none, "0 weeks; 2 weeks; 6 weeks; 14 weeks; 22 weeks;"));
}

TEST_CASE("a number that rounds to nought has no sign") {
  const Speaker speaker(knowledge(), {&shipped_pack().pack}, "de");
  CHECK(fixed(-0.004, 2, speaker) == "0,00");
  CHECK(fixed(-0.006, 2, speaker) == "-0,01");
  CHECK(fixed(0.35, 2, speaker) == "0,35");
  CHECK(fixed(-0.4, 0, speaker) == "0");
  CHECK(whole(-0.4) == "0");
  CHECK(whole(-1.5) == "-2");
}

TEST_CASE("what the plan or the safety leans on is named once, but for what the headline names") {
  const auto named = [](const std::vector<std::string>& of_verdict) {
    decision::Decision decision;
    decision.eligibility.assumptions = of_verdict;
    decision.regimens = {regimen("infliximab", clear)};
    decision.regimens.front().assumptions = {"conditions-listed", "therapies-listed"};
    decision.plans.emplace_back();
    decision.plans.front().assumptions = {"allergies-listed", "therapies-listed"};
    const Speaker speaker(knowledge(), {&shipped_pack().pack}, "en");
    Page page(Colour::no);
    SourceList sources;
    write_assumptions({decision, speaker, page, sources, false, nullptr});
    return page.take();
  };
  CHECK(named({}) ==
        "\n* assumed: the list of allergies names all there are\n"
        "* assumed: the list of conditions names all there are\n"
        "* assumed: the list of therapies names all there were\n");
  CHECK(named({"conditions-listed", "therapies-listed"}) ==
        "\n* assumed: the list of allergies names all there are\n");
  CHECK(named({"allergies-listed", "conditions-listed", "therapies-listed"}).empty());
}

TEST_CASE("limits in steps, and why there is none") {
  const std::string page =
      page_of(adult + "plan: {start: 2026-11-15}\n", "en", {regimen("infliximab", clear)});
  CHECK(says(page,
             "at most 40 mg/d until 14 weeks (February 21, 2027); 35 mg/d from 15 weeks "
             "(February 28, 2027); 30 mg/d"));
  CHECK(says(page, "0 mg/d from 22 weeks (April 18, 2027)"));
  CHECK(says(page, "Trial schedule, not a prescription"));
  std::string text = adult;
  text.replace(text.find("therapies: none"), 15,
               "therapies: [{drug: prednisone, route: oral, dose: 60 mg/day, start: 2026-10-01, "
               "ongoing: yes}]");
  const std::string withheld = page_of(text, "en", {regimen("infliximab", clear)});
  CHECK(says(withheld, "Withheld ? Systemic corticosteroids, as prednisone"));
  CHECK(says(withheld, "more than 40 mg/day of prednisone or its equivalent is taken now"));
  CHECK(says(withheld, "therapies 1: prednisone; route oral; dose 60 mg/day"));
  CHECK_FALSE(says(withheld, "at most 40 mg/d"));
}

TEST_CASE("each part stands once, with its regimens") {
  const std::string page = page_of(adult, "en",
                                   {regimen("azathioprine", clear), regimen("infliximab", clear),
                                    regimen("combination", clear)});
  for (const std::string once :
       {"Azathioprine of the trial", "Infusions of infliximab", "Visits", "C-reactive protein"}) {
    const auto first = page.find(once);
    CHECK(first != std::string::npos);
    CHECK(page.find(once, first + 1) == std::string::npos);
  }
  CHECK(says(page, "Visits of the trial (each of them)"));
  CHECK(says(page, "Infusions of infliximab (infliximab, combination)"));
}

TEST_CASE("a drug that nothing is said of is named") {
  std::string text = adult;
  text.replace(text.find("tpmt_phenotype: normal"), 22, "tpmt_phenotype: heterozygous");
  CHECK(says(page_of(text, "en", {regimen("azathioprine", clear)}),
             "x no source that was read gives a dose of azathioprine for this patient "
             "(azathioprine)"));
}

}  // namespace regimen::io
