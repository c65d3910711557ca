// Ranking: what is said of patients made by hand over an invented study. Its blooms are so many
// that each soil precedes the one before it, P > 0.97 (bayes.h, in weighing_test.cpp); of wilting,
// 43/161 and 39/163 are not separated, and 27/179 is less than either. Thresholds by hand.
#include "engine/decision/benefit_risk/ranking.h"

#include <doctest/doctest.h>

#include <cmath>

#include "engine/evidence/statistics/bayes.h"
#include "tests/decision/benefit_risk/patients.h"
#include "tests/decision/benefit_risk/small_model.h"

namespace regimen::decision {

namespace {

using namespace small_model;  // NOLINT(google-build-using-namespace): a small vocabulary
using language::ModelCriterion;
using language::WeightSet;

BenefitRisk ranked(const Decision& decision, const std::vector<ModelCriterion>& criteria,
                   const WeightSet& weights, std::uint32_t draws = 4000) {
  const language::Pack pack = pack_of(criteria, draws);
  const evidence::Evidence evidence = hedge();
  core::Diagnostics diagnostics;
  check_model(pack, evidence, diagnostics);
  REQUIRE(diagnostics.empty());
  const Weigher weigher(pack, evidence);
  return decide_benefit_risk(weigher, pack, evidence, weights, decision);
}

BenefitRisk by_bloom(const Decision& decision, bool modified = false) {
  ModelCriterion bloom = benefit("bloom", "bloom-6");
  bloom.modified = modified;
  return ranked(decision, {bloom}, weights({{"bloom", weight("1")}}));
}

BenefitRisk by_wilting(const Decision& decision) {
  return ranked(decision, {harm("wilting", "wilting-6")}, weights({{"wilting", weight("1")}}));
}

const RankedRegimen& of(const BenefitRisk& result, const std::string& id) {
  for (const RankedRegimen& one : result.ranked) {
    if (one.id == id) return one;
  }
  FAIL(id);
  return result.ranked.front();
}

const PairOrder& pair(const BenefitRisk& result, const std::string& comparison) {
  for (const PairOrder& one : result.pairs) {
    if (one.comparison == comparison) return one;
  }
  FAIL(comparison);
  return result.pairs.front();
}

// `1`, `1-2` where it is open, `-` where there is none; with `if a, b` what it hangs on.
std::string rank_of(const BenefitRisk& result, const std::string& id) {
  const RankedRegimen& one = of(result, id);
  std::string text = "-";
  if (one.rank) {
    text = std::to_string(*one.rank);
    CHECK(one.best == *one.rank);
    CHECK(one.worst == *one.rank);
  } else if (one.worst > 0) {
    text = std::to_string(one.best) + "-" + std::to_string(one.worst);
  }
  std::string separator = " if ";
  for (const facts::Missing& fact : one.condition) {
    text += separator + fact.key;
    separator = ", ";
  }
  return text;
}

std::string ranks(const BenefitRisk& result) {
  return rank_of(result, "compost") + "; " + rank_of(result, "manure") + "; " +
         rank_of(result, "both");
}

std::string orders(const BenefitRisk& result) {
  std::string text;
  for (const PairOrder& one : result.pairs)
    text += (text.empty() ? "" : "; ") + std::string(to_text(one.order));
  return text;
}

std::string separators(const PairOrder& pair) {
  std::string text;
  for (const Separator& one : pair.separators) {
    text += (text.empty() ? "" : "; ") + one.kind;
    if (!one.criterion.empty()) text += " " + one.criterion + (one.towards_low ? " low" : " high");
  }
  return text;
}

Decision with(Decision decision, const RegimenSafety& safety) {
  for (RegimenSafety& one : decision.regimens) {
    if (one.id == safety.id) one = safety;
  }
  return decision;
}

Decision with(Decision decision, const ComparisonReach& reach) {
  for (ComparisonReach& one : decision.reach) {
    if (one.comparison == reach.comparison) one = reach;
  }
  return decision;
}

bool near(double found, double exact, double relative) {
  return std::abs(found - exact) <= relative * std::abs(exact);
}

}  // namespace

TEST_CASE("nothing open: orders, ranks, scores") {
  const BenefitRisk result = by_bloom(anyone());
  CHECK(ranks(result) == "3; 2; 1");
  CHECK(orders(result) == "precedes; precedes; precedes");
  CHECK(of(result, "manure").separated_from == std::vector<std::string>{"compost", "both"});
  const evidence::Belief compost{51.5, 119.5};
  const evidence::Belief manure{75.5, 94.5};
  const double exact = evidence::probability_higher(manure, compost);
  const PairOrder& first = pair(result, "manure-compost");
  REQUIRE(first.probability);
  CHECK(std::abs(*first.probability - exact) <= 4 * standard_error(exact, 4000));
  CHECK(first.range->low == *first.probability);
  CHECK(first.range->high == *first.probability);
  CHECK(first.separators.empty());
  for (const RankedRegimen& one : result.ranked) {
    CHECK(one.standing == Standing::ranked);
    REQUIRE(one.score);
    CHECK(one.score->facts.low == one.score->value);
    CHECK(one.score->facts.high == one.score->value);
    REQUIRE(one.score->rank_probability.size() == 3);
  }
  CHECK(near(of(result, "both").score->value, 96.5 / 170, 1e-3));
  REQUIRE(result.over_all_weights);
  CHECK(result.over_all_weights->regimens.size() == 3);
  CHECK(result.over_all_weights->standard_error == std::sqrt(0.25 / 4000));
}

TEST_CASE("over the weights that are admitted, where some are not settled") {
  CHECK_FALSE(by_bloom(anyone()).over_admitted_weights);
  const auto criteria = four_criteria();
  const BenefitRisk result = ranked(anyone(), criteria, four_weights(), 400);
  REQUIRE(result.over_admitted_weights);
  const FreeWeights& over = *result.over_admitted_weights;
  for (const auto& ranks : over.acceptability)
    CHECK(std::abs(ranks[0] + ranks[1] + ranks[2] - 1) < 1e-9);
  bool first = false;
  for (const auto& central : over.central) {
    if (!central) continue;
    first = true;
    // What holds of every weight between the limits holds of their mean: events of scent and of
    // wilting beside those of bloom.
    const auto beside_bloom = [&](std::size_t c) {
      return (*central)[c] / criteria[c].width() / ((*central)[0] / criteria[0].width());
    };
    CHECK(beside_bloom(1) <= 1 + 1e-9);
    CHECK(beside_bloom(2) >= 0.5 - 1e-9);
    CHECK(beside_bloom(2) <= 2 + 1e-9);
    CHECK(beside_bloom(3) >= 11.8 - 1e-6);
    CHECK(beside_bloom(3) <= 24.4 + 1e-6);
  }
  CHECK(first);
}

TEST_CASE("what the model is made of is told") {
  const BenefitRisk result = ranked(anyone(), four_criteria(), four_weights(), 200);
  CHECK(result.weights == "given");
  CHECK_FALSE(result.free);
  CHECK(result.horizon == "1 year");
  CHECK(result.unit == "bloom");
  CHECK(result.precedes_at == 0.95);
  CHECK(result.draws == 200);
  CHECK(result.seed == 2026);
  REQUIRE(result.criteria.size() == 4);
  CHECK(result.criteria[0].outcome == "bloom");
  CHECK(result.criteria[0].horizon == "6 weeks");
  CHECK(result.criteria[0].source == "garden-book");
  CHECK(result.criteria[0].at == "page of bloom-6");
  CHECK_FALSE(result.criteria[0].harm);
  CHECK(result.criteria[0].modified);
  CHECK_FALSE(result.criteria[0].indirect);
  CHECK(result.criteria[2].harm);
  CHECK_FALSE(result.criteria[2].modified);
  CHECK(result.criteria[3].indirect);
  CHECK(result.criteria[3].horizon == "1 year");
  CHECK(result.criteria[3].at == "page of pest-compost");
  CHECK(result.criteria[1].weight == weight("0", "0.5", "1"));
  CHECK(near(result.criteria[2].shares[2], 27.5 / 180, 1e-3));
}

TEST_CASE("what speaks clearly against a regimen keeps it out") {
  for (const Severity severity : {Severity::avoid, Severity::contraindicated}) {
    const BenefitRisk result = by_bloom(with(anyone(), known("both", severity)));
    const RankedRegimen& out = of(result, "both");
    CHECK(out.standing == Standing::unranked);
    CHECK_FALSE(out.rank);
    CHECK(out.worst == 0);
    CHECK_FALSE(out.score);
    CHECK(out.separated_from.empty());
    CHECK(ranks(result) == "2; 1; -");
    CHECK(orders(result) == "precedes; not_asked; not_asked");
    CHECK_FALSE(pair(result, "both-compost").probability);
    CHECK_FALSE(pair(result, "both-compost").range);
    REQUIRE(of(result, "manure").score);
    CHECK(of(result, "manure").score->rank_probability.size() == 2);
    // Never rescaled to those that are left.
    CHECK(of(result, "manure").score->value == of(by_bloom(anyone()), "manure").score->value);
    CHECK(result.over_all_weights->regimens == std::vector<std::string>{"compost", "manure"});
    for (const Threshold& one : result.thresholds) {
      CHECK(one.favoured != "both");
      CHECK(one.other != "both");
    }
  }
}

TEST_CASE("a caution keeps nothing out") {
  CHECK(ranks(by_bloom(with(anyone(), known("both", Severity::caution)))) == "3; 2; 1");
}

TEST_CASE("one regimen alone has no rank, and none has neither") {
  Decision decision = with(anyone(), known("both", Severity::avoid));
  decision = with(decision, known("compost", Severity::contraindicated));
  const BenefitRisk one = by_bloom(decision);
  CHECK(ranks(one) == "-; -; -");
  CHECK(of(one, "manure").standing == Standing::ranked);
  CHECK_FALSE(of(one, "manure").score);
  CHECK_FALSE(one.over_all_weights);
  CHECK(one.thresholds.empty());
  const BenefitRisk none = by_bloom(with(decision, known("manure", Severity::avoid)));
  CHECK(ranks(none) == "-; -; -");
  CHECK_FALSE(none.over_all_weights);
}

TEST_CASE("unknown safety ranks on condition") {
  const Decision decision = with(anyone(), open("both", Severity::contraindicated, "tests"));
  const BenefitRisk result = by_bloom(decision);
  CHECK(of(result, "both").standing == Standing::conditional);
  CHECK(ranks(result) == "2-3 if tests; 1-2 if tests; 1 if tests");
  CHECK(orders(result) == "precedes; precedes; precedes");
  CHECK(of(result, "both").score);
  // What may only be a caution is no condition.
  CHECK(ranks(by_bloom(with(anyone(), open("both", Severity::caution, "tests")))) == "3; 2; 1");
  // Known to be avoided, and perhaps worse.
  RegimenSafety worse = open("both", Severity::contraindicated, "tests");
  worse.at_least = Severity::avoid;
  CHECK(ranks(by_bloom(with(anyone(), worse))) == "2; 1; -");
}

TEST_CASE("a regimen that cannot come before says nothing of the rank") {
  const BenefitRisk result =
      by_bloom(with(anyone(), open("compost", Severity::contraindicated, "tests")));
  CHECK(ranks(result) == "3 if tests; 2; 1");
}

TEST_CASE("without rules of safety everything is on condition") {
  Decision decision = anyone();
  decision.regimens.clear();
  const BenefitRisk result = by_bloom(decision);
  for (const RankedRegimen& one : result.ranked) CHECK(one.standing == Standing::conditional);
  CHECK(ranks(result) == "1-3; 1-2; 1");
}

TEST_CASE("whether there is anything to rank against may hang on facts") {
  Decision decision = with(anyone(), known("both", Severity::avoid));
  // Not separated by wilting: each would be first.
  CHECK(ranks(by_wilting(decision)) == "1; 1; -");
  CHECK(ranks(by_wilting(with(decision, open("compost", Severity::avoid, "tests")))) ==
        "1 if tests; 1 if tests; -");
  ComparisonReach falls = reach("manure", "compost", Applicability::undetermined,
                                EffectModification::none, missing("soil"));
  falls.reasons = {
      {"rule", facts::Truth::unknown, language::Reach::not_applicable, missing("soil"), {}}};
  CHECK(ranks(by_wilting(with(decision, falls))) == "1 if soil; 1 if soil; -");
  // One that can only become indirect carries over all the same.
  falls.reasons[0].makes.reset();
  CHECK(ranks(by_wilting(with(decision, falls))) == "1; 1; -");
}

TEST_CASE("a comparison that does not carry over gives no number") {
  const BenefitRisk result =
      by_bloom(with(anyone(), reach("both", "manure", Applicability::not_applicable)));
  const PairOrder& fallen = pair(result, "both-manure");
  CHECK(fallen.order == Order::not_comparable);
  CHECK_FALSE(fallen.probability);
  CHECK_FALSE(fallen.range);
  CHECK(fallen.separators.empty());
  CHECK_FALSE(of(result, "both").score);
  CHECK_FALSE(of(result, "manure").score);
  REQUIRE(of(result, "compost").score);
  CHECK(of(result, "compost").score->rank_probability.empty());
  CHECK_FALSE(result.over_all_weights);
  CHECK(ranks(result) == "3; 1; 1");
  CHECK(of(result, "both").separated_from == std::vector<std::string>{"compost"});
}

TEST_CASE("thresholds only of what carries over") {
  const Decision decision = with(anyone(), reach("both", "manure", Applicability::not_applicable));
  for (const Threshold& one : ranked(decision, four_criteria(), four_weights()).thresholds) {
    const bool fallen = one.favoured != "compost" && one.other != "compost";
    CHECK_FALSE(fallen);
  }
}

TEST_CASE("where nothing carries over nothing is ranked") {
  Decision decision = anyone();
  for (ComparisonReach& one : decision.reach) one.applicability = Applicability::not_applicable;
  const BenefitRisk result = ranked(decision, four_criteria(), four_weights(), 200);
  CHECK(ranks(result) == "-; -; -");
  CHECK(orders(result) == "not_comparable; not_comparable; not_comparable");
  for (const RankedRegimen& one : result.ranked) CHECK_FALSE(one.score);
  CHECK(result.thresholds.empty());
  CHECK_FALSE(result.over_all_weights);
}

TEST_CASE("a study that does not compare them all ranks them all together no more") {
  Decision decision = anyone();
  decision.reach.pop_back();
  const BenefitRisk result = by_bloom(decision);
  CHECK(ranks(result) == "3; 1; 1");
  CHECK_FALSE(result.over_all_weights);
  CHECK(of(result, "compost").score->rank_probability.empty());
}

TEST_CASE("applicability that is open leaves the order open") {
  const BenefitRisk result =
      by_bloom(with(anyone(), reach("both", "manure", Applicability::undetermined,
                                    EffectModification::none, missing("history"))));
  const PairOrder& open_pair = pair(result, "both-manure");
  CHECK(open_pair.order == Order::undetermined);
  CHECK(open_pair.probability.has_value());
  CHECK(open_pair.missing == missing("history"));
  CHECK(separators(open_pair) == "facts");
  CHECK(ranks(result) == "3; 1-2 if history; 1");
  CHECK(of(result, "both").separated_from == std::vector<std::string>{"compost"});
  // Where they would not be separated anyway nothing is open.
  const BenefitRisk wilting =
      by_wilting(with(anyone(), reach("manure", "compost", Applicability::undetermined,
                                      EffectModification::none, missing("history"))));
  CHECK(pair(wilting, "manure-compost").order == Order::not_separated);
  CHECK(pair(wilting, "manure-compost").missing.empty());
  CHECK(ranks(wilting) == "2; 2; 1");
}

TEST_CASE("indirect evidence still ranks") {
  Decision decision = anyone();
  for (ComparisonReach& one : decision.reach) one.applicability = Applicability::indirect;
  CHECK(ranks(by_bloom(decision)) == "3; 2; 1");
}

TEST_CASE("an effect that may be another widens what is said") {
  Decision decision = anyone();
  for (ComparisonReach& one : decision.reach) one.modification = EffectModification::uncertain;
  const BenefitRisk result = by_bloom(decision, true);
  CHECK(orders(result) == "not_separated; not_separated; not_separated");
  CHECK(ranks(result) == "1; 1; 1");
  const PairOrder& first = pair(result, "manure-compost");
  CHECK(first.range->low == 0.5);  // all alike, and then neither is above
  CHECK(first.range->high == *first.probability);
  CHECK(*first.probability > 0.95);
  CHECK(separators(first) == "evidence");
  const double together = (51.5 / 171 + 75.5 / 170 + 96.5 / 170) / 3;
  const Score& both = *of(result, "both").score;
  CHECK(near(both.value, 96.5 / 170, 1e-3));
  CHECK(near(both.facts.low, together, 1e-3));
  CHECK(both.facts.high == both.value);
  const Score& compost = *of(result, "compost").score;
  CHECK(compost.facts.low == compost.value);
  CHECK(near(compost.facts.high, together, 1e-3));
  // All alike, all are first.
  CHECK(both.rank_probability[0].high == 1);
  CHECK(compost.rank_probability[0].high == 1);
  CHECK(compost.rank_probability[2].low == 0);
}

TEST_CASE("whether an effect is another may hang on facts") {
  Decision decision = anyone();
  for (ComparisonReach& one : decision.reach) {
    one.modification = EffectModification::undetermined;
    one.missing = missing("marker");
  }
  const BenefitRisk result = by_bloom(decision, true);
  CHECK(orders(result) == "undetermined; undetermined; undetermined");
  CHECK(ranks(result) == "1-3 if marker; 1-2 if marker; 1");
  CHECK(separators(pair(result, "both-manure")) == "facts");
  // It concerns no criterion of this model.
  CHECK(ranks(by_wilting(decision)) == "2; 2; 1");
}

TEST_CASE("an effect that may be another in one comparison concerns that alone") {
  const BenefitRisk result = by_bloom(
      with(anyone(),
           reach("manure", "compost", Applicability::direct, EffectModification::uncertain)),
      true);
  CHECK(orders(result) == "not_separated; precedes; precedes");
  CHECK(ranks(result) == "2; 2; 1");
  CHECK(of(result, "both").score->facts.low == of(result, "both").score->value);
  CHECK(of(result, "manure").score->facts.low < of(result, "manure").score->value);
}

TEST_CASE("equal scores share the first rank") {
  // Up to a share of 9 in 10 nothing is lost: nobody wilts so often.
  const ModelCriterion flat =
      criterion("wilting", "wilting-6", {{"0", "1"}, {"0.9", "1"}, {"1", "0"}});
  const BenefitRisk result = ranked(anyone(), {flat}, weights({{"wilting", weight("1")}}));
  CHECK(orders(result) == "not_separated; not_separated; not_separated");
  CHECK(ranks(result) == "1; 1; 1");
  for (const PairOrder& one : result.pairs) CHECK(*one.probability == 0.5);
  for (const RankedRegimen& one : result.ranked) {
    CHECK(one.score->value == doctest::Approx(1));
    CHECK(one.score->rank_probability[0].low == 1);
    CHECK(one.score->rank_probability[1].high == 0);
  }
  CHECK(result.thresholds.empty());
}

// One event of pests against one bloom. Both soils have (96.5 - 75.5) / 170 = 0.123529 more blooms
// than manure, and more pests by 0.00098341132 - 0.00041631690 = 0.00056709442 (the means of
// 1 - exp(-rate), by R): 217.83 to 1. From the printed figures, 0.567648 - 0.444117 and
// 0.000983356 - 0.000416306, it would be 217.85.
TEST_CASE("thresholds by hand") {
  const BenefitRisk result = ranked(anyone(), four_criteria(), four_weights());
  REQUIRE(result.thresholds.size() == 2);
  const double pest_both = 0.00098341132348;
  const auto check = [](const Threshold& one, const std::string& other, double events,
                        double blooms, double scents, double wiltings) {
    CHECK(one.favoured == "both");
    CHECK(one.other == other);
    CHECK(one.criterion == "pest");
    CHECK(one.unit == "bloom");
    REQUIRE(one.alone);
    CHECK(near(*one.alone, blooms / events, 1e-3));
    REQUIRE(one.factor);
    CHECK(near(*one.factor, (blooms + 0.5 * scents + wiltings) / events, 1e-3));
  };
  check(result.thresholds[0], "compost", pest_both - 0.000543707182781, 96.5 / 170 - 51.5 / 171,
        47.5 / 108 - 18.5 / 110, 43.5 / 162 - 27.5 / 180);
  check(result.thresholds[1], "manure", pest_both - 0.000416316898481, 21.0 / 170,
        47.5 / 108 - 28.5 / 94, 39.5 / 164 - 27.5 / 180);
  CHECK(near(*result.thresholds[1].alone, 217.85, 1e-3));
  // At that weight the scores are equal; the order turns beyond it.
  const auto at = [&](double times) {
    const double factor = *result.thresholds[1].factor * times;
    WeightSet set = four_weights();
    set.ranges["pest"] = weight(std::to_string(factor));
    const BenefitRisk there = ranked(anyone(), four_criteria(), set);
    return of(there, "both").score->value - of(there, "manure").score->value;
  };
  CHECK(std::abs(at(1)) < 1e-6);
  CHECK(at(0.9) > 0);
  CHECK(at(1.1) < 0);
}

TEST_CASE("no threshold without a worth of the unit, and none that cannot turn the order") {
  WeightSet without = four_weights();
  without.ranges["bloom"] = weight("0");
  CHECK(ranked(anyone(), four_criteria(), without, 200).thresholds.empty());
  // Manure has more blooms and fewer pests than compost.
  for (const Threshold& one : ranked(anyone(), four_criteria(), four_weights()).thresholds)
    CHECK((one.favoured == "both"));
  // Pests weigh so much that manure is favoured: by pests it gains, by nothing else.
  WeightSet heavy = four_weights();
  heavy.ranges["pest"] = weight("5000");
  for (const Threshold& one : ranked(anyone(), four_criteria(), heavy).thresholds) {
    if (one.favoured != "manure" || one.other != "both") continue;
    CHECK(one.criterion == "wilting");
    CHECK(one.factor);
    CHECK_FALSE(one.alone);  // in blooms it loses as well
  }
}

TEST_CASE("what would separate") {
  const std::vector<ModelCriterion> criteria = {benefit("bloom", "bloom-6"), pests()};
  const auto by = [&](const WeightRange& pest) {
    return pair(ranked(anyone(), criteria, weights({{"bloom", weight("1")}, {"pest", pest}})),
                "both-manure");
  };
  // Beyond 218 blooms a pest outweighs them.
  const PairOrder light = by(weight("0", "10", "218"));
  CHECK(light.order == Order::not_separated);
  CHECK(separators(light) == "weight pest low");
  const PairOrder heavy = by(weight("218", "2000", "3000"));
  CHECK(heavy.order == Order::not_separated);
  CHECK(*heavy.probability < 0.5);
  CHECK(separators(heavy) == "weight pest high");
  const PairOrder neither = by(weight("218"));
  CHECK(neither.order == Order::not_separated);
  CHECK(separators(neither) == "evidence");
  CHECK(by(weight("10")).order == Order::precedes);
  CHECK(by(weight("3000")).order == Order::preceded);
  // Of free weights any criterion may be all that counts.
  const BenefitRisk any = ranked(anyone(), criteria, free_weights());
  const PairOrder& pair_of_any = pair(any, "manure-compost");
  CHECK(*pair_of_any.probability > 0.95);
  CHECK(pair_of_any.order == Order::not_separated);  // by pests alone P = 0.90
  CHECK(separators(pair_of_any) == "weight");
}

TEST_CASE("arms that stand for no regimen are not asked about") {
  Decision decision = anyone();
  decision.reach[0].against_regimen = "";
  const BenefitRisk result = by_bloom(decision);
  CHECK(result.pairs.size() == 2);
}

}  // namespace regimen::decision
