// Order changes nothing: not that of the rules and definitions of a pack, not that of the entries
// of a list or of repeated values, not that of the keys of a profile.
#include <doctest/doctest.h>

#include <map>
#include <string>
#include <tuple>

#include "engine/decision/decide.h"
#include "engine/embed/engine.h"
#include "engine/facts/settle.h"
#include "engine/io/profile.h"
#include "tests/property/complaints.h"
#include "tests/property/shipped_world.h"
#include "tests/property/small_world.h"

namespace regimen::property {

namespace {

using decision::Decision;

// What must not change, by rule. The places of entries may.
std::map<std::string, std::string> verdicts(const Decision& decision) {
  std::map<std::string, std::string> result;
  result["status"] = decision::to_text(decision.eligibility.status);
  for (const decision::Criterion& criterion : decision.eligibility.criteria) {
    std::string text(program::to_text(criterion.verdict));
    text += " " + std::string(program::to_text(criterion.assumed_verdict));
    text += " " + std::to_string(criterion.missing.size());
    for (const std::string& assumed : criterion.assumed) text += " " + assumed;
    result[criterion.id] = text;
  }
  for (const decision::Remark& remark : decision.remarks) result[remark.id] = remark.level;
  for (const std::string& assumption : decision.eligibility.assumptions)
    result["assumption " + assumption] = "";
  return result;
}

std::string difference(const std::map<std::string, std::string>& a,
                       const std::map<std::string, std::string>& b) {
  std::string text;
  for (const auto& [id, verdict] : a) {
    const auto place = b.find(id);
    if (place == b.end() || place->second != verdict)
      text += id + ": " + verdict + " becomes " + (place == b.end() ? "nothing" : place->second) +
              "\n  ";
  }
  return a.size() == b.size() ? text : text + "not the same rules";
}

void blur(Sketch& patient, const facts::Knowledge& knowledge, Random& random) {
  for (int i = random.from_to(0, 6); i > 0; --i) forget(patient, knowledge, random);
}

void shuffle_entries(Sketch& patient, Random& random) {
  for (auto& [id, list] : patient.lists) random.shuffle(list.entries);
  for (auto& [path, values] : patient.facts) random.shuffle(values);
}

}  // namespace

TEST_CASE("the order of entries and keys changes no verdict of the shipped packs") {
  const ShippedWorld world;
  Random random(450);
  Complaints complaints;
  for (int round = 0; round < 300; ++round) {
    Sketch patient = random_shipped_patient(random);
    blur(patient, world.engine().knowledge(), random);
    const auto before = verdicts(world.decide(patient));
    Sketch shuffled = patient;
    shuffle_entries(shuffled, random);
    const std::string changed = difference(before, verdicts(world.decide(shuffled, {}, &random)));
    if (!changed.empty()) complaints.add(changed + to_json(patient) + "\n  " + to_json(shuffled));
  }
  complaints.report();
}

TEST_CASE("the order of rules and definitions changes no verdict of the shipped packs") {
  const std::filesystem::path root = REGIMEN_TEST_SOURCE_DIR;
  const ShippedWorld world;
  const facts::Knowledge& knowledge = world.engine().knowledge();
  Random random(220);
  Complaints complaints;
  for (int shuffling = 0; shuffling < 5; ++shuffling) {
    core::Sources sources;
    core::Diagnostics diagnostics;
    auto pack = language::load_pack(root / "rules" / "sonic", knowledge, sources, diagnostics);
    REQUIRE(pack);
    random.shuffle(pack->rules);
    random.shuffle(pack->definitions);
    const auto checked = language::check(std::move(*pack), knowledge, diagnostics);
    REQUIRE_MESSAGE(checked, core::render(diagnostics, core::ShowValues::yes));
    for (int round = 0; round < 60; ++round) {
      Sketch patient = random_shipped_patient(random);
      blur(patient, knowledge, random);
      const core::Source& source = sources.add("<patient>", to_json(patient), core::Privacy::open);
      const io::ProfileReading reading = io::read_profile(source, knowledge, std::nullopt);
      REQUIRE(reading.record);
      const facts::Settled settled = facts::settle(*reading.record, knowledge.vocabulary,
                                                   knowledge.terminology, checked->pack.stale);
      const std::string changed = difference(verdicts(world.decide(patient)),
                                             verdicts(decision::decide(*checked, settled, {})));
      if (!changed.empty()) complaints.add(changed + to_json(patient));
    }
  }
  complaints.report();
}

TEST_CASE("the order of entries and keys changes no verdict of random rules") {
  SmallWorld world;
  Random random(508);
  Complaints complaints;
  for (int round = 0; round < 40; ++round) {
    std::vector<RuleText> rules;
    for (int i = 0; i < 30; ++i) rules.push_back(random_rule(random, {}));
    const auto pack = make_pack(world, rules, {});
    for (int i = 0; i < 6; ++i) {
      Sketch patient = random_patient(random);
      blur(patient, world.knowledge, random);
      Sketch shuffled = patient;
      shuffle_entries(shuffled, random);
      const auto before = verdicts(decision::decide(pack, settle(world, patient), {}));
      const auto after = verdicts(decision::decide(pack, settle(world, shuffled, &random), {}));
      const std::string changed = difference(before, after);
      if (changed.empty()) continue;
      std::string told = changed;
      for (std::size_t rule = 0; rule < rules.size(); ++rule) {
        if (before.at(std::to_string(rule)) != after.at(std::to_string(rule)))
          told += to_text(rules[rule]) + "\n  ";
      }
      complaints.add(told + to_json(patient) + "\n  " + to_json(shuffled));
    }
  }
  complaints.report();
}

}  // namespace regimen::property
