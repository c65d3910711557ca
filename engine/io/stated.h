// Stated: the text of one value -> a Stated of the declared type, or a diagnostic and the cause why
// it is unknown. Thread-safety: pure function.
#pragma once

#include <string>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/facts/knowledge.h"
#include "engine/facts/record.h"

namespace regimen::io {

struct StatedContext {
  const facts::Knowledge& knowledge;
  const facts::ValueType& type;
  std::string key;  // the path of the value in a profile, for the diagnostics
  facts::Day as_of;
  bool past_only;  // of a date: it must not lie after as_of
  core::Diagnostics& diagnostics;
};

// REQUIRES: node.is_scalar()
facts::Stated read_stated(const core::Node& node, const StatedContext& context);

}  // namespace regimen::io
