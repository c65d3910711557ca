// Decision: what the product says of one patient, free of any language: verdicts, reasons, places,
// numbers.
//
// Came before: Findings (program/finding.h). Comes next: a writer (io/). Names in it are those of
// the result format. Thread-safety: plain values; refers to nothing.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/decision/benefit_risk/benefit_risk.h"
#include "engine/decision/observed.h"
#include "engine/decision/planned.h"
#include "engine/evidence/effects.h"
#include "engine/evidence/harms.h"
#include "engine/facts/knowledge.h"
#include "engine/facts/settle.h"
#include "engine/facts/truth.h"
#include "engine/language/pack.h"
#include "engine/program/finding.h"

namespace regimen::decision {

// How far a number that fails is from passing.
struct Distance {
  std::string key;
  std::string value;  // `20`, `0.2 g/d`, `3 d`
  bool too_low = true;
};

struct ReadingVerdict {
  std::string id;
  program::Verdict verdict;
};

struct Criterion {
  std::string id;
  language::RuleKind kind = language::RuleKind::inclusion;
  std::string group;
  bool decides = true;
  bool applies = true;  // its guard, where it has one, is known to hold
  program::Verdict verdict = program::Verdict::unknown;          // open-world
  program::Verdict assumed_verdict = program::Verdict::unknown;  // with the declared assumptions
  facts::Truth when = facts::Truth::unknown;
  std::vector<Observed> observed;
  std::string required;
  std::vector<Distance> distance;
  facts::MissingSet missing;       // decisive for this criterion
  facts::MissingSet also_missing;  // missing, and would not change its verdict
  // Decisive although everything is assumed that may be; of one that fails only then, all of
  // `missing`.
  facts::MissingSet still_missing;
  std::vector<std::string> assumed;  // what assumed_verdict leans on, where it differs from verdict
  std::string silent_on;             // of an interpretation
  std::vector<ReadingVerdict> readings;
  std::vector<facts::Citation> cites;
};

enum class EligibilityStatus : std::uint8_t {
  eligible,
  eligible_with_assumptions,
  ineligible,
  indeterminate
};

std::string_view to_text(EligibilityStatus status);

// A criterion that an assumption alone would make fail.
struct FailingAssumption {
  std::string criterion;
  std::vector<std::string> assumptions;
};

struct Eligibility {
  EligibilityStatus status = EligibilityStatus::indeterminate;
  std::vector<Criterion> criteria;  // in the order of the pack; also those that do not decide
  std::vector<std::string> failed;
  std::vector<std::string> unknown;
  facts::MissingSet missing;             // facts that may still change the status
  facts::MissingSet also_missing;        // facts that are missing and cannot change it
  facts::MissingSet still_missing;       // that may still change it once assumptions are made
  std::vector<std::string> assumptions;  // what the status leans on
  std::vector<FailingAssumption> would_fail;
};

// A stratum or a note: shown, decides nothing.
struct Remark {
  std::string id;
  language::RuleKind kind = language::RuleKind::note;
  facts::Truth when = facts::Truth::unknown;
  std::string level;  // of a stratum: `yes` or `no` mapped to its level; of a note: `yes`, `no`;
                      // empty while unknown
  std::vector<Observed> observed;
  facts::MissingSet missing;
  std::vector<facts::Citation> cites;
};

// A safety rule that holds for the patient, or is not decided.
struct SafetyFinding {
  std::string id;
  facts::Truth holds = facts::Truth::unknown;
  language::Severity severity = language::Severity::no_finding;
  language::Gate gate = language::Gate::gating;
  std::string jurisdiction;
  std::vector<Observed> observed;
  std::string required;
  facts::MissingSet missing;
  std::vector<std::string> assumed;  // what it leans on
  std::string silent_on;
  std::vector<facts::Citation> cites;
  facts::DateRange verified;
};

// Something that must be known before a start.
struct WorkupItem {
  std::string id;
  bool known = false;
  bool stale = false;  // known once, and too long ago
  std::vector<Observed> observed;
  facts::MissingSet missing;
  std::vector<facts::Citation> cites;
};

// What speaks against one regimen. `at_least` is known; `at_most` is what may still come.
struct RegimenSafety {
  std::string id;
  // Nothing: unknown, while an undecided gating rule could make it worse than what is known.
  std::optional<language::Severity> status;
  language::Severity at_least = language::Severity::no_finding;
  language::Severity at_most = language::Severity::no_finding;
  std::vector<SafetyFinding> findings;  // the gravest first
  std::vector<std::string> clear;       // ids of the rules that do not hold
  facts::MissingSet missing;  // what keeps the status from being known, or may make it worse
  std::vector<std::string> assumptions;
  std::vector<WorkupItem> workup;
};

// The text of a status: a severity, or `unknown`.
std::string_view status_text(const std::optional<language::Severity>& status);

// How far the evidence of a comparison carries over to this patient.
enum class Applicability : std::uint8_t { direct, indirect, not_applicable, undetermined };

std::string_view to_text(Applicability applicability);

// Whether the effect may be another in patients like this one.
enum class EffectModification : std::uint8_t { none, uncertain, undetermined };

std::string_view to_text(EffectModification modification);

// A criterion that is not met, or an applicability rule that holds or is not decided.
struct ReachReason {
  std::string id;
  facts::Truth holds = facts::Truth::unknown;
  std::optional<language::Reach> makes;  // nothing for a criterion: it makes indirect
  facts::MissingSet missing;
  std::vector<facts::Citation> cites;
};

struct ComparisonReach {
  std::string comparison;
  std::string of;  // arms of the study
  std::string against;
  std::string of_regimen;  // empty where the arm stands for none
  std::string against_regimen;
  Applicability applicability = Applicability::undetermined;
  EffectModification modification = EffectModification::undetermined;
  std::vector<ReachReason> reasons;
  facts::MissingSet missing;             // what may still change it
  std::vector<std::string> assumptions;  // what it leans on
};

// What one applicability rule says of the patient.
struct ReachFinding {
  std::string id;
  facts::Truth holds = facts::Truth::unknown;
};

struct PackName {
  std::string id;
  std::string version;
  std::string digest;
};

struct Options {
  std::string jurisdiction;  // empty: none given
  bool assumptions = true;
  std::vector<std::string> groups;  // those that decide although the pack leaves it open
};

struct Decision {
  std::string profile_id;
  facts::Day as_of = 0;
  std::string pack_id;
  std::string pack_version;
  std::string pack_digest;
  std::string knowledge_digest;
  Options options;
  Eligibility eligibility;
  std::vector<Remark> remarks;
  std::optional<PackName> safety_pack;
  std::vector<RegimenSafety> regimens;
  std::vector<RegimenPlan> plans;  // of those regimens that are neither contraindicated nor avoided
  std::string study;               // whose effects these are; may be empty
  std::vector<ReachFinding> reach_rules;
  std::vector<ComparisonReach> reach;            // for each comparison of the study
  std::vector<evidence::OutcomeEffect> effects;  // of the trial as it was, whoever the patient is
  std::string harm_horizon;                      // over which rates are turned into risks
  std::vector<evidence::OtherHarm> other_harms;  // of other studies; never pooled with the trial
  std::optional<BenefitRisk> benefit_risk;       // where the pack has a value model
  std::vector<facts::Ignored> ignored;
};

}  // namespace regimen::decision
