// Properties of engine/evidence over many tables: exact tests against a count of all tables, limits
// that hold the estimate, turn round with the arms and the outcome, and shrink; no NaN anywhere;
// how often intervals hold the truth.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/evidence/statistics/bayes.h"
#include "engine/evidence/statistics/exact_test.h"
#include "engine/evidence/statistics/fragility.h"
#include "engine/evidence/statistics/number_needed.h"
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
using evidence::Proportion;

constexpr double infinity = std::numeric_limits<double>::infinity();

using OneArm = std::optional<Limits> (*)(const Proportion&, double);
using TwoArms = std::optional<Limits> (*)(const Proportion&, const Proportion&, double);
using Estimate = std::optional<double> (*)(const Proportion&, const Proportion&);

struct OfOne {
  std::string name;
  OneArm limits;
};

enum class Scale { difference, ratio, odds };

struct OfTwo {
  std::string name;
  TwoArms limits;
  Estimate estimate;
  Scale scale;
};

const std::vector<OfOne>& of_one() {
  static const std::vector<OfOne> methods = {
      {"wilson", &evidence::proportion_wilson},
      {"clopper_pearson", &evidence::proportion_clopper_pearson},
      {"mid_p", &evidence::proportion_mid_p},
      {"jeffreys", &evidence::proportion_jeffreys},
  };
  return methods;
}

const std::vector<OfTwo>& of_two() {
  using namespace regimen::evidence;  // NOLINT(google-build-using-namespace): a table of them
  static const std::vector<OfTwo> methods = {
      {"newcombe", &risk_difference_newcombe, &risk_difference, Scale::difference},
      {"mn", &risk_difference_miettinen_nurminen, &risk_difference, Scale::difference},
      {"mee", &risk_difference_mee, &risk_difference, Scale::difference},
      {"koopman", &risk_ratio_koopman, &risk_ratio, Scale::ratio},
      {"katz", &risk_ratio_katz, &risk_ratio, Scale::ratio},
      {"odds mn", &odds_ratio_miettinen_nurminen, &odds_ratio, Scale::odds},
      {"woolf", &odds_ratio_woolf, &odds_ratio, Scale::odds},
      {"exact", &odds_ratio_exact, &odds_ratio_conditional, Scale::odds},
      {"odds mid_p", &odds_ratio_mid_p, &odds_ratio_conditional, Scale::odds},
  };
  return methods;
}

std::vector<Proportion> all_arms(std::int64_t from, std::int64_t to) {
  std::vector<Proportion> arms;
  for (std::int64_t n = from; n <= to; ++n) {
    for (std::int64_t x = 0; x <= n; ++x) arms.emplace_back(x, n);
  }
  return arms;
}

std::string show(const Proportion& p) {
  return std::to_string(p.events) + "/" + std::to_string(p.total);
}

std::string show(const std::string& name, const Proportion& a, const Proportion& b) {
  return name + " " + show(a) + " " + show(b);
}

bool near(double a, double b, double relative = 1e-9) {
  return a == b || std::abs(a - b) <= relative * std::max({1e-3, std::abs(a), std::abs(b)});
}

// Whole numbers, exact for arms as small as here.
double choose(std::int64_t n, std::int64_t k) {
  double result = 1;
  for (std::int64_t i = 1; i <= k; ++i)
    result = std::round(result * static_cast<double>(n - k + i) / static_cast<double>(i));
  return result;
}

struct Enumerated {
  double fisher = 0;
  double fewer = 0;
  double as_many = 0;
  double more = 0;
};

// All tables with the margins of these two, counted; weighted by 2^events for an odds ratio of 2.
Enumerated enumerate(const Proportion& a, const Proportion& b, double odds_ratio) {
  const std::int64_t events = a.events + b.events;
  const auto weight = [&](std::int64_t k) {
    if (k > a.total || events - k < 0 || events - k > b.total) return 0.0;
    return choose(a.total, k) * choose(b.total, events - k) *
           std::pow(odds_ratio, static_cast<double>(k));
  };
  Enumerated sums;
  double all = 0;
  for (std::int64_t k = 0; k <= a.total; ++k) {
    const double one = weight(k);
    all += one;
    if (one <= weight(a.events)) sums.fisher += one;  // whole numbers: ties are exact
    (k < a.events ? sums.fewer : k > a.events ? sums.more : sums.as_many) += one;
  }
  return {sums.fisher / all, sums.fewer / all, sums.as_many / all, sums.more / all};
}

