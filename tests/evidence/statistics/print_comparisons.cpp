// Prints the comparisons of the SONIC trial as lines `name value`, to be held against base R:
//
//   print_comparisons > printed.txt && Rscript tests/evidence/statistics/check_with_r.R printed.txt
//
// A program of its own, not one of the tests. Where there is no value it prints -1.
#include <array>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/evidence/statistics/bayes.h"
#include "engine/evidence/statistics/exact_test.h"
#include "engine/evidence/statistics/fragility.h"
#include "engine/evidence/statistics/odds_ratio.h"
#include "engine/evidence/statistics/power.h"
#include "engine/evidence/statistics/proportion.h"
#include "engine/evidence/statistics/rate.h"
#include "engine/evidence/statistics/risk_difference.h"
#include "engine/evidence/statistics/risk_ratio.h"
#include "engine/evidence/statistics/stratified.h"

namespace {

namespace evidence = regimen::evidence;
using evidence::Limits;
using evidence::Prior;
using evidence::Proportion;

constexpr double level = 0.95;

void say(const std::string& name, std::optional<double> value) {
  static_cast<void>(std::printf("%s %.10g\n", name.c_str(), value.value_or(-1)));
}

void say(const std::string& name, const std::optional<Limits>& limits) {
  say(name + ".low", limits ? std::optional(limits->low) : std::nullopt);
  say(name + ".high", limits ? std::optional(limits->high) : std::nullopt);
}

void say(const std::string& name, const std::optional<evidence::ChiSquare>& test) {
  say(name, test ? std::optional(test->statistic) : std::nullopt);
  say(name + ".p", test ? std::optional(test->p) : std::nullopt);
}

void say_count(const std::string& name, const std::optional<std::int64_t>& count) {
  say(name, static_cast<double>(count.value_or(-1)));
}

void arm(const std::string& name, const Proportion& p) {
  say(name + ".wilson", proportion_wilson(p, level));
  say(name + ".clopper_pearson", proportion_clopper_pearson(p, level));
  say(name + ".mid_p", proportion_mid_p(p, level));
  say(name + ".jeffreys", proportion_jeffreys(p, level));
  say(name + ".garwood", rate_garwood(evidence::Rate(p.events, 1), level));
  const evidence::Belief belief = evidence::belief(p, Prior::uniform);
  say(name + ".mean", belief.mean());
  say(name + ".belief", belief.equal_tails(level));
}

void pair(const std::string& name, const Proportion& a, const Proportion& b) {
  say(name + ".difference", risk_difference(a, b));
  say(name + ".difference.newcombe", risk_difference_newcombe(a, b, level));
  say(name + ".difference.mn", risk_difference_miettinen_nurminen(a, b, level));
  say(name + ".difference.mee", risk_difference_mee(a, b, level));
  say(name + ".ratio", risk_ratio(a, b));
  say(name + ".ratio.koopman", risk_ratio_koopman(a, b, level));
  say(name + ".ratio.katz", risk_ratio_katz(a, b, level));
  say(name + ".odds", odds_ratio(a, b));
  say(name + ".odds.conditional", odds_ratio_conditional(a, b));
  say(name + ".odds.mn", odds_ratio_miettinen_nurminen(a, b, level));
  say(name + ".odds.woolf", odds_ratio_woolf(a, b, level));
  say(name + ".odds.exact", odds_ratio_exact(a, b, level));
  say(name + ".odds.mid_p", odds_ratio_mid_p(a, b, level));
  say(name + ".fisher", fisher_p(a, b));
  say(name + ".mid_p", mid_p_value(a, b));
  say(name + ".pearson", pearson(a, b));
  say(name + ".pearson.corrected", pearson(a, b, evidence::Correction::continuity));
  const auto higher = [&](Prior prior) {
    return probability_higher(evidence::belief(a, prior), evidence::belief(b, prior));
  };
  say(name + ".higher.uniform", higher(Prior::uniform));
  say(name + ".higher.jeffreys", higher(Prior::jeffreys));
  const auto index = fragility_index(a, b);
  say_count(name + ".fragility", index ? index : reverse_fragility_index(a, b));
}

void endpoint(const std::string& name, const std::array<Proportion, 3>& arms) {
  const std::array<std::string, 3> names = {"aza", "ifx", "both"};
  for (std::size_t i = 0; i < 3; ++i) arm(name + "." + names[i], arms[i]);
  const std::array<std::pair<std::size_t, std::size_t>, 3> pairs = {{{1, 0}, {2, 0}, {2, 1}}};
  for (const auto& [i, j] : pairs) pair(name + "." + names[i] + "-" + names[j], arms[i], arms[j]);
  for (const auto& [what, prior] : {std::pair(".best.uniform.", Prior::uniform),
                                    std::pair(".best.jeffreys.", Prior::jeffreys)}) {
    const std::array<double, 3> best = evidence::probability_best(
        {belief(arms[0], prior), belief(arms[1], prior), belief(arms[2], prior)});
    for (std::size_t i = 0; i < 3; ++i) say(name + what + names[i], best[i]);
  }
}

// Admissions to six departments, men against women; R has them as UCBAdmissions.
const std::vector<evidence::Stratum>& admissions() {
  static const std::vector<evidence::Stratum> strata = {
      {{512, 825}, {89, 108}},  {{353, 560}, {17, 25}}, {{120, 325}, {202, 593}},
      {{138, 417}, {131, 375}}, {{53, 191}, {94, 393}}, {{22, 373}, {24, 341}},
  };
  return strata;
}

}  // namespace

int main() {
  endpoint("remission", {{{51, 170}, {75, 169}, {96, 169}}});
  endpoint("healing", {{{18, 109}, {28, 93}, {47, 107}}});
  endpoint("adverse", {{{43, 161}, {39, 163}, {27, 179}}});
  endpoint("infection", {{{9, 161}, {8, 163}, {7, 179}}});
  arm("antibodies.ifx", {15, 103});
  arm("antibodies.both", {1, 116});
  pair("antibodies.ifx-both", {15, 103}, {1, 116});

  say("admissions", cochran_mantel_haenszel(admissions()));
  say("admissions.corrected",
      cochran_mantel_haenszel(admissions(), evidence::Correction::continuity));
  say("admissions.odds", mantel_haenszel_odds_ratio(admissions()));
  say("admissions.odds", mantel_haenszel_limits(admissions(), level));

  const evidence::Question question{51.0 / 170, 75.0 / 169};
  say("power.100", power(question, 100, 100));
  say("power.170", power(question, 170, 170));
  say_count("patients.80", patients_per_arm(question, 0.8));
  say_count("patients.90", patients_per_arm(question, 0.9));
  const evidence::Question corrected{51.0 / 170, 75.0 / 169, 0.05,
                                     evidence::Correction::continuity};
  say_count("patients.corrected.80", patients_per_arm(corrected, 0.8));
  say_count("patients.corrected.90", patients_per_arm(corrected, 0.9));
}
