// The columnar program means what the walk means: on the shipped packs, on random packs and
// patients, on all small expressions, and whatever number of patients a batch holds.
#include "engine/program/run.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/files.h"
#include "engine/io/profile.h"
#include "engine/program/coded_run.h"
#include "engine/program/compile.h"
#include "engine/program/walk.h"
#include "tests/property/complaints.h"
#include "tests/property/shipped_world.h"
#include "tests/property/small_world.h"
#include "tests/support/coder.h"

namespace regimen::property {

namespace {

using facts::Truth;
using program::Conflicts;
using program::RuleFinding;
using program::RuleVerdicts;
using program::Verdicts;
using program::World;

struct Patient {
  facts::Settled settled;
  std::string text;  // for a complaint
};

std::string show(const RuleFinding& finding, bool asked) {
  std::string text(program::to_text(finding.verdict));
  text += " when " + std::string(facts::to_text(finding.when));
  const Truth guard = finding.guard ? std::get<Truth>(finding.guard->value) : Truth::yes;
  text += ", applies " + std::string(facts::to_text(guard));
  for (const program::Finding& one : finding.alternatives) {
    text += ", " + std::string(facts::to_text(asked ? finding.when : std::get<Truth>(one.value)));
  }
  return text;
}

std::string show(const Verdicts& verdicts, std::size_t rule, World world, std::size_t row) {
  const RuleVerdicts& found = verdicts.of(rule, world);
  std::string text(program::to_text(verdicts.verdict(rule, world, row)));
  text += " when " + std::string(facts::to_text(found.when.at(row)));
  text += ", applies " + std::string(facts::to_text(found.guard.at(row)));
  for (const facts::Planes& one : found.alternatives)
    text += ", " + std::string(facts::to_text(one.at(row)));
  return text;
}

bool same(const RuleFinding& finding, bool asked, const Verdicts& verdicts, World world,
          std::size_t row) {
  const RuleVerdicts& found = verdicts.of(finding.rule, world);
  const Truth guard = finding.guard ? std::get<Truth>(finding.guard->value) : Truth::yes;
  bool all = verdicts.verdict(finding.rule, world, row) == finding.verdict &&
             found.when.at(row) == finding.when && found.guard.at(row) == guard &&
             found.alternatives.size() == finding.alternatives.size();
  for (std::size_t i = 0; all && i < found.alternatives.size(); ++i) {
    // What a work-up rule asks for need not be a condition.
    all = found.alternatives[i].at(row) ==
          (asked ? finding.when : std::get<Truth>(finding.alternatives[i].value));
  }
  return all;
}

facts::Batch fill(const program::Program& program, const std::vector<Patient>& patients,
                  std::size_t count) {
  facts::Batch batch(program.reads);
  for (std::size_t i = 0; i < count; ++i) batch.add(patients[i].settled);
  return batch;
}

bool same(const Verdicts& a, const Verdicts& b, std::size_t rule, World world) {
  const RuleVerdicts& one = a.of(rule, world);
  const RuleVerdicts& other = b.of(rule, world);
  const auto equal = [](const facts::Planes& x, const facts::Planes& y) {
    return x.rows == y.rows && x.yes == y.yes && x.no == y.no;
  };
  return equal(one.when, other.when) && equal(one.guard, other.guard) && one.pass == other.pass &&
         one.fail == other.fail && one.not_applicable == other.not_applicable &&
         std::ranges::equal(one.alternatives, other.alternatives, equal);
}

// The coded run says what the plain one says, whatever its dictionaries have gained between runs:
// in three runs the first third of the patients, two thirds, and all of them, then all once more
// in another generation.
void compare_coded(const language::CheckedPack& pack, const program::Program& program,
                   const std::vector<Patient>& patients, Complaints& complaints) {
  facts::Dictionaries dictionaries(pack.knowledge->vocabulary, program.reads);
  support::Coder coder(dictionaries);
  facts::CodedBatch coded(dictionaries);
  program::CodedRunner runner(program, dictionaries.parts());
  for (int part = 1; part <= 4; ++part) {
    const std::size_t count =
        part > 2 ? patients.size() : patients.size() * static_cast<std::size_t>(part) / 3;
    if (part == 4) dictionaries.clear();
    coded.clear();
    for (std::size_t i = 0; i < count; ++i) coded.add(coder.code(patients[i].settled));
    const Verdicts& found = runner.run(dictionaries, coded);
    const Verdicts plain = program::run(program, fill(program, patients, count));
    REQUIRE(found.patients == count);
    for (std::size_t i = 0; i < program.rules.size(); ++i) {
      for (const World world : {World::open, World::assumed}) {
        if (!same(plain, found, i, world))
          complaints.add(program.rules[i].id + ": the coded run differs from the plain one");
      }
    }
  }
}

// All rules of all patients, in both worlds. Returns how many verdicts were known.
std::size_t compare(const language::CheckedPack& pack, const std::vector<Patient>& patients,
                    Conflicts conflicts, Complaints& complaints,
                    const std::vector<RuleText>& texts = {}) {
  std::size_t known = 0;
  const program::Program program = program::compile(pack, conflicts);
  const Verdicts verdicts = program::run(program, fill(program, patients, patients.size()));
  REQUIRE(verdicts.patients == patients.size());
  compare_coded(pack, program, patients, complaints);
  for (std::size_t row = 0; row < patients.size(); ++row) {
    for (const World world : {World::open, World::assumed}) {
      const auto findings = program::walk(pack, patients[row].settled, world, conflicts);
      for (std::size_t i = 0; i < findings.rules.size(); ++i) {
        const language::Rule& rule = pack.pack.rules[i];
        const bool asked = rule.kind == language::RuleKind::workup;
        if (findings.rules[i].verdict != program::Verdict::unknown) ++known;
        if (same(findings.rules[i], asked, verdicts, world, row)) continue;
        complaints.add((texts.empty() ? rule.id : to_text(texts[i])) +
                       (world == World::open ? "\n  open" : "\n  assumed") + ": the walk says " +
                       show(findings.rules[i], asked) + "\n  the program " +
                       show(verdicts, i, world, row) + "\n  " + patients[row].text);
      }
    }
  }
  return known;
}

// What the makers of true patients never do: statements that contradict each other, a kind that is
// denied beside one of its entries, entries without dates, and lists of every state.
void spoil(Sketch& patient, Random& random) {
  const auto probe = [&](const std::string& day) {
    std::map<std::string, std::string> entry = {
        {"probe", random.pick({"scan", "fast_scan", "blood", "?!"})},
        {"result", random.pick({"positive", "positive", "negative", "indeterminate", "not_done"})}};
    if (!random.chance(20)) entry["date"] = day;
    return entry;
  };
  for (auto& [path, values] : patient.facts) {
    if (random.chance(8)) values.push_back(random.pick(values));
    if (random.chance(8) && (path == "s.p" || path == "s.q"))
      values = {{"yes", "2026-01-01"}, {"no", "2026-01-01"}};
  }
  for (int i = random.from_to(0, 3); i > 0; --i)
    patient.lists["probes"].entries.push_back(
        probe(random.pick({"2026-01-05", "2026-01", "2025"})));
  SketchList& things = patient.lists["things"];
  if (things.state == "missing" || things.state == "unknown" || things.state == "none") return;
  things.state = random.pick({"plain", "complete", "incomplete"});
  if (random.chance(40)) {
    things.entries.push_back(
        {{"thing", random.pick({"animal", "dog", "cat", "flea"})}, {"status", "absent"}});
  }
  if (random.chance(40)) things.entries.push_back({{"thing", "poodle"}, {"grade", "low"}});
}

Patient small_patient(const SmallWorld& world, Random& random) {
  Sketch sketch = random_patient(random);
  for (int i = random.from_to(0, 14); i > 0; --i) forget(sketch, world.knowledge, random);
  if (random.chance(50)) spoil(sketch, random);
  return {settle(world, sketch), to_json(sketch)};
}

Patient settled(const ShippedWorld& world, const language::CheckedPack& pack,
                const std::string& name, const std::string& text) {
  core::Sources sources;
  const core::Source& source = sources.add(name, text, core::Privacy::open);
  const auto reading = io::read_profile(source, world.engine().knowledge(), std::nullopt);
  REQUIRE_MESSAGE(reading.record, core::render(reading.structure, core::ShowValues::yes));
  const facts::Knowledge& knowledge = world.engine().knowledge();
  return {
      facts::settle(*reading.record, knowledge.vocabulary, knowledge.terminology, pack.pack.stale),
      name + " " + text};
}

}  // namespace

TEST_CASE("the program says what the walk says of the shipped packs") {
  const ShippedWorld world(Safety::with);
  Random random(20100415);
  Complaints complaints;
  std::vector<std::pair<std::string, std::string>> texts;
  for (int i = 0; i < 150; ++i) {
    Sketch sketch = i % 4 == 0 ? matching_shipped_patient(random) : random_shipped_patient(random);
    for (int step = random.from_to(0, 12); step > 0; --step)
      forget(sketch, world.engine().knowledge(), random);
    if (i % 3 == 0) {
      // Bare lists, on which the assumptions bear, and tests that contradict each other.
      for (auto& [id, list] : sketch.lists)
        if (list.state == "complete" || list.state == "none") list.state = "plain";
      sketch.lists["tests"].entries.push_back(
          {{"test", "chest_radiograph"}, {"result", "positive"}, {"date", sketch.as_of}});
    }
    texts.emplace_back("random", to_json(sketch));
  }
  const auto folder = std::filesystem::path(REGIMEN_TEST_SOURCE_DIR) / "examples" / "patients";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto extension = entry.path().extension();
    if (extension != ".yaml" && extension != ".json") continue;
    const auto text = core::read_file(entry.path(), std::size_t{1} << 20U);
    REQUIRE(text.ok());
    texts.emplace_back(entry.path().string(), text.value());
  }
  CHECK(texts.size() > 160);
  std::size_t known = 0;
  for (const language::CheckedPack* pack : {&world.engine().pack(), world.engine().safety()}) {
    std::vector<Patient> patients;
    for (const auto& [name, text] : texts) patients.push_back(settled(world, *pack, name, text));
    for (const Conflicts conflicts : {Conflicts::unknown, Conflicts::worse})
      known += compare(*pack, patients, conflicts, complaints);
  }
  CHECK(known > 20000);
  complaints.report();
}

