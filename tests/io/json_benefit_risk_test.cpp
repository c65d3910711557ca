// The JSON of how regimens are weighed: its shape, byte for byte, for one that is made up by hand,
// and what stands at each regimen.
#include <doctest/doctest.h>

#include <string>

#include "engine/io/json_layers.h"
#include "engine/io/json_report.h"
#include "tests/support/written.h"

namespace regimen::io {

namespace {

using decision::BenefitRisk;
using decision::Order;
using decision::PairOrder;
using decision::RankedRegimen;
using decision::Score;
using decision::Standing;
using facts::Rational;

// Two soils by one benefit and one rate; every number is one that six digits cut short somewhere.
BenefitRisk made_up() {
  BenefitRisk result;
  result.weights = "even";
  result.cites = {{"garden-book", "page 1", "supports"}};
  result.horizon = "1 year";
  result.unit = "bloom";
  result.precedes_at = 0.95;
  result.draws = 20000;
  result.seed = 7;
  result.regimens = {"compost", "manure"};
  decision::WeighedCriterion bloom;
  bloom.id = "bloom";
  bloom.outcome = "bloom-seen";
  bloom.horizon = "6 weeks";
  bloom.source = "garden-book";
  bloom.at = "page 6";
  bloom.modified = true;
  bloom.weight = {1, 1, 1};
  bloom.shares = {0.26190476, 1.0 / 3};
  decision::WeighedCriterion pest;
  pest.id = "pest";
  pest.outcome = "pest-seen";
  pest.horizon = "1 year";
  pest.source = "park-book";
  pest.at = "page 7";
  pest.harm = true;
  pest.indirect = true;
  pest.weight = {*Rational::make(1, 3), 10, *Rational::make(49, 2)};
  pest.shares = {0.000123456789, 0};
  result.criteria = {bloom, pest};
  PairOrder pair;
  pair.comparison = "manure-compost";
  pair.of = "manure";
  pair.against = "compost";
  pair.order = Order::not_separated;
  pair.probability = 0.9123456;
  pair.range = evidence::Limits{0.5, 1};
  pair.separators = {{"weight", "pest", true}, {"weight", "bloom", false}, {"evidence", "", false}};
  PairOrder fallen;
  fallen.comparison = "lime-manure";
  fallen.of = "lime";
  fallen.against = "manure";
  fallen.order = Order::not_comparable;
  PairOrder open;
  open.comparison = "lime-compost";
  open.of = "lime";
  open.against = "compost";
  open.order = Order::undetermined;
  open.probability = 1;
  open.range = evidence::Limits{0.96, 1};
  open.separators = {{"facts", "", false}};
  open.missing = {{"soil.acid", facts::Cause::not_supplied, ""}};
  result.pairs = {pair, fallen, open};
  result.thresholds = {{"manure", "compost", "pest", "bloom", 217.8349, {}}};
  decision::FreeWeights over;
  over.regimens = {"compost", "manure"};
  over.acceptability = {{0, 1}, {1, 0}};
  over.central = {{}, std::vector<double>{0.25, 0.75}};
  over.confidence = {{}, 0.875};
  over.standard_error = 0.0035355339;
  result.over_all_weights = over;
  return result;
}

constexpr const char* expected = R"json({
  "weights": "even",
  "cites": [
    {
      "source": "garden-book",
      "at": "page 1",
      "stance": "supports"
    }
  ],
  "horizon": "1 year",
  "unit": "bloom",
  "precedes_at": 0.95,
  "draws": 20000,
  "seed": 7,
  "criteria": [
    {
      "id": "bloom",
      "outcome": "bloom-seen",
      "horizon": "6 weeks",
      "direction": "benefit",
      "indirect": false,
      "effect_may_be_none": true,
      "weight": {
        "low": 1.0,
        "reference": 1.0,
        "high": 1.0
      },
      "shares": {
        "compost": 0.261905,
        "manure": 0.333333
      },
      "source": "garden-book",
      "at": "page 6"
    },
    {
      "id": "pest",
      "outcome": "pest-seen",
      "horizon": "1 year",
      "direction": "harm",
      "indirect": true,
      "effect_may_be_none": false,
      "weight": {
        "low": 0.333333,
        "reference": 10.0,
        "high": 24.5
      },
      "shares": {
        "compost": 0.000123457,
        "manure": 0.0
      },
      "source": "park-book",
      "at": "page 7"
    }
  ],
  "pairs": [
    {
      "comparison": "manure-compost",
      "regimens": [
        "manure",
        "compost"
      ],
      "order": "not_separated",
      "probability_above": 0.912346,
      "range": {
        "low": 0.5,
        "high": 1.0
      },
      "would_separate": [
        {
          "kind": "weight",
          "criterion": "pest",
          "towards": "low"
        },
        {
          "kind": "weight",
          "criterion": "bloom",
          "towards": "high"
        },
        {
          "kind": "evidence"
        }
      ],
      "missing": []
    },
    {
      "comparison": "lime-manure",
      "regimens": [
        "lime",
        "manure"
      ],
      "order": "not_comparable",
      "probability_above": null,
      "range": null,
      "would_separate": [],
      "missing": []
    },
    {
      "comparison": "lime-compost",
      "regimens": [
        "lime",
        "compost"
      ],
      "order": "undetermined",
      "probability_above": 1.0,
      "range": {
        "low": 0.96,
        "high": 1.0
      },
      "would_separate": [
        {
          "kind": "facts"
        }
      ],
      "missing": [
        {
          "fact": "soil.acid",
          "cause": "not_supplied"
        }
      ]
    }
  ],
  "thresholds": [
    {
      "favoured": "manure",
      "other": "compost",
      "criterion": "pest",
      "unit": "bloom",
      "factor": 217.835,
      "factor_alone": null,
      "effect_may_be_another": false
    }
  ],
  "over_all_weights": {
    "method": "smaa",
    "regimens": [
      {
        "id": "compost",
        "acceptability": [
          0.0,
          1.0
        ],
        "central_weights": null,
        "confidence": null
      },
      {
        "id": "manure",
        "acceptability": [
          1.0,
          0.0
        ],
        "central_weights": {
          "bloom": 0.25,
          "pest": 0.75
        },
        "confidence": 0.875
      }
    ],
    "standard_error": 0.00353553
  },
  "over_admitted_weights": null
})json";

