#include "tests/property/small_world.h"

#include <doctest/doctest.h>

#include <optional>
#include <utility>

#include "engine/core/files.h"
#include "engine/core/yaml.h"
#include "engine/io/profile.h"
#include "engine/language/parse.h"

namespace regimen::property {

namespace {

constexpr std::string_view things_yaml = R"(
terminology: thing
concepts:
  - {id: animal, name: {en: animal}}
  - {id: dog, name: {en: dog}, is_a: [animal]}
  - {id: poodle, name: {en: poodle}, is_a: [dog]}
  - {id: hound, name: {en: hound}, is_a: [dog], implies: [flea]}
  - {id: cat, name: {en: cat}, is_a: [animal]}
  - {id: flea, name: {en: flea}}
  - {id: stone, name: {en: stone}}
)";

constexpr std::string_view probes_yaml = R"(
terminology: probe
concepts:
  - {id: scan, name: {en: scan}}
  - {id: fast_scan, name: {en: fast scan}, is_a: [scan]}
  - {id: blood, name: {en: blood}}
)";

constexpr std::string_view vocabulary_yaml = R"(
vocabulary: "1"
sections: [s]
facts:
  - {id: p, at: s.p, type: yes_no, example: "yes"}
  - {id: q, at: s.q, type: yes_no, example: "yes"}
  - {id: r, at: s.deep.r, type: yes_no, example: "yes"}
  - {id: n, at: s.n, type: number, plausible: [0, 3], whole: yes, example: "1"}
  - {id: m, at: s.deep.m, type: number, plausible: [0, 3], whole: yes, example: "1"}
  - {id: level, at: s.level, type: quantity, unit: mg/L, plausible: [0 mg/L, 4 mg/L], example: 1 mg/L}
  - {id: colour, at: s.colour, type: word, words: [red, green, blue], example: red}
  - {id: kind, at: s.kind, type: concept, domain: thing, example: dog}
  - {id: since, at: s.since, type: date, example: "2026"}
  - {id: elapsed, at: s.elapsed, type: span, plausible: [0 days, 20 years], from: {since: since}, example: 3 days}
lists:
  - id: things
    singular: thing
    identity: thing
    assumption: things-listed
    existed: first
    fields:
      - {id: thing, type: concept, domain: thing}
      - {id: grade, type: word, words: [low, high]}
      - {id: amount, type: number, plausible: [0, 3]}
      - {id: flag, type: yes_no}
      - {id: first, type: date}
      - {id: last, type: date, future: yes}
      - {id: lasts, type: yes_no}
      - {id: long, type: span, plausible: [0 days, 20 years]}
      - {id: there, type: period, from: {first: first, last: last, lasting: lasts, length: long}}
    example: "{thing: dog}"
  - id: probes
    singular: probe
    identity: probe
    closable: no
    existed: date
    outcome: {field: result, positive: positive, negative: negative, none: not_done}
    fields:
      - {id: probe, type: concept, domain: probe}
      - {id: result, type: word, words: [positive, negative, indeterminate, not_done], unanswered: [indeterminate]}
      - {id: date, type: date}
    example: "{probe: blood}"
)";

core::Node read(core::Sources& sources, std::string_view text, core::Diagnostics& diagnostics) {
  const core::Source& source = sources.add("<small world>", std::string(text), core::Privacy::open);
  auto node = core::read_yaml(source, core::TextLimits{}, diagnostics);
  REQUIRE_MESSAGE(node, core::render(diagnostics, core::ShowValues::yes));
  return *node;
}

facts::Day day_of(const std::string& text) { return facts::parse_date(text)->first; }

}  // namespace

SmallWorld::SmallWorld() {
  core::Diagnostics diagnostics;
  // The units of the project: what is random here is what is measured in them.
  const auto units = core::read_file(std::string(REGIMEN_TEST_SOURCE_DIR) + "/knowledge/units.yaml",
                                     std::size_t{1} << 20);
  REQUIRE(units.ok());
  knowledge.units = facts::Units::load(read(sources, units.value(), diagnostics), diagnostics);
  // The classes are linked by finish(), so the trees stay until then.
  const core::Node things = read(sources, things_yaml, diagnostics);
  const core::Node probes = read(sources, probes_yaml, diagnostics);
  knowledge.terminology.add_file(things, diagnostics);
  knowledge.terminology.add_file(probes, diagnostics);
  knowledge.terminology.finish(diagnostics);
  knowledge.vocabulary =
      facts::Vocabulary::load(read(sources, vocabulary_yaml, diagnostics), knowledge.units,
                              knowledge.terminology, diagnostics);
  REQUIRE_MESSAGE(!diagnostics.has_errors(), core::render(diagnostics, core::ShowValues::yes));
}

