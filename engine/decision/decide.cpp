// Entry: decide. Test: tests/decision/decide_test.cpp and the cases of the packs.
#include "engine/decision/decide.h"

#include <algorithm>

#include "engine/decision/explain.h"
#include "engine/program/logic.h"
#include "engine/program/walk.h"

namespace regimen::decision {

using facts::Truth;
using language::Rule;
using language::RuleKind;
using program::RuleFinding;
using program::Verdict;

std::string_view to_text(EligibilityStatus status) {
  switch (status) {
    case EligibilityStatus::eligible:
      return "eligible";
    case EligibilityStatus::eligible_with_assumptions:
      return "eligible_with_assumptions";
    case EligibilityStatus::ineligible:
      return "ineligible";
    case EligibilityStatus::indeterminate:
      return "indeterminate";
  }
  return "indeterminate";
}

bool decides(const language::Pack& pack, const Rule& rule, const Options& options) {
  const language::Group& group = pack.groups[rule.group];
  return group.decides ||
         std::find(options.groups.begin(), options.groups.end(), group.id) != options.groups.end();
}

EligibilityStatus conclude(const Tally& tally) {
  if (tally.failed) return EligibilityStatus::ineligible;
  if (!tally.applicable) return EligibilityStatus::indeterminate;
  if (!tally.open) return EligibilityStatus::eligible;
  return tally.still_open || tally.would_fail ? EligibilityStatus::indeterminate
                                              : EligibilityStatus::eligible_with_assumptions;
}

namespace {

Truth passing_truth(const Rule& rule) {
  return rule.kind == RuleKind::exclusion ? Truth::no : Truth::yes;
}

Verdict side(const Rule& rule, Truth when) {
  if (when == Truth::unknown) return Verdict::unknown;
  return when == passing_truth(rule) ? Verdict::pass : Verdict::fail;
}

class Decider {
 public:
  Decider(const language::CheckedPack& pack, const facts::Settled& patient, const Options& options)
      : pack_(pack), patient_(patient), options_(options) {}

  Decision run() {
    Decision decision;
    decision.profile_id = patient_.id;
    decision.as_of = patient_.as_of;
    decision.pack_id = pack_.pack.id;
    decision.pack_version = pack_.pack.version;
    decision.pack_digest = pack_.pack.digest;
    decision.knowledge_digest = pack_.knowledge->digest;
    decision.options = options_;
    decision.ignored = patient_.ignored;
    const program::Findings open =
        walked(program::World::open, [this](std::size_t rule) { return is_told(rule); });
    // Assumptions stand in for what is missing and for nothing else.
    const auto may_differ = [&](std::size_t rule) {
      return options_.assumptions && is_told(rule) && misses_something(open.rules[rule]);
    };
    const program::Findings assumed = walked(program::World::assumed, may_differ);
    for (std::size_t i = 0; i < pack_.pack.rules.size(); ++i) {
      const Rule& rule = pack_.pack.rules[i];
      if (!is_told(i)) continue;
      const RuleFinding& with = may_differ(i) ? assumed.rules[i] : open.rules[i];
      if (rule.is_criterion()) {
        decision.eligibility.criteria.push_back(criterion(rule, open.rules[i], with));
      } else {
        decision.remarks.push_back(remark(rule, open.rules[i], with));
      }
    }
    conclude(decision.eligibility);
    return decision;
  }

 private:
  [[nodiscard]] program::Findings walked(program::World world,
                                         const program::Wanted& wanted) const {
    return program::walk(pack_, patient_, world, program::Conflicts::unknown, wanted);
  }

  // The others have files of their own: safety.h, applicability.h, plan.h.
  [[nodiscard]] bool is_told(std::size_t index) const {
    const Rule& rule = pack_.pack.rules[index];
    return rule.is_criterion() || rule.is_remark();
  }

  static bool misses_something(const RuleFinding& finding) {
    return !finding.decisive.empty() || !finding.other.empty();
  }

