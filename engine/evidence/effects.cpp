// Entry: effect_of. Test: tests/evidence/effects_test.cpp.
#include "engine/evidence/effects.h"

#include <algorithm>

#include "engine/evidence/statistics/risk_difference.h"

namespace regimen::evidence {

namespace {

Limits scaled(const Limits& limits) { return {1000 * limits.low, 1000 * limits.high}; }

const ArmEffect* arm_in(const OutcomeEffect& effect, const std::string& arm) {
  const auto place = std::find_if(effect.arms.begin(), effect.arms.end(),
                                  [&](const ArmEffect& one) { return one.arm == arm; });
  return place == effect.arms.end() ? nullptr : &*place;
}

std::optional<PrintedTest> printed_for(const Row& row, const Comparison& pair) {
  for (const PrintedTest& test : row.tests) {
    const bool same =
        test.arms.size() == 2 && ((test.arms[0] == pair.of && test.arms[1] == pair.against) ||
                                  (test.arms[1] == pair.of && test.arms[0] == pair.against));
    if (same) return test;
  }
  return std::nullopt;
}

std::optional<Contrast> contrast(const OutcomeEffect& effect, const Study& study, const Row& row,
                                 const Comparison& pair) {
  const ArmEffect* of = arm_in(effect, pair.of);
  const ArmEffect* against = arm_in(effect, pair.against);
  if (of == nullptr || against == nullptr) return std::nullopt;
  const auto difference = risk_difference(of->count, against->count);
  const auto limits = risk_difference_newcombe(of->count, against->count, interval_level);
  if (!difference || !limits) return std::nullopt;
  Contrast result{pair.id, pair.of, pair.against, 1000 * *difference, scaled(*limits), {}, {}};
  if (effect.direction != "neutral") {
    const Event event = effect.direction == "benefit" ? Event::wanted : Event::unwanted;
    result.needed = number_needed(*difference, *limits, event);
  }
  result.printed = printed_for(row, pair);
  result.controlled = pair.control_step > 0 && row.outcome == study.primary_outcome &&
                      row.horizon == study.primary_horizon && row.set == study.primary_set;
  return result;
}

}  // namespace

std::optional<OutcomeEffect> effect_of(const Evidence& evidence, const Study& study,
                                       const Row& row) {
  const Outcome* outcome = evidence.outcome(row.outcome);
  if (outcome == nullptr) return std::nullopt;
  OutcomeEffect effect{
      row.id, row.outcome, outcome->direction, row.horizon, row.set, row.source, row.at, {}, {}};
  for (const Arm& arm : study.arms) {
    const Count* count = row.count(arm.id);
    if (count == nullptr || !count->total) continue;
    const auto proportion = Proportion::make(count->events, *count->total);
    if (!proportion) continue;
    const auto estimate = proportion->estimate();
    const auto limits = proportion_wilson(*proportion, interval_level);
    if (!estimate || !limits) continue;
    effect.arms.push_back({arm.id, arm.regimen, *proportion, 1000 * *estimate, scaled(*limits)});
  }
  if (effect.arms.empty()) return std::nullopt;
  for (const Comparison& pair : study.comparisons) {
    if (auto one = contrast(effect, study, row, pair)) effect.contrasts.push_back(std::move(*one));
  }
  return effect;
}

}  // namespace regimen::evidence