RankedRegimen first() {
  RankedRegimen regimen;
  regimen.id = "manure";
  regimen.standing = Standing::conditional;
  regimen.best = 1;
  regimen.worst = 2;
  regimen.condition = {{"tests", facts::Cause::stale, "acid"}};
  regimen.separated_from = {"compost"};
  regimen.score = Score{0.62345678, {0.5, 0.7}, {0.55, 0.69}, {0.6, 0.65}, {{0.9, 1}, {0, 0.1}}};
  return regimen;
}

std::string at(const RankedRegimen& regimen) {
  const Json json = support::tree([&](JsonWriter& out) {
    const auto object = out.object();
    out.field("id", regimen.id);
    write_rank(&regimen, out);
  });
  return json.dump();
}

std::string text_of(const BenefitRisk& weighed) {
  return support::written([&](JsonWriter& out) { write_benefit_risk(weighed, out); });
}

}  // namespace

TEST_CASE("how regimens are weighed has its shape") { CHECK(text_of(made_up()) == expected); }

TEST_CASE("free weights are none") {
  BenefitRisk weighed = made_up();
  weighed.free = true;
  weighed.over_all_weights.reset();
  const Json json = Json::parse(text_of(weighed));
  for (const Json& criterion : json.at("criteria")) CHECK(criterion.at("weight").is_null());
  CHECK(json.at("over_all_weights").is_null());
}

