// Holds the reader of value models: what a sound model becomes, and every mistake with its code and
// its place. Places are counted by hand in the model below.
#include "engine/language/value_model.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/core/yaml.h"
#include "tests/language/workbench.h"

namespace regimen::language {

namespace {

using facts::Rational;
using testing::Files;
using testing::loaded;
using testing::with;

const std::string manifest =
    "pack: garden\nversion: \"1.0.0\"\nlanguage: \"1\"\nrules: [rules.yaml]\n"
    "benefit_risk: model.yaml\nmessages: {en: en.yaml}\n";
const std::string wording =
    "messages: garden\nlocale: en\nrules:\n"
    "  inclusion.tall: {title: At least 10 cm high, fail: It is not.}\n"
    "presets:\n  even: {name: Even, reason: None.}\n  free: {name: Free, reason: None.}\n";
const std::string sound = R"(horizon: 1 year
prior: uniform
draws: 100
seed: 7
precedes_at: 0.9
unit: bloom
criteria:
  - {id: bloom, row: bloom-6, modified: yes, value: [{at: 0.1, worth: 0}, {at: 0.9, worth: 1}]}
  - {id: wilting, row: wilting-6, value: [{at: 0, worth: 1}, {at: 0.2, worth: 0.5}, {at: 0.5, worth: 0}]}
  - {id: pests, rates: {study: pests, rows: {compost: a, manure: b}, cases: c}, value: [{at: 0, worth: 1}, {at: 0.1, worth: 0}]}
presets:
  - {id: even, weights: {bloom: 1, wilting: [0.5, 1], pests: [1, 2.5, 10]}, cites: [{source: garden-book, at: page 1}]}
  - {id: free, weights: free, cites: [{source: garden-book, at: page 2}]}
)";

Files files(const std::string& model, const std::string& words = wording) {
  return with({{"pack.yaml", manifest}, {"model.yaml", model}, {"en.yaml", words}});
}

// REQUIRES: `from` stands there once.
std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE_MESSAGE(at != std::string::npos, from);
  REQUIRE_MESSAGE(text.find(from, at + 1) == std::string::npos, from);
  return text.replace(at, from.size(), to);
}

// `E0214 model.yaml:3:8; ...`, by place.
std::string told(const testing::Loaded& pack) {
  std::string result;
  for (const core::Diagnostic& diagnostic : pack.diagnostics.sorted()) {
    const std::string place = core::to_text(diagnostic.span);
    result += (result.empty() ? "" : "; ") + std::string(core::info(diagnostic.code).id) + " " +
              place.substr(place.rfind('/') + 1);
  }
  return result;
}

struct Row {
  std::string name;
  std::string from;
  std::string to;
  std::string expected;
};

void hold(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const auto pack = loaded(files(changed(sound, row.from, row.to)));
    const std::string what =
        row.name + ":\n" + core::render(pack.diagnostics, core::ShowValues::yes);
    CHECK_MESSAGE(told(pack) == row.expected, what);
  }
}

Rational tenths(std::int64_t some) { return *Rational::make(some, 10); }

// Weights as they would be read from a file of their own.
WeightSet weights(const std::string& text, std::string& codes) {
  const auto pack = loaded(files(sound));
  REQUIRE(pack.pack->model);
  core::Sources texts;
  core::Diagnostics diagnostics;
  const auto node =
      core::read_yaml(texts.add("weights", text, core::Privacy::open), {}, diagnostics);
  REQUIRE(node);
  WeightSet set = read_weights(*node, *pack.pack->model, diagnostics);
  codes.clear();
  for (const core::Diagnostic& diagnostic : diagnostics.sorted())
    codes += (codes.empty() ? "" : " ") + std::string(core::info(diagnostic.code).id);
  return set;
}

}  // namespace

