// Stats: what a log says as a whole: decisions by the way they were asked for and by status, and
// for each rule how often it was shown and how often those who answered overrode it.
//
// Of a card that was answered more than once the last answer counts. Thread-safety: pure functions
// over the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/result.h"

namespace regimen::embed::log {

struct SourceCount {
  std::string source;
  std::string status;  // of eligibility
  std::int64_t decisions = 0;
};

struct RuleAnswers {
  std::string rule;
  std::int64_t shown = 0;  // cards that spoke of it
  std::int64_t accepted = 0;
  std::int64_t overridden = 0;
  std::map<std::string, std::int64_t> reasons = {};  // of those overridden; empty: none was given

  [[nodiscard]] std::int64_t answered() const { return accepted + overridden; }
  // The share of those answered; nothing where there are none.
  [[nodiscard]] std::optional<double> override_rate() const;
};

struct LogStats {
  std::vector<SourceCount> sources;
  std::vector<RuleAnswers> rules;    // by their id
  std::int64_t cards = 0;            // shown
  std::int64_t answers = 0;          // all of them, also those that a later one replaced
  std::int64_t strange_answers = 0;  // to cards that the log does not know
  std::int64_t gaps = 0;
  std::int64_t lost = 0;
};

core::Result<LogStats> stats(const std::filesystem::path& path);

}  // namespace regimen::embed::log