double binomial(std::int64_t x, std::int64_t n, double p) {
  const auto some = static_cast<double>(x);
  const auto all = static_cast<double>(n);
  return std::exp(std::lgamma(all + 1) - std::lgamma(some + 1) - std::lgamma(all - some + 1) +
                  some * std::log(p) + (all - some) * std::log1p(-p));
}

bool holds(const Limits& limits, double value) {
  return limits.low <= value && value <= limits.high;
}

}  // namespace

TEST_CASE("exact tests agree with a count of all tables, both arms up to 8 patients") {
  for (const Proportion& a : all_arms(0, 8)) {
    for (const Proportion& b : all_arms(0, 8)) {
      const std::string what = show("test of", a, b);
      const Enumerated at_one = enumerate(a, b, 1);
      CHECK_MESSAGE(near(evidence::fisher_p(a, b), at_one.fisher, 1e-12), what);
      const double mid = std::min(1.0, 2 * std::min(at_one.fewer, at_one.more) + at_one.as_many);
      CHECK_MESSAGE(near(evidence::mid_p_value(a, b), mid, 1e-12), what);
      const Enumerated at_two = enumerate(a, b, 2);
      const evidence::GivenMargins given = evidence::given_margins(a, b, std::log(2));
      CHECK_MESSAGE(near(given.fewer, at_two.fewer, 1e-12), what);
      CHECK_MESSAGE(near(given.as_many, at_two.as_many, 1e-12), what);
      CHECK_MESSAGE(near(given.more, at_two.more, 1e-12), what);
    }
  }
}