TEST_CASE("what stands at a regimen") {
  CHECK(at(first()) == R"({"id":"manure","standing":"conditional","rank":null,)"
                       R"("rank_range":{"best":1,"worst":2},)"
                       R"("rank_condition":[{"fact":"tests","cause":"stale","about":"acid"}],)"
                       R"("separated_from":["compost"],)"
                       R"("score":{"value":0.623457,"low":0.5,"high":0.7,)"
                       R"("sampling":{"low":0.55,"high":0.69},"weights":{"low":0.6,"high":0.65},)"
                       R"("rank_probability":[{"low":0.9,"high":1.0},{"low":0.0,"high":0.1}]}})");
  RankedRegimen ranked = first();
  ranked.standing = Standing::ranked;
  ranked.rank = 2;
  ranked.best = 2;
  ranked.condition.clear();
  ranked.score.reset();
  CHECK(at(ranked) ==
        R"({"id":"manure","standing":"ranked","rank":2,"rank_range":{"best":2,"worst":2},)"
        R"("rank_condition":[],"separated_from":["compost"],"score":null})");
  RankedRegimen out;
  out.id = "lime";
  CHECK(at(out) == R"({"id":"lime","standing":"unranked","rank":null,"rank_range":null,)"
                   R"("rank_condition":[],"separated_from":[],"score":null})");
}

TEST_CASE("a report stands with and without a value model") {
  decision::Decision decision;
  decision.regimens.resize(2);
  decision.regimens[0].id = "manure";
  decision.regimens[1].id = "lime";
  const auto report = [&] { return Json::parse(json_report(decision, {}, "0", "en")); };
  Json without = report();
  CHECK(without.at("benefit_risk").is_null());
  CHECK(without.at("options").at("weights").is_null());
  CHECK(without.at("regimens").at(0) ==
        Json::parse(R"({"id":"manure","safety":{"status":"unknown","at_least":"no_finding",
                        "at_most":"no_finding","findings":[],"clear":[],"missing":[],
                        "assumptions":[]},"workup":[],"dose":[],"plan":null,"standing":null,
                        "rank":null,"rank_range":null,"rank_condition":[],"separated_from":[],
                        "score":null})"));
  decision.benefit_risk = made_up();
  RankedRegimen lime;
  lime.id = "lime";
  decision.benefit_risk->ranked = {lime, first()};  // in any order
  const Json with = report();
  CHECK(with.at("options").at("weights") == "even");
  CHECK(with.at("benefit_risk").at("seed") == 7);
  CHECK(with.at("regimens").at(0).at("standing") == "conditional");
  CHECK(with.at("regimens").at(1).at("standing") == "unranked");
}

TEST_CASE("without safety, regimens are those that are weighed, or else compared") {
  decision::Decision decision;
  const auto regimens = [&] {
    return Json::parse(json_report(decision, {}, "0", "en")).at("regimens");
  };
  CHECK(regimens().empty());
  decision.reach.resize(2);
  decision.reach[0].of_regimen = "manure";
  decision.reach[0].against_regimen = "compost";
  decision.reach[1].of_regimen = "manure";  // against an arm that stands for none
  const Json compared = regimens();
  REQUIRE(compared.size() == 2);
  CHECK(compared.at(0).at("id") == "manure");
  CHECK(compared.at(1).at("id") == "compost");
  CHECK(compared.at(0).at("safety").is_null());
  CHECK(compared.at(0).at("rank").is_null());
  decision.benefit_risk = made_up();  // of compost and manure, in this order
  decision.benefit_risk->ranked = {first()};
  const Json weighed = regimens();
  REQUIRE(weighed.size() == 2);
  CHECK(weighed.at(0).at("id") == "compost");
  CHECK(weighed.at(1).at("id") == "manure");
  constexpr std::size_t ranked = 1;
  CHECK(weighed.at(ranked).at("standing") == "conditional");
  CHECK(weighed.at(ranked).at("safety").is_null());
  CHECK(weighed.at(1 - ranked).at("standing").is_null());
}

}  // namespace regimen::io
