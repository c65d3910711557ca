// Workbench: a pack of rules over the invented garden (tests/conformance/knowledge), and patients
// of plain yes, no and unknown.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/facts/knowledge.h"
#include "engine/facts/settle.h"
#include "engine/language/check.h"

namespace regimen::program::testing {

const facts::Knowledge& garden();

// Rules in the order given: `kind`, then the lines of YAML that follow.
class RulePack {
 public:
  explicit RulePack(const std::string& rules);
  [[nodiscard]] const language::CheckedPack& checked() const { return *checked_; }

 private:
  core::Sources texts_;
  std::optional<language::CheckedPack> checked_;
};

// Facts that are known, as yes or no; every other is not supplied, every list is left out.
facts::Settled patient(const std::vector<std::pair<std::string, bool>>& known);

// `plain.p: not_supplied, ...`
std::string show(const facts::MissingSet& missing);

}  // namespace regimen::program::testing