// --- patients ---

namespace {

std::map<std::string, std::string> random_thing(Random& random, facts::Day as_of) {
  std::map<std::string, std::string> entry;
  entry["thing"] = random.pick({"animal", "dog", "poodle", "hound", "flea"});
  entry["grade"] = random.pick({"low", "high"});
  entry["amount"] = random.pick({"0", "1", "1.5", "2", "3"});
  entry["flag"] = random.pick({"yes", "no"});
  const bool planned = random.chance(8);
  const facts::Day first =
      planned ? as_of + random.from_to(1, 90)
              : as_of - random.pick(std::vector<int>{0, 1, 20, 28, 31, 180, 184, 400});
  entry["first"] = to_text(first);
  if (planned) return entry;
  const int way = random.from_to(0, 3);
  if (way == 0) {  // it lasts, and nobody knows until when
    entry["lasts"] = "yes";
    entry["long"] = std::to_string(as_of - first + 1) + " days";
    return entry;
  }
  const facts::Day last =
      way == 1 ? as_of + random.from_to(1, 60) : first + random.from_to(0, as_of - first);
  entry["last"] = to_text(last);
  // Both the first and the last day count, and what is yet to come does not.
  entry["long"] = std::to_string(std::min(last, as_of) - first + 1) + " days";
  // What is there today lasts; what does not last has ended before.
  entry["lasts"] = last >= as_of ? "yes" : "no";
  return entry;
}

}  // namespace

Sketch random_patient(Random& random) {
  Sketch patient;
  patient.as_of = random.pick({"2026-11-01", "2024-02-29", "2026-08-31", "2026-03-31"});
  const facts::Day as_of = day_of(patient.as_of);
  for (const char* path : {"s.p", "s.q", "s.deep.r"})
    patient.facts[path] = {{random.pick({"yes", "no"})}};
  for (const char* path : {"s.n", "s.deep.m"})
    patient.facts[path] = {{std::to_string(random.from_to(0, 3))}};
  patient.facts["s.level"] = {
      {random.pick({"0 mg/L", "1 mg/L", "1.5 mg/L", "2 mg/L", "0.3 mg/dL", "4 mg/L"})}};
  patient.facts["s.colour"] = {{random.pick({"red", "green", "blue"})}};
  patient.facts["s.kind"] = {
      {random.pick({"animal", "dog", "poodle", "hound", "cat", "flea", "stone"})}};
  const facts::Day since = as_of - random.pick(std::vector<int>{0, 9, 10, 58, 62, 366, 2000});
  patient.facts["s.since"] = {{to_text(since)}};
  patient.facts["s.elapsed"] = {{std::to_string(as_of - since) + " days"}};
  // Some facts were observed more than once; the newest counts.
  for (const char* path : {"s.p", "s.n", "s.colour"}) {
    if (!random.chance(30)) continue;
    auto& values = patient.facts[path];
    values.front().date = to_text(as_of - random.from_to(0, 40));
    values.push_back({path[2] == 'p'   ? random.pick({"yes", "no"})
                      : path[2] == 'n' ? std::to_string(random.from_to(0, 3))
                                       : random.pick({"red", "green", "blue"}),
                      to_text(as_of - random.from_to(0, 40))});
  }
  SketchList& things = patient.lists["things"];
  things.state = random.chance(15) ? "none" : "complete";
  for (int i = random.from_to(0, 3); i > 0 && things.state == "complete"; --i)
    things.entries.push_back(random_thing(random, as_of));
  // What is denied is nothing of what is there.
  for (const char* absent : {"cat", "stone"}) {
    if (things.state == "complete" && random.chance(20))
      things.entries.push_back({{"thing", absent}, {"status", "absent"}});
  }
  random.shuffle(things.entries);
  SketchList& probes = patient.lists["probes"];
  probes.state = "plain";
  // One day has one result, so that no two contradict each other.
  for (int i = random.from_to(0, 3); i > 0; --i) {
    probes.entries.push_back(
        {{"probe", random.pick({"scan", "fast_scan", "blood"})},
         {"result", random.pick({"positive", "negative", "negative", "indeterminate", "not_done"})},
         {"date", to_text(as_of - i * 20)}});
  }
  return patient;
}

// --- rules ---

namespace {

class ConditionMaker {
 public:
  ConditionMaker(Random& random, const RandomRules& options) : random_(random), options_(options) {}

  enum class Inside { nothing, thing, probe };

