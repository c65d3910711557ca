// Entry: decide_benefit_risk. Test: tests/decision/benefit_risk/ranking_test.cpp.
#include "engine/decision/benefit_risk/ranking.h"

#include <algorithm>

namespace regimen::decision {

using evidence::Limits;
using language::Severity;

std::string_view to_text(Order order) {
  switch (order) {
    case Order::precedes:
      return "precedes";
    case Order::preceded:
      return "preceded";
    case Order::not_separated:
      return "not_separated";
    case Order::undetermined:
      return "undetermined";
    case Order::not_comparable:
      return "not_comparable";
    case Order::not_asked:
      return "not_asked";
  }
  return "not_asked";
}

std::string_view to_text(Standing standing) {
  switch (standing) {
    case Standing::ranked:
      return "ranked";
    case Standing::conditional:
      return "conditional";
    case Standing::unranked:
      return "unranked";
  }
  return "unranked";
}

namespace {

Limits widened_by(const Limits& limits, double value) {
  return {std::min(limits.low, value), std::max(limits.high, value)};
}

// What is known of a pair of regimens, both ways.
struct Pair {
  std::size_t of;
  std::size_t against;
  const ComparisonReach* reach;
  bool sure_of = false;  // `of` precedes, whatever is learnt
  bool sure_against = false;
  bool may_of = false;  // `of` may turn out to precede
  bool may_against = false;

  [[nodiscard]] bool comparable() const {
    return reach->applicability != Applicability::not_applicable;
  }
  [[nodiscard]] bool effect_open() const { return reach->modification != EffectModification::none; }
  // What keeps it open whether the comparison carries over at all.
  [[nodiscard]] bool may_fall() const { return std::ranges::any_of(reach->reasons, undoes); }
  [[nodiscard]] facts::MissingSet fall_missing() const {
    facts::MissingSet result;
    for (const ReachReason& reason : reach->reasons) {
      if (undoes(reason)) facts::merge(result, reason.missing);
    }
    return result;
  }
  static bool undoes(const ReachReason& reason) {
    return reason.holds == facts::Truth::unknown && reason.makes == language::Reach::not_applicable;
  }
};

class Ranker {
 public:
  Ranker(const Weigher& weigher, const language::Pack& pack, const evidence::Evidence& evidence,
         const language::WeightSet& weights, const Decision& decision)
      : weigher_(weigher),
        pack_(pack),
        model_(*pack.model),
        evidence_(evidence),
        weights_(weights),
        decision_(decision),
        effect_open_(std::any_of(
            decision.reach.begin(), decision.reach.end(),
            [](const auto& one) { return one.modification != EffectModification::none; })),
        weighed_(weigher.weigh(weights, effect_open_)),
        names_(weigher.regimens()) {}

  BenefitRisk run() {
    head();
    for (std::size_t c = 0; c < model_.criteria.size(); ++c) criterion(c);
    for (const std::string& name : names_) stand(name);
    for (std::size_t r = 0; r < names_.size(); ++r) {
      if (result_.ranked[r].standing != Standing::unranked) group_.push_back(r);
    }
    for (const ComparisonReach& reach : decision_.reach) pair(reach);
    for (const std::size_t r : group_) rank(r);
    for (const std::size_t r : group_) score(r);
    for (const Pair& one : pairs_) thresholds(one);
    free_weights();
    return std::move(result_);
  }

 private:
  void head() {
    result_.weights = weights_.id;
    result_.free = weights_.free;
    result_.cites = weights_.cites;
    result_.horizon = model_.horizon;
    result_.unit = model_.unit;
    result_.precedes_at = facts::to_double(model_.precedes_at);
    result_.draws = model_.draws;
    result_.seed = model_.seed;
    result_.regimens = names_;
  }

  void criterion(std::size_t place) {
    const language::ModelCriterion& of = model_.criteria[place];
    WeighedCriterion result;
    result.id = of.id;
    result.indirect = of.is_rate();
    result.modified = of.modified;
    result.weight = weighed_->ranges[place];
    const evidence::Study* study =
        evidence_.study(of.is_rate() ? of.rates.study : pack_.evidence.study);
    const evidence::Row* row = study->row(of.is_rate() ? of.rates.rows.at(names_.front()) : of.row);
    result.outcome = row->outcome;
    result.horizon = of.is_rate() ? model_.horizon : row->horizon;
    result.source = row->source;
    result.at = row->at;
    const evidence::Outcome* outcome = evidence_.outcome(row->outcome);
    result.harm = outcome != nullptr && outcome->direction == "harm";
    for (std::size_t r = 0; r < names_.size(); ++r)
      result.shares.push_back(weigher_.share(place, r));
    result_.criteria.push_back(std::move(result));
  }