TEST_CASE("the program says what the walk says of random packs") {
  SmallWorld world;
  Random random(94458);
  Complaints complaints;
  std::size_t known = 0;
  for (int round = 0; round < 40; ++round) {
    RandomRules options;
    std::vector<std::string> definitions;
    for (int i = 0; i < 3; ++i) {
      definitions.push_back(random_condition(random, options));
      options.definitions.push_back("d" + std::to_string(i));
    }
    std::vector<RuleText> rules;
    for (int i = 0; i < 30; ++i) rules.push_back(random_rule(random, options));
    const auto pack = make_pack(world, rules, definitions);
    std::vector<Patient> patients;
    for (int i = 0; i < 20; ++i) patients.push_back(small_patient(world, random));
    const auto conflicts = round % 4 == 0 ? Conflicts::worse : Conflicts::unknown;
    known += compare(pack, patients, conflicts, complaints, rules);
  }
  CHECK(known > 10000);
  complaints.report();
}

namespace {

// Conditions of one operator each, of every kind of operand.
const std::vector<std::string> atoms = {
    "p",
    "q",
    "level < 2 mg/L",
    "level between 1 mg/L and 1.5 mg/L",
    "elapsed >= 2 months",
    "elapsed < 10 days",
    "elapsed between 4 weeks and 6 months",
    "since within 6 months before as_of",
    "since not within 10 days before as_of",
    "since within 1 year after 2025-08-31",
    "as_of - since >= 2 months",
    "as_of - since <= 4 weeks",
    "as_of - 2 months < since",
    "(if p then since else as_of) < 2026-08-31",
    "(if p then elapsed else as_of - since) >= 2 months",
    "(if p then q else (not q))",
    "since = 2026-08-31",
    "colour is red",
    "colour not in {red, blue}",
    "kind is dog",
    "kind is flea",
    "kind not in {poodle, stone}",
    "any thing",
    "no thing where (thing is dog)",
    "any thing where (thing is hound and flag)",
    "any thing where (thing is cat or thing is stone)",
    "any thing where (amount > n)",
    "any thing where (p and first within 4 weeks before since)",
    "any thing where (there within 1 month before as_of)",
    "any thing where (there not within 0 days before as_of)",
    "any thing where (long >= 4 weeks)",
    "any thing where (long <= 1 month)",
    "count thing where (lasts) >= 1",
    "count thing = 2",
    "sum (amount) of thing where (thing is dog) >= 2",
    "sum (n - 2) of thing < 1",
    "grade of latest thing is low",
    "thing of latest thing where (flag) is dog",
    "(amount of latest thing where (thing is dog)) >= 1",
    "(long of latest thing) >= 4 weeks",
    "(first of latest thing) < as_of - 1 month",
    "flag of latest thing",
    "there of latest thing within 6 months before as_of",
    "positive probe where (probe is scan)",
    "positive probe where (probe is blood or q)",
    "any probe where (result is negative and date within 1 month before as_of)",
    "at least 2 of (p, q, r)",
};

const std::vector<std::string> numbers = {"n",
                                          "1",
                                          "-m",
                                          "(if q then n else m)",
                                          "count thing where (thing is dog)",
                                          "(amount of latest thing)",
                                          "sum (amount - 1) of thing"};

}  // namespace