  std::string condition(int depth, Inside inside) {
    if (depth <= 0) return atom(inside);
    switch (random_.below(8)) {
      case 0:
        return "(" + condition(depth - 1, inside) + " and " + condition(depth - 1, inside) + ")";
      case 1:
        return "(" + condition(depth - 1, inside) + " or " + condition(depth - 1, inside) + ")";
      case 2:
        return "not " + condition(depth - 1, inside);
      case 3:
        return "at least " + std::to_string(random_.from_to(1, 3)) + " of (" +
               condition(depth - 1, inside) + ", " + condition(depth - 1, inside) + ", " +
               atom(inside) + ")";
      case 4:
        return "(" + number(depth - 1, inside) + " " + comparison() + " " +
               number(depth - 1, inside) + ")";
      case 5:
        if (inside == Inside::nothing && options_.lists) return quantified(depth - 1);
        return atom(inside);
      default:
        return atom(inside);
    }
  }

 private:
  std::string comparison() { return random_.pick({"<", "<=", ">", ">=", "=", "!="}); }
  std::string thing() {
    return random_.pick({"animal", "dog", "poodle", "hound", "cat", "flea", "stone"});
  }
  std::string probe() { return random_.pick({"scan", "fast_scan", "blood"}); }
  std::string span() {
    return random_.pick({"0 days", "10 days", "4 weeks", "2 months", "6 months", "1 year"});
  }
  std::string constant() { return std::to_string(random_.from_to(0, 3)); }

  std::string named(const std::string& name, const std::string& one, const std::string& other) {
    switch (random_.below(4)) {
      case 0:
        return name + " is " + one;
      case 1:
        return name + " is not " + one;
      case 2:
        return name + " in {" + one + ", " + other + "}";
      default:
        return name + " not in {" + one + ", " + other + "}";
    }
  }

  std::string dated(const std::string& date) {
    switch (random_.below(3)) {
      case 0:
        return date + random_.pick({" within ", " not within "}) + span() + " before as_of";
      case 1:
        return "as_of - " + date + " " + comparison() + " " + span();
      default:
        return date + " " + comparison() + " 2026-08-31";
    }
  }

  std::string atom(Inside inside) {
    if (inside == Inside::thing && !random_.chance(15)) return thing_atom();
    if (inside == Inside::probe && !random_.chance(15)) return probe_atom();
    switch (random_.below(10)) {
      case 0:
        return "level between 1 mg/L and " + random_.pick({"2 mg/L", "0.3 mg/dL"});
      case 1:
        return "level " + comparison() + " " + random_.pick({"1.5 mg/L", "0.2 mg/dL", "4000 ug/L"});
      case 2:
        return named("colour", random_.pick({"red", "green"}), "blue");
      case 3:
        return named("kind", thing(), thing());
      case 4:
        return dated("since");
      case 5:
        return "elapsed " + comparison() + " " + span();
      case 6:
        if (!options_.definitions.empty()) return random_.pick(options_.definitions);
        return "p";
      default:
        return random_.pick({"p", "q", "r"});
    }
  }

  std::string thing_atom() {
    switch (random_.below(8)) {
      case 0:
        return "flag";
      case 1:
        return "lasts";
      case 2:
        return "grade is " + random_.pick({"low", "not high"});
      case 3:
        return dated("first");
      case 4:
        return "there " + random_.pick({"within ", "not within "}) + span() + " before as_of";
      case 5:
        return "long " + comparison() + " " + span();
      case 6:
        return "amount " + comparison() + " " + constant();
      default:
        return named("thing", thing(), thing());
    }
  }

  std::string probe_atom() {
    switch (random_.below(4)) {
      case 0:
        return dated("date");
      case 1:
        return "result is " + random_.pick({"negative", "not negative"});
      default:
        return named("probe", probe(), probe());
    }
  }

  std::string where(int depth, Inside inside) {
    return " where (" + condition(depth, inside) + ")";
  }

  std::string quantified(int depth) {
    switch (random_.below(6)) {
      case 0:
        return "positive probe" + where(depth, Inside::probe);
      case 1:
        return random_.pick({"any", "no"}) + " probe" + where(depth, Inside::probe);
      case 2:
        return "grade of latest thing" + where(depth, Inside::thing) + " is " +
               random_.pick({"low", "high"});
      case 3:
        return random_.pick({"any thing", "no thing"});
      default:
        return random_.pick({"any", "no"}) + " thing" + where(depth, Inside::thing);
    }
  }

