// SafetyRows: the Verdicts of a batch -> of each patient and regimen what speaks against it: what
// is known, and what may still come.
//
// It says what decision/safety.h says of the same patient. Thread-safety: one a thread.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/decision/safety.h"
#include "engine/program/run.h"

namespace regimen::screening {

struct RegimenStanding {
  language::Severity at_least = language::Severity::no_finding;
  language::Severity at_most = language::Severity::no_finding;
  language::Severity undecided = language::Severity::no_finding;  // by a gating rule
  bool open = false;  // a rule that is not decided may make it one to avoid, or worse
};

class SafetyRows {
 public:
  explicit SafetyRows(const language::Pack& pack) : pack_(&pack) {}

  // `jurisdictions`: those that patients of the batch have.
  void take(const program::Verdicts& verdicts, bool assumptions,
            const std::vector<std::string>& jurisdictions);
  [[nodiscard]] RegimenStanding at(std::size_t patient, std::size_t jurisdiction,
                                   std::size_t regimen) const;

 private:
  // By severity, from `caution` upwards.
  static constexpr std::size_t levels = 3;
  using Planes = std::array<std::vector<facts::PlaneWord>, levels>;
  struct Of {
    Planes holds;
    Planes open;
    Planes gating;  // and open
  };

  const language::Pack* pack_;
  std::vector<Of> regimens_;  // by jurisdiction, by regimen
};

// A false guard drops the rule, an unknown one leaves it unknown at best.
facts::Planes holding(const program::RuleVerdicts& verdicts);

}  // namespace regimen::screening
