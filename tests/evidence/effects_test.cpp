// Effects: SONIC's primary end point and the garden study, by hand. Limits were computed in Python
// from the formulas as printed, with z = 1.959963984540054 (Wilson 1927; method 10 of Newcombe
// 1998, Stat Med 17:873):
//
//   wilson(x, n):    p = x / n, d = 1 + z²/n, c = (p + z²/2n) / d,
//                    h = z sqrt(p (1 - p) / n + z²/4n²) / d; c - h, c + h
//   newcombe(a, b):  d - sqrt((p_a - l_a)² + (u_b - p_b)²), d + sqrt((u_a - p_a)² + (p_b - l_b)²)
#include "engine/evidence/effects.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/evidence/garden.h"

namespace {

using doctest::Approx;
using regimen::evidence::ArmEffect;
using regimen::evidence::Contrast;
using regimen::evidence::Effect;
using regimen::evidence::effect_of;
using regimen::evidence::Evidence;
using regimen::evidence::OutcomeEffect;
using regimen::evidence::Row;
using regimen::evidence::Study;
using regimen::evidence_tests::Garden;
using regimen::evidence_tests::shipped_evidence;

const Study& sonic() { return *shipped_evidence().study("sonic"); }

OutcomeEffect effect(const std::string& id) {
  const Row* row = sonic().row(id);
  REQUIRE(row != nullptr);
  auto found = effect_of(shipped_evidence(), sonic(), *row);
  REQUIRE(found.has_value());
  return *found;
}

Approx near(double value) { return Approx(value).epsilon(1e-9); }

struct ExpectedArm {
  std::string arm;
  double per_1000, low, high;
};

void check_arms(const OutcomeEffect& found, const std::vector<ExpectedArm>& expected) {
  REQUIRE(found.arms.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(expected[i].arm);
    CHECK(found.arms[i].arm == expected[i].arm);
    CHECK(found.arms[i].per_1000 == near(expected[i].per_1000));
    CHECK(found.arms[i].limits.low == near(expected[i].low));
    CHECK(found.arms[i].limits.high == near(expected[i].high));
  }
}

struct ExpectedContrast {
  std::string comparison;
  double difference, low, high;
  std::string p;
  bool controlled;
};

void check_contrasts(const OutcomeEffect& found, const std::vector<ExpectedContrast>& expected) {
  REQUIRE(found.contrasts.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Contrast& contrast = found.contrasts[i];
    CAPTURE(expected[i].comparison);
    CHECK(contrast.comparison == expected[i].comparison);
    CHECK(contrast.comparison == contrast.of + "-" + contrast.against);
    CHECK(contrast.difference == near(expected[i].difference));
    CHECK(contrast.limits.low == near(expected[i].low));
    CHECK(contrast.limits.high == near(expected[i].high));
    REQUIRE(contrast.printed.has_value());
    CHECK(contrast.printed->p.printed == expected[i].p);
    CHECK(contrast.controlled == expected[i].controlled);
  }
}

}  // namespace

TEST_CASE("SONIC's primary end point: 51 of 170, 75 of 169, 96 of 169") {
  const OutcomeEffect found = effect("remission-26");
  CHECK(found.row == "remission-26");
  CHECK(found.outcome == "steroid-free-remission");
  CHECK(found.direction == "benefit");
  CHECK(found.horizon == "26 weeks");
  CHECK(found.set == "itt");
  CHECK(found.source == "sonic-2010");
  CHECK(found.at == "Table 2, week 26; Results, Primary End Point");
  check_arms(found, {{"azathioprine", 300, 236.1552780924876, 372.6837154289745},
                     {"infliximab", 75000.0 / 169, 370.9575663271781, 519.1151041441433},
                     {"combination", 96000.0 / 169, 492.67220318548726, 640.3977220334397}});
  for (const ArmEffect& arm : found.arms) CHECK(arm.regimen == arm.arm);
  CHECK(found.arms[2].count.events == 96);
  CHECK(found.arms[2].count.total == 169);
  // Differences: (96/169 - 51/170) = 7701/28730, (75/169 - 51/170) = 4131/28730, 21/169.
  check_contrasts(found, {{"combination-azathioprine", 7701000.0 / 28730, 163.3366247027426,
                           364.5394441557799, "<0.001", true},
                          {"infliximab-azathioprine", 4131000.0 / 28730, 40.89360873980509,
                           242.53147305063771, "0.006", true},
                          {"combination-infliximab", 21000.0 / 169, 17.697055588351787,
                           226.9185354035271, "0.02", false}});
}

TEST_CASE("the numbers needed of SONIC's primary end point are its differences, turned over") {
  const OutcomeEffect found = effect("remission-26");
  const auto& first = found.contrasts[0];
  REQUIRE(first.needed.has_value());
  REQUIRE(first.needed->estimate.has_value());
  CHECK(first.needed->estimate->effect == Effect::benefit);
  CHECK(first.needed->estimate->patients == near(28730.0 / 7701));
  REQUIRE(first.needed->benefit.has_value());
  CHECK(first.needed->benefit->low == near(1000 / 364.5394441557799));
  CHECK(first.needed->benefit->high == near(1000 / 163.3366247027426));
  CHECK_FALSE(first.needed->harm.has_value());
}

