// Verdicts: what a decision came to, and with what options, as the log keeps it: ids and statuses,
// and no value of the patient. Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/embed/engine.h"
#include "engine/embed/log/entry.h"

namespace regimen::embed::log {

// On one line: `eligibility {status, failed[], unknown[]}`, `regimens [{id, safety, rank}]` and
// `safety_rules[]`, those that hold. What is not said is null.
std::string verdicts_json(const decision::Decision& decision);

// The parts in which two of them differ, such as `eligibility.status`, `regimens` and the ids of
// those that differ, each once.
std::vector<std::string> differences(std::string_view before, std::string_view now);

// On one line, with the weights in full where some were given: enough to decide again.
std::string options_json(const EvaluateOptions& options);
// Nothing where it is none of those.
std::optional<EvaluateOptions> read_options(std::string_view json);

// All of an entry that follows from the decision. Source, time, digest of the input and cards are
// left to whoever asked.
Entry entry_of(const decision::Decision& decision, const EvaluateOptions& options);

}  // namespace regimen::embed::log
