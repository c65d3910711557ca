// Benefit-risk: what a value model says of the regimens for one patient: scores, the order of each
// pair, ranks, what would separate those that are not separated, and thresholds.
//
// Three kinds of uncertainty stay apart: that of sampling (probabilities, `sampling`), that of
// missing facts and of an effect that may be another in this patient (`facts`), and that of weights
// (`weights`). Part of a Decision. Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/evidence/statistics/proportion.h"
#include "engine/facts/record.h"
#include "engine/language/value_model.h"

namespace regimen::decision {

// A criterion as it enters the model.
struct WeighedCriterion {
  std::string id;
  std::string outcome;
  std::string horizon;
  std::string source;
  std::string at;
  bool harm = false;
  bool indirect = false;         // a rate of another study, turned into a risk
  bool modified = false;         // its effect may be none where the effect may be another
  language::WeightRange weight;  // beside those of the others; 1 each where weights are free
  std::vector<double> shares;    // of patients, by regimen: the mean of what is believed
};

// How the first regimen of a comparison stands to the second.
enum class Order : std::uint8_t {
  precedes,
  preceded,
  not_separated,   // whatever is still learnt of the patient
  undetermined,    // hangs on missing facts
  not_comparable,  // the comparison does not carry over
  not_asked        // one of the two is not weighed
};

std::string_view to_text(Order order);

// What would separate two regimens.
struct Separator {
  // `facts`: the missing facts of the pair; `weight`: the weight of `criterion` known to lie
  // towards one of its limits; `evidence`: more patients.
  std::string kind;
  std::string criterion;  // of `weight`
  bool towards_low = false;
};

struct PairOrder {
  std::string comparison;
  std::string of;
  std::string against;
  Order order = Order::not_asked;
  // That the first scores higher, at the reference weights and the effects as the trial found them;
  // then over all weights that are admitted and all that facts leave open. Nothing where the
  // comparison does not carry over.
  std::optional<double> probability;
  std::optional<evidence::Limits> range;
  std::vector<Separator> separators;
  facts::MissingSet missing;
};

struct Score {
  double value;               // at the reference weights, from 0 to 1
  evidence::Limits facts;     // over what facts leave open
  evidence::Limits sampling;  // 95 % of what is believed
  evidence::Limits weights;   // over the weights that are admitted
  // By rank, the best first: over sampling at the reference weights, and over what facts leave
  // open.
  std::vector<evidence::Limits> rank_probability;
};

enum class Standing : std::uint8_t {
  ranked,
  conditional,  // its safety is not known yet
  unranked      // speaks too much against it
};

std::string_view to_text(Standing standing);

struct RankedRegimen {
  std::string id;
  Standing standing = Standing::unranked;
  // Nothing while it hangs on missing facts, where nothing is left to rank it against, or where no
  // comparison with it carries over.
  std::optional<int> rank;
  int best = 0;  // the ranks that it may have; 0 where it has none
  int worst = 0;
  facts::MissingSet condition;              // what the rank hangs on
  std::vector<std::string> separated_from;  // that it precedes, or is preceded by
  std::optional<Score> score;
};

// How many events of the unit one event of `criterion` would have to outweigh for the order of two
// regimens to turn: `favoured` has the higher score now.
struct Threshold {
  std::string favoured;
  std::string other;
  std::string criterion;
  std::string unit;
  std::optional<double> factor;  // beside all other criteria at their reference weights
  std::optional<double> alone;   // of the two criteria alone
  bool effect_open = false;      // the effect may be another here: these are as the trial found it
};

// Over weights, each as likely as any other, and over sampling.
struct FreeWeights {
  std::vector<std::string> regimens;                        // those that are ranked together
  std::vector<std::vector<double>> acceptability;           // [regimen][rank]
  std::vector<std::optional<std::vector<double>>> central;  // [regimen][criterion]
  std::vector<std::optional<double>> confidence;
  double standard_error = 0;  // the largest there can be, by the number of draws alone
};

struct BenefitRisk {
  std::string weights;  // the id of a set of the pack, or `given`
  bool free = false;    // no weights are excluded
  std::vector<facts::Citation> cites;
  std::string horizon;
  std::string unit;
  double precedes_at = 0;
  std::uint32_t draws = 0;
  std::uint64_t seed = 0;
  std::vector<std::string> regimens;  // in the order of `shares`
  std::vector<WeighedCriterion> criteria;
  std::vector<RankedRegimen> ranked;
  std::vector<PairOrder> pairs;
  std::vector<Threshold> thresholds;
  // Where two regimens at least are weighed together: over any weights, and, where some are not
  // settled, over those that are admitted.
  std::optional<FreeWeights> over_all_weights;
  std::optional<FreeWeights> over_admitted_weights;
};

}  // namespace regimen::decision
