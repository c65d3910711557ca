// Weighing: probabilities against the exact ones of evidence/statistics/bayes.h, weights and means
// by hand. A tolerance of a probability is four standard errors.
#include "engine/decision/benefit_risk/weighing.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <thread>

#include "engine/evidence/statistics/bayes.h"
#include "tests/decision/benefit_risk/small_model.h"

namespace regimen::decision {

namespace {

using namespace small_model;  // NOLINT(google-build-using-namespace): a small vocabulary
using evidence::probability_higher;
using language::WeightSet;

constexpr std::uint32_t many = 20'000;

bool within_errors(double found, double exact) {
  return std::abs(found - exact) <= 4 * standard_error(exact, many);
}

void check_weights(const std::vector<double>& found, const std::vector<double>& ratios) {
  const double sum = std::accumulate(ratios.begin(), ratios.end(), 0.0);
  REQUIRE(found.size() == ratios.size());
  for (std::size_t i = 0; i < ratios.size(); ++i)
    CHECK(std::abs(found[i] - ratios[i] / sum) < 1e-12);
}

bool same(const Weighed& a, const Weighed& b, double tolerance) {
  bool result = a.reference.size() == b.reference.size() && a.scores.size() == b.scores.size();
  const auto near = [&](double one, double other) {
    result = result && std::abs(one - other) <= tolerance;
  };
  for (std::size_t c = 0; c < a.reference.size(); ++c) near(a.reference[c], b.reference[c]);
  for (std::size_t i = 0; result && i < a.scores.size(); ++i) {
    for (std::size_t r = 0; r < a.scores[i].size(); ++r) {
      near(a.scores[i][r].value, b.scores[i][r].value);
      near(a.scores[i][r].sampling.low, b.scores[i][r].sampling.low);
      near(a.scores[i][r].sampling.high, b.scores[i][r].sampling.high);
      near(a.scores[i][r].weights.low, b.scores[i][r].weights.low);
      near(a.scores[i][r].weights.high, b.scores[i][r].weights.high);
      for (std::size_t other = 0; other < a.scores[i].size(); ++other) {
        if (other == r) continue;
        near(a.above[i][r][other].reference, b.above[i][r][other].reference);
        near(a.above[i][r][other].least, b.above[i][r][other].least);
        near(a.above[i][r][other].most, b.above[i][r][other].most);
      }
    }
  }
  return result;
}

WeightSet bloom_alone() { return weights({{"bloom", weight("1")}}); }

}  // namespace

TEST_CASE("by one criterion the probability is that of the shares") {
  const Weigher weigher(pack_of({benefit("bloom", "bloom-6")}, many), hedge());
  const auto weighed = weigher.weigh(bloom_alone());
  CHECK(weigher.case_count() == 1);
  REQUIRE(weighed->above.size() == 1);
  const auto& above = weighed->above[0];
  // Jeffreys: events + 1/2, others + 1/2.
  const std::vector<evidence::Belief> beliefs = {{51.5, 119.5}, {75.5, 94.5}, {96.5, 73.5}};
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 3; ++b) {
      if (a == b) continue;
      CHECK(within_errors(above[a][b].reference, probability_higher(beliefs[a], beliefs[b])));
      CHECK(above[a][b].least == above[a][b].reference);
      CHECK(above[a][b].most == above[a][b].reference);
      CHECK(above[a][b].reference + above[b][a].reference == doctest::Approx(1));
    }
  }
}

TEST_CASE("less of a harm is higher, and the prior is that of the model") {
  language::Pack pack = pack_of({harm("wilting", "wilting-6")}, many);
  pack.model->prior = language::PriorName::uniform;
  const Weigher weigher(pack, hedge());
  const auto weighed = weigher.weigh(weights({{"wilting", weight("1")}}));
  const std::vector<evidence::Belief> beliefs = {{44, 119}, {40, 125}, {28, 153}};
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 3; ++b) {
      if (a == b) continue;
      CHECK(within_errors(weighed->above[0][a][b].reference,
                          probability_higher(beliefs[b], beliefs[a])));
    }
  }
}

