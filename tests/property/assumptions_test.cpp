// Assumptions decide only what was unknown: a verdict that is known open-world is the same with
// them, and what changes names an assumption.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/decision/decide.h"
#include "tests/property/complaints.h"
#include "tests/property/shipped_world.h"
#include "tests/property/small_world.h"

namespace regimen::property {

namespace {

using decision::Decision;
using decision::EligibilityStatus;
using program::Verdict;

// The list of a random patient, with nothing said of what is not in it.
void open_up(Sketch& patient, Random& random) {
  for (auto& [id, list] : patient.lists) {
    if (list.state == "none" || list.state == "complete")
      list.state = random.pick({"plain", "plain", "incomplete", "complete"});
  }
}

// Fails may not be assumed away, nor passes; `guards` allows a pass to be dropped.
void compare(const Decision& decision, const std::string& context, bool guards,
             Complaints& complaints, std::size_t& decided) {
  for (const decision::Criterion& criterion : decision.eligibility.criteria) {
    const Verdict open = criterion.verdict;
    const Verdict assumed = criterion.assumed_verdict;
    const bool dropped = guards && open == Verdict::pass && assumed == Verdict::not_applicable;
    if (open != Verdict::unknown && open != assumed && !dropped)
      complaints.add("rule " + criterion.id + ": " + std::string(to_text(open)) + " becomes " +
                     std::string(to_text(assumed)) + "\n  " + context);
    if (open == assumed) {
      if (!criterion.assumed.empty())
        complaints.add("rule " + criterion.id + " leans on what changes nothing\n  " + context);
      continue;
    }
    ++decided;
    if (criterion.assumed.empty())
      complaints.add("rule " + criterion.id + " leans on nothing that is named\n  " + context);
  }
}

}  // namespace

TEST_CASE("assumptions decide only what was unknown, in the shipped packs") {
  const ShippedWorld world;
  Random random(27);
  Complaints complaints;
  std::size_t decided = 0;
  std::size_t leaning = 0;
  for (int round = 0; round < 300; ++round) {
    Sketch patient =
        round % 2 == 0 ? random_shipped_patient(random) : matching_shipped_patient(random);
    open_up(patient, random);
    for (int i = random.from_to(0, 5); i > 0; --i)
      forget(patient, world.engine().knowledge(), random);
    const std::string context = to_json(patient);
    const Decision with = world.decide(patient);
    compare(with, context, false, complaints, decided);
    embed::EvaluateOptions options;
    options.assumptions = false;
    const Decision without = world.decide(patient, options);
    for (std::size_t i = 0; i < with.eligibility.criteria.size(); ++i) {
      if (with.eligibility.criteria[i].verdict != without.eligibility.criteria[i].verdict)
        complaints.add("the open-world verdict hangs on the switch\n  " + context);
    }
    // Without assumptions nothing leans on them, and what is decided then is decided with them.
    if (!without.eligibility.assumptions.empty())
      complaints.add("assumptions are named that are off\n  " + context);
    const auto open = without.eligibility.status;
    const auto status = with.eligibility.status;
    if (open == EligibilityStatus::eligible_with_assumptions)
      complaints.add("it is assumed what was switched off\n  " + context);
    if (open != EligibilityStatus::indeterminate && open != status)
      complaints.add(std::string(to_text(open)) + " becomes " + std::string(to_text(status)) +
                     "\n  " + context);
    if (open == EligibilityStatus::indeterminate && status != open) {
      ++leaning;
      if (status != EligibilityStatus::eligible_with_assumptions)
        complaints.add("assumptions make it " + std::string(to_text(status)) + "\n  " + context);
      if (with.eligibility.assumptions.empty())
        complaints.add("no assumption is named\n  " + context);
    }
  }
  CHECK(decided > 100);
  CHECK(leaning > 0);
  complaints.report();
}

TEST_CASE("assumptions decide only what was unknown, in random packs") {
  SmallWorld world;
  Random random(28);
  Complaints complaints;
  std::size_t decided = 0;
  for (int round = 0; round < 40; ++round) {
    std::vector<RuleText> rules;
    for (int i = 0; i < 30; ++i) rules.push_back(random_rule(random, {}));
    const auto pack = make_pack(world, rules, {});
    for (int i = 0; i < 5; ++i) {
      Sketch patient = random_patient(random);
      open_up(patient, random);
      for (int j = random.from_to(0, 4); j > 0; --j) forget(patient, world.knowledge, random);
      const Decision decision = decision::decide(pack, settle(world, patient), {});
      std::string context = to_json(patient);
      for (const decision::Criterion& criterion : decision.eligibility.criteria) {
        if (criterion.verdict != criterion.assumed_verdict)
          context += "\n  rule " + criterion.id + ": " + to_text(rules[std::stoul(criterion.id)]);
      }
      compare(decision, context, true, complaints, decided);
    }
  }
  CHECK(decided > 100);
  complaints.report();
}

}  // namespace regimen::property