TEST_CASE("a sound model is read as it is written") {
  const auto pack = loaded(files(sound));
  REQUIRE_MESSAGE(told(pack).empty(), core::render(pack.diagnostics, core::ShowValues::yes));
  REQUIRE(pack.pack->model);
  const ValueModel& model = *pack.pack->model;
  CHECK(model.horizon == "1 year");
  CHECK(model.prior == PriorName::uniform);
  CHECK(model.draws == 100);
  CHECK(model.seed == 7);
  CHECK(model.precedes_at == tenths(9));
  CHECK(model.unit == "bloom");
  REQUIRE(model.criteria.size() == 3);
  const ModelCriterion& bloom = model.criteria[0];
  CHECK(bloom.id == "bloom");
  CHECK(bloom.row == "bloom-6");
  CHECK(bloom.modified);
  CHECK_FALSE(bloom.is_rate());
  REQUIRE(bloom.knots.size() == 2);
  CHECK(bloom.knots[0].at == tenths(1));
  CHECK(bloom.knots[1].worth == Rational(1));
  CHECK(bloom.width() == doctest::Approx(0.8));
  const ModelCriterion& wilting = model.criteria[1];
  CHECK_FALSE(wilting.modified);
  REQUIRE(wilting.knots.size() == 3);
  CHECK(wilting.knots[1].at == tenths(2));
  CHECK(wilting.knots[1].worth == tenths(5));
  const ModelCriterion& pests = model.criteria[2];
  CHECK(pests.is_rate());
  CHECK(pests.rates.study == "pests");
  CHECK(pests.rates.rows == std::map<std::string, std::string>{{"compost", "a"}, {"manure", "b"}});
  CHECK(pests.rates.cases == "c");

  REQUIRE(model.presets.size() == 2);
  const WeightSet& even = model.presets[0];
  CHECK_FALSE(even.free);
  REQUIRE(even.ranges.size() == 3);
  CHECK(even.ranges.at("bloom") == WeightRange{1, 1, 1});
  CHECK(even.ranges.at("wilting") == WeightRange{tenths(5), *Rational::make(3, 4), 1});  // halfway
  CHECK(even.ranges.at("pests") == WeightRange{1, tenths(25), 10});
  REQUIRE(even.cites.size() == 1);
  CHECK(even.cites[0].at == "page 1");
  CHECK(model.presets[1].free);
  CHECK(model.presets[1].ranges.empty());
  CHECK(model.preset("even") == &model.presets[0]);
  CHECK(model.preset("none") == nullptr);
}

TEST_CASE("a pack without a model has none, and a model has a digest") {
  CHECK_FALSE(loaded(with({})).pack->model);
  const auto one = loaded(files(sound));
  const auto other = loaded(files(changed(sound, "seed: 7", "seed: 8")));
  CHECK(one.pack->digest != other.pack->digest);
}

TEST_CASE("what a model is made of") {
  hold({
      {"a prior that is none", "prior: uniform", "prior: flat", "E0214 model.yaml:2:8"},
      {"no prior", "prior: uniform\n", "", "E0114 model.yaml:1:1"},
      {"no draws", "draws: 100", "draws: 0", "E0214 model.yaml:3:8"},
      {"half a draw", "draws: 100", "draws: 1.5", "E0214 model.yaml:3:8"},
      {"too many draws", "draws: 100", "draws: 100001", "E0214 model.yaml:3:8"},
      {"draws in words", "draws: 100", "draws: many", "E0214 model.yaml:3:8"},
      {"draws in a list", "draws: 100", "draws: [100]", "E0214 model.yaml:3:8"},
      {"a seed below 0", "seed: 7", "seed: -1", "E0214 model.yaml:4:7"},
      {"less than even", "precedes_at: 0.9", "precedes_at: 0.4", "E0214 model.yaml:5:14"},
      {"more than certain", "precedes_at: 0.9", "precedes_at: 95", "E0214 model.yaml:5:14"},
      {"no such unit", "unit: bloom", "unit: blom", "E0401 model.yaml:6:7"},
      {"no unit", "unit: bloom\n", "", "E0114 model.yaml:1:1"},
      {"a key too many", "seed: 7", "seed: 7\nsede: 7", "E0113 model.yaml:5:1"},
  });
}