  [[nodiscard]] Criterion criterion(const Rule& rule, const RuleFinding& open,
                                    const RuleFinding& assumed) const {
    Criterion result;
    result.id = rule.id;
    result.kind = rule.kind;
    result.group = pack_.pack.groups[rule.group].id;
    result.decides = decides(pack_.pack, rule, options_);
    result.applies = !open.guard || program::truth_of(*open.guard) == Truth::yes;
    result.verdict = open.verdict;
    result.assumed_verdict = assumed.verdict;
    result.when = open.when;
    result.observed = observed(pack_, patient_, open.alternatives);
    result.required = pack_.required[open.rule];
    result.missing = open.decisive;
    result.also_missing = open.other;
    if (open.verdict == Verdict::unknown) {
      if (assumed.verdict == Verdict::unknown) result.still_missing = assumed.decisive;
      if (assumed.verdict == Verdict::fail) result.still_missing = open.decisive;
    }
    result.cites = rule.cites;
    if (assumed.verdict != open.verdict) result.assumed = assumed.assumed;
    if (rule.when.is_interpretation()) {
      result.silent_on = rule.when.silent_on;
      for (std::size_t i = 0; i < open.alternatives.size(); ++i) {
        result.readings.push_back(
            {rule.when.alternatives[i].id, side(rule, program::truth_of(open.alternatives[i]))});
      }
    }
    if (open.verdict == Verdict::fail) {
      const auto distances =
          distance(pack_, patient_, open.alternatives.front(), passing_truth(rule));
      if (distances) result.distance = *distances;
    }
    return result;
  }

  [[nodiscard]] Remark remark(const Rule& rule, const RuleFinding& open,
                              const RuleFinding& assumed) const {
    Remark result;
    result.id = rule.id;
    result.kind = rule.kind;
    // A stratum leans on the assumptions like everything that is shown with them.
    result.when = open.when != Truth::unknown ? open.when : assumed.when;
    result.observed = observed(pack_, patient_, open.alternatives);
    result.missing = result.when == Truth::unknown ? open.decisive : facts::MissingSet{};
    result.cites = rule.cites;
    if (result.when == Truth::unknown) return result;
    const std::string truth(facts::to_text(result.when));
    const auto level = rule.levels.find(truth);
    result.level = level == rule.levels.end() ? truth : level->second;
    return result;
  }

  static void conclude(Eligibility& eligibility) {
    Tally tally;
    facts::MissingSet all;
    for (const Criterion& criterion : eligibility.criteria) {
      facts::merge(all, criterion.missing);
      facts::merge(all, criterion.also_missing);
      if (!criterion.decides) continue;
      tally.applicable = tally.applicable || criterion.applies;
      if (criterion.verdict == Verdict::fail) eligibility.failed.push_back(criterion.id);
      if (criterion.verdict != Verdict::unknown) continue;
      tally.open = true;
      eligibility.unknown.push_back(criterion.id);
      facts::merge(eligibility.missing, criterion.missing);
      facts::merge(eligibility.still_missing, criterion.still_missing);
      if (criterion.assumed_verdict == Verdict::unknown) tally.still_open = true;
      if (criterion.assumed_verdict == Verdict::fail)
        eligibility.would_fail.push_back({criterion.id, criterion.assumed});
    }
    tally.failed = !eligibility.failed.empty();
    tally.would_fail = !eligibility.would_fail.empty();
    eligibility.status = decision::conclude(tally);
    if (tally.failed) {
      eligibility.missing.clear();
      eligibility.still_missing.clear();
    }
    if (eligibility.status == EligibilityStatus::eligible_with_assumptions) {
      for (const Criterion& criterion : eligibility.criteria) {
        if (criterion.decides) program::merge_assumed(eligibility.assumptions, criterion.assumed);
      }
    }
    eligibility.also_missing = facts::without(all, eligibility.missing);
  }

  const language::CheckedPack& pack_;
  const facts::Settled& patient_;
  const Options& options_;
};

}  // namespace

Decision decide(const language::CheckedPack& pack, const facts::Settled& patient,
                const Options& options) {
  return Decider(pack, patient, options).run();
}

}  // namespace regimen::decision