TEST_CASE("means of shares and of what they are worth") {
  const Weigher weigher(pack_of(four_criteria()), hedge());
  CHECK(weigher.regimens() == std::vector<std::string>{"compost", "manure", "both"});
  const std::vector<double> bloom = {51.5 / 171, 75.5 / 170, 96.5 / 170};
  const std::vector<double> scent = {18.5 / 110, 28.5 / 94, 47.5 / 108};
  const std::vector<double> wilting = {43.5 / 162, 39.5 / 164, 27.5 / 180};
  constexpr double table = 1e-4;  // 512 quantiles in place of the distribution
  for (std::size_t r = 0; r < 3; ++r) {
    CHECK(std::abs(weigher.share(0, r) - bloom[r]) < table);
    CHECK(std::abs(weigher.share(1, r) - scent[r]) < table);
    CHECK(std::abs(weigher.share(2, r) - wilting[r]) < table);
    // All that is believed lies between the outermost knots.
    CHECK(std::abs(weigher.worth(0, 0, r) - (bloom[r] - 0.1) / 0.7) < 2 * table);
    CHECK(std::abs(weigher.worth(0, 1, r) - scent[r] / 0.7) < 2 * table);
    CHECK(std::abs(weigher.worth(0, 2, r) - (1 - wilting[r] / 0.5)) < 2 * table);
    CHECK(std::abs(weigher.worth(0, 3, r) - (1 - weigher.share(3, r) / 0.003)) < 1e-12);
  }
  // The effect on blooms, on scent, and on both, may be none: all regimens alike, as their mean.
  REQUIRE(weigher.case_count() == 4);
  const double blooms = ((bloom[0] + bloom[1] + bloom[2]) / 3 - 0.1) / 0.7;
  const double scents = (scent[0] + scent[1] + scent[2]) / 3 / 0.7;
  for (std::size_t r = 0; r < 3; ++r) {
    CHECK(std::abs(weigher.worth(1, 0, r) - blooms) < 2 * table);
    CHECK(weigher.worth(1, 1, r) == weigher.worth(0, 1, r));
    CHECK(weigher.worth(2, 0, r) == weigher.worth(0, 0, r));
    CHECK(std::abs(weigher.worth(2, 1, r) - scents) < 2 * table);
    CHECK(std::abs(weigher.worth(3, 0, r) - blooms) < 2 * table);
    CHECK(std::abs(weigher.worth(3, 1, r) - scents) < 2 * table);
    for (std::size_t i = 0; i < 4; ++i) {
      CHECK(weigher.worth(i, 2, r) == weigher.worth(0, 2, r));
      CHECK(weigher.worth(i, 3, r) == weigher.worth(0, 3, r));
    }
  }
}

// The weight of a swing is the worth of one event times the width of the range.
TEST_CASE("the corners of the weights and their order") {
  const Weigher weigher(pack_of(four_criteria(), 200), hedge());
  const auto weighed = weigher.weigh(four_weights());
  check_weights(weighed->reference, {0.7, 0.5 * 0.7, 1 * 0.5, 15.9 * 0.003});
  REQUIRE(weighed->corners.size() == 8);
  std::size_t corner = 0;
  for (const double pest : {11.8, 24.4}) {
    for (const double wilting : {0.5, 2.0}) {
      for (const double scent : {0.0, 1.0}) {
        check_weights(weighed->corners[corner++], {0.7, scent * 0.7, wilting * 0.5, pest * 0.003});
      }
    }
  }
  for (std::size_t i = 0; i < 4; ++i) {
    for (const auto& [a, b] : {std::pair{0, 1}, {0, 2}, {2, 1}}) {
      const Above& above =
          weighed->above[i][static_cast<std::size_t>(a)][static_cast<std::size_t>(b)];
      REQUIRE(above.corners.size() == 8);
      CHECK(above.least == *std::min_element(above.corners.begin(), above.corners.end()));
      CHECK(above.most == *std::max_element(above.corners.begin(), above.corners.end()));
    }
  }
}

TEST_CASE("scores are sums of weighed worths") {
  const Weigher weigher(pack_of(four_criteria(), many), hedge());
  const auto weighed = weigher.weigh(four_weights());
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t r = 0; r < 3; ++r) {
      const auto at = [&](const std::vector<double>& by) {
        double sum = 0;
        for (std::size_t c = 0; c < 4; ++c) sum += by[c] * weigher.worth(i, c, r);
        return sum;
      };
      const CaseScore& score = weighed->scores[i][r];
      CHECK(std::abs(score.value - at(weighed->reference)) < 1e-12);
      double low = 1;
      double high = 0;
      for (const auto& corner : weighed->corners) {
        low = std::min(low, at(corner));
        high = std::max(high, at(corner));
      }
      CHECK(std::abs(score.weights.low - low) < 1e-12);
      CHECK(std::abs(score.weights.high - high) < 1e-12);
      CHECK(score.sampling.low < score.value);
      CHECK(score.value < score.sampling.high);
    }
  }
  // By one criterion of worth 0 to 1 the interval is that of the share: R,
  // qbeta(c(.025, .975), 51.5, 119.5).
  const Weigher one(pack_of({benefit("bloom", "bloom-6")}, many), hedge());
  const CaseScore& bloom = one.weigh(bloom_alone())->scores[0][0];
  CHECK(std::abs(bloom.sampling.low - 0.2349230332) < 3e-3);
  CHECK(std::abs(bloom.sampling.high - 0.3718213225) < 3e-3);
}

TEST_CASE("free weights: one criterion alone at each corner, all alike as reference") {
  const Weigher weigher(pack_of(four_criteria(), 200), hedge());
  const auto weighed = weigher.weigh(free_weights());
  check_weights(weighed->reference, {1, 1, 1, 1});
  CHECK(weighed->ranges == std::vector<WeightRange>(4, {1, 1, 1}));
  REQUIRE(weighed->corners.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    for (std::size_t c = 0; c < 4; ++c) CHECK(weighed->corners[i][c] == (c == i ? 1 : 0));
  }
}