TEST_CASE("the program says what the walk says of all small expressions") {
  SmallWorld world;
  Random random(220);
  Complaints complaints;
  std::vector<RuleText> rules;
  const auto add = [&](const std::string& text) { rules.push_back({{text}}); };
  for (std::size_t i = 0; i < atoms.size(); ++i) {
    add(atoms[i]);
    add("not (" + atoms[i] + ")");
    for (std::size_t j = 0; j < i; ++j) {
      add("(" + atoms[i] + ") and (" + atoms[j] + ")");
      add("(" + atoms[i] + ") or not (" + atoms[j] + ")");
    }
  }
  for (const std::string& a : numbers) {
    for (const std::string& b : numbers) {
      for (const char* op : {" + ", " - ", " * ", " / "}) {
        if (b == "1" || std::string(op) != " / ") {
          for (const char* than : {" < 1", " >= 1", " = 2", " != 0"})
            add("(" + a + op + b + ")" + than);
        } else {
          add("(" + a + op + "(" + b + ")) <= 1");
        }
      }
    }
  }
  // Readings of one thing, and guards.
  for (std::size_t i = 0; i + 1 < atoms.size(); ++i) {
    rules.push_back({{atoms[i], atoms[i + 1]}, atoms[(i + 7) % atoms.size()], i % 2 == 0});
    rules.push_back({{atoms[i]}, atoms[i + 1], i % 2 == 1});
  }
  const auto pack = make_pack(world, rules, {});
  std::vector<Patient> patients;
  // Every combination of the plain facts, on one patient.
  const Sketch plain = random_patient(random);
  for (const char* p : {"yes", "no", "unknown"}) {
    for (const char* q : {"yes", "no", "unknown"}) {
      for (const char* n : {"0", "2", "unknown"}) {
        Sketch sketch = plain;
        sketch.facts["s.p"] = {{p}};
        sketch.facts["s.q"] = {{q}};
        sketch.facts["s.n"] = {{n}};
        patients.push_back({settle(world, sketch), to_json(sketch)});
      }
    }
  }
  while (patients.size() < 66) patients.push_back(small_patient(world, random));
  CHECK(compare(pack, patients, Conflicts::unknown, complaints, rules) > 100000);
  complaints.report();
}

