// Decisive missing facts are never under-reported: a missing fact that flips the verdict at some
// completion of the others stands in `decisive`; a known verdict is that of every completion, and
// nothing is decisive for it. All completions are tried, one by one.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "engine/program/walk.h"
#include "tests/property/complaints.h"
#include "tests/property/small_world.h"

namespace regimen::property {

namespace {

using program::RuleFinding;
using program::Verdict;

// Something that is missing, with the values that it may turn out to have.
struct Gap {
  std::vector<std::string> keys;  // any of them tells of it
  std::function<void(Sketch&)> open;
  std::vector<std::function<void(Sketch&)>> completions;
};

Gap fact_gap(const std::string& path, const std::vector<std::string>& values,
             std::vector<std::string> keys) {
  Gap gap;
  gap.keys = std::move(keys);
  gap.open = [path](Sketch& sketch) { sketch.facts.erase(path); };
  for (const std::string& value : values)
    gap.completions.emplace_back([path, value](Sketch& sketch) { sketch.facts[path] = {{value}}; });
  return gap;
}

Gap field_gap(std::size_t entry, const std::string& field, const std::vector<std::string>& values,
              std::vector<std::string> fields) {
  Gap gap;
  for (const std::string& name : fields)
    gap.keys.push_back("things[" + std::to_string(entry) + "]." + name);
  const bool identity = field == "thing";
  gap.open = [entry, field, identity](Sketch& sketch) {
    auto& fields_of = sketch.lists["things"].entries[entry];
    if (identity) {
      fields_of[field] = "nobody-knows-it";
    } else {
      fields_of.erase(field);
    }
  };
  for (const std::string& value : values) {
    gap.completions.emplace_back([entry, field, value](Sketch& sketch) {
      sketch.lists["things"].entries[entry][field] = value;
    });
  }
  return gap;
}

Gap list_gap(const std::string& list, const std::vector<SketchList>& completions) {
  Gap gap;
  gap.keys = {list};
  gap.open = [list](Sketch& sketch) { sketch.lists.erase(list); };
  for (const SketchList& completion : completions)
    gap.completions.emplace_back(
        [list, completion](Sketch& sketch) { sketch.lists[list] = completion; });
  return gap;
}

std::vector<std::string> some_days(const Sketch& patient) {
  const facts::Day as_of = facts::parse_date(patient.as_of)->first;
  std::vector<std::string> days;
  for (const int back : {0, 40, 200, 500}) days.push_back(to_text(as_of - back));
  return days;
}

// What can be missing of a patient. Where a length or a span follows from a date, either of them
// closes the gap, so either may be named.
std::vector<Gap> all_gaps(const Sketch& patient) {
  const std::vector<std::string> yes_no = {"yes", "no"};
  const std::vector<std::string> whole = {"0", "1", "2", "3"};
  const std::vector<std::string> things = {"animal", "dog",  "poodle", "hound",
                                           "cat",    "flea", "stone"};
  std::vector<Gap> gaps = {
      fact_gap("s.p", yes_no, {"s.p"}),
      fact_gap("s.q", yes_no, {"s.q"}),
      fact_gap("s.deep.r", yes_no, {"s.deep.r"}),
      fact_gap("s.n", whole, {"s.n"}),
      fact_gap("s.deep.m", whole, {"s.deep.m"}),
      fact_gap("s.level", {"0 mg/L", "1 mg/L", "1.5 mg/L", "2 mg/L", "4 mg/L"}, {"s.level"}),
      fact_gap("s.colour", {"red", "green", "blue"}, {"s.colour"}),
      fact_gap("s.kind", things, {"s.kind"}),
      fact_gap("s.since", some_days(patient), {"s.since", "s.elapsed"}),
  };
  const SketchList& list = patient.lists.at("things");
  std::vector<std::string> possible;  // what is denied cannot be the name of an entry
  for (const std::string& thing : things) {
    const bool denied = std::any_of(
        list.entries.begin(), list.entries.end(),
        [&](const auto& entry) { return entry.count("status") > 0 && entry.at("thing") == thing; });
    if (!denied) possible.push_back(thing);
  }
  for (std::size_t i = 0; i < list.entries.size(); ++i) {
    if (list.entries[i].count("status") > 0) continue;
    gaps.push_back(field_gap(i, "thing", possible, {"thing"}));
    gaps.push_back(field_gap(i, "grade", {"low", "high"}, {"grade"}));
    gaps.push_back(field_gap(i, "amount", {"0", "1", "2.5", "3"}, {"amount"}));
    gaps.push_back(field_gap(i, "flag", yes_no, {"flag"}));
  }
  SketchList none;
  none.state = "none";
  std::vector<SketchList> completions = {none};
  for (const char* thing : {"dog", "stone"}) {
    for (const char* amount : {"0", "3"}) {
      SketchList one;
      one.state = "complete";
      one.entries = {{{"thing", thing},
                      {"amount", amount},
                      {"grade", amount[0] == '0' ? "low" : "high"},
                      {"flag", amount[0] == '0' ? "yes" : "no"},
                      {"first", some_days(patient)[1]},
                      {"lasts", "yes"}}};
      completions.push_back(one);
    }
  }
  gaps.push_back(list_gap("things", completions));
  std::vector<SketchList> results;
  for (const char* result : {"positive", "negative"}) {
    SketchList one;
    one.state = "plain";
    one.entries = {{{"probe", "scan"}, {"result", result}, {"date", patient.as_of}}};
    results.push_back(one);
  }
  gaps.push_back(list_gap("probes", results));
  return gaps;
}

// The verdicts of all rules at each completion: position = sum over gaps of choice * stride.
struct Completions {
  std::vector<std::size_t> strides;
  std::vector<std::vector<Verdict>> verdicts;  // by completion, by rule
};

std::vector<Verdict> verdicts_of(const language::CheckedPack& pack, const facts::Settled& patient) {
  std::vector<Verdict> verdicts;
  for (const RuleFinding& rule : program::walk(pack, patient, program::World::open).rules)
    verdicts.push_back(rule.verdict);
  return verdicts;
}

Completions complete(const SmallWorld& world, const language::CheckedPack& pack,
                     const Sketch& patient, const std::vector<Gap>& gaps) {
  Completions result;
  std::size_t count = 1;
  for (const Gap& gap : gaps) {
    result.strides.push_back(count);
    count *= gap.completions.size();
  }
  for (std::size_t position = 0; position < count; ++position) {
    Sketch completed = patient;
    for (std::size_t i = 0; i < gaps.size(); ++i)
      gaps[i].completions[position / result.strides[i] % gaps[i].completions.size()](completed);
    result.verdicts.push_back(verdicts_of(pack, settle(world, completed)));
  }
  return result;
}

// Whether two completions that differ in this gap alone have different verdicts.
bool flips(const Completions& all, const std::vector<Gap>& gaps, std::size_t gap,
           std::size_t rule) {
  const std::size_t stride = all.strides[gap];
  const std::size_t size = gaps[gap].completions.size();
  for (std::size_t position = 0; position < all.verdicts.size(); ++position) {
    const std::size_t choice = position / stride % size;
    const std::size_t first = position - choice * stride;
    if (all.verdicts[position][rule] != all.verdicts[first][rule]) return true;
  }
  return false;
}

bool names(const facts::MissingSet& set, const Gap& gap) {
  return std::any_of(set.begin(), set.end(), [&](const facts::Missing& missing) {
    return std::find(gap.keys.begin(), gap.keys.end(), missing.key) != gap.keys.end();
  });
}

std::string keys_of(const facts::MissingSet& set) {
  std::string text;
  for (const facts::Missing& missing : set) text += " " + missing.key;
  return text;
}

// As in learning_test.cpp: a pass whose guard is open may turn out not to apply.
bool may_become(const RuleFinding& rule, Verdict verdict) {
  if (rule.verdict == verdict) return true;
  const bool guard_open =
      rule.guard && std::get<facts::Truth>(rule.guard->value) == facts::Truth::unknown;
  return rule.verdict == Verdict::pass && guard_open && verdict == Verdict::not_applicable;
}

constexpr std::size_t most_completions = 160;

std::vector<Gap> pick_gaps(const Sketch& patient, Random& random) {
  std::vector<Gap> all = all_gaps(patient);
  random.shuffle(all);
  std::vector<Gap> gaps;
  std::size_t count = 1;
  bool list_open = false;
  bool entry_open = false;
  for (Gap& gap : all) {
    const std::string& key = gap.keys.front();
    const bool list = key == "things";
    const bool entry = key.rfind("things[", 0) == 0;
    // An entry of a list that is missing is not there.
    if ((list && entry_open) || (entry && list_open)) continue;
    if (gaps.size() == 4 || count * gap.completions.size() > most_completions) continue;
    list_open = list_open || list;
    entry_open = entry_open || entry;
    count *= gap.completions.size();
    gaps.push_back(std::move(gap));
  }
  return gaps;
}

}  // namespace

TEST_CASE("what is decisive is told, and what is known is so at every completion") {
  SmallWorld world;
  Random random(1976);
  Complaints complaints;
  std::size_t flipping = 0;
  std::size_t known = 0;
  for (int round = 0; round < 60; ++round) {
    RandomRules options;
    options.depth = 2;
    const std::vector<std::string> definitions = {random_condition(random, options)};
    options.definitions = {"d0"};
    std::vector<RuleText> rules;
    for (int i = 0; i < 30; ++i) rules.push_back(random_rule(random, options));
    const auto pack = make_pack(world, rules, definitions);
    Sketch patient = random_patient(random);
    patient.facts.erase("s.elapsed");  // it follows from the date
    const std::vector<Gap> gaps = pick_gaps(patient, random);
    const Completions all = complete(world, pack, patient, gaps);
    Sketch open = patient;
    for (const Gap& gap : gaps) gap.open(open);
    const auto findings = program::walk(pack, settle(world, open), program::World::open);
    for (std::size_t rule = 0; rule < rules.size(); ++rule) {
      const RuleFinding& finding = findings.rules[rule];
      const std::string context = to_text(rules[rule]) + "\n  d0: " + definitions[0] +
                                  "\n  open: " + to_json(open) + "\n  verdict " +
                                  std::string(to_text(finding.verdict)) +
                                  ", decisive:" + keys_of(finding.decisive);
      if (finding.verdict != Verdict::unknown) {
        ++known;
        if (!finding.decisive.empty()) complaints.add("known, and something decides\n  " + context);
        for (const auto& verdicts : all.verdicts) {
          if (may_become(finding, verdicts[rule])) continue;
          complaints.add("known, and " + std::string(to_text(verdicts[rule])) +
                         " at a completion\n  " + context);
          break;
        }
        continue;
      }
      for (std::size_t gap = 0; gap < gaps.size(); ++gap) {
        if (!flips(all, gaps, gap, rule)) continue;
        ++flipping;
        if (!names(finding.decisive, gaps[gap]))
          complaints.add(gaps[gap].keys.front() + " decides and is not named\n  " + context);
      }
    }
  }
  CHECK(flipping > 300);
  CHECK(known > 300);
  complaints.report();
}

TEST_CASE("a missing fact that a rule reads is named, as decisive or apart") {
  SmallWorld world;
  Random random(2139);
  Complaints complaints;
  RandomRules options;
  options.lists = false;  // a `where` over no entries is not asked about
  std::size_t named = 0;
  for (int round = 0; round < 20; ++round) {
    std::vector<RuleText> rules;
    for (int i = 0; i < 40; ++i) rules.push_back(random_rule(random, options));
    const auto pack = make_pack(world, rules, {});
    Sketch patient = random_patient(random);
    const std::vector<std::pair<std::string, std::string>> facts_of = {
        {"p", "s.p"},      {"q", "s.q"},         {"r", "s.deep.r"},  {"n", "s.n"},
        {"m", "s.deep.m"}, {"level", "s.level"}, {"kind", "s.kind"}, {"colour", "s.colour"}};
    std::set<std::string> missing;
    for (const auto& [name, path] : facts_of) {
      if (random.chance(50)) continue;
      patient.facts.erase(path);
      missing.insert(name);
    }
    const auto findings = program::walk(pack, settle(world, patient), program::World::open);
    for (std::size_t i = 0; i < rules.size(); ++i) {
      std::string text = to_text(rules[i]);
      std::replace_if(
          text.begin(), text.end(),
          [](char c) { return std::string("()-,;{}").find(c) != std::string::npos; }, ' ');
      for (const auto& [name, path] : facts_of) {
        if (missing.count(name) == 0 ||
            (" " + text + " ").find(" " + name + " ") == std::string::npos)
          continue;
        ++named;
        const Gap gap = fact_gap(path, {}, {path});
        if (!names(findings.rules[i].decisive, gap) && !names(findings.rules[i].other, gap))
          complaints.add(path + " is read and not named: " + to_text(rules[i]) + "\n  " +
                         to_json(patient));
      }
    }
  }
  CHECK(named > 300);
  complaints.report();
}

}  // namespace regimen::property
