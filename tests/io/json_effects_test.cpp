// The JSON of what a study found: figures to six digits, infinity as a text, and the shape, byte
// for byte, for effects that are made up by hand.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "engine/io/json_layers.h"
#include "tests/support/written.h"

namespace regimen::io {

namespace {

using evidence::Contrast;
using evidence::Effect;
using evidence::NumberNeeded;
using evidence::OutcomeEffect;

constexpr double infinity = std::numeric_limits<double>::infinity();

// Two arms, one contrast; of a second row another contrast as well.
std::vector<OutcomeEffect> made_up() {
  OutcomeEffect bloom{"bloom-6",     "bloom",  "benefit", "6 weeks", "whole",
                      "garden-book", "page 6", {},        {}};
  bloom.arms = {{"compost", "rich", {5, 20}, 250, {111.8617014, 468.7008776}},
                {"manure", "", {25, 40}, 625, {470.3243914, 757.7702084}}};
  Contrast contrast{"manure-compost",           "manure", "compost", 375,
                    {107.1294757, 566.5988459}, {},       {},        true};
  contrast.needed =
      NumberNeeded{evidence::Needed{Effect::benefit, 8.0 / 3}, evidence::Limits{1.765, 9.3345}, {}};
  evidence::PrintedTest test;
  test.arms = {"manure", "compost"};
  test.p = *evidence::parse_figure("<0.05");
  test.method = "fisher";
  contrast.printed = test;
  bloom.contrasts = {contrast};
  OutcomeEffect size{"size", "size", "neutral", "", "", "garden-book", "page 7", {}, {}};
  size.contrasts = {
      {"lime-compost", "lime", "compost", -1.0 / 3, {-1234567.8, 0.000012345678}, {}, {}, false},
      {"manure-compost", "manure", "compost", 0, {-50, 50}, {}, {}, false}};
  return {bloom, size};
}

constexpr const char* expected_effects = R"json([
  {
    "row": "bloom-6",
    "outcome": "bloom",
    "direction": "benefit",
    "horizon": "6 weeks",
    "set": "whole",
    "source": "garden-book",
    "at": "page 6",
    "interval": {
      "level": 0.95,
      "method": "wilson"
    },
    "arms": [
      {
        "arm": "compost",
        "regimen": "rich",
        "events": 5,
        "total": 20,
        "per_1000": 250.0,
        "low": 111.862,
        "high": 468.701
      },
      {
        "arm": "manure",
        "regimen": null,
        "events": 25,
        "total": 40,
        "per_1000": 625.0,
        "low": 470.324,
        "high": 757.77
      }
    ]
  },
  {
    "row": "size",
    "outcome": "size",
    "direction": "neutral",
    "horizon": "",
    "set": "",
    "source": "garden-book",
    "at": "page 7",
    "interval": {
      "level": 0.95,
      "method": "wilson"
    },
    "arms": []
  }
])json";

constexpr const char* expected_comparisons = R"json([
  {
    "id": "manure-compost",
    "arms": [
      "manure",
      "compost"
    ],
    "regimens": [
      null,
      "rich"
    ],
    "applicability": "indirect",
    "effect_modification": "uncertain",
    "reasons": [
      {
        "id": "inclusion.tall",
        "holds": "yes",
        "makes": "indirect",
        "missing": [],
        "cites": []
      },
      {
        "id": "applicability.shade",
        "holds": "unknown",
        "makes": "uncertain_effect",
        "missing": [
          {
            "fact": "plant.light",
            "cause": "not_supplied"
          }
        ],
        "cites": [
          {
            "source": "garden-book",
            "at": "page 8",
            "stance": "supports"
          }
        ]
      }
    ],
    "missing": [
      {
        "fact": "plant.light",
        "cause": "not_supplied"
      }
    ],
    "assumptions": [
      "feedings-listed"
    ],
    "effects": [
      {
        "row": "bloom-6",
        "outcome": "bloom",
        "direction": "benefit",
        "horizon": "6 weeks",
        "set": "whole",
        "source": "garden-book",
        "at": "page 6",
        "difference_per_1000": 375.0,
        "low": 107.129,
        "high": 566.599,
        "interval": {
          "level": 0.95,
          "method": "newcombe_hybrid_score"
        },
        "number_needed": {
          "estimate": {
            "effect": "benefit",
            "patients": 2.66667
          },
          "benefit": {
            "low": 1.765,
            "high": 9.3345
          },
          "harm": null
        },
        "printed": {
          "p": "<0.05",
          "method": "fisher"
        },
        "type_one_error_controlled": true,
        "widened": {
          "low": 0.0,
          "high": 566.599
        }
      },
      {
        "row": "size",
        "outcome": "size",
        "direction": "neutral",
        "horizon": "",
        "set": "",
        "source": "garden-book",
        "at": "page 7",
        "difference_per_1000": 0.0,
        "low": -50.0,
        "high": 50.0,
        "interval": {
          "level": 0.95,
          "method": "newcombe_hybrid_score"
        },
        "number_needed": null,
        "printed": null,
        "type_one_error_controlled": false,
        "widened": {
          "low": -50.0,
          "high": 50.0
        }
      }
    ]
  },
  {
    "id": "lime-compost",
    "arms": [
      "lime",
      "compost"
    ],
    "regimens": [
      null,
      "rich"
    ],
    "applicability": "direct",
    "effect_modification": "none",
    "reasons": [],
    "missing": [],
    "assumptions": [],
    "effects": [
      {
        "row": "size",
        "outcome": "size",
        "direction": "neutral",
        "horizon": "",
        "set": "",
        "source": "garden-book",
        "at": "page 7",
        "difference_per_1000": -0.333333,
        "low": -1234570.0,
        "high": 1.23457e-05,
        "interval": {
          "level": 0.95,
          "method": "newcombe_hybrid_score"
        },
        "number_needed": null,
        "printed": null,
        "type_one_error_controlled": false,
        "widened": null
      }
    ]
  }
])json";