TEST_CASE("a batch says of each patient what it says of one alone") {
  SmallWorld world;
  Random random(65);
  Complaints complaints;
  std::vector<RuleText> rules;
  for (int i = 0; i < 60; ++i) rules.push_back(random_rule(random, {}));
  const auto pack = make_pack(world, rules, {});
  const program::Program program = program::compile(pack);
  std::vector<Patient> patients;
  for (int i = 0; i < 200; ++i) patients.push_back(small_patient(world, random));
  std::vector<Verdicts> alone;
  program::Runner runner(program);
  facts::Batch batch(program.reads);
  for (const Patient& patient : patients) {
    batch.clear();
    batch.add(patient.settled);
    alone.push_back(runner.run(batch));
  }
  // One runner and one batch for all sizes: what an earlier run left behind does not show.
  for (const std::size_t size : {200U, 1U, 63U, 64U, 0U, 65U, 128U}) {
    batch.clear();
    for (std::size_t i = 0; i < size; ++i) batch.add(patients[i].settled);
    const Verdicts& verdicts = runner.run(batch);
    REQUIRE(verdicts.patients == size);
    for (std::size_t i = 0; i < rules.size(); ++i) {
      for (const World world_of : {World::open, World::assumed}) {
        const RuleVerdicts& found = verdicts.of(i, world_of);
        CHECK(found.pass.size() == facts::words_for(size));
        if (size % facts::plane_bits != 0) {
          // Nobody stands beyond the last patient.
          const facts::PlaneWord beyond = ~(facts::bit_of(size) - 1);
          CHECK((found.pass.back() & beyond) == 0);
          CHECK((found.fail.back() & beyond) == 0);
          CHECK((found.not_applicable.back() & beyond) == 0);
          CHECK(((found.when.yes.back() | found.guard.yes.back()) & beyond) == 0);
        }
        for (std::size_t row = 0; row < size; ++row) {
          const std::string one = show(alone[row], i, world_of, 0);
          const std::string among = show(verdicts, i, world_of, row);
          if (one != among)
            complaints.add(to_text(rules[i]) + ": alone " + one + ", among others " + among);
        }
      }
    }
  }
  complaints.report();
}

}  // namespace regimen::property
