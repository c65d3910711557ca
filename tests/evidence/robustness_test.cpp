// Robustness: the trial's results counted another way. Expected values come from a Python script of
// its own: Fisher's P as the exact fraction of binomial coefficients, patients changed one by one
// until P reaches 0.05, and every way to put the patients back tried in turn.
#include "engine/evidence/robustness.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/evidence/load.h"

namespace regimen::evidence {

namespace {

const Evidence& shipped() {
  static core::Sources sources;
  static const std::unique_ptr<Evidence> evidence = [] {
    const std::filesystem::path root = REGIMEN_TEST_SOURCE_DIR;
    core::Diagnostics diagnostics;
    const auto knowledge = facts::load_knowledge(root / "knowledge", sources, diagnostics);
    REQUIRE(knowledge);
    return load_evidence(root / "knowledge", *knowledge, sources, diagnostics);
  }();
  REQUIRE(evidence);
  return *evidence;
}

const Robustness& sonic() {
  static const Robustness result = robustness(shipped(), *shipped().study("sonic"));
  return result;
}

const Variant& variant(const std::string& row, const std::string& how) {
  for (const Variant& one : sonic().variants) {
    if (one.row == row && one.how == how) return one;
  }
  FAIL("no such variant: " << row << " " << how);
  return sonic().variants.front();
}

const VariantContrast& contrast(const Variant& variant, const std::string& comparison) {
  for (const VariantContrast& one : variant.contrasts) {
    if (one.comparison == comparison) return one;
  }
  FAIL("no such contrast: " << comparison);
  return variant.contrasts.front();
}

}  // namespace

TEST_CASE("the primary comparisons have their fragility, and say what the trial controlled") {
  CHECK(sonic().primary_row == "remission-26");
  REQUIRE(sonic().fragility.size() == 3);
  struct Expected {
    std::string comparison;
    std::int64_t index;
    bool controlled;
  };
  for (const Expected& expected : {Expected{"combination-azathioprine", 27, true},
                                   Expected{"infliximab-azathioprine", 7, true},
                                   Expected{"combination-infliximab", 3, false}}) {
    bool found = false;
    for (const Fragility& one : sonic().fragility) {
      if (one.comparison != expected.comparison) continue;
      found = true;
      CHECK(one.index == expected.index);
      CHECK(!one.reverse);
      CHECK(one.controlled == expected.controlled);
    }
    CHECK_MESSAGE(found, expected.comparison);
  }
  CHECK(sonic().fragility.front().fisher == doctest::Approx(7.301958578032335e-07));
}

// 109 - 50, 93 - 29 and 107 - 31 patients were seen; as many had healed.
TEST_CASE("mucosal healing in observed cases leaves out whom nobody saw") {
  const Variant& seen = variant("mucosal-healing-26", "observed_cases");
  REQUIRE(seen.arms.size() == 3);
  CHECK(seen.arms[0].count == Proportion(18, 59));
  CHECK(seen.arms[1].count == Proportion(28, 64));
  CHECK(seen.arms[2].count == Proportion(47, 76));
  CHECK(contrast(seen, "combination-infliximab").fisher == doctest::Approx(0.041392501275144565));
  CHECK(contrast(seen, "infliximab-azathioprine").fisher == doctest::Approx(0.1404814047118987));
}

TEST_CASE("patients who are put back may have had the event or not") {
  struct Expected {
    std::string comparison;
    double least;
    double greatest;
  };
  for (const Expected& expected :
       {Expected{"combination-azathioprine", -206.53705269089883, -93.7235841081995},
        Expected{"infliximab-azathioprine", -66.83538889284948, -1.4258216297141635},
        Expected{"combination-infliximab", -157.77395295467582, -74.22547332185886}}) {
    const Variant& least = variant("serious-adverse-event", "least_difference");
    const Variant& greatest = variant("serious-adverse-event", "greatest_difference");
    CHECK(contrast(least, expected.comparison).difference == doctest::Approx(expected.least));
    CHECK(contrast(greatest, expected.comparison).difference == doctest::Approx(expected.greatest));
  }
}

// Seven had a serious infection and eleven are put back: no more than seven of them can have had
// it.
TEST_CASE("no more events are put back than there were") {
  const Variant& least = variant("serious-infection", "least_difference");
  // All seven put back to azathioprine: 0 of 168 against 16 of 169.
  CHECK(contrast(least, "combination-azathioprine").difference ==
        doctest::Approx(-1000.0 * 16 / 169));
}

}  // namespace regimen::evidence