TEST_CASE("P values lie within 0 and 1 and are the same for arms and outcomes turned round") {
  std::vector<Proportion> arms = all_arms(0, 6);
  arms.insert(arms.end(), {{0, 500}, {3, 500}, {250, 500}, {500, 500}, {17, 10'000}});
  for (const Proportion& a : arms) {
    for (const Proportion& b : arms) {
      const std::string what = show("P of", a, b);
      for (const auto test : {&evidence::fisher_p, &evidence::mid_p_value}) {
        const double p = test(a, b);
        CHECK_MESSAGE((p >= 0 && p <= 1), what);
        CHECK_MESSAGE(near(p, test(b, a), 1e-10), what);
        CHECK_MESSAGE(near(p, test(a.complement(), b.complement()), 1e-10), what);
      }
      for (const auto correction : {evidence::Correction::none, evidence::Correction::continuity}) {
        const auto test = pearson(a, b, correction);
        const bool informative =
            a.total > 0 && b.total > 0 && a.events + b.events > 0 && a.others() + b.others() > 0;
        CHECK_MESSAGE(test.has_value() == informative, what);
        if (!test) continue;
        CHECK_MESSAGE((test->p >= 0 && test->p <= 1 && test->statistic >= 0), what);
        CHECK_MESSAGE(near(test->p, pearson(b, a, correction)->p), what);
      }
    }
  }
}

TEST_CASE("limits of one proportion hold it, lie within 0 and 1, and turn round") {
  std::vector<Proportion> arms = all_arms(1, 12);
  arms.insert(arms.end(), {{1, 1000}, {999, 1000}, {0, 1'000'000'000}, {7, 1'000'000'000}});
  for (const OfOne& method : of_one()) {
    for (const double level : {0.5, 0.9, 0.95, 0.999}) {
      for (const Proportion& p : arms) {
        const std::string what = method.name + " " + show(p);
        const auto limits = method.limits(p, level);
        REQUIRE_MESSAGE(limits.has_value(), what);
        CHECK_MESSAGE((0 <= limits->low && limits->low < limits->high && limits->high <= 1), what);
        CHECK_MESSAGE(holds(*limits, *p.estimate()), what);
        CHECK_MESSAGE((limits->low == 0) == (p.events == 0), what);
        CHECK_MESSAGE((limits->high == 1) == (p.others() == 0), what);
        const auto turned = method.limits(p.complement(), level);
        CHECK_MESSAGE(near(turned->low, 1 - limits->high), what);
        CHECK_MESSAGE(near(turned->high, 1 - limits->low), what);
        const auto wider = method.limits(p, 0.9999);
        CHECK_MESSAGE((wider->low <= limits->low && limits->high <= wider->high), what);
      }
      CHECK_FALSE(method.limits({0, 0}, level).has_value());
    }
  }
}

TEST_CASE("limits of two arms hold the estimate and are no NaN") {
  const std::vector<Proportion> arms = all_arms(0, 7);
  for (const OfTwo& method : of_two()) {
    for (const Proportion& a : arms) {
      for (const Proportion& b : arms) {
        const std::string what = show(method.name, a, b);
        const auto limits = method.limits(a, b, 0.95);
        const auto estimate = method.estimate(a, b);
        if (a.total == 0 || b.total == 0) {
          CHECK_MESSAGE(!limits.has_value(), what);
          CHECK_MESSAGE(!estimate.has_value(), what);
          continue;
        }
        const bool of_logarithm = method.name == "katz" || method.name == "woolf";
        CHECK_MESSAGE((limits.has_value() || of_logarithm), what);
        if (!limits) continue;
        const double floor = method.scale == Scale::difference ? -1 : 0;
        const double ceiling = method.scale == Scale::difference ? 1 : infinity;
        CHECK_MESSAGE((floor <= limits->low && limits->low < limits->high), what);
        CHECK_MESSAGE(limits->high <= ceiling, what);
        if (estimate) CHECK_MESSAGE(holds(*limits, *estimate), what);
      }
    }
  }
}

TEST_CASE("limits of two arms turn round with the arms, and with the outcome") {
  std::vector<Proportion> arms = all_arms(1, 6);
  arms.insert(arms.end(), {{3, 500}, {250, 500}, {500, 500}});
  const auto inverse = [](double value) { return value == 0 ? infinity : 1 / value; };
  for (const OfTwo& method : of_two()) {
    for (const Proportion& a : arms) {
      for (const Proportion& b : arms) {
        const std::string what = show(method.name, a, b);
        const auto limits = method.limits(a, b, 0.95);
        const auto swapped = method.limits(b, a, 0.95);
        REQUIRE_MESSAGE(limits.has_value() == swapped.has_value(), what);
        if (!limits) continue;
        const bool difference = method.scale == Scale::difference;
        const Limits expected = difference ? Limits{-swapped->high, -swapped->low}
                                           : Limits{inverse(swapped->high), inverse(swapped->low)};
        CHECK_MESSAGE(near(limits->low, expected.low), what);
        CHECK_MESSAGE(near(limits->high, expected.high), what);
        if (method.scale == Scale::ratio) continue;  // a ratio of risks does not turn so
        const auto turned = method.limits(b.complement(), a.complement(), 0.95);
        REQUIRE_MESSAGE(turned.has_value(), what);
        CHECK_MESSAGE(near(limits->low, turned->low), what);
        CHECK_MESSAGE(near(limits->high, turned->high), what);
      }
    }
  }
}

TEST_CASE("limits shrink as patients are added in proportion") {
  for (const auto& [x, n] : {std::pair<std::int64_t, std::int64_t>{1, 10}, {0, 10}, {5, 10}}) {
    for (const OfOne& method : of_one()) {
      double before = 2;
      for (std::int64_t times = 1; times <= 10'000; times *= 10) {
        const auto limits = method.limits({x * times, n * times}, 0.95);
        CHECK_MESSAGE(limits->high - limits->low < before, method.name);
        before = limits->high - limits->low;
      }
    }
  }
  for (const OfTwo& method : of_two()) {
    double before = infinity;
    for (std::int64_t times = 1; times <= 1000; times *= 10) {
      const auto limits = method.limits({4 * times, 10 * times}, {3 * times, 12 * times}, 0.95);
      CHECK_MESSAGE(limits->high - limits->low < before, method.name);
      before = limits->high - limits->low;
    }
  }
}

TEST_CASE("limits and tests agree where they are the same question") {
  const std::vector<Proportion> arms = all_arms(1, 7);
  for (const Proportion& a : arms) {
    for (const Proportion& b : arms) {
      // Mee's limits hold 0, and Koopman's 1, just where Pearson's chi-square does not reject.
      const auto test = pearson(a, b);
      if (!test) continue;
      const std::string what = show("agreement of", a, b);
      const bool rejected = test->p < 0.05;
      CHECK_MESSAGE(holds(*risk_difference_mee(a, b, 0.95), 0) == !rejected, what);
      CHECK_MESSAGE(holds(*risk_ratio_koopman(a, b, 0.95), 1) == !rejected, what);
      // Mid-P limits hold 1 where the mid-P test does not reject.
      CHECK_MESSAGE(
          holds(*odds_ratio_mid_p(a, b, 0.95), 1) == (evidence::mid_p_value(a, b) >= 0.05), what);
      // Mid-P limits lie within the exact ones.
      const auto exact = odds_ratio_exact(a, b, 0.95);
      const auto mid = odds_ratio_mid_p(a, b, 0.95);
      CHECK_MESSAGE((exact->low <= mid->low && mid->high <= exact->high), what);
    }
  }
}

TEST_CASE("no patients: no result, whatever is asked") {
  const Proportion empty(0, 0);
  for (const OfOne& method : of_one()) CHECK_FALSE(method.limits(empty, 0.95).has_value());
  for (const Proportion& other : {empty, Proportion(0, 5), Proportion(2, 5), Proportion(5, 5)}) {
    for (const OfTwo& method : of_two()) {
      CHECK_FALSE(method.limits(empty, other, 0.95).has_value());
      CHECK_FALSE(method.limits(other, empty, 0.95).has_value());
      CHECK_FALSE(method.estimate(empty, other).has_value());
      CHECK_FALSE(method.estimate(other, empty).has_value());
    }
    CHECK(evidence::fisher_p(empty, other) == 1);
    CHECK(evidence::mid_p_value(other, empty) == 1);
    CHECK_FALSE(pearson(empty, other).has_value());
    CHECK_FALSE(fragility_index(empty, other).has_value());
    CHECK_FALSE(reverse_fragility_index(other, empty).has_value());
    const std::array<evidence::Stratum, 1> strata = {{{empty, other}}};
    CHECK_FALSE(cochran_mantel_haenszel(strata).has_value());
    CHECK_FALSE(mantel_haenszel_odds_ratio(strata).has_value());
    CHECK_FALSE(mantel_haenszel_limits(strata, 0.95).has_value());
  }
  CHECK_FALSE(rate_garwood(evidence::Rate(0, 0), 0.95).has_value());
  CHECK_FALSE(evidence::power({0.3, 0.5}, 0, 0).has_value());
}

TEST_CASE("numbers needed are the limits turned over, and cover both sides of a limit beyond 0") {
  const std::vector<Proportion> arms = all_arms(1, 6);
  for (const Proportion& a : arms) {
    for (const Proportion& b : arms) {
      const double difference = *risk_difference(a, b);
      const Limits limits = *risk_difference_newcombe(a, b, 0.95);
      const auto number = number_needed(difference, limits, evidence::Event::wanted);
      const std::string what = show("needed of", a, b);
      REQUIRE_MESSAGE(number.has_value(), what);
      CHECK_MESSAGE(number->estimate.has_value() == (difference != 0), what);
      CHECK_MESSAGE(number->benefit.has_value() == (limits.high > 0), what);
      CHECK_MESSAGE(number->harm.has_value() == (limits.low < 0), what);
      if (number->benefit) CHECK_MESSAGE(near(number->benefit->low * limits.high, 1), what);
      if (number->harm) CHECK_MESSAGE(near(number->harm->low * limits.low, -1), what);
      if (number->estimate) CHECK_MESSAGE(number->estimate->patients >= 1, what);
    }
  }
}

TEST_CASE("which arm is higher: all add up to 1, and more events never make an arm worse") {
  for (const evidence::Prior prior : {evidence::Prior::uniform, evidence::Prior::jeffreys}) {
    const evidence::Belief other = belief({3, 9}, prior);
    const evidence::Belief third = belief({11, 20}, prior);
    double before = 0;
    for (std::int64_t x = 0; x <= 12; ++x) {
      const evidence::Belief one = belief({x, 12}, prior);
      const double higher = probability_higher(one, other);
      CHECK(near(higher + probability_higher(other, one), 1));
      CHECK(higher > before);
      before = higher;
      const auto best = evidence::probability_best({one, other, third});
      CHECK(near(best[0] + best[1] + best[2], 1));
      CHECK(best[0] <= higher);
    }
  }
}

TEST_CASE("a fragility index is the first change that counts") {
  for (const Proportion& a : all_arms(8, 12)) {
    for (const Proportion& b : {Proportion(0, 11), Proportion(5, 11), Proportion(10, 11)}) {
      const std::string what = show("fragility of", a, b);
      const bool significant = evidence::fisher_p(a, b) < 0.05;
      const auto index = fragility_index(a, b);
      const auto reverse = reverse_fragility_index(a, b);
      CHECK_MESSAGE(!(index && !significant), what);
      CHECK_MESSAGE(!(reverse && significant), what);
      if (a.events >= b.events || (!index && !reverse)) continue;
      const std::int64_t step = index ? 1 : -1;
      const std::int64_t count = index ? *index : *reverse;
      for (std::int64_t i = 1; i <= count; ++i) {
        const Proportion changed(a.events + step * i, a.total);
        CHECK_MESSAGE((evidence::fisher_p(changed, b) < 0.05) == (significant == (i < count)),
                      what);
      }
    }
  }
}

TEST_CASE("intervals hold the truth as often as they say") {
  constexpr std::int64_t n = 30;
  for (const OfOne& method : of_one()) {
    double sum = 0;
    double least = 1;
    constexpr int points = 99;
    for (int i = 1; i <= points; ++i) {
      const double p = i / 100.0;
      double coverage = 0;
      for (std::int64_t x = 0; x <= n; ++x) {
        if (holds(*method.limits({x, n}, 0.95), p)) coverage += binomial(x, n, p);
      }
      sum += coverage;
      least = std::min(least, coverage);
    }
    const double mean = sum / points;
    CHECK_MESSAGE(mean > 0.94, method.name << ": " << mean);
    CHECK_MESSAGE(mean < 0.985, method.name << ": " << mean);
    // Clopper and Pearson promise it everywhere; the others dip, Wilson's next to 0 and 1.
    CHECK_MESSAGE(least > (method.name == "clopper_pearson" ? 0.95 - 1e-12 : 0.80), method.name);
  }
}

TEST_CASE("intervals of two arms hold the truth as often as they say") {
  constexpr std::int64_t n1 = 14;
  constexpr std::int64_t n2 = 18;
  const std::vector<std::pair<double, double>> truths = {
      {0.5, 0.5}, {0.3, 0.6}, {0.2, 0.25}, {0.8, 0.4}, {0.1, 0.3}};
  for (const OfTwo& method : of_two()) {
    std::vector<double> coverage(truths.size(), 0);
    for (std::int64_t x1 = 0; x1 <= n1; ++x1) {
      for (std::int64_t x2 = 0; x2 <= n2; ++x2) {
        const auto limits = method.limits({x1, n1}, {x2, n2}, 0.95);
        for (std::size_t i = 0; i < truths.size(); ++i) {
          const auto [p1, p2] = truths[i];
          const double truth = method.scale == Scale::difference ? p1 - p2
                               : method.scale == Scale::ratio    ? p1 / p2
                                                                 : p1 / (1 - p1) / (p2 / (1 - p2));
          // Where a logarithm has no limits nothing is ruled out.
          if (!limits || holds(*limits, truth))
            coverage[i] += binomial(x1, n1, p1) * binomial(x2, n2, p2);
        }
      }
    }
    for (const double share : coverage) {
      CHECK_MESSAGE(share > (method.name == "exact" ? 0.95 : 0.92), method.name << ": " << share);
      CHECK_MESSAGE(share < 0.999, method.name << ": " << share);
    }
  }
}

TEST_CASE("Garwood's limits hold the truth at least as often as they say") {
  for (const double mean : {0.3, 1.0, 2.5, 7.0}) {
    double coverage = 0;
    for (std::int64_t x = 0; x <= 60; ++x) {
      const auto count = static_cast<double>(x);
      if (holds(*rate_garwood(evidence::Rate(x, 1), 0.95), mean))
        coverage += std::exp(count * std::log(mean) - mean - std::lgamma(count + 1));
    }
    CHECK(coverage > 0.95);
    CHECK(coverage < 0.999);
  }
}
