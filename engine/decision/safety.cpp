// Entry: decide_safety. Test: tests/decision/safety_test.cpp, tests/property/safety_test.cpp and
// the cases of the packs.
#include "engine/decision/safety.h"

#include <algorithm>

#include "engine/decision/explain.h"
#include "engine/program/logic.h"
#include "engine/program/walk.h"

namespace regimen::decision {

using facts::Truth;
using language::Rule;
using language::RuleKind;
using language::Severity;
using program::RuleFinding;

std::string_view status_text(const std::optional<Severity>& status) {
  return status ? language::to_text(*status) : "unknown";
}

bool concerns(const Rule& rule, std::size_t regimen, const std::string& jurisdiction) {
  const auto& named = rule.safety.regimens;
  const bool here = rule.safety.jurisdiction.empty() || jurisdiction.empty() ||
                    rule.safety.jurisdiction == jurisdiction;
  return here && std::find(named.begin(), named.end(), regimen) != named.end();
}

std::optional<Severity> safety_status(Severity at_least, Severity undecided) {
  const bool known = at_least == Severity::contraindicated || undecided <= at_least;
  return known ? std::optional(at_least) : std::nullopt;
}

namespace {

class SafetyDecider {
 public:
  SafetyDecider(const language::CheckedPack& pack, const facts::Settled& patient,
                const Options& options)
      : pack_(pack),
        patient_(patient),
        options_(options),
        world_(options.assumptions ? program::World::assumed : program::World::open) {}

  std::vector<RegimenSafety> run() {
    findings_ = walked(patient_, [this](std::size_t rule) {
      const RuleKind kind = pack_.pack.rules[rule].kind;
      return kind == RuleKind::safety || kind == RuleKind::workup;
    });
    take_worse();
    std::vector<RegimenSafety> result;
    for (std::size_t i = 0; i < pack_.pack.regimens.size(); ++i) result.push_back(regimen(i));
    return result;
  }

 private:
  [[nodiscard]] program::Findings walked(const facts::Settled& patient,
                                         const program::Wanted& wanted) const {
    return program::walk(pack_, patient, world_, program::Conflicts::worse, wanted);
  }

  // A rule that some choice among contradicting statements makes true holds.
  void take_worse() {
    std::vector<facts::FactId> contradicting;
    std::size_t choices = 1;
    constexpr std::size_t most = 64;
    for (facts::FactId id = 0; id < patient_.facts.size(); ++id) {
      if (patient_.facts[id].candidates.empty()) continue;
      contradicting.push_back(id);
      if (choices <= most) choices *= patient_.facts[id].candidates.size();
    }
    if (choices <= most) {
      choose(patient_, contradicting, 0);
      return;
    }
    // Too many to try together: one fact at a time.
    for (const facts::FactId id : contradicting) choose(patient_, {id}, 0);
  }

  void choose(const facts::Settled& patient, const std::vector<facts::FactId>& contradicting,
              std::size_t next) {
    if (next == contradicting.size()) {
      if (next > 0) take_what_holds(patient);
      return;
    }
    const facts::FactId id = contradicting[next];
    constexpr std::size_t most = 64;
    const auto& candidates = patient_.facts[id].candidates;
    for (std::size_t i = 0; i < candidates.size() && i < most; ++i) {
      facts::Settled other = patient;
      other.facts[id].value = candidates[i];
      other.facts[id].missing.clear();
      choose(other, contradicting, next + 1);
    }
  }

  void take_what_holds(const facts::Settled& patient) {
    // What contradicts itself is not known, so the work-up goes on asking.
    const auto wanted = [this](std::size_t rule) {
      return pack_.pack.rules[rule].kind == RuleKind::safety;
    };
    program::Findings worse = walked(patient, wanted);
    for (std::size_t i = 0; i < worse.rules.size(); ++i) {
      if (!wanted(i)) continue;
      if (holds(worse.rules[i]) == Truth::yes) findings_.rules[i] = std::move(worse.rules[i]);
    }
  }

