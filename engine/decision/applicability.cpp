// Entry: check_applicability, decide_applicability, nothing_carries_over. Test: the cases of the
// packs (rules/*/cases/applicability.yaml).
#include "engine/decision/applicability.h"

#include <algorithm>

#include "engine/core/mapping.h"
#include "engine/program/logic.h"
#include "engine/program/walk.h"

namespace regimen::decision {

using facts::Truth;
using language::Reach;
using language::Rule;
using language::RuleKind;
using program::Verdict;

std::string_view to_text(Applicability applicability) {
  switch (applicability) {
    case Applicability::direct:
      return "direct";
    case Applicability::indirect:
      return "indirect";
    case Applicability::not_applicable:
      return "not_applicable";
    case Applicability::undetermined:
      return "undetermined";
  }
  return "undetermined";
}

std::string_view to_text(EffectModification modification) {
  switch (modification) {
    case EffectModification::none:
      return "none";
    case EffectModification::uncertain:
      return "uncertain";
    case EffectModification::undetermined:
      return "undetermined";
  }
  return "undetermined";
}

bool concerns(const Rule& rule, const std::string& comparison) {
  const auto& named = rule.reach.comparisons;
  return named.empty() || std::find(named.begin(), named.end(), comparison) != named.end();
}

std::size_t reach_level(Reach reach) { return reach == Reach::not_applicable ? 2 : 1; }

Applicability applicability_of(const ReachRange& range) {
  static constexpr std::array<Applicability, 3> reached = {
      Applicability::direct, Applicability::indirect, Applicability::not_applicable};
  return range.least == range.most ? reached.at(range.least) : Applicability::undetermined;
}

EffectModification modification_of(const ReachRange& range) {
  if (range.least != range.most) return EffectModification::undetermined;
  return range.least > 0 ? EffectModification::uncertain : EffectModification::none;
}

namespace {

// Whether the rule holds: a guard that is false drops it.
Truth holds(const program::RuleFinding& finding) {
  if (finding.verdict == Verdict::not_applicable) return Truth::no;
  if (finding.verdict == Verdict::pass && finding.guard)
    return facts::both(Truth::yes, program::truth_of(*finding.guard));
  return finding.verdict == Verdict::unknown ? Truth::unknown : finding.when;
}

class Decider {
 public:
  Decider(const language::CheckedPack& pack, const facts::Settled& patient,
          const Decision& decision)
      : pack_(pack), decision_(decision) {
    const bool assuming = decision.options.assumptions;
    findings_ =
        program::walk(pack, patient, assuming ? program::World::assumed : program::World::open,
                      program::Conflicts::unknown, [&pack](std::size_t rule) {
                        return pack.pack.rules[rule].kind == RuleKind::applicability;
                      });
  }

  [[nodiscard]] std::vector<ReachFinding> rules() const {
    std::vector<ReachFinding> result;
    for (std::size_t i = 0; i < pack_.pack.rules.size(); ++i) {
      if (pack_.pack.rules[i].kind == RuleKind::applicability)
        result.push_back({pack_.pack.rules[i].id, holds(findings_.rules[i])});
    }
    return result;
  }

