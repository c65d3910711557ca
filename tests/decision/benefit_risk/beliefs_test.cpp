// Beliefs: quantiles and means by R 4.2 (qbeta, qgamma), and every mistake of a model over an
// invented study.
#include "engine/decision/benefit_risk/beliefs.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "tests/decision/benefit_risk/small_model.h"

namespace regimen::decision {

namespace {

using namespace small_model;  // NOLINT(google-build-using-namespace): a small vocabulary
using language::ModelCriterion;
using language::Pack;

// `E0214 the message: subject`, one a line.
std::string told(const Pack& pack, const evidence::Evidence& evidence = hedge()) {
  core::Diagnostics diagnostics;
  check_model(pack, evidence, diagnostics);
  std::string result;
  for (const core::Diagnostic& one : diagnostics.sorted()) {
    result += (result.empty() ? "" : "\n") + std::string(core::info(one.code).id) + " " +
              one.message + ": " + one.offender;
  }
  return result;
}

ModelCriterion pests_with(const std::function<void(ModelCriterion&)>& change) {
  ModelCriterion result = pests();
  change(result);
  return result;
}

// 512 quantiles, with straight lines between: near the exact one in the middle, less so in a tail.
void check_belief(const Belief& belief, double scale, const std::vector<double>& exact,
                  double mean) {
  const std::vector<double> at = {0.025, 0.25, 0.5, 0.75, 0.975};
  REQUIRE(exact.size() == at.size());
  for (std::size_t i = 0; i < at.size(); ++i)
    CHECK(std::abs(belief.at(at[i]) - exact[i]) < 2e-4 * scale);
  CHECK(std::abs(belief.mean() - mean) < 1e-4 * scale);
  CHECK(belief.quantiles.size() == 512);
  CHECK(std::ranges::is_sorted(belief.quantiles));
}

}  // namespace

TEST_CASE("shares that were counted") {
  evidence::Evidence evidence = hedge();
  for (evidence::Row& row : evidence.studies[0].rows) {
    if (row.id == "scent-6")
      row = counted("scent-6", "scent",
                    {{"arm-compost", {5, 20}}, {"arm-manure", {25, 40}}, {"arm-both", {0, 3}}});
  }
  Pack pack = pack_of({benefit("scent", "scent-6")});
  const Beliefs jeffreys = believe(pack, evidence);
  CHECK(jeffreys.regimens == std::vector<std::string>{"compost", "manure", "both"});
  REQUIRE(jeffreys.shares.size() == 1);
  REQUIRE(jeffreys.shares[0].size() == 3);
  // qbeta(c(.025, .25, .5, .75, .975), 5.5, 15.5), then 25.5, 15.5; the means are 5.5/21, 25.5/41.
  check_belief(jeffreys.shares[0][0], 1,
               {0.102398485683, 0.193427290994, 0.254234365091, 0.322294706554, 0.464194629241},
               5.5 / 21);
  check_belief(jeffreys.shares[0][1], 1,
               {0.4705351287, 0.571837157053, 0.623952579143, 0.674212211203, 0.762093476695},
               25.5 / 41);
  // Further out than the outermost: qbeta(.5/512, 5.5, 15.5) and qbeta(511.5/512, 5.5, 15.5).
  CHECK(std::abs(jeffreys.shares[0][0].at(0) - 0.0503188014434) < 1e-10);
  CHECK(std::abs(jeffreys.shares[0][0].at(1) - 0.591125921695) < 1e-10);

  pack.model->prior = language::PriorName::uniform;
  const Beliefs uniform = believe(pack, evidence);
  check_belief(uniform.shares[0][0], 1,
               {0.112809403922, 0.205182474174, 0.265739726991, 0.33289161714, 0.471659827655},
               6.0 / 22);
  check_belief(uniform.shares[0][1], 1,
               {0.469362548033, 0.569420771956, 0.620954434121, 0.670720792044, 0.757989032821},
               26.0 / 42);
}

TEST_CASE("more events never give a smaller draw") {
  const auto of = [](int events) {
    evidence::Evidence evidence = hedge();
    evidence.studies[0].rows.push_back(
        counted("x", "scent",
                {{"arm-compost", {events, 12}}, {"arm-manure", {1, 12}}, {"arm-both", {1, 12}}}));
    return believe(pack_of({benefit("x", "x")}), evidence).shares[0][0];
  };
  for (int events = 0; events < 12; ++events) {
    const Belief fewer = of(events);
    const Belief more = of(events + 1);
    for (int i = 0; i <= 1000; ++i) CHECK(fewer.at(i / 1000.0) <= more.at(i / 1000.0));
  }
}

TEST_CASE("rates become risks over the horizon") {
  Pack pack = pack_of({pests()});
  const Beliefs one_year = believe(pack, hedge());
  // 70 cases at 0.54 per 1,000 years are 70 / 0.00054 = 129,629.6 years. The risk over a year is
  // 1 - exp(-qgamma(p, 70.5, rate = 129629.6)), its mean 1 - (129629.6 / 129630.6)^70.5.
  check_belief(one_year.shares[0][0], 0.001,
               {0.000424272116837, 0.000498757171554, 0.000541141417065, 0.000585861135577,
                0.000677720621242},
               0.000543707182781);
  check_belief(one_year.shares[0][1], 0.001,
               {0.000285697101642, 0.000365027293793, 0.000412058372267, 0.000462967602825,
                0.000571127929455},
               0.000416316898481);
  check_belief(
      one_year.shares[0][2], 0.001,
      {0.000544306029933, 0.000799261020382, 0.000960942303352, 0.00114310912293, 0.00155008920856},
      0.00098341132348);
  // 1 - (t / (t + 5))^(cases + 1/2)
  pack.model->horizon = "5 years";
  const Beliefs five = believe(pack, hedge());
  CHECK(std::abs(five.shares[0][0].mean() - 0.0027155395063) < 1e-6);
  CHECK(std::abs(five.shares[0][1].mean() - 0.00207979877785) < 1e-6);
  CHECK(std::abs(five.shares[0][2].mean() - 0.00490673093571) < 1e-6);
}

TEST_CASE("models that are sound") {
  CHECK(told(pack_of({benefit("bloom", "bloom-6")})).empty());
  CHECK(told(pack_of(four_criteria())).empty());
  CHECK(told(pack_of({benefit("scent", "scent-6"), benefit("bloom", "bloom-6")})).empty());
  Pack none = pack_of({benefit("bloom", "bloom-6")});
  none.model.reset();
  none.evidence.study = "";
  CHECK(told(none).empty());
}

TEST_CASE("what a model asks of the evidence") {
  struct Row {
    std::string name;
    Pack pack;
    std::string expected;
  };
  const auto one = [](const ModelCriterion& criterion) { return pack_of({criterion}); };
  const auto with = [](const std::function<void(Pack&)>& change) {
    Pack pack = pack_of({benefit("bloom", "bloom-6")});
    change(pack);
    return pack;
  };
  const std::vector<Row> rows = {
      {"no study", with([](Pack& pack) { pack.evidence.study = ""; }),
       "E0214 a value model needs the study of the pack: "},
      {"another study", with([](Pack& pack) { pack.evidence.study = "lawn"; }),
       "E0214 a value model needs the study of the pack: lawn"},
      {"a horizon in months", with([](Pack& pack) { pack.model->horizon = "6 months"; }),
       "E0214 a horizon in years or weeks is expected: 6 months"},
      {"no such row", one(benefit("bloom", "bloom-7")), "E0607 the study has no such row: bloom-7"},
      {"a row of another study", one(harm("pest", "pest-both")),
       "E0607 the study has no such row: pest-both"},
      {"no denominators", one(benefit("scent", "half-6")),
       "E0214 this row counts no patients of `manure`: half-6\n"
       "E0214 this row counts no patients of `both`: half-6"},
      {"a benefit that is worth less", one(harm("bloom", "bloom-6")),
       "E0214 the value function goes against its outcome: bloom"},
      {"a harm that is worth more", one(benefit("wilting", "wilting-6")),
       "E0214 the value function goes against its outcome: wilting"},
      {"neither benefit nor harm", one(benefit("colour", "colour-6")),
       "E0214 the value function goes against its outcome: colour"},
      {"rates of no study", one(pests_with([](auto& c) { c.rates.study = "woods"; })),
       "E0607 no such study: woods"},
      {"a regimen without rate", one(pests_with([](auto& c) { c.rates.rows.erase("manure"); })),
       "E0214 a rate is needed for every regimen: manure"},
      {"no such rate", one(pests_with([](auto& c) { c.rates.rows["both"] = "pest-all"; })),
       "E0607 the study has no such row: pest-all"},
      {"a ratio", one(pests_with([](auto& c) { c.rates.rows["both"] = "pest-ratio"; })),
       "E0214 this row gives no rate per patient-years: pest-ratio"},
      {"rates of two outcomes",
       one(pests_with([](auto& c) { c.rates.rows["compost"] = "blight-both"; })),
       "E0214 the rates are not all of one outcome: blight-both"},
      {"an unknown regimen", one(pests_with([](auto& c) { c.rates.rows["lime"] = "pest-both"; })),
       "E0607 no arm of the study stands for this regimen: lime"},
      {"no such cases", one(pests_with([](auto& c) { c.rates.cases = "case"; })),
       "E0607 the study has no such row: case"},
      {"rates without cases", one(pests_with([](auto& c) { c.rates.cases = "pest-both"; })),
       "E0214 there are no cases behind the rate: pest-compost\n"
       "E0214 there are no cases behind the rate: pest-manure\n"
       "E0214 there are no cases behind the rate: pest-both"},
      {"no case at all", one(pests_with([](auto& c) { c.rates.cases = "no-cases"; })),
       "E0214 there are no cases behind the rate: pest-both"},
  };
  for (const Row& row : rows) CHECK_MESSAGE(told(row.pack) == row.expected, row.name);
}

TEST_CASE("patients are not counted twice") {
  const std::string twice = "E0215 this criterion counts the same patients as ";
  const auto both = [](const ModelCriterion& first, const ModelCriterion& second) {
    return told(pack_of({first, second}));
  };
  const ModelCriterion leafing = benefit("leafing", "leafing-6");
  const ModelCriterion bloom = benefit("bloom", "bloom-6");
  const ModelCriterion opening = benefit("opening", "opening-6");
  CHECK(both(leafing, bloom) == twice + "`leafing`: bloom");
  CHECK(both(bloom, leafing) == twice + "`bloom`: leafing");
  CHECK(both(leafing, opening) == twice + "`leafing`: opening");  // in two steps
  CHECK(both(opening, leafing) == twice + "`opening`: leafing");
  CHECK(both(bloom, benefit("again", "bloom-6")) == twice + "`bloom`: again");
  CHECK(both(harm("wilting", "wilting-6"), benefit("no-wilting", "no-wilting-6")) ==
        twice + "`wilting`: no-wilting");
  CHECK(both(benefit("no-wilting", "no-wilting-6"), harm("wilting", "wilting-6")) ==
        twice + "`no-wilting`: wilting");
  CHECK(both(pests(), harm("wilting", "wilting-6")).empty());
  CHECK(told(pack_of({leafing, benefit("scent", "scent-6"), opening, bloom})) ==
        twice + "`leafing`: opening\n" + twice + "`leafing`: bloom\n" + twice + "`opening`: bloom");
}

TEST_CASE("a rate counts twice too") {
  evidence::Evidence evidence = hedge();
  for (evidence::Outcome& one : evidence.outcomes) {
    if (one.id == "pest") one.part_of = {"wilting"};
  }
  CHECK(told(pack_of({harm("wilting", "wilting-6"), pests()}), evidence) ==
        "E0215 this criterion counts the same patients as `wilting`: pest");
}

// Whoever wrote it, the check comes to an end.
TEST_CASE("outcomes that are part of each other in a circle") {
  evidence::Evidence evidence = hedge();
  for (evidence::Outcome& one : evidence.outcomes) {
    if (one.id == "leafing") one.part_of = {"opening"};
  }
  CHECK(
      told(pack_of({benefit("bloom", "bloom-6"), benefit("scent", "scent-6")}), evidence).empty());
  CHECK(told(pack_of({benefit("leafing", "leafing-6"), benefit("bloom", "bloom-6")}), evidence) ==
        "E0215 this criterion counts the same patients as `leafing`: bloom");
}

}  // namespace regimen::decision