TEST_CASE("equal sets of weights are worked out once") {
  const Weigher weigher(pack_of(four_criteria(), 100), hedge());
  const auto first = weigher.weigh(four_weights());
  WeightSet named = four_weights();
  named.id = "another name";
  CHECK(weigher.weigh(named) == first);
  named.ranges["pest"] = weight("11.8", "15.90", "24.4");
  CHECK(weigher.weigh(named) == first);
  named.ranges["pest"] = weight("11.8", "16", "24.4");
  CHECK(weigher.weigh(named) != first);
  CHECK(weigher.weigh(free_weights()) == weigher.weigh(free_weights()));
  // A set of 1 each is not the free one.
  const WeightSet ones = weights({{"bloom", weight("1")},
                                  {"scent", weight("1")},
                                  {"wilting", weight("1")},
                                  {"pest", weight("1")}});
  CHECK(weigher.weigh(ones) != weigher.weigh(free_weights()));
  CHECK(weigher.ranks(four_weights(), {0, 2}) == weigher.ranks(four_weights(), {0, 2}));
  CHECK(weigher.ranks(four_weights(), {0, 2}) != weigher.ranks(four_weights(), {1, 2}));
  CHECK(weigher.ranks(four_weights(), {0, 2}) != weigher.ranks(ones, {0, 2}));
  CHECK(weigher.over_all_weights({0, 1, 2}) == weigher.over_all_weights({0, 1, 2}));
  CHECK(weigher.over_all_weights({0, 1, 2}) != weigher.over_all_weights({0, 1}));
}

TEST_CASE("threads that weigh at once agree") {
  const Weigher shared(pack_of(four_criteria(), 500), hedge());
  std::vector<std::shared_ptr<const Weighed>> found(4);
  std::vector<std::shared_ptr<const RankProbabilities>> ranks(4);
  std::vector<std::shared_ptr<const Acceptability>> accepted(4);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      found[i] = shared.weigh(i % 2 == 0 ? four_weights() : free_weights());
      ranks[i] = shared.ranks(four_weights(), {0, 1, 2});
      accepted[i] = shared.over_all_weights({0, 1, 2});
    });
  }
  for (std::thread& thread : threads) thread.join();
  const Weigher alone(pack_of(four_criteria(), 500), hedge());
  CHECK(found[0] == found[2]);
  CHECK(found[1] == found[3]);
  CHECK(same(*found[0], *alone.weigh(four_weights()), 0));
  CHECK(same(*found[1], *alone.weigh(free_weights()), 0));
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(ranks[i] == ranks[0]);
    CHECK(accepted[i] == accepted[0]);
  }
  CHECK(*ranks[0] == *alone.ranks(four_weights(), {0, 1, 2}));
  CHECK(accepted[0]->rank == alone.over_all_weights({0, 1, 2})->rank);
}

TEST_CASE("the measure of weights changes nothing") {
  const Weigher weigher(pack_of(four_criteria()), hedge());
  const auto once = weigher.weigh(four_weights());
  for (const std::int64_t times : {2, 7, 1000}) {
    WeightSet heavier = four_weights();
    for (auto& [id, range] : heavier.ranges) {
      range = {*facts::multiply(range.low, times), *facts::multiply(range.reference, times),
               *facts::multiply(range.high, times)};
    }
    CHECK(same(*weigher.weigh(heavier), *once, 1e-12));
  }
}

TEST_CASE("ranks of a group are those among its members") {
  const Weigher weigher(pack_of(four_criteria()), hedge());
  const auto weighed = weigher.weigh(four_weights());
  const auto pair = weigher.ranks(four_weights(), {1, 2});
  REQUIRE(pair->size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& shares = (*pair)[i];
    REQUIRE(shares.size() == 2);
    CHECK(shares[0][0] == doctest::Approx(weighed->above[i][1][2].reference));
    CHECK(shares[1][0] == doctest::Approx(weighed->above[i][2][1].reference));
    CHECK(shares[0][0] + shares[0][1] == doctest::Approx(1));
  }
  const auto all = weigher.ranks(four_weights(), {0, 1, 2});
  for (const auto& in_case : *all) {
    for (std::size_t rank = 0; rank < 3; ++rank)  // no two scores are equal here
      CHECK(in_case[0][rank] + in_case[1][rank] + in_case[2][rank] == doctest::Approx(1));
  }
}

TEST_CASE("over all weights one criterion leaves no choice") {
  const Weigher weigher(pack_of({benefit("bloom", "bloom-6")}, many), hedge());
  const auto over = weigher.over_all_weights({0, 1, 2});
  // All three beliefs are independent.
  const auto best = evidence::probability_best(
      {evidence::Belief{51.5, 119.5}, evidence::Belief{75.5, 94.5}, evidence::Belief{96.5, 73.5}});
  for (std::size_t r = 0; r < 3; ++r) CHECK(within_errors(over->rank[r][0], best.at(r)));
  CHECK(over->central[2] == std::vector<double>{1});
}

}  // namespace regimen::decision