  [[nodiscard]] ComparisonReach reach(const std::string& comparison) const {
    ComparisonReach result;
    result.comparison = comparison;
    std::vector<std::string> assumed;  // by the entry criteria
    ReachRange applicability = entry(result, assumed);
    ReachRange modification;
    for (std::size_t i = 0; i < pack_.pack.rules.size(); ++i) {
      const Rule& rule = pack_.pack.rules[i];
      if (rule.kind != RuleKind::applicability || !concerns(rule, comparison)) continue;
      const Truth truth = holds(findings_.rules[i]);
      // What does not hold by assumption alone leans on it.
      if (truth == Truth::no) program::merge_assumed(assumed, findings_.rules[i].assumed);
      if (truth == Truth::no) continue;
      program::merge_assumed(result.assumptions, findings_.rules[i].assumed);
      ReachRange& range =
          rule.reach.reach == Reach::uncertain_effect ? modification : applicability;
      range.raise(reach_level(rule.reach.reach), truth);
      const facts::MissingSet missing =
          truth == Truth::unknown ? findings_.rules[i].decisive : facts::MissingSet{};
      result.reasons.push_back({rule.id, truth, rule.reach.reach, missing, rule.cites});
    }
    result.applicability = applicability_of(applicability);
    result.modification = modification_of(modification);
    // What no longer matters is neither asked for nor leant on.
    const bool carries = result.applicability != Applicability::not_applicable;
    for (const ReachReason& reason : result.reasons) {
      const bool effect = reason.makes == Reach::uncertain_effect;
      const std::size_t least = effect ? modification.least : applicability.least;
      if (carries && reach_level(reason.makes.value_or(Reach::indirect)) > least)
        facts::merge(result.missing, reason.missing);
    }
    if (carries) program::merge_assumed(result.assumptions, assumed);
    return result;
  }

 private:
  // Whether the patient is one whom the trial enrolled.
  ReachRange entry(ComparisonReach& result, std::vector<std::string>& leant_on) const {
    ReachRange range;
    const Eligibility& eligibility = decision_.eligibility;
    for (const Criterion& criterion : eligibility.criteria) {
      if (!criterion.decides) continue;
      const bool assumed = decision_.options.assumptions;
      const Verdict verdict = assumed && criterion.verdict == Verdict::unknown
                                  ? criterion.assumed_verdict
                                  : criterion.verdict;
      if (assumed) program::merge_assumed(leant_on, criterion.assumed);
      if (verdict == Verdict::pass || verdict == Verdict::not_applicable) continue;
      const bool fails = verdict == Verdict::fail;
      range.raise(1, fails ? Truth::yes : Truth::unknown);
      const facts::MissingSet missing = fails ? facts::MissingSet{} : criterion.missing;
      result.reasons.push_back(
          {criterion.id, fails ? Truth::yes : Truth::unknown, {}, missing, criterion.cites});
    }
    if (eligibility.criteria.empty()) range.most = 1;
    return range;
  }

  const language::CheckedPack& pack_;
  const Decision& decision_;
  program::Findings findings_;
};

}  // namespace

void check_applicability(const language::Pack& pack, const evidence::Study& study,
                         core::Diagnostics& diagnostics) {
  std::vector<std::string> known;
  for (const evidence::Comparison& one : study.comparisons) known.push_back(one.id);
  for (const Rule& rule : pack.rules) {
    for (const std::string& named : rule.reach.comparisons) {
      if (std::find(known.begin(), known.end(), named) != known.end()) continue;
      diagnostics.add({core::Code::unknown_in_study, rule.span, "the study has no such comparison",
                       named, core::did_you_mean(named, known)});
    }
  }
}

void decide_applicability(const language::CheckedPack& pack, const facts::Settled& patient,
                          const evidence::Study* study, Decision& decision) {
  const Decider decider(pack, patient, decision);
  decision.reach_rules = decider.rules();
  if (study == nullptr) return;
  for (const evidence::Comparison& one : study->comparisons) {
    decision.reach.push_back(decider.reach(one.id));
    ComparisonReach& reach = decision.reach.back();
    reach.of = one.of;
    reach.against = one.against;
    if (const evidence::Arm* arm = study->arm(one.of)) reach.of_regimen = arm->regimen;
    if (const evidence::Arm* arm = study->arm(one.against)) reach.against_regimen = arm->regimen;
  }
}

bool nothing_carries_over(const Decision& decision) {
  return !decision.reach.empty() && std::ranges::all_of(decision.reach, [](const auto& one) {
    return one.applicability == Applicability::not_applicable;
  });
}

}  // namespace regimen::decision