  // A guard that is false drops the rule; one that is unknown leaves it unknown.
  static Truth holds(const RuleFinding& finding) {
    const Truth applies = finding.guard ? program::truth_of(*finding.guard) : Truth::yes;
    return facts::both(applies, finding.when);
  }

  [[nodiscard]] RegimenSafety regimen(std::size_t index) const {
    RegimenSafety safety;
    safety.id = pack_.pack.regimens[index].id;
    Severity undecided = Severity::no_finding;
    for (const RuleFinding& finding : findings_.rules) {
      const Rule& rule = pack_.pack.rules[finding.rule];
      if (!concerns(rule, index, options_.jurisdiction)) continue;
      if (rule.kind == RuleKind::workup) safety.workup.push_back(workup(rule, finding));
      if (rule.kind == RuleKind::safety) add(rule, finding, safety, undecided);
    }
    std::stable_sort(safety.findings.begin(), safety.findings.end(),
                     [](const SafetyFinding& a, const SafetyFinding& b) {
                       if (a.holds != b.holds) return a.holds > b.holds;
                       return a.severity > b.severity;
                     });
    safety.status = safety_status(safety.at_least, undecided);
    for (const SafetyFinding& finding : safety.findings) {
      const bool worse = finding.holds == Truth::unknown && finding.severity > safety.at_least;
      if (worse) facts::merge(safety.missing, finding.missing);
      program::merge_assumed(safety.assumptions, finding.assumed);
    }
    return safety;
  }

  // `undecided` is the gravest gating rule that is not decided.
  void add(const Rule& rule, const RuleFinding& finding, RegimenSafety& safety,
           Severity& undecided) const {
    const Truth truth = holds(finding);
    if (truth == Truth::no) {
      safety.clear.push_back(rule.id);
      program::merge_assumed(safety.assumptions, finding.assumed);
      if (finding.guard) program::merge_assumed(safety.assumptions, finding.guard->assumed);
      return;
    }
    SafetyFinding result;
    result.id = rule.id;
    result.holds = truth;
    result.severity = rule.safety.severity;
    result.gate = rule.safety.gate;
    result.jurisdiction = rule.safety.jurisdiction;
    result.observed = observed(pack_, patient_, finding.alternatives);
    result.required = pack_.required[finding.rule];
    result.missing = truth == Truth::unknown ? finding.decisive : facts::MissingSet{};
    const bool guard_open = finding.guard && program::truth_of(*finding.guard) == Truth::unknown;
    if (truth == Truth::unknown && guard_open)
      facts::merge(result.missing, finding.guard->decisive);
    result.assumed = finding.assumed;
    result.silent_on = rule.when.silent_on;
    result.cites = rule.cites;
    result.verified = rule.safety.verified;
    safety.at_most = std::max(safety.at_most, result.severity);
    if (truth == Truth::yes) safety.at_least = std::max(safety.at_least, result.severity);
    const bool gating = rule.safety.gate == language::Gate::gating;
    if (truth == Truth::unknown && gating) undecided = std::max(undecided, result.severity);
    safety.findings.push_back(std::move(result));
  }

  [[nodiscard]] WorkupItem workup(const Rule& rule, const RuleFinding& finding) const {
    WorkupItem item;
    item.id = rule.id;
    item.known = finding.when == Truth::yes;
    item.observed = observed(pack_, patient_, finding.alternatives);
    item.missing = finding.decisive;
    item.stale = std::any_of(
        item.missing.begin(), item.missing.end(),
        [](const facts::Missing& missing) { return missing.cause == facts::Cause::stale; });
    item.cites = rule.cites;
    return item;
  }

  const language::CheckedPack& pack_;
  const facts::Settled& patient_;
  const Options& options_;
  program::World world_;
  program::Findings findings_;
};

}  // namespace

std::vector<RegimenSafety> decide_safety(const language::CheckedPack& pack,
                                         const facts::Settled& patient, const Options& options) {
  return SafetyDecider(pack, patient, options).run();
}

}  // namespace regimen::decision
