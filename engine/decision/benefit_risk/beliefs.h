// Beliefs: what is believed, after counting, of each criterion of a value model under each regimen,
// as a share of patients.
//
// Shares that the trial counted are Beta distributions, rates of other studies Gamma distributions
// turned into risks over the horizon of the model. Criteria and regimens are taken as independent.
// A belief is kept as evenly spaced quantiles: a draw at the probability u lies between two of
// them, so that more events never give a smaller draw. Thread-safety: plain values.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/evidence/study.h"
#include "engine/language/pack.h"

namespace regimen::decision {

// Quantiles at (i + 1/2) / n: what lies further out is taken as the outermost of them.
struct Belief {
  std::vector<double> quantiles;

  [[nodiscard]] double mean() const;
  // REQUIRES: 0 <= probability <= 1.
  [[nodiscard]] double at(double probability) const;
};

struct Beliefs {
  std::vector<std::string> regimens;        // those of the study, in the order of its arms
  std::vector<std::vector<Belief>> shares;  // [criterion][regimen]
};

// Tells rows, studies and cases that the evidence does not have, value functions that go against
// their outcome, and criteria that count the same patients.
void check_model(const language::Pack& pack, const evidence::Evidence& evidence,
                 core::Diagnostics& diagnostics);

// REQUIRES: the pack has a model, and check_model found no mistake.
Beliefs believe(const language::Pack& pack, const evidence::Evidence& evidence);

}  // namespace regimen::decision
