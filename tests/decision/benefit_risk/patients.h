// Patients: decisions made by hand, as far as ranking reads them: what is known of the safety of
// each soil, and how far each comparison carries over. Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "engine/decision/decision.h"

namespace regimen::decision::small_model {

using language::Severity;

inline facts::MissingSet missing(const std::string& key) {
  return {{key, facts::Cause::not_supplied, ""}};
}

// Known to be so, with nothing open.
inline RegimenSafety known(const std::string& id, Severity severity) {
  RegimenSafety safety;
  safety.id = id;
  safety.status = severity;
  safety.at_least = severity;
  safety.at_most = severity;
  if (severity != Severity::no_finding) {
    SafetyFinding finding;
    finding.id = "rule";
    finding.holds = facts::Truth::yes;
    finding.severity = severity;
    safety.findings = {finding};
  }
  return safety;
}

// May come to be so, for want of a fact.
inline RegimenSafety open(const std::string& id, Severity severity, const std::string& key) {
  RegimenSafety safety = known(id, Severity::no_finding);
  safety.status.reset();
  safety.at_most = severity;
  SafetyFinding finding;
  finding.id = "open-rule";
  finding.holds = facts::Truth::unknown;
  finding.severity = severity;
  finding.missing = missing(key);
  safety.findings = {finding};
  safety.missing = missing(key);
  return safety;
}

inline ComparisonReach reach(const std::string& of, const std::string& against,
                             Applicability applicability = Applicability::direct,
                             EffectModification modification = EffectModification::none,
                             const facts::MissingSet& open = {}) {
  ComparisonReach result;
  result.comparison = of;
  result.comparison += "-" + against;
  result.of = "arm-" + of;
  result.against = "arm-" + against;
  result.of_regimen = of;
  result.against_regimen = against;
  result.applicability = applicability;
  result.modification = modification;
  result.missing = open;
  return result;
}

// Nothing speaks against any soil, and everything carries over.
inline Decision anyone() {
  Decision decision;
  for (const char* soil : {"compost", "manure", "both"})
    decision.regimens.push_back(known(soil, Severity::no_finding));
  decision.reach = {reach("manure", "compost"), reach("both", "compost"), reach("both", "manure")};
  return decision;
}

}  // namespace regimen::decision::small_model
