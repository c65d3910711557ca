// JSON report: Decision -> the result format (engine/io/decision.schema.json). Locale-free.
// Thread-safety: pure function.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/diagnostic.h"
#include "engine/decision/decision.h"

namespace regimen::io {

// One document, indented, with a line break at its end. `values` are the values that were set
// aside.
std::string json_report(const decision::Decision& decision, const core::Diagnostics& values,
                        std::string_view engine_version, std::string_view locale);

}  // namespace regimen::io