  // Without rules of safety nothing is known of it: everything is on condition.
  void stand(const std::string& name) {
    RankedRegimen regimen;
    regimen.id = name;
    regimen.standing = Standing::conditional;
    for (const RegimenSafety& safety : decision_.regimens) {
      if (safety.id != name) continue;
      const bool out = safety.at_least >= Severity::avoid;
      const bool open = safety.at_most >= Severity::avoid;
      regimen.standing = out ? Standing::unranked : open ? Standing::conditional : Standing::ranked;
      if (!out) regimen.condition = own_condition(name);
    }
    result_.ranked.push_back(std::move(regimen));
  }

  [[nodiscard]] std::optional<std::size_t> place_of(const std::string& regimen) const {
    const auto place = std::find(names_.begin(), names_.end(), regimen);
    if (place == names_.end()) return std::nullopt;
    return static_cast<std::size_t>(place - names_.begin());
  }

  // How many of the cases a patient may be in.
  [[nodiscard]] std::size_t cases(bool effect_open) const {
    return effect_open ? weigher_.case_count() : 1;
  }

  [[nodiscard]] double least(std::size_t a, std::size_t b, std::size_t cases) const {
    double result = 1;
    for (std::size_t i = 0; i < cases; ++i)
      result = std::min(result, weighed_->above[i][a][b].least);
    return result;
  }

  void pair(const ComparisonReach& reach) {
    const auto of = place_of(reach.of_regimen);
    const auto against = place_of(reach.against_regimen);
    if (!of || !against) return;
    PairOrder told;
    told.comparison = reach.comparison;
    told.of = reach.of_regimen;
    told.against = reach.against_regimen;
    const bool weighed = result_.ranked[*of].standing != Standing::unranked &&
                         result_.ranked[*against].standing != Standing::unranked;
    if (weighed) {
      Pair one{*of, *against, &reach};
      compare(one);
      pairs_.push_back(one);
      tell(one, told);
    }
    result_.pairs.push_back(std::move(told));
  }

  void compare(Pair& one) const {
    if (!one.comparable()) return;
    const bool carries = one.reach->applicability != Applicability::undetermined;
    const auto enough = [&](std::size_t a, std::size_t b, bool in_all) {
      return least(a, b, cases(in_all)) >= result_.precedes_at;
    };
    // What is sure holds in all cases that are possible; what may be, in one that is.
    const bool settled = one.reach->modification == EffectModification::uncertain;
    one.sure_of = carries && enough(one.of, one.against, one.effect_open());
    one.sure_against = carries && enough(one.against, one.of, one.effect_open());
    one.may_of = enough(one.of, one.against, settled);
    one.may_against = enough(one.against, one.of, settled);
  }

  static Order order_of(const Pair& one) {
    if (!one.comparable()) return Order::not_comparable;
    if (one.sure_of) return Order::precedes;
    if (one.sure_against) return Order::preceded;
    return one.may_of || one.may_against ? Order::undetermined : Order::not_separated;
  }

  void tell(const Pair& one, PairOrder& told) const {
    told.order = order_of(one);
    if (!one.comparable()) return;
    told.probability = weighed_->above.front()[one.of][one.against].reference;
    Limits range{*told.probability, *told.probability};
    for (std::size_t i = 0; i < cases(one.effect_open()); ++i) {
      const Above& above = weighed_->above[i][one.of][one.against];
      range = widened_by(widened_by(range, above.least), above.most);
    }
    told.range = range;
    if (told.order == Order::undetermined) {
      told.missing = one.reach->missing;
      told.separators.push_back({"facts", "", false});
    }
    if (told.order == Order::not_separated) separators(one, told);
  }

