// Pack cases: the cases that a pack carries of itself, run, with coverage.
//
// Each case is a patient and what the pack must say of him, with its derivation by hand. A
// criterion is covered when cases expect it to pass, to fail and to be unknown. Thread-safety: pure
// function over its arguments.
#pragma once

#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/embed/engine.h"

namespace regimen::embed {

struct CaseFailure {
  core::Span place;  // of the case
  std::string name;
  std::string what;  // `rule: expected fail, got pass`
};

struct Uncovered {
  core::Span place;  // of the rule
  std::string criterion;
  std::vector<std::string> verdicts;  // those that no case expects
};

struct CaseReport {
  std::size_t run = 0;
  std::vector<CaseFailure> failures;
  std::vector<Uncovered> uncovered;
  std::size_t criteria = 0;
  core::Diagnostics diagnostics;  // cases that cannot be run
};

CaseReport run_cases(const Engine& engine, core::Sources& texts);

}  // namespace regimen::embed
