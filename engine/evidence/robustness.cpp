// Entry: robustness. Test: tests/evidence/robustness_test.cpp.
#include "engine/evidence/robustness.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "engine/evidence/statistics/exact_test.h"
#include "engine/evidence/statistics/fragility.h"
#include "engine/evidence/statistics/risk_difference.h"

namespace regimen::evidence {

namespace {

const Row* primary_row(const Study& study) {
  const auto place = std::find_if(study.rows.begin(), study.rows.end(), [&](const Row& row) {
    return row.outcome == study.primary_outcome && row.horizon == study.primary_horizon &&
           row.set == study.primary_set;
  });
  return place == study.rows.end() || study.primary_outcome.empty() ? nullptr : &*place;
}

const ArmEffect* arm_in(const std::vector<ArmEffect>& arms, const std::string& id) {
  const auto place =
      std::find_if(arms.begin(), arms.end(), [&](const ArmEffect& one) { return one.arm == id; });
  return place == arms.end() ? nullptr : &*place;
}

// The same row with other counts; what is no possible count makes it empty.
using Recount = std::function<std::optional<Proportion>(const Arm&, const Count&)>;

Variant variant(const Evidence& evidence, const Study& study, const Row& row, std::string id,
                std::string how, const Recount& recount) {
  Variant result{std::move(id), row.id, std::move(how), {}, {}};
  Row other = row;
  for (const Arm& arm : study.arms) {
    for (Count& count : other.counts) {
      if (count.arm != arm.id) continue;
      const auto counted = recount(arm, count);
      if (!counted) return result;
      count.events = counted->events;
      count.total = counted->total;
    }
  }
  const auto effect = effect_of(evidence, study, other);
  if (!effect) return result;
  result.arms = effect->arms;
  for (const Contrast& contrast : effect->contrasts) {
    const ArmEffect* of = arm_in(effect->arms, contrast.of);
    const ArmEffect* against = arm_in(effect->arms, contrast.against);
    if (of == nullptr || against == nullptr) continue;
    result.contrasts.push_back({contrast.comparison, contrast.difference, contrast.limits,
                                fisher_p(of->count, against->count)});
  }
  return result;
}

std::int64_t number_of(const Row& row, const std::string& arm) {
  const Count* count = row.count(arm);
  return count == nullptr ? 0 : count->events;
}

// How many of each arm's patients who are put back had the event; one entry an arm of the study.
using Allocation = std::vector<std::int64_t>;

// Every allocation that the counts allow. Few patients are moved by mistake: past `most` nothing is
// enumerated.
std::vector<Allocation> allocations(const Study& study, const Row& moved, const std::string& from,
                                    std::int64_t events) {
  constexpr std::size_t most = 100'000;
  std::vector<Allocation> all = {{}};
  for (const Arm& arm : study.arms) {
    const std::int64_t patients = arm.id == from ? 0 : number_of(moved, arm.id);
    std::vector<Allocation> longer;
    for (const Allocation& one : all) {
      const std::int64_t left = events - std::accumulate(one.begin(), one.end(), std::int64_t{0});
      for (std::int64_t with = 0; with <= std::min(patients, left); ++with) {
        longer.push_back(one);
        longer.back().push_back(with);
      }
      if (longer.size() > most) return {};
    }
    all = std::move(longer);
  }
  return all;
}

// It is not known which of them had the event: the least and the greatest difference that any
// allocation gives, each comparison for itself.
void put_back(const Evidence& evidence, const Study& study, const Row& row, const Row& moved,
              const Sensitivity& one, std::vector<Variant>& variants) {
  Variant least{one.id, row.id, "least_difference", {}, {}};
  Variant greatest{one.id, row.id, "greatest_difference", {}, {}};
  const auto keep = [](Variant& variant, const VariantContrast& contrast, bool less) {
    for (VariantContrast& known : variant.contrasts) {
      if (known.comparison != contrast.comparison) continue;
      if ((contrast.difference < known.difference) == less) known = contrast;
      return;
    }
    variant.contrasts.push_back(contrast);
  };
  for (const Allocation& with : allocations(study, moved, one.from, number_of(row, one.from))) {
    const std::int64_t events = std::accumulate(with.begin(), with.end(), std::int64_t{0});
    std::int64_t patients = 0;
    for (const Arm& arm : study.arms) patients += arm.id == one.from ? 0 : number_of(moved, arm.id);
    const auto counted =
        variant(evidence, study, row, one.id, {}, [&](const Arm& arm, const Count& count) {
          const auto index = static_cast<std::size_t>(&arm - study.arms.data());
          const bool leaves = arm.id == one.from;
          return Proportion::make(
              count.events + (leaves ? -events : with[index]),
              count.total.value_or(0) + (leaves ? -patients : number_of(moved, arm.id)));
        });
    for (const VariantContrast& contrast : counted.contrasts) {
      keep(least, contrast, true);
      keep(greatest, contrast, false);
    }
  }
  if (least.contrasts.empty()) return;
  variants.push_back(std::move(least));
  variants.push_back(std::move(greatest));
}

void add_variants(const Evidence& evidence, const Study& study, const Sensitivity& one,
                  std::vector<Variant>& variants) {
  const Row* row = study.row(one.row);
  const Row* other = study.row(one.other);
  if (row == nullptr || other == nullptr) return;
  const bool shown = std::any_of(variants.begin(), variants.end(), [&](const Variant& variant) {
    return variant.row == row->id && variant.how == "as_printed";
  });
  if (!shown) {
    variants.push_back(
        variant(evidence, study, *row, row->id, "as_printed", [](const Arm&, const Count& count) {
          return Proportion::make(count.events, count.total.value_or(0));
        }));
  }
  if (one.kind == "observed_cases") {
    variants.push_back(
        variant(evidence, study, *row, one.id, one.kind, [&](const Arm& arm, const Count& count) {
          return Proportion::make(count.events,
                                  count.total.value_or(0) - number_of(*other, arm.id));
        }));
    return;
  }
  put_back(evidence, study, *row, *other, one, variants);
}

}  // namespace

Robustness robustness(const Evidence& evidence, const Study& study) {
  Robustness result;
  result.study = study.id;
  if (const Row* row = primary_row(study)) {
    const auto effect = effect_of(evidence, study, *row);
    result.primary_row = row->id;
    for (const Contrast& contrast : effect ? effect->contrasts : std::vector<Contrast>()) {
      const ArmEffect* of = arm_in(effect->arms, contrast.of);
      const ArmEffect* against = arm_in(effect->arms, contrast.against);
      if (of == nullptr || against == nullptr) continue;
      result.fragility.push_back({contrast.comparison, contrast.controlled,
                                  fisher_p(of->count, against->count),
                                  fragility_index(of->count, against->count),
                                  reverse_fragility_index(of->count, against->count)});
    }
  }
  for (const Sensitivity& one : study.sensitivity)
    add_variants(evidence, study, one, result.variants);
  return result;
}

}  // namespace regimen::evidence
