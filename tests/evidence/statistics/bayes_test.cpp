// Bayes: small posteriors by hand, R 4.2's qbeta and integrate, the sum against the integral.
#include "engine/evidence/statistics/bayes.h"

#include <doctest/doctest.h>

#include <cmath>

namespace {

using regimen::evidence::Belief;
using regimen::evidence::belief;
using regimen::evidence::most_patients;
using regimen::evidence::Prior;
using regimen::evidence::probability_best;
using regimen::evidence::probability_higher;

bool near(double found, double expected, double off = 1e-10) {
  return std::abs(found - expected) <= off;
}

}  // namespace

TEST_CASE("what is believed after counting") {
  CHECK(belief({2, 10}, Prior::uniform) == Belief{3, 9});
  CHECK(belief({2, 10}, Prior::jeffreys) == Belief{2.5, 8.5});
  CHECK(belief({0, 0}, Prior::uniform) == Belief{1, 1});
  CHECK(belief({0, 0}, Prior::jeffreys) == Belief{0.5, 0.5});
  CHECK(Belief{3, 9}.mean() == 0.25);
  // R: qbeta(c(.025, .5, .975), 3, 9)
  CHECK(near(Belief{3, 9}.quantile(0.5), 0.235785526636));
  CHECK(near(Belief{3, 9}.equal_tails(0.95).low, 0.0602177341729));
  CHECK(near(Belief{3, 9}.equal_tails(0.95).high, 0.51775585236));
  CHECK(Belief{3, 9}.quantile(0) == 0);
  CHECK(Belief{3, 9}.quantile(1) == 1);
  // Of Beta(1, 1), the probability itself; of Beta(1/2, 1/2), sin^2(pi / 8) at 1/4.
  CHECK(near(Belief{1, 1}.quantile(0.3), 0.3));
  CHECK(near(Belief{0.5, 0.5}.quantile(0.25), std::pow(std::sin(std::acos(-1.0) / 8), 2)));
}

TEST_CASE("which of two is higher, by hand") {
  CHECK(near(probability_higher({1, 1}, {1, 1}), 0.5));
  CHECK(near(probability_higher({2, 1}, {1, 1}), 2 / 3.0));  // the integral of 2 x x
  CHECK(near(probability_higher({1, 1}, {2, 1}), 1 / 3.0));
  CHECK(near(probability_higher({3, 1}, {1, 3}), 0.95));  // 3 x^2 (1 - (1 - x)^3): 1 - 3 B(3, 4)
  CHECK(near(probability_higher({0.5, 0.5}, {0.5, 0.5}), 0.5));
}

TEST_CASE("which of two is higher, as R integrates it") {
  CHECK(near(probability_higher({1.5, 0.5}, {0.5, 0.5}), 0.702642367283));
  CHECK(near(probability_higher({8, 28}, {2, 34}), 0.986247691309));
  CHECK(near(probability_higher({7.5, 27.5}, {1.5, 33.5}), 0.9905973345));
}

TEST_CASE("sum and integral agree where one takes over from the other") {
  // The third arm is next to 0 and cannot be the best: the integral over three is one over two.
  const Belief third{1, 1e9};
  for (const Belief& first : {Belief{3, 40}, Belief{500, 480}, Belief{10'000, 9'000}}) {
    for (const Belief& second : {Belief{4, 41}, Belief{520, 500}, Belief{10'000, 9'100}}) {
      const double sum = probability_higher(first, second);
      CHECK(near(sum, probability_best({first, second, third})[0]));
      CHECK(near(sum + probability_higher(second, first), 1));
    }
  }
  // One event more than the sum is used for: a little higher.
  const double at = probability_higher({10'000, 10'000}, {9'900, 10'000});
  const double above = probability_higher({10'001, 10'000}, {9'900, 10'000});
  CHECK(above > at);
  CHECK(near(above, at, 0.003));
}

TEST_CASE("the best of three") {
  const auto alike = probability_best({Belief{1, 1}, Belief{1, 1}, Belief{1, 1}});
  for (const double share : alike) CHECK(near(share, 1 / 3.0));
  const auto one_up = probability_best({Belief{2, 1}, Belief{1, 1}, Belief{1, 1}});
  CHECK(near(one_up[0], 0.5));  // the integral of 2 x x x
  CHECK(near(one_up[1], 0.25));
  CHECK(near(one_up[2], 0.25));
  // R: integrate
  const auto whole = probability_best({Belief{3, 9}, Belief{5, 8}, Belief{9, 7}});
  CHECK(near(whole[0], 0.028199185746));
  CHECK(near(whole[1], 0.154453453052));
  CHECK(near(whole[2], 0.817347361202));
  const auto half = probability_best({Belief{2.5, 8.5}, Belief{4.5, 7.5}, Belief{8.5, 6.5}});
  CHECK(near(half[0], 0.022924876753));
  CHECK(near(half[1], 0.145882016547));
  CHECK(near(half[2], 0.8311931067));
}

TEST_CASE("very many patients, very unlike arms") {
  const Belief many = belief({most_patients / 2, most_patients}, Prior::jeffreys);
  const Belief few = belief({1, 2}, Prior::jeffreys);
  const Belief all = belief({most_patients, most_patients}, Prior::jeffreys);
  const Belief none = belief({0, most_patients}, Prior::jeffreys);
  CHECK(near(probability_higher(many, many), 0.5, 1e-9));
  CHECK(near(probability_higher(few, many), 0.5, 1e-9));
  CHECK(near(probability_higher(all, none), 1));
  CHECK(near(probability_higher(none, all), 0));
  CHECK(near(probability_higher(all, all), 0.5, 1e-9));
  CHECK(near(probability_higher(none, none), 0.5, 1e-9));
  // Half a standard deviation apart, z = 0.5 / sqrt(2): R, pnorm(.5 / sqrt(2)) = 0.638163195105.
  const auto shift = static_cast<std::int64_t>(0.5 * std::sqrt(1e9 / 4));
  const Belief more = belief({most_patients / 2 + shift, most_patients}, Prior::uniform);
  CHECK(near(probability_higher(more, many), 0.63816, 1e-4));
  const auto best = probability_best({few, many, none});
  CHECK(near(best[0] + best[1] + best[2], 1, 1e-9));
}