  // At one end of the weight of one criterion the order may hold at all corners.
  void separators(const Pair& one, PairOrder& told) const {
    const bool forward = *told.probability >= 0.5;
    const std::size_t a = forward ? one.of : one.against;
    const std::size_t b = forward ? one.against : one.of;
    std::size_t bit = 0;
    for (std::size_t c = 0; !weights_.free && c < weighed_->ranges.size(); ++c) {
      if (weighed_->ranges[c].low == weighed_->ranges[c].high) continue;
      for (const bool high : {false, true}) {
        if (holds_at(a, b, bit, high, cases(one.effect_open())))
          told.separators.push_back({"weight", model_.criteria[c].id, !high});
      }
      ++bit;
    }
    const double reference = weighed_->above.front()[a][b].reference;
    if (told.separators.empty() && reference >= result_.precedes_at && !one.effect_open())
      told.separators.push_back({"weight", "", false});
    if (told.separators.empty()) told.separators.push_back({"evidence", "", false});
  }

  [[nodiscard]] bool holds_at(std::size_t a, std::size_t b, std::size_t bit, bool high,
                              std::size_t cases) const {
    for (std::size_t i = 0; i < cases; ++i) {
      const std::vector<double>& corners = weighed_->above[i][a][b].corners;
      for (std::size_t corner = 0; corner < corners.size(); ++corner) {
        const bool there = ((corner >> bit) % 2 == 1) == high;
        if (there && corners[corner] < result_.precedes_at) return false;
      }
    }
    return true;
  }

  void rank(std::size_t regimen) {
    RankedRegimen& told = result_.ranked[regimen];
    bool compared = false;
    bool stays_compared = false;  // whatever is learnt
    facts::MissingSet partners;   // whether there is anything to rank it against hangs on these
    int best = 1;
    int worst = 1;
    for (const Pair& one : pairs_) {
      if (one.of != regimen && one.against != regimen) continue;
      if (!one.comparable()) continue;
      compared = true;
      const bool first = one.of == regimen;
      const RankedRegimen& other = result_.ranked[first ? one.against : one.of];
      const bool preceded = first ? one.sure_against : one.sure_of;
      const bool may_be = first ? one.may_against : one.may_of;
      if (preceded && other.standing == Standing::ranked) ++best;
      if (may_be) ++worst;
      if (may_be && !preceded) facts::merge(told.condition, one.reach->missing);
      if (may_be && other.standing == Standing::conditional)
        facts::merge(told.condition, own_condition(other.id));
      if (one.sure_of || one.sure_against) told.separated_from.push_back(other.id);
      stays_compared = stays_compared || (other.standing == Standing::ranked && !one.may_fall());
      facts::merge(partners, own_condition(other.id));
      facts::merge(partners, one.fall_missing());
    }
    if (!compared) return;
    if (!stays_compared) facts::merge(told.condition, partners);
    told.best = best;
    told.worst = worst;
    if (best == worst) told.rank = best;
  }

  // Of its safety alone: what was added since then is of others.
  [[nodiscard]] facts::MissingSet own_condition(const std::string& regimen) const {
    facts::MissingSet result;
    for (const RegimenSafety& safety : decision_.regimens) {
      if (safety.id != regimen) continue;
      for (const SafetyFinding& finding : safety.findings) {
        if (finding.holds == facts::Truth::unknown && finding.severity >= Severity::avoid)
          facts::merge(result, finding.missing);
      }
    }
    return result;
  }

  // Two scores can be subtracted: where a comparison does not carry over, neither is told.
  void score(std::size_t regimen) {
    bool compared = false;
    bool effect_open = false;
    for (const Pair& one : pairs_) {
      if (one.of != regimen && one.against != regimen) continue;
      if (!one.comparable()) return;
      compared = true;
      effect_open = effect_open || one.effect_open();
    }
    if (!compared) return;
    const CaseScore& found = weighed_->scores.front()[regimen];
    Score told{found.value, {found.value, found.value}, found.sampling, found.weights, {}};
    for (std::size_t i = 0; i < cases(effect_open); ++i)
      told.facts = widened_by(told.facts, weighed_->scores[i][regimen].value);
    told.rank_probability = rank_probability(regimen);
    result_.ranked[regimen].score = std::move(told);
  }

  // Each with each: the study compares them, and it carries over.
  [[nodiscard]] bool all_comparable() const {
    const std::size_t all = group_.size() * (group_.size() - 1) / 2;
    return group_.size() > 1 && pairs_.size() == all &&
           std::all_of(pairs_.begin(), pairs_.end(),
                       [](const Pair& one) { return one.comparable(); });
  }

