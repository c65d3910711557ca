// Benefit-risk over random studies, models, weights and patients: more of a benefit never ranks
// worse, less known never says more, learning never contradicts what was said for certain, names do
// not matter, and patients are not counted twice. Then the shipped packs over the example patients,
// of whom things are forgotten.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "engine/core/yaml.h"
#include "engine/decision/benefit_risk/ranking.h"
#include "tests/decision/benefit_risk/patients.h"
#include "tests/decision/benefit_risk/small_model.h"
#include "tests/property/complaints.h"
#include "tests/property/random.h"
#include "tests/property/shipped_world.h"

namespace regimen::property {

namespace {

using decision::Applicability;
using decision::BenefitRisk;
using decision::ComparisonReach;
using decision::Decision;
using decision::EffectModification;
using decision::Order;
using decision::PairOrder;
using decision::RankedRegimen;
using decision::RegimenSafety;
using decision::Standing;
using evidence::Limits;
using facts::Truth;
using language::Severity;
namespace small = decision::small_model;

// --- random models ---

struct World {
  evidence::Evidence evidence;
  language::Pack pack;
  language::WeightSet weights;

  [[nodiscard]] std::vector<std::string> regimens() const {
    std::vector<std::string> result;
    for (const evidence::Arm& arm : evidence.studies[0].arms) result.push_back(arm.regimen);
    return result;
  }
};

std::string tenths(int some) { return std::to_string(some / 10) + "." + std::to_string(some % 10); }

// Over some range, sometimes with a bend.
language::ModelCriterion random_criterion(const std::string& id, bool is_benefit, Random& random) {
  const int low = random.from_to(0, 3);
  const int high = random.from_to(6, 10);
  const auto worth = [&](int some) { return tenths(is_benefit ? some : 10 - some); };
  std::vector<std::pair<std::string, std::string>> knots = {{tenths(low), worth(0)}};
  if (random.chance(40))
    knots.emplace_back(tenths(random.from_to(4, 5)), worth(random.from_to(0, 10)));
  knots.emplace_back(tenths(high), worth(10));
  auto result = small::criterion(id, "row-" + id, knots);
  result.modified = random.chance(40);
  return result;
}

language::WeightSet random_weights(const std::vector<language::ModelCriterion>& criteria,
                                   Random& random) {
  if (random.chance(15)) return small::free_weights();
  std::map<std::string, small::WeightRange> ranges;
  for (const auto& criterion : criteria) {
    const int low = random.from_to(1, 20);
    const int reference = low + (random.chance(50) ? random.from_to(0, 10) : 0);
    const int high = reference + (random.chance(50) ? random.from_to(0, 20) : 0);
    ranges[criterion.id] = small::weight(tenths(low), tenths(reference), tenths(high));
  }
  return small::weights(ranges);
}

// The first criterion is a benefit.
World random_world(Random& random) {
  World world;
  evidence::Study study;
  study.id = "hedge";
  const int regimens = random.from_to(2, 4);
  for (int i = 0; i < regimens; ++i) {
    const std::string id = "r" + std::to_string(i);
    for (const evidence::Arm& other : study.arms)
      study.comparisons.push_back({id + "-" + other.regimen, "arm-" + id, other.id, 0, ""});
    study.arms.push_back({"arm-" + id, id, {}});
  }
  std::vector<language::ModelCriterion> criteria;
  const int count = random.from_to(1, 3);
  for (int c = 0; c < count; ++c) {
    const std::string id = "c" + std::to_string(c);
    const bool is_benefit = c == 0 || random.chance(50);
    world.evidence.outcomes.push_back(small::outcome(id, is_benefit ? "benefit" : "harm"));
    small::Counts counts;
    for (const evidence::Arm& arm : study.arms) {
      const int total = random.from_to(5, 90);
      counts[arm.id] = {random.from_to(0, total), total};
    }
    study.rows.push_back(small::counted("row-" + id, id, counts));
    criteria.push_back(random_criterion(id, is_benefit, random));
  }
  world.evidence.studies = {study};
  world.pack = small::pack_of(criteria, 300);
  world.pack.model->precedes_at = small::rational(random.pick({"0.6", "0.8", "0.95"}));
  world.pack.model->seed = random.below(1000);
  world.weights = random_weights(criteria, random);
  core::Diagnostics diagnostics;
  decision::check_model(world.pack, world.evidence, diagnostics);
  REQUIRE_MESSAGE(diagnostics.empty(), core::render(diagnostics, core::ShowValues::yes));
  return world;
}

// --- random patients ---

// Everything is known of him.
Decision random_patient(const World& world, Random& random) {
  Decision decision;
  for (const std::string& id : world.regimens()) {
    const Severity severity =
        random.chance(70) ? Severity::no_finding : static_cast<Severity>(random.from_to(1, 3));
    decision.regimens.push_back(small::known(id, severity));
  }
  for (const evidence::Comparison& one : world.evidence.studies[0].comparisons) {
    const auto& study = world.evidence.studies[0];
    ComparisonReach reach =
        small::reach(study.arm(one.of)->regimen, study.arm(one.against)->regimen);
    reach.comparison = one.id;
    reach.applicability = static_cast<Applicability>(random.chance(60) ? 0 : random.from_to(1, 2));
    if (random.chance(40)) reach.modification = EffectModification::uncertain;
    decision.reach.push_back(reach);
  }
  return decision;
}

// What is still open may be more than what is true.
void forget_safety(RegimenSafety& safety, Random& random, const std::string& key) {
  if (!safety.status) return;
  const Severity truth = *safety.status;
  const auto most = std::max(truth, static_cast<Severity>(random.from_to(0, 3)));
  safety = small::open(safety.id, most, key);
  if (random.chance(20)) safety.at_least = std::min(truth, Severity::caution);
}

void forget_reach(ComparisonReach& reach, Random& random, const std::string& key) {
  if (random.chance(50)) {
    reach.modification = EffectModification::undetermined;
  } else if (reach.applicability != Applicability::undetermined) {
    const bool falls = reach.applicability == Applicability::not_applicable || random.chance(50);
    std::optional<language::Reach> makes;
    if (falls) makes = language::Reach::not_applicable;
    reach.applicability = Applicability::undetermined;
    reach.reasons.push_back({"open", Truth::unknown, makes, small::missing(key), {}});
  }
  facts::merge(reach.missing, small::missing(key));
}

Decision forgetful(Decision decision, Random& random, int step) {
  const std::string key = "fact-" + std::to_string(step);
  if (random.chance(40)) {
    forget_safety(decision.regimens[random.below(decision.regimens.size())], random, key);
  } else {
    forget_reach(decision.reach[random.below(decision.reach.size())], random, key);
  }
  return decision;
}

// --- what must hold ---

bool within(const Limits& inner, const Limits& outer) {
  return outer.low <= inner.low && inner.high <= outer.high;
}

const RankedRegimen& of(const BenefitRisk& result, const std::string& id) {
  return *std::find_if(result.ranked.begin(), result.ranked.end(),
                       [&](const RankedRegimen& one) { return one.id == id; });
}

const ComparisonReach& reach_of(const Decision& decision, const std::string& comparison) {
  return *std::find_if(decision.reach.begin(), decision.reach.end(),
                       [&](const ComparisonReach& one) { return one.comparison == comparison; });
}

std::string rank_text(const RankedRegimen& one) {
  return one.id + " " + std::string(to_text(one.standing)) + " " + std::to_string(one.best) + "-" +
         std::to_string(one.worst) + (one.condition.empty() ? "" : " on condition");
}

// What is wrong with what is said of one regimen after learning.
std::string regimen_contradiction(const RankedRegimen& before, const RankedRegimen& after) {
  if (before.standing != Standing::conditional && before.standing != after.standing)
    return "its standing changes";
  if (after.standing == Standing::unranked) return "";
  const bool certain = before.standing == Standing::ranked && before.condition.empty();
  if (certain && before.rank && before.rank != after.rank) return "a certain rank changes";
  const bool both = before.worst > 0 && after.worst > 0;
  if (both && (after.best < before.best || after.worst > before.worst))
    return "the range of ranks widens";
  if (before.score && after.score) {
    if (!within(after.score->facts, before.score->facts)) return "the range of scores widens";
    const double value = after.score->value;
    if (!within({value, value}, before.score->facts)) return "the score leaves its range";
  }
  return "";
}

bool order_stays(const Decision& decision, const BenefitRisk& result, const PairOrder& before,
                 Order after) {
  if (before.order == after || before.order == Order::undetermined) return true;
  const bool conditional = of(result, before.of).standing == Standing::conditional ||
                           of(result, before.against).standing == Standing::conditional;
  if (after == Order::not_asked) return conditional;
  // Not separated on what was known; learning that they cannot be compared is no contradiction.
  return before.order == Order::not_separated && after == Order::not_comparable &&
         reach_of(decision, before.comparison).applicability == Applicability::undetermined;
}

struct Said {
  Decision decision;
  BenefitRisk result;
};

// Of what was said while less was known. Empty where all of it stays.
std::string contradiction(const Said& less, const Said& more) {
  for (const RankedRegimen& before : less.result.ranked) {
    const RankedRegimen& after = of(more.result, before.id);
    const std::string wrong = regimen_contradiction(before, after);
    if (!wrong.empty()) return wrong + ": " + rank_text(before) + ", then " + rank_text(after);
  }
  for (const PairOrder& before : less.result.pairs) {
    const auto after =
        std::find_if(more.result.pairs.begin(), more.result.pairs.end(),
                     [&](const PairOrder& one) { return one.comparison == before.comparison; });
    if (!order_stays(less.decision, less.result, before, after->order)) {
      return before.comparison + " " + std::string(to_text(before.order)) + ", then " +
             std::string(to_text(after->order));
    }
    if (before.range && after->range && !within(*after->range, *before.range))
      return before.comparison + ": the range of its probability widens";
  }
  return "";
}

// Whether one is kept out of all that is weighed.
bool speaks_against(const Decision& decision, const std::string& id) {
  return std::any_of(
      decision.regimens.begin(), decision.regimens.end(),
      [&](const RegimenSafety& one) { return one.id == id && one.at_least >= Severity::avoid; });
}

std::string ranked_all_the_same(const Said& said) {
  for (const RankedRegimen& one : said.result.ranked) {
    const bool weighed = one.rank || one.worst > 0 || one.score || !one.separated_from.empty();
    if (speaks_against(said.decision, one.id) && weighed) return one.id + " is ranked";
  }
  if (!said.result.over_all_weights) return "";
  for (const std::string& id : said.result.over_all_weights->regimens) {
    if (speaks_against(said.decision, id)) return id + " is weighed";
  }
  return "";
}

Said say(const decision::Weigher& weigher, const World& world, const Decision& decision) {
  return {decision, decision::decide_benefit_risk(weigher, world.pack, world.evidence,
                                                  world.weights, decision)};
}

// All that is said, without the names of the regimens.
std::string without_names(const World& world, const BenefitRisk& result) {
  const std::vector<std::string> names = world.regimens();
  const auto place = [&](const std::string& id) {
    return std::to_string(std::find(names.begin(), names.end(), id) - names.begin()) + " ";
  };
  std::ostringstream text;
  text.precision(17);
  const auto limits = [&](const Limits& one) { text << one.low << " " << one.high << " "; };
  for (const RankedRegimen& one : result.ranked) {
    text << "\n" << place(one.id) << to_text(one.standing) << " " << one.best << " " << one.worst;
    for (const facts::Missing& fact : one.condition) text << " " << fact.key;
    for (const std::string& other : one.separated_from) text << " / " << place(other);
    if (!one.score) continue;
    text << one.score->value << " ";
    limits(one.score->facts);
    limits(one.score->sampling);
    limits(one.score->weights);
    for (const Limits& rank : one.score->rank_probability) limits(rank);
  }
  for (const PairOrder& one : result.pairs) {
    text << "\n" << place(one.of) << place(one.against) << to_text(one.order) << " ";
    text << one.probability.value_or(-1) << " ";
    if (one.range) limits(*one.range);
    for (const decision::Separator& separator : one.separators)
      text << separator.kind << separator.criterion << separator.towards_low;
  }
  for (const decision::Threshold& one : result.thresholds) {
    text << "\n" << place(one.favoured) << place(one.other) << one.criterion << " ";
    text << one.factor.value_or(-1) << " " << one.alone.value_or(-1);
  }
  if (!result.over_all_weights) return text.str();
  const decision::FreeWeights& over = *result.over_all_weights;
  for (std::size_t r = 0; r < over.regimens.size(); ++r) {
    text << "\n" << place(over.regimens[r]) << over.confidence[r].value_or(-1);
    for (const double share : over.acceptability[r]) text << " " << share;
    if (over.central[r]) {
      for (const double weight : *over.central[r]) text << " " << weight;
    }
  }
  return text.str();
}

// Another name for each regimen, in another order of the alphabet.
std::string renamed(const std::string& id) {
  return std::string("soil-") + static_cast<char>('z' - (id.back() - '0'));
}

World with_other_names(World world) {
  evidence::Study& study = world.evidence.studies[0];
  for (evidence::Arm& arm : study.arms) arm.regimen = renamed(arm.regimen);
  return world;
}

Decision with_other_names(Decision decision) {
  for (RegimenSafety& one : decision.regimens) one.id = renamed(one.id);
  for (ComparisonReach& one : decision.reach) {
    one.of_regimen = renamed(one.of_regimen);
    one.against_regimen = renamed(one.against_regimen);
  }
  return decision;
}

// --- example patients ---

std::string json_of(const core::Node& node) {
  if (node.is_null()) return "null";
  std::string text;
  if (node.is_scalar()) {
    for (const char c : node.text) {
      if (c == '"' || c == '\\') text += '\\';
      text += c;
    }
    return "\"" + text + "\"";
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const bool value = node.is_mapping() && i % 2 == 1;
    text += (i == 0 ? "" : value ? ": " : ", ") + json_of(node.items[i]);
  }
  return node.is_mapping() ? "{" + text + "}" : "[" + text + "]";
}

void erase_pair(core::Node& mapping, std::size_t pair) {
  const auto at = mapping.items.begin() + static_cast<std::ptrdiff_t>(2 * pair);
  mapping.items.erase(at, at + 2);
}

// A whole list, or one fact of a section: what is left is the same patient of whom less is known.
std::string forget_key(core::Node& profile, Random& random) {
  std::vector<std::pair<std::size_t, std::size_t>> choices;  // section and fact; or list, and none
  constexpr std::size_t whole = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = 0; i < profile.items.size() / 2; ++i) {
    const std::string& key = profile.items[2 * i].text;
    if (key == "patient" || key == "disease" || key == "labs") {
      for (std::size_t fact = 0; fact < profile.items[2 * i + 1].items.size() / 2; ++fact)
        choices.emplace_back(i, fact);
    } else if (key == "tests" || key == "therapies" || key == "conditions" || key == "procedures" ||
               key == "allergies" || key == "vaccinations") {
      choices.emplace_back(i, whole);
    }
  }
  if (choices.empty()) return "";
  const auto [section, fact] = random.pick(choices);
  std::string key = profile.items[2 * section].text;
  if (fact == whole) {
    erase_pair(profile, section);
    return key;
  }
  core::Node& facts = profile.items[2 * section + 1];
  key += "." + facts.items[2 * fact].text;
  erase_pair(facts, fact);
  return key;
}

std::vector<core::Node> examples(core::Sources& texts) {
  std::vector<std::filesystem::path> paths;
  const std::filesystem::path root = REGIMEN_TEST_SOURCE_DIR;
  for (const auto& entry : std::filesystem::directory_iterator(root / "examples" / "patients")) {
    const std::string extension = entry.path().extension().string();
    if (extension == ".yaml" || extension == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<core::Node> result;
  for (const auto& path : paths) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    core::Diagnostics diagnostics;
    const auto node = core::read_yaml(
        texts.add(path.filename().string(), text.str(), core::Privacy::open), {}, diagnostics);
    REQUIRE_MESSAGE(node, path.string());
    result.push_back(*node);
  }
  return result;
}

// What the shipped engine says; nothing is assumed.
Said say(const embed::Engine& engine, const std::string& profile) {
  embed::EvaluateOptions options;
  options.assumptions = false;
  auto evaluation = engine.evaluate("<patient>", profile, options);
  REQUIRE_MESSAGE(evaluation.decision, core::render(evaluation.structure, core::ShowValues::yes));
  REQUIRE(evaluation.decision->benefit_risk);
  BenefitRisk result = *evaluation.decision->benefit_risk;
  return {std::move(*evaluation.decision), std::move(result)};
}

struct Count {
  std::size_t ranks = 0;
  std::size_t orders = 0;

  void add(const BenefitRisk& result) {
    for (const RankedRegimen& one : result.ranked)
      ranks += one.rank && one.standing == Standing::ranked && one.condition.empty() ? 1U : 0U;
    for (const PairOrder& one : result.pairs)
      orders += one.order == Order::precedes || one.order == Order::preceded ? 1U : 0U;
  }
};

}  // namespace

TEST_CASE("more of a benefit, or less of a harm, never ranks worse") {
  Random random(1763);
  Complaints complaints;
  std::size_t moved = 0;
  for (int round = 0; round < 40; ++round) {
    const World world = random_world(random);
    World better = world;
    evidence::Row& row =
        better.evidence.studies[0].rows[random.below(world.pack.model->criteria.size())];
    const bool is_benefit = better.evidence.outcome(row.outcome)->direction == "benefit";
    const std::size_t raised = random.below(row.counts.size());
    evidence::Count& count = row.counts[raised];
    const std::string id = better.evidence.studies[0].arm(count.arm)->regimen;
    const int events = static_cast<int>(count.events);
    count.events = is_benefit ? random.from_to(events, static_cast<int>(*count.total))
                              : random.from_to(0, events);
    const decision::Weigher before(world.pack, world.evidence);
    const decision::Weigher after(better.pack, better.evidence);
    for (int patient = 0; patient < 20; ++patient) {
      const Decision decision =
          forgetful(forgetful(random_patient(world, random), random, 1), random, 2);
      const BenefitRisk first = say(before, world, decision).result;
      const BenefitRisk second = say(after, better, decision).result;
      const RankedRegimen& was = of(first, id);
      const RankedRegimen& is = of(second, id);
      moved += was.best != is.best || was.worst != is.worst ? 1U : 0U;
      bool holds = is.best <= was.best && is.worst <= was.worst;
      for (const RankedRegimen& other : first.ranked) {
        if (other.id == id) continue;
        holds = holds && of(second, other.id).best >= other.best &&
                of(second, other.id).worst >= other.worst;
      }
      if (!holds)
        complaints.add("round " + std::to_string(round) + ": " + rank_text(was) + ", then " +
                       rank_text(is));
    }
  }
  CHECK(moved > 50);
  complaints.report();
}

TEST_CASE("less known never says more, and learning contradicts nothing that was certain") {
  Random random(1812);
  Complaints complaints;
  Count count;
  for (int round = 0; round < 60; ++round) {
    const World world = random_world(random);
    const decision::Weigher weigher(world.pack, world.evidence);
    for (int patient = 0; patient < 25; ++patient) {
      const Said all = say(weigher, world, random_patient(world, random));
      Said more = all;
      for (int step = 0; step < 6; ++step) {
        const Said less = say(weigher, world, forgetful(more.decision, random, step));
        count.add(less.result);
        for (const Said* known : {&all, static_cast<const Said*>(&more)}) {
          const std::string wrong = contradiction(less, *known);
          if (!wrong.empty()) complaints.add("round " + std::to_string(round) + ": " + wrong);
        }
        const std::string wrong = ranked_all_the_same(less);
        if (!wrong.empty()) complaints.add("round " + std::to_string(round) + ": " + wrong);
        more = less;
      }
    }
  }
  CHECK(count.ranks > 1000);
  CHECK(count.orders > 1000);
  complaints.report();
}

TEST_CASE("other names for the regimens are other names for the results") {
  Random random(1876);
  Complaints complaints;
  for (int round = 0; round < 20; ++round) {
    const World world = random_world(random);
    const World other = with_other_names(world);
    const decision::Weigher weigher(world.pack, world.evidence);
    const decision::Weigher renaming(other.pack, other.evidence);
    for (int patient = 0; patient < 10; ++patient) {
      const Decision decision = forgetful(random_patient(world, random), random, 1);
      const std::string before = without_names(world, say(weigher, world, decision).result);
      const std::string after =
          without_names(other, say(renaming, other, with_other_names(decision)).result);
      if (before != after) complaints.add(std::string(before).append("\n  becomes").append(after));
    }
  }
  complaints.report();
}

TEST_CASE("two criteria that count the same patients are refused, and no others") {
  Random random(1215);
  Complaints complaints;
  constexpr std::size_t outcomes = 6;
  std::size_t refused = 0;
  for (int round = 0; round < 1500; ++round) {
    World world;
    evidence::Study study;
    study.id = "hedge";
    study.arms = {{"arm-a", "a", {}}, {"arm-b", "b", {}}};
    // Which lies within which, at once or in steps; circles may come about.
    std::array<std::array<bool, outcomes>, outcomes> in{};
    std::array<std::array<bool, outcomes>, outcomes> alike{};
    std::vector<language::ModelCriterion> criteria;
    for (std::size_t i = 0; i < outcomes; ++i) {
      const std::string id = "c" + std::to_string(i);
      evidence::Outcome outcome = small::outcome(id, "benefit");
      in[i][i] = true;
      for (std::size_t whole = 0; whole < outcomes; ++whole) {
        if (whole == i || !random.chance(12)) continue;
        outcome.part_of.push_back("c" + std::to_string(whole));
        in[i][whole] = true;
      }
      const std::size_t other = random.below(outcomes);
      if (other != i && random.chance(15)) {
        outcome.mirrors = "c" + std::to_string(other);
        alike[i][other] = alike[other][i] = true;
      }
      world.evidence.outcomes.push_back(outcome);
      study.rows.push_back(small::counted("row-" + id, id, {{"arm-a", {1, 5}}, {"arm-b", {2, 5}}}));
      criteria.push_back(small::benefit(id, "row-" + id));
    }
    for (std::size_t step = 0; step < outcomes; ++step) {
      for (std::size_t i = 0; i < outcomes; ++i) {
        for (std::size_t j = 0; j < outcomes; ++j)
          in[i][j] = in[i][j] || (in[i][step] && in[step][j]);
      }
    }
    world.evidence.studies = {study};
    const std::size_t a = random.below(outcomes);
    const std::size_t b = (a + 1 + random.below(outcomes - 1)) % outcomes;
    core::Diagnostics diagnostics;
    decision::check_model(small::pack_of({criteria[a], criteria[b]}), world.evidence, diagnostics);
    const bool twice = in[a][b] || in[b][a] || alike[a][b];
    bool told = false;
    for (const core::Diagnostic& one : diagnostics.sorted())
      told = told || one.code == core::Code::counted_twice;
    refused += told ? 1U : 0U;
    if (told != twice) complaints.add("round " + std::to_string(round));
  }
  CHECK(refused > 200);
  complaints.report();
}

TEST_CASE(
    "the shipped packs rank nothing that is contraindicated, and learning contradicts nothing") {
  const ShippedWorld world(Safety::with);
  core::Sources texts;
  Random random(2010);
  Complaints complaints;
  Count count;
  std::size_t out = 0;
  for (const core::Node& example : examples(texts)) {
    const Said all = say(world.engine(), json_of(example));
    for (int round = 0; round < 3; ++round) {
      core::Node profile = example;
      Said more = all;
      std::string forgotten;
      for (int step = 0; step < 6; ++step) {
        const std::string key = forget_key(profile, random);
        if (key.empty()) break;
        forgotten += " " + key;
        const Said less = say(world.engine(), json_of(profile));
        count.add(less.result);
        for (const RankedRegimen& one : less.result.ranked)
          out += speaks_against(less.decision, one.id) ? 1U : 0U;
        std::string wrong = ranked_all_the_same(less);
        if (wrong.empty()) wrong = contradiction(less, more);
        if (wrong.empty()) wrong = contradiction(less, all);
        if (!wrong.empty()) complaints.add(wrong.append("\n  forgotten:").append(forgotten));
        more = less;
      }
    }
  }
  CHECK(count.ranks + count.orders > 0);
  CHECK(out > 20);
  complaints.report();
}

TEST_CASE("of random patients too") {
  const ShippedWorld world(Safety::with);
  Random random(26);
  Complaints complaints;
  Count count;
  for (int patient = 0; patient < 40; ++patient) {
    Sketch sketch =
        patient % 2 == 0 ? matching_shipped_patient(random) : random_shipped_patient(random);
    Said more = say(world.engine(), to_json(sketch));
    for (int step = 0; step < 8; ++step) {
      const std::string forgotten = forget(sketch, world.engine().knowledge(), random);
      if (forgotten.empty()) break;
      const Said less = say(world.engine(), to_json(sketch));
      count.add(less.result);
      std::string wrong = ranked_all_the_same(less);
      if (wrong.empty()) wrong = contradiction(less, more);
      if (!wrong.empty()) complaints.add(wrong.append("\n  forgotten: ").append(forgotten));
      more = less;
    }
  }
  CHECK(count.ranks + count.orders > 0);
  complaints.report();
}

}  // namespace regimen::property