// The first pair is outside of the trial, and its effect may be another; the second is as the
// trial's.
decision::Decision decided() {
  decision::Decision decision;
  decision.effects = made_up();
  const facts::MissingSet missing = {{"plant.light", facts::Cause::not_supplied, {}}};
  decision::ComparisonReach manure;
  manure.comparison = "manure-compost";
  manure.of = "manure";
  manure.against = "compost";
  manure.against_regimen = "rich";
  manure.applicability = decision::Applicability::indirect;
  manure.modification = decision::EffectModification::uncertain;
  manure.reasons = {{"inclusion.tall", facts::Truth::yes, {}, {}, {}},
                    {"applicability.shade",
                     facts::Truth::unknown,
                     language::Reach::uncertain_effect,
                     missing,
                     {{"garden-book", "page 8", "supports"}}}};
  manure.missing = missing;
  manure.assumptions = {"feedings-listed"};
  decision::ComparisonReach lime;
  lime.comparison = "lime-compost";
  lime.of = "lime";
  lime.against = "compost";
  lime.against_regimen = "rich";
  lime.applicability = decision::Applicability::direct;
  lime.modification = decision::EffectModification::none;
  decision.reach = {manure, lime};
  return decision;
}

std::string effects_text(const std::vector<OutcomeEffect>& effects) {
  return support::written([&](JsonWriter& out) { write_effects(effects, out); });
}

std::string comparisons_text(const decision::Decision& decision) {
  return support::written([&](JsonWriter& out) { write_comparisons(decision, out); });
}

}  // namespace

TEST_CASE("a figure has six significant digits") {
  struct Case {
    double value;
    const char* text;
  };
  for (const Case& one : {
           Case{0, "0.0"},
           Case{300, "300.0"},
           Case{443.7869822485207, "443.787"},
           Case{268.0473372781065, "268.047"},
           Case{-124.26035502958582, "-124.26"},
           Case{1.0 / 3, "0.333333"},
           Case{0.00012345678, "0.000123457"},
           Case{123456.4, "123456.0"},
           Case{123456.6, "123457.0"},
           Case{1234567, "1234570.0"},
           Case{999999.5, "1000000.0"},
           Case{-1e-300, "-1e-300"},
       }) {
    CHECK(figure_json(one.value).is_number_float());
    CHECK(figure_json(one.value).dump() == one.text);
    CHECK(support::written([&](JsonWriter& out) { out.figure(one.value); }) == one.text);
  }
}

TEST_CASE("nought has no sign, and infinity is a text") {
  CHECK(figure_json(-0.0).dump() == "0.0");
  CHECK(figure_json(infinity).dump() == "\"infinity\"");
  CHECK(figure_json(-infinity).dump() == "\"-infinity\"");
}

TEST_CASE("effects have their shape") {
  CHECK(effects_text(made_up()) == expected_effects);
  CHECK(effects_text({}) == "[]");
}

TEST_CASE("a comparison has its rows, and says how far it carries over") {
  CHECK(comparisons_text(decided()) == expected_comparisons);
  CHECK(comparisons_text({}) == "[]");
}

TEST_CASE("a comparison that does not carry over gives no number") {
  decision::Decision decision = decided();
  decision.reach.front().applicability = decision::Applicability::not_applicable;
  const Json json = Json::parse(comparisons_text(decision));
  CHECK(json.at(0).at("effects").empty());
  CHECK(json.at(1).at("effects").size() == 1);
}

TEST_CASE("limits that run through infinity stand on both sides") {
  Contrast contrast{"a-b", "a", "b", 50, {-100, 200}, {}, {}, false};
  contrast.needed = NumberNeeded{evidence::Needed{Effect::harm, 20}, evidence::Limits{10, infinity},
                                 evidence::Limits{5, infinity}};
  CHECK(contrast_json(contrast).at("number_needed").dump() ==
        R"({"estimate":{"effect":"harm","patients":20.0},)"
        R"("benefit":{"low":10.0,"high":"infinity"},"harm":{"low":5.0,"high":"infinity"}})");
  contrast.needed->estimate.reset();  // a difference of 0
  CHECK(contrast_json(contrast).at("number_needed").at("estimate").is_null());
}

}  // namespace regimen::io