  [[nodiscard]] std::vector<Limits> rank_probability(std::size_t regimen) const {
    std::vector<Limits> result;
    if (!all_comparable()) return result;
    const bool effect_open = std::any_of(pairs_.begin(), pairs_.end(),
                                         [](const Pair& one) { return one.effect_open(); });
    const auto ranks = weigher_.ranks(weights_, group_, effect_open_);
    const auto place =
        static_cast<std::size_t>(std::find(group_.begin(), group_.end(), regimen) - group_.begin());
    for (std::size_t rank = 0; rank < group_.size(); ++rank) {
      const double found = ranks->front()[place][rank];
      Limits limits{found, found};
      for (std::size_t i = 0; i < cases(effect_open); ++i)
        limits = widened_by(limits, (*ranks)[i][place][rank]);
      result.push_back(limits);
    }
    return result;
  }

  void thresholds(const Pair& one) {
    if (!one.comparable()) return;
    const auto unit = static_cast<std::size_t>(
        std::find_if(model_.criteria.begin(), model_.criteria.end(),
                     [&](const auto& criterion) { return criterion.id == model_.unit; }) -
        model_.criteria.begin());
    const std::vector<CaseScore>& scores = weighed_->scores.front();
    const bool forward = scores[one.of].value >= scores[one.against].value;
    const std::size_t favoured = forward ? one.of : one.against;
    const std::size_t other = forward ? one.against : one.of;
    const auto gain = [&](std::size_t c) {
      return weigher_.worth(0, c, favoured) - weigher_.worth(0, c, other);
    };
    for (std::size_t c = 0; c < model_.criteria.size(); ++c) {
      if (!result_.criteria[c].harm || gain(c) >= 0 || weighed_->reference[unit] <= 0) continue;
      double rest = 0;
      for (std::size_t i = 0; i < model_.criteria.size(); ++i) {
        if (i != c) rest += weighed_->reference[i] * gain(i);
      }
      Threshold threshold{
          names_[favoured], names_[other], model_.criteria[c].id, model_.unit, {}, {}};
      // From the weight of a swing to the worth of an event.
      const double of_unit = model_.criteria[unit].width();
      const double of_this = model_.criteria[c].width();
      if (rest > 0)
        threshold.factor = rest / -gain(c) / of_this / (weighed_->reference[unit] / of_unit);
      if (gain(unit) > 0) threshold.alone = gain(unit) * of_unit / (-gain(c) * of_this);
      threshold.effect_open = one.effect_open();
      result_.thresholds.push_back(std::move(threshold));
    }
  }

  void free_weights() {
    if (!all_comparable()) return;
    result_.over_all_weights = told(*weigher_.over_all_weights(group_));
    const auto& ranges = weighed_->ranges;
    const bool open = std::any_of(ranges.begin(), ranges.end(),
                                  [](const auto& range) { return range.low < range.high; });
    if (open) {
      result_.over_admitted_weights = told(*weigher_.over_admitted_weights(weights_, group_));
    }
  }

  [[nodiscard]] FreeWeights told(const Acceptability& over) const {
    FreeWeights result;
    for (const std::size_t r : group_) result.regimens.push_back(names_[r]);
    result.acceptability = over.rank;
    result.central = over.central;
    result.confidence = over.confidence;
    result.standard_error = standard_error(0.5, model_.draws);
    return result;
  }

  const Weigher& weigher_;
  const language::Pack& pack_;
  const language::ValueModel& model_;
  const evidence::Evidence& evidence_;
  const language::WeightSet& weights_;
  const Decision& decision_;
  bool effect_open_;  // of one comparison at least
  std::shared_ptr<const Weighed> weighed_;
  const std::vector<std::string>& names_;
  std::vector<std::size_t> group_;  // those that are weighed
  std::vector<Pair> pairs_;         // of the group
  BenefitRisk result_;
};

}  // namespace

BenefitRisk decide_benefit_risk(const Weigher& weigher, const language::Pack& pack,
                                const evidence::Evidence& evidence,
                                const language::WeightSet& weights, const Decision& decision) {
  return Ranker(weigher, pack, evidence, weights, decision).run();
}

}  // namespace regimen::decision
