// Reading: what the readers of one study share: the names that are known, and how a mistake is
// told. Used by load.cpp, read_study.cpp and read_row.cpp only. Thread-safety: for one thread.
#pragma once

#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/mapping.h"
#include "engine/evidence/study.h"
#include "engine/facts/knowledge.h"

namespace regimen::evidence {

struct Reading {
  Evidence& evidence;
  Study& study;
  const facts::Knowledge& knowledge;
  core::Diagnostics& diagnostics;

  // `{en: ..., de: ...}`, or nothing where the node is null.
  Localized localized(const core::Node* node) const;
  // A source of the knowledge; the study's own where the key is left out.
  std::string source(core::Mapping& mapping) const;
  // The place in the source; a number without one is a mistake.
  std::string at(core::Mapping& mapping) const;
  std::optional<Figure> figure(const core::Node& node) const;
  std::optional<std::int64_t> whole(const core::Node& node) const;
  // Tells a name that is not among those known.
  void unknown(const core::Node& node, const std::string& what,
               const std::vector<std::string>& known) const;
  void fail(const core::Node& node, const std::string& message) const;
  [[nodiscard]] std::vector<std::string> arm_ids() const;
};

// One entry of `rows`, `sums`, `sensitivity`.
void read_row(const core::Node& node, Reading& reading);
void read_sum(const core::Node& node, Reading& reading);
void read_sensitivity(const core::Node& node, Reading& reading);
// Everything of a study but its rows and sums, from the root of one of its files.
void read_head(const core::Node& root, Reading& reading);

}  // namespace regimen::evidence
