// Entry: Walker::scored. Test: tests/conformance/definition.yaml and the cases of the packs.
#include <algorithm>

#include "engine/program/logic.h"
#include "engine/program/walker.h"

namespace regimen::program {

using facts::Cause;
using facts::Interval;

namespace {

// Whether the policies lead to different sums whatever is still missing: a term lies below the
// floor of one of them and not of all.
bool policies_differ(const language::Score& score, const std::vector<Finding>& terms) {
  return std::any_of(
      score.policies.begin(), score.policies.end(), [&](const language::Policy& policy) {
        return std::any_of(policy.floors.begin(), policy.floors.end(), [&](const auto& floor) {
          const auto& high = std::get<Interval>(terms[floor.first].value).high;
          const bool same_everywhere = std::all_of(
              score.policies.begin(), score.policies.end(), [&](const language::Policy& other) {
                const auto place = other.floors.find(floor.first);
                return place != other.floors.end() && place->second == floor.second;
              });
          return high.at && *high.at < floor.second && !same_everywhere;
        });
      });
}

}  // namespace

// The sum of the terms under every policy; the score is the range over all of them.
Finding Walker::total(std::size_t index) {
  const language::Score& score = pack_.pack.scores[index];
  Finding finding;
  for (const language::Term& term : score.terms)
    find(term.value, nullptr, finding.children.emplace_back());
  std::vector<Interval> totals;
  for (const language::Policy& policy : score.policies) {
    Interval sum = Interval::point(0);
    for (std::size_t i = 0; i < finding.children.size(); ++i) {
      const auto& term = std::get<Interval>(finding.children[i].value);
      const auto floor = policy.floors.find(i);
      sum = facts::add(sum,
                       floor == policy.floors.end() ? term : facts::at_least(term, floor->second));
    }
    totals.push_back(sum);
  }
  Interval range = totals.front();
  for (const Interval& sum : totals) range = facts::hull(range, sum);
  finding.value = range;
  join_all(finding);
  if (policies_differ(score, finding.children))
    facts::insert(finding.decisive, {score.items_path, Cause::silent_source, score.id});
  return finding;
}

namespace {

// A stated total agrees with the sum it stands for if it is that sum, rounded.
Interval widened(const Interval& value, const std::optional<facts::Rational>& rounded_to) {
  if (!rounded_to) return value;
  const auto half = facts::divide(*rounded_to, facts::Rational(2));
  return half ? facts::add(value, Interval::closed(half->negated(), *half)) : value;
}

}  // namespace

void Walker::scored(std::size_t index, const facts::SettledFact& stated, Finding& finding) {
  const language::Score& score = pack_.pack.scores[index];
  const bool items_supplied =
      std::any_of(score.items.begin(), score.items.end(),
                  [&](facts::FactId item) { return patient_.facts[item].supplied; });
  finding.value = stated.value;
  finding.decisive = stated.missing;
  if (!items_supplied) return;
  auto& known = scores_[index];
  if (known == nullptr) known = std::make_unique<Finding>(total(index));
  const bool stated_exactly = stated.missing.empty();
  // What is stated is held against what is known, never against what is merely assumed.
  const bool leaning = stated_exactly && !known->assumed.empty();
  const Finding sum =
      leaning ? Walker(pack_, patient_, World::open, conflicts_).total(index) : *known;
  const auto& range = std::get<Interval>(sum.value);
  if (!stated_exactly) {
    const auto expr = finding.expr;
    finding = sum;
    finding.children = {sum};
    finding.expr = expr;
    return;
  }
  finding.children.push_back(sum);
  const auto& value = std::get<Interval>(stated.value);
  if (!facts::intersect(value, widened(range, score.rounded_to))) {
    finding.value = facts::unknown_value(pack_.knowledge->vocabulary.facts()[score.fact].type);
    facts::insert(finding.decisive,
                  {pack_.knowledge->vocabulary.facts()[score.fact].at, Cause::conflicting});
    facts::merge(finding.other, sum.decisive);
    return;
  }
  if (range.is_point() && range != value) {
    // A rounded total and its exact sum: whatever holds must hold for both.
    finding.value = facts::hull(value, range);
    facts::insert(finding.decisive,
                  {pack_.knowledge->vocabulary.facts()[score.fact].at, Cause::imprecise});
  }
  facts::merge(finding.other, sum.decisive);
  keep_apart(finding.decisive, finding.other);
}

}  // namespace regimen::program
