// Closing a list: `none` says what `{complete: yes}` without entries says, and `{complete: no}` and
// a plain list say the same where nothing is assumed.
#include <doctest/doctest.h>

#include <string>

#include "engine/program/walk.h"
#include "tests/property/complaints.h"
#include "tests/property/shipped_world.h"
#include "tests/property/small_world.h"

namespace regimen::property {

namespace {

std::string findings_of(const language::CheckedPack& pack, const facts::Settled& patient,
                        program::World world) {
  std::string text;
  for (const program::RuleFinding& rule : program::walk(pack, patient, world).rules) {
    text += std::string(program::to_text(rule.verdict));
    for (const facts::Missing& missing : rule.decisive)
      text += " " + missing.key + "/" + missing.about;
    for (const std::string& assumed : rule.assumed) text += " " + assumed;
    text += "; ";
  }
  return text;
}

}  // namespace

TEST_CASE("none is a complete list without entries, for the shipped packs") {
  const ShippedWorld world;
  Random random(15);
  for (int round = 0; round < 40; ++round) {
    Sketch patient = random_shipped_patient(random);
    for (const char* id : {"therapies", "conditions", "procedures"}) {
      Sketch none = patient;
      none.lists[id] = {"none", {}};
      Sketch complete = patient;
      complete.lists[id] = {"complete", {}};
      CHECK(world.report(none) == world.report(complete));
    }
  }
}

TEST_CASE("none is a complete list without entries, for random rules") {
  SmallWorld world;
  Random random(16);
  Complaints complaints;
  for (int round = 0; round < 30; ++round) {
    std::vector<RuleText> rules;
    for (int i = 0; i < 40; ++i) rules.push_back(random_rule(random, {}));
    const auto pack = make_pack(world, rules, {});
    Sketch patient = random_patient(random);
    for (int i = random.from_to(0, 4); i > 0; --i) forget(patient, world.knowledge, random);
    for (const auto in : {program::World::open, program::World::assumed}) {
      patient.lists["things"] = {"none", {}};
      const std::string none = findings_of(pack, settle(world, patient), in);
      patient.lists["things"] = {"complete", {}};
      if (none != findings_of(pack, settle(world, patient), in)) complaints.add(to_json(patient));
    }
  }
  complaints.report();
}

TEST_CASE("a plain list and an incomplete one say the same where nothing is assumed") {
  SmallWorld world;
  Random random(17);
  Complaints complaints;
  for (int round = 0; round < 30; ++round) {
    std::vector<RuleText> rules;
    for (int i = 0; i < 40; ++i) rules.push_back(random_rule(random, {}));
    const auto pack = make_pack(world, rules, {});
    Sketch patient = random_patient(random);
    SketchList& things = patient.lists["things"];
    things.state = "plain";
    const std::string plain = findings_of(pack, settle(world, patient), program::World::open);
    things.state = "incomplete";
    if (plain != findings_of(pack, settle(world, patient), program::World::open))
      complaints.add(to_json(patient));
    // And with the assumption, a plain list is a complete one.
    things.state = "plain";
    const auto assumed = program::walk(pack, settle(world, patient), program::World::assumed);
    things.state = "complete";
    const auto closed = program::walk(pack, settle(world, patient), program::World::assumed);
    for (std::size_t i = 0; i < rules.size(); ++i) {
      if (assumed.rules[i].verdict != closed.rules[i].verdict)
        complaints.add(to_text(rules[i]) + "\n  " + to_json(patient));
    }
  }
  complaints.report();
}

}  // namespace regimen::property