// The sequence that held the type I error names two contrasts, at week 26, of all randomized.
TEST_CASE("only the two contrasts of the primary row are inside the type I control") {
  std::vector<std::string> controlled;
  std::size_t contrasts = 0;
  for (const Row& row : sonic().rows) {
    const auto found = effect_of(shipped_evidence(), sonic(), row);
    if (!found) continue;
    for (const Contrast& contrast : found->contrasts) {
      ++contrasts;
      if (contrast.controlled) controlled.push_back(row.id + " " + contrast.comparison);
    }
  }
  CHECK(contrasts > 100);
  CHECK(controlled == std::vector<std::string>{"remission-26 combination-azathioprine",
                                               "remission-26 infliximab-azathioprine"});
}

TEST_CASE("no outcome but the primary one is controlled, whatever of it is the same") {
  Garden garden;
  const std::string rows = "studies/hedge/rows.yaml";
  const auto controlled = [](const Evidence& evidence, const std::string& row) {
    const Study& hedge = evidence.studies[0];
    return effect_of(evidence, hedge, *hedge.row(row))->contrasts.at(0).controlled;
  };
  CHECK(controlled(garden.evidence(), "bloom-6"));
  CHECK_FALSE(controlled(garden.evidence(), "leafing-6"));
  Garden later;
  later.change(rows, "horizon: 6 weeks, at: page 6", "horizon: 7 weeks, at: page 6");
  CHECK_FALSE(controlled(later.evidence(), "bloom-6"));
  Garden others;
  others.change(rows, "set: whole, horizon: 6 weeks, at: page 6", "horizon: 6 weeks, at: page 6");
  CHECK_FALSE(controlled(others.evidence(), "bloom-6"));
  Garden unplanned;
  unplanned.change("studies/hedge/study.yaml", ", control: {step: 1, at: page 4}", "");
  CHECK_FALSE(controlled(unplanned.evidence(), "bloom-6"));
}

TEST_CASE("the garden study: 25 of 40 against 5 of 20") {
  Garden garden;
  const Evidence evidence = garden.evidence();
  const Study& hedge = evidence.studies[0];
  const auto bloom = effect_of(evidence, hedge, *hedge.row("bloom-6"));
  REQUIRE(bloom.has_value());
  check_arms(*bloom, {{"compost", 250, 111.8617014076657, 468.700877618744},
                      {"manure", 625, 470.32439137301096, 757.7702084276673}});
  check_contrasts(*bloom,
                  {{"manure-compost", 375, 107.12947572504672, 566.598845918646, "0.01", true}});
  // A printed total is no arm.
  const auto leafing = effect_of(evidence, hedge, *hedge.row("leafing-6"));
  REQUIRE(leafing.has_value());
  CHECK(leafing->arms.size() == 2);
  CHECK_FALSE(leafing->contrasts.at(0).printed.has_value());
}

TEST_CASE("a test of the same arms belongs to the contrast in either order, the first one") {
  Garden garden;
  const Evidence evidence = garden.evidence();
  const Study& hedge = evidence.studies[0];
  const auto wilting = effect_of(evidence, hedge, *hedge.row("wilting-6"));
  REQUIRE(wilting.has_value());
  REQUIRE(wilting->contrasts.at(0).printed.has_value());
  CHECK(wilting->contrasts[0].printed->p.printed == "<0.001");
  CHECK(wilting->contrasts[0].printed->method == "fisher");
  // 2/40 - 18/20: fewer of something unwanted is a benefit, one for 1 / 0.85 patients.
  CHECK(wilting->contrasts[0].difference == near(-850));
  REQUIRE(wilting->contrasts[0].needed.has_value());
  REQUIRE(wilting->contrasts[0].needed->estimate.has_value());
  CHECK(wilting->contrasts[0].needed->estimate->effect == Effect::benefit);
  CHECK(wilting->contrasts[0].needed->estimate->patients == near(1 / 0.85));
}

TEST_CASE("an outcome that is neither wanted nor unwanted has no number needed") {
  const OutcomeEffect lesions = effect("lesions-baseline");
  CHECK(lesions.direction == "neutral");
  REQUIRE(lesions.contrasts.size() == 3);
  for (const Contrast& contrast : lesions.contrasts) CHECK_FALSE(contrast.needed.has_value());
}

TEST_CASE("a row that counts no events of patients gives nothing") {
  Garden garden;
  const Evidence evidence = garden.evidence();
  const Study& hedge = evidence.studies[0];
  for (const char* id : {"planted", "lost", "height-6", "elsewhere"}) {
    CAPTURE(id);
    CHECK_FALSE(effect_of(evidence, hedge, *hedge.row(id)).has_value());
  }
  Row nameless = *hedge.row("bloom-6");
  nameless.outcome = "no-such-outcome";
  CHECK_FALSE(effect_of(evidence, hedge, nameless).has_value());
  Row empty = *hedge.row("bloom-6");
  empty.counts.clear();
  CHECK_FALSE(effect_of(evidence, hedge, empty).has_value());
}

TEST_CASE("an arm that was not counted has no contrast") {
  const OutcomeEffect antibodies = effect("antibodies-30");
  REQUIRE(antibodies.arms.size() == 2);
  REQUIRE(antibodies.contrasts.size() == 1);
  CHECK(antibodies.contrasts[0].comparison == "combination-infliximab");
  CHECK_FALSE(antibodies.contrasts[0].printed.has_value());
  CHECK_FALSE(antibodies.contrasts[0].controlled);
}
