// Evaluating one text: what one call of the C library, or one text of many, comes to.
//
// Thread-safety: pure functions.
#pragma once

#include <memory>
#include <string>

#include "engine/embed/c/call_options.h"
#include "engine/embed/c/errors.h"
#include "engine/embed/c/handles.h"

namespace regimen::embed::c {

// `result` is set where the status is not below zero. A text of no length may be null.
Outcome evaluate_text(const Engine& engine, const Asked& asked, const std::string& name,
                      const char* given, std::size_t length,
                      std::unique_ptr<regimen_result>& result);

}  // namespace regimen::embed::c