TEST_CASE("criteria") {
  hold({
      {"twice", "id: wilting, row", "id: bloom, row",
       "E0201 model.yaml:9:5; E0401 model.yaml:12:36"},
      {"no id", "id: wilting, row", "id: Wilting, row",
       "E0202 model.yaml:9:5; E0114 model.yaml:12:25; E0401 model.yaml:12:36"},
      {"neither row nor rates", "row: wilting-6, ", "", "E0114 model.yaml:9:5"},
      {"row and rates", "id: pests, rates", "id: pests, row: x, rates", "E0114 model.yaml:10:5"},
      {"rates without a study", "study: pests, ", "", "E0114 model.yaml:10:24"},
      {"rates without cases", ", cases: c", "", "E0114 model.yaml:10:24"},
      {"rates without rows", "rows: {compost: a, manure: b}, ", "", "E0114 model.yaml:10:24"},
      {"not yes or no", "modified: yes", "modified: perhaps", "E0116 model.yaml:8:41"},
  });
}

TEST_CASE("value functions") {
  hold({
      {"none",
       "row: wilting-6, value: [{at: 0, worth: 1}, {at: 0.2, worth: 0.5}, {at: 0.5, worth: 0}]",
       "row: wilting-6", "E0114 model.yaml:9:5; E0214 model.yaml:9:5"},
      {"one knot", "{at: 0, worth: 1}, {at: 0.2, worth: 0.5}, {at: 0.5, worth: 0}",
       "{at: 0, worth: 1}", "E0214 model.yaml:9:5"},
      {"out of order", "{at: 0.2, worth: 0.5}, {at: 0.5, worth: 0}",
       "{at: 0.5, worth: 0.5}, {at: 0.2, worth: 0}", "E0214 model.yaml:9:5"},
      {"one place twice", "{at: 0.2, worth: 0.5}, {at: 0.5, worth: 0}",
       "{at: 0.2, worth: 0.5}, {at: 0.2, worth: 0}", "E0214 model.yaml:9:5"},
      {"down and up", "{at: 0.2, worth: 0.5}, {at: 0.5, worth: 0}",
       "{at: 0.2, worth: 0.2}, {at: 0.5, worth: 0.5}", "E0214 model.yaml:9:5"},
      {"all worth the same", "{at: 0, worth: 1}, {at: 0.2, worth: 0.5}, {at: 0.5, worth: 0}",
       "{at: 0, worth: 1}, {at: 0.5, worth: 1}", "E0214 model.yaml:9:5"},
      {"a share above 1", "{at: 0.9, worth: 1}", "{at: 1.1, worth: 1}",
       "E0214 model.yaml:8:5; E0214 model.yaml:8:80"},
      {"a worth above 1", "{at: 0.9, worth: 1}", "{at: 0.9, worth: 2}",
       "E0214 model.yaml:8:5; E0214 model.yaml:8:92"},
      {"a knot without worth", "{at: 0.9, worth: 1}", "{at: 0.9}",
       "E0214 model.yaml:8:5; E0114 model.yaml:8:75"},
  });
}

TEST_CASE("sets of weights") {
  const std::string even = "bloom: 1, wilting: [0.5, 1], pests: [1, 2.5, 10]";
  hold({
      {"limits that fall", "[0.5, 1]", "[1, 0.5]", "E0413 model.yaml:12:45"},
      {"a reference outside", "[1, 2.5, 10]", "[1, 20, 10]", "E0413 model.yaml:12:62"},
      {"four numbers", "[0.5, 1]", "[0.5, 1, 2, 3]", "E0214 model.yaml:12:45"},
      {"one number in a list", "[0.5, 1]", "[0.5]", "E0214 model.yaml:12:45"},
      {"below 0", "bloom: 1, ", "bloom: -1, ", "E0214 model.yaml:12:33"},
      {"too heavy", "bloom: 1, ", "bloom: 1000001, ", "E0214 model.yaml:12:33"},
      {"a word", "bloom: 1, ", "bloom: much, ", "E0214 model.yaml:12:33"},
      {"all 0", even, "bloom: 0, wilting: 0, pests: 0", "E0214 model.yaml:12:25"},
      {"all may be 0", even, "bloom: 0, wilting: [0, 1], pests: 0", "E0214 model.yaml:12:25"},
      {"one is missing", "bloom: 1, wilting", "wilting", "E0114 model.yaml:12:25"},
      {"one that is no criterion", "bloom: 1, wilting", "bloom: 1, blom: 1, wilting",
       "E0401 model.yaml:12:36"},
      {"twice", "id: free", "id: even", "E0206 en.yaml:7:3; E0201 model.yaml:13:5"},
      {"no id", "id: free", "id: Free",
       "E0206 en.yaml:7:3; E0202 model.yaml:13:5; E0205 model.yaml:13:5"},
      {"no source", ", cites: [{source: garden-book, at: page 2}]", "", "E0203 model.yaml:13:5"},
      {"no such source", "garden-book, at: page 2", "gardenbook, at: page 2",
       "E0204 model.yaml:13:48"},
  });
}

