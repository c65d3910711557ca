// Learning never flips a known verdict: where an unknown gets a value, a date or an interval
// narrows, or an incomplete list becomes complete, what was known open-world stays.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "engine/decision/decide.h"
#include "engine/program/walk.h"
#include "tests/property/complaints.h"
#include "tests/property/shipped_world.h"
#include "tests/property/small_world.h"

namespace regimen::property {

namespace {

using program::RuleFinding;
using program::Verdict;

// A pass whose guard is not known yet may still turn out not to apply (DESIGN: an unknown guard
// makes it unknown unless it passes anyway; a false guard drops it). Everything else stays.
bool stays(const RuleFinding& before, const RuleFinding& after) {
  if (before.verdict == Verdict::unknown || before.verdict == after.verdict) return true;
  const bool guard_open =
      before.guard && std::get<facts::Truth>(before.guard->value) == facts::Truth::unknown;
  return before.verdict == Verdict::pass && guard_open && after.verdict == Verdict::not_applicable;
}

bool is_decided(decision::EligibilityStatus status) {
  return status == decision::EligibilityStatus::eligible ||
         status == decision::EligibilityStatus::ineligible;
}

}  // namespace

TEST_CASE("learning flips no verdict of random rules") {
  SmallWorld world;
  Random random(20100415);
  Complaints complaints;
  std::size_t decided = 0;
  for (int round = 0; round < 120; ++round) {
    RandomRules options;
    std::vector<std::string> definitions;
    for (int i = 0; i < 3; ++i) {
      definitions.push_back(random_condition(random, options));
      options.definitions.push_back("d" + std::to_string(i));
    }
    std::vector<RuleText> rules;
    for (int i = 0; i < 25; ++i) rules.push_back(random_rule(random, options));
    const auto pack = make_pack(world, rules, definitions);
    for (int patient = 0; patient < 6; ++patient) {
      Sketch more = random_patient(random);
      auto known = program::walk(pack, settle(world, more), program::World::open);
      for (int step = 0; step < 12; ++step) {
        Sketch less = more;
        const std::string forgotten = forget(less, world.knowledge, random);
        if (forgotten.empty()) break;
        auto blurred = program::walk(pack, settle(world, less), program::World::open);
        for (std::size_t i = 0; i < rules.size(); ++i) {
          if (blurred.rules[i].verdict != Verdict::unknown) ++decided;
          if (stays(blurred.rules[i], known.rules[i])) continue;
          complaints.add(to_text(rules[i]) + "\n  learning (read from right to left): " +
                         forgotten + "\n  " + std::string(to_text(blurred.rules[i].verdict)) +
                         " becomes " + std::string(to_text(known.rules[i].verdict)) +
                         "\n  known: " + to_json(more) + "\n  definitions: " + definitions[0] +
                         " | " + definitions[1] + " | " + definitions[2]);
        }
        more = std::move(less);
        known = std::move(blurred);
      }
    }
  }
  CHECK(decided > 10000);
  complaints.report();
}

TEST_CASE("learning flips no eligibility of random packs") {
  SmallWorld world;
  Random random(20080927);
  Complaints complaints;
  std::size_t decided = 0;
  RandomRules options;
  options.depth = 1;
  for (int round = 0; round < 300; ++round) {
    std::vector<RuleText> rules;
    for (int i = random.from_to(1, 3); i > 0; --i) rules.push_back(random_rule(random, options));
    const auto pack = make_pack(world, rules, {});
    Sketch more = random_patient(random);
    for (int step = 0; step < 14; ++step) {
      Sketch less = more;
      const std::string forgotten = forget(less, world.knowledge, random);
      if (forgotten.empty()) break;
      const auto known = decision::decide(pack, settle(world, more), {}).eligibility;
      const auto blurred = decision::decide(pack, settle(world, less), {}).eligibility;
      if (is_decided(blurred.status)) ++decided;
      if (is_decided(blurred.status) && blurred.status != known.status) {
        std::string text;
        for (const RuleText& rule : rules) text += to_text(rule) + "\n  ";
        complaints.add(text + "learning: " + forgotten + "\n  " +
                       std::string(to_text(blurred.status)) + " becomes " +
                       std::string(to_text(known.status)) + "\n  known: " + to_json(more));
      }
      more = std::move(less);
    }
  }
  CHECK(decided > 1000);
  complaints.report();
}

TEST_CASE("learning flips no verdict of the shipped packs") {
  ShippedWorld world;
  Random random(94458);
  Complaints complaints;
  std::size_t decided = 0;
  for (int patient = 0; patient < 250; ++patient) {
    Sketch more =
        patient % 4 == 0 ? matching_shipped_patient(random) : random_shipped_patient(random);
    auto known = world.decide(more);
    for (int step = 0; step < 15; ++step) {
      Sketch less = more;
      const std::string forgotten = forget(less, world.engine().knowledge(), random);
      if (forgotten.empty()) break;
      auto blurred = world.decide(less);
      for (std::size_t i = 0; i < known.eligibility.criteria.size(); ++i) {
        const auto& before = blurred.eligibility.criteria[i];
        const auto& after = known.eligibility.criteria[i];
        if (before.verdict == Verdict::unknown) continue;
        ++decided;
        if (before.verdict == after.verdict) continue;
        complaints.add(before.id + "\n  learning: " + forgotten + "\n  " +
                       std::string(to_text(before.verdict)) + " becomes " +
                       std::string(to_text(after.verdict)) + "\n  known: " + to_json(more));
      }
      if (is_decided(blurred.eligibility.status) &&
          blurred.eligibility.status != known.eligibility.status) {
        complaints.add("status: " + std::string(to_text(blurred.eligibility.status)) + " becomes " +
                       std::string(to_text(known.eligibility.status)) +
                       "\n  learning: " + forgotten + "\n  known: " + to_json(more));
      }
      more = std::move(less);
      known = std::move(blurred);
    }
  }
  CHECK(decided > 10000);
  complaints.report();
}

TEST_CASE("learning flips no known safety, and narrows what may still come") {
  const ShippedWorld world(Safety::with);
  Random random(2010);
  Complaints complaints;
  embed::EvaluateOptions options;
  options.assumptions = false;
  std::size_t told = 0;
  for (int patient = 0; patient < 50; ++patient) {
    options.jurisdiction = random.pick({"EU", "US", ""});
    Sketch more =
        patient % 4 == 0 ? matching_shipped_patient(random) : random_shipped_patient(random);
    auto known = world.decide(more, options);
    for (int step = 0; step < 12; ++step) {
      Sketch less = more;
      const std::string forgotten = forget(less, world.engine().knowledge(), random);
      if (forgotten.empty()) break;
      auto blurred = world.decide(less, options);
      REQUIRE(!known.regimens.empty());
      for (std::size_t i = 0; i < known.regimens.size(); ++i) {
        const decision::RegimenSafety& before = blurred.regimens[i];
        const decision::RegimenSafety& after = known.regimens[i];
        if (before.status || before.at_least != language::Severity::no_finding) ++told;
        const bool flips = before.status && before.status != after.status;
        const bool widens = after.at_least < before.at_least || after.at_most > before.at_most;
        if (!flips && !widens) continue;
        complaints.add(before.id + "\n  learning: " + forgotten + "\n  " +
                       std::string(decision::status_text(before.status)) + " becomes " +
                       std::string(decision::status_text(after.status)) +
                       "\n  known: " + to_json(more));
      }
      more = std::move(less);
      known = std::move(blurred);
    }
  }
  CHECK(told > 200);
  complaints.report();
}

}  // namespace regimen::property