  std::string number(int depth, Inside inside) {
    if (depth <= 0) return random_.chance(50) ? random_.pick({"n", "m"}) : constant();
    switch (random_.below(8)) {
      case 0:
        return "(" + number(depth - 1, inside) + random_.pick({" + ", " - ", " * "}) +
               number(depth - 1, inside) + ")";
      case 1:
        return "-" + number(0, inside);
      case 2:
        return "(if " + condition(depth - 1, inside) + " then " + number(depth - 1, inside) +
               " else " + number(depth - 1, inside) + ")";
      case 3:
        return "(" + number(depth - 1, inside) + " / " + std::to_string(random_.from_to(1, 3)) +
               ")";
      case 4:
        if (inside != Inside::nothing || !options_.lists) return "n";
        return "count thing" + where(depth - 1, Inside::thing);
      case 5:
        if (inside != Inside::nothing || !options_.lists) return "m";
        return "sum (" + random_.pick({"amount", "2 * amount", "amount - 2", "n * amount"}) +
               ") of thing" + where(depth - 1, Inside::thing);
      case 6:
        if (inside != Inside::nothing || !options_.lists) return "n";
        return "amount of latest thing" + where(depth - 1, Inside::thing);
      default:
        return inside == Inside::thing ? "amount" : number(0, inside);
    }
  }

  Random& random_;
  const RandomRules& options_;
};

}  // namespace

std::string random_condition(Random& random, const RandomRules& options) {
  return ConditionMaker(random, options).condition(options.depth, ConditionMaker::Inside::nothing);
}

RuleText random_rule(Random& random, const RandomRules& options) {
  RuleText rule;
  rule.alternatives.push_back(random_condition(random, options));
  if (random.chance(15)) rule.alternatives.push_back(random_condition(random, options));
  RandomRules simple = options;
  simple.depth = 1;
  if (options.guards && random.chance(15)) rule.applies_when = random_condition(random, simple);
  rule.exclusion = random.chance(50);
  return rule;
}

std::string to_text(const RuleText& rule) {
  std::string text = rule.exclusion ? "exclusion" : "inclusion";
  if (!rule.applies_when.empty()) text += "; applies when " + rule.applies_when;
  for (const std::string& alternative : rule.alternatives) text += "; when " + alternative;
  return text;
}

namespace {

language::ExprId parsed(SmallWorld& world, const std::string& text, language::Pack& pack,
                        core::Diagnostics& diagnostics) {
  const core::Source& source = world.sources.add("<rule>", text, core::Privacy::open);
  core::Node node;
  node.kind = core::Node::Kind::scalar;
  node.text = text;
  node.span = {&source, 0, static_cast<std::uint32_t>(text.size())};
  return language::parse(node, world.knowledge.units, pack.ast, diagnostics);
}

}  // namespace

language::CheckedPack make_pack(SmallWorld& world, const std::vector<RuleText>& rules,
                                const std::vector<std::string>& definitions) {
  core::Diagnostics diagnostics;
  language::Pack pack;
  pack.id = "random";
  pack.groups = {{"all", true}};
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    language::Definition definition;
    definition.id = "d" + std::to_string(i);
    definition.value.alternatives = {{"", parsed(world, definitions[i], pack, diagnostics)}};
    pack.definitions.push_back(std::move(definition));
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    language::Rule rule;
    rule.id = std::to_string(i);
    rule.kind = rules[i].exclusion ? language::RuleKind::exclusion : language::RuleKind::inclusion;
    if (!rules[i].applies_when.empty())
      rule.applies_when = parsed(world, rules[i].applies_when, pack, diagnostics);
    if (rules[i].alternatives.size() > 1) rule.when.silent_on = "reading-" + rule.id;
    for (std::size_t j = 0; j < rules[i].alternatives.size(); ++j) {
      rule.when.alternatives.push_back(
          {rules[i].alternatives.size() > 1 ? std::to_string(j) : "",
           parsed(world, rules[i].alternatives[j], pack, diagnostics)});
    }
    pack.rules.push_back(std::move(rule));
  }
  auto checked = language::check(std::move(pack), world.knowledge, diagnostics);
  REQUIRE_MESSAGE((checked && !diagnostics.has_errors()),
                  core::render(diagnostics, core::ShowValues::yes));
  return std::move(*checked);
}

facts::Settled settle(const SmallWorld& world, const Sketch& sketch, Random* random) {
  core::Sources sources;
  const core::Source& source =
      sources.add("<patient>", to_json(sketch, random), core::Privacy::open);
  const io::ProfileReading reading = io::read_profile(source, world.knowledge, std::nullopt);
  REQUIRE_MESSAGE(reading.record, core::render(reading.structure, core::ShowValues::yes));
  return facts::settle(*reading.record, world.knowledge.vocabulary, world.knowledge.terminology,
                       {});
}

}  // namespace regimen::property
