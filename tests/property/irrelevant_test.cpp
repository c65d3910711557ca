// A fact or a list that no rule of the pack leads to changes nothing at all of the result.
#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/property/complaints.h"
#include "tests/property/shipped_world.h"

namespace regimen::property {

namespace {

// The facts and lists that some expression of the pack, its scores or its assumptions names, or
// that a named fact follows from.
struct Relevant {
  std::set<facts::FactId> facts;
  std::set<facts::ListId> lists;
};

void add_relevant(const language::CheckedPack& pack, Relevant& result) {
  const auto& all = pack.knowledge->vocabulary.facts();
  for (language::ExprId id = 0; id < pack.pack.ast.size(); ++id) {
    const language::NodeInfo& info = pack.nodes[id];
    if (info.ref == language::RefKind::fact) {
      result.facts.insert(info.index);
      if (all[info.index].since) result.facts.insert(all[info.index].since->date);
    }
    if (pack.pack.ast.at(id).kind >= language::ExprKind::any) result.lists.insert(info.list);
  }
  for (const language::Rule& rule : pack.pack.rules) {
    if (rule.dose && rule.dose->of) result.facts.insert(*rule.dose->of);
  }
}

void hold(const ShippedWorld& world, const Relevant& relevant, Random& random) {
  const facts::Vocabulary& vocabulary = world.engine().knowledge().vocabulary;
  REQUIRE(relevant.facts.count(*vocabulary.find_fact("cdai")) == 1);
  REQUIRE(relevant.lists.count(*vocabulary.find_list("tests")) == 1);
  Complaints complaints;
  for (int round = 0; round < 20; ++round) {
    Sketch patient = random_shipped_patient(random);
    for (int i = random.from_to(0, 5); i > 0; --i)
      forget(patient, world.engine().knowledge(), random);
    for (facts::FactId id = 0; id < vocabulary.facts().size(); ++id) {
      if (relevant.facts.count(id) == 0) patient.facts.erase(vocabulary.facts()[id].at);
    }
    const std::string before = world.report(patient);
    for (facts::FactId id = 0; id < vocabulary.facts().size(); ++id) {
      if (relevant.facts.count(id) > 0) continue;
      const facts::FactDef& fact = vocabulary.facts()[id];
      for (const std::string& text : {fact.example, std::string("unknown")}) {
        Sketch more = patient;
        more.facts[fact.at] = {{text}};
        if (world.report(more) != before)
          complaints.add(fact.at + ": " + text + "\n  " + to_json(patient));
      }
    }
    for (facts::ListId id = 0; id < vocabulary.lists().size(); ++id) {
      if (relevant.lists.count(id) > 0) continue;
      for (const char* state : {"none", "unknown", "plain", "complete"}) {
        Sketch more = patient;
        more.lists[vocabulary.lists()[id].id].state = state;
        if (world.report(more) != before)
          complaints.add(vocabulary.lists()[id].id + " " + state + "\n  " + to_json(patient));
      }
    }
  }
  complaints.report();
}

}  // namespace

TEST_CASE("what no rule asks for changes nothing of the result") {
  Random random(11);
  // The days of a plan are counted from its start; without safety there is no plan, and, read off
  // the rules by hand, none of them mentions it.
  const ShippedWorld whole(Safety::with);
  const facts::FactId start = *whole.engine().knowledge().vocabulary.find_fact("plan_start");
  Relevant relevant;
  add_relevant(whole.engine().pack(), relevant);
  add_relevant(*whole.engine().safety(), relevant);
  REQUIRE(relevant.facts.count(start) == 0);
  relevant.facts.insert(start);
  hold(whole, relevant, random);

  const ShippedWorld trial(Safety::without);
  Relevant of_trial;
  add_relevant(trial.engine().pack(), of_trial);
  REQUIRE(of_trial.facts.count(start) == 0);
  hold(trial, of_trial, random);
}

}  // namespace regimen::property