TEST_CASE("a model has from 1 to 12 criteria, and weights") {
  const std::string head = sound.substr(0, sound.find("criteria:"));
  const std::string weightless = changed(sound, sound.substr(sound.find("presets:")), "");
  const std::string bare =
      wording.substr(0, wording.find("presets:"));  // no set of weights is worded
  CHECK(told(loaded(files(weightless, bare))) == "E0214 model.yaml:1:1");
  CHECK(told(loaded(files(changed(head, "unit: bloom", "unit: c1") +
                              "criteria: []\npresets:\n  - {id: free, weights: free, cites: "
                              "[{source: garden-book, at: page 2}]}\n",
                          changed(wording, "  even: {name: Even, reason: None.}\n", "")))) ==
        "E0214 model.yaml:1:1; E0401 model.yaml:6:7");
  for (const int count : {12, 13}) {
    std::string model = changed(head, "unit: bloom", "unit: c1") + "criteria:\n";
    for (int i = 1; i <= count; ++i) {
      model += "  - {id: c" + std::to_string(i) + ", row: r" + std::to_string(i) +
               ", value: [{at: 0, worth: 0}, {at: 1, worth: 1}]}\n";
    }
    model +=
        "presets:\n  - {id: free, weights: free, cites: [{source: garden-book, at: page 2}]}\n";
    const auto pack =
        loaded(files(model, changed(wording, "  even: {name: Even, reason: None.}\n", "")));
    CHECK(told(pack) == (count == 12 ? "" : "E0214 model.yaml:1:1"));
  }
}

// The cases are 2 to the power of these.
TEST_CASE("the effects of at most four criteria may be another") {
  const std::string head = sound.substr(0, sound.find("criteria:"));
  for (const int count : {4, 5}) {
    std::string model = changed(head, "unit: bloom", "unit: c1") + "criteria:\n";
    for (int i = 1; i <= count; ++i) {
      model += "  - {id: c" + std::to_string(i) + ", row: r" + std::to_string(i) +
               ", modified: yes, value: [{at: 0, worth: 0}, {at: 1, worth: 1}]}\n";
    }
    model +=
        "presets:\n  - {id: free, weights: free, cites: [{source: garden-book, at: page 2}]}\n";
    const auto pack =
        loaded(files(model, changed(wording, "  even: {name: Even, reason: None.}\n", "")));
    CHECK(told(pack) == (count == 4 ? "" : "E0214 model.yaml:1:1"));
  }
}

TEST_CASE("every set of weights is worded, and no other") {
  CHECK(told(loaded(files(sound, changed(wording, "  even: {name: Even, reason: None.}\n", "")))) ==
        "E0205 model.yaml:12:5");
  CHECK(told(loaded(files(sound, wording + "  odd: {name: Odd, reason: None.}\n"))) ==
        "E0206 en.yaml:8:3");
  CHECK(told(loaded(files(sound, changed(wording, "{name: Even, ", "{")))) == "E0114 en.yaml:6:9");
}

TEST_CASE("weights of a file of their own") {
  std::string codes;
  CHECK(weights("free", codes).free);
  CHECK(codes.empty());
  const WeightSet set = weights("{bloom: 1, wilting: [0, 2], pests: [0, 0, 4]}", codes);
  CHECK(codes.empty());
  CHECK_FALSE(set.free);
  CHECK(set.id.empty());
  CHECK(set.ranges.at("wilting") == WeightRange{0, 1, 2});
  CHECK(set.ranges.at("pests") == WeightRange{0, 0, 4});
  weights("even", codes);  // the name of a set is no set
  CHECK(codes.rfind("E01", 0) == 0);
  weights("{bloom: 1}", codes);
  CHECK(codes == "E0114 E0114");
  weights("{bloom: {low: 1}, wilting: 1, pests: 1}", codes);
  CHECK(codes == "E0214");
}

}  // namespace regimen::language
