// Replay: decides again what a log says was decided, with its options and by the rules of now, and
// compares: after a change of rules, whom it concerns; without one, whether the log can be borne
// out.
//
// The text is the one that the log keeps, or else a file with the same digest. Thread-safety: pure
// functions over files; the engine is shared.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/core/result.h"
#include "engine/embed/engine.h"

namespace regimen::embed::log {

// Files by the digest of what stands in them.
using InputFiles = std::map<std::string, std::filesystem::path>;

// Files, and all files in folders.
core::Result<InputFiles> find_inputs(const std::vector<std::filesystem::path>& places);

enum class ReplayOutcome : std::uint8_t {
  same,
  different,
  no_input,      // neither kept nor given
  not_possible,  // what the log has of options or patient cannot be read, or means nothing now
};

std::string_view to_text(ReplayOutcome outcome);

struct Replayed {
  std::int64_t sequence = 0;
  std::string id;
  ReplayOutcome outcome = ReplayOutcome::same;
  std::vector<std::string> parts;  // in which the verdicts differ, as differences() names them
  std::vector<std::string> other;  // `pack`, `safety_pack`, `knowledge`, `engine`: not those of now
};

struct ReplaySums {
  std::int64_t same = 0;
  std::int64_t different = 0;
  std::int64_t no_input = 0;
  std::int64_t not_possible = 0;
  std::int64_t other = 0;  // by other rules, knowledge or program than those of now
};

// Decides a text again that was asked for by some way; nobody where it is none of that way now.
using Redecide = std::function<std::vector<Evaluation>(const std::string& source, std::string text,
                                                       const EvaluateOptions& options)>;

// `tell` hears of each decision of the log, in order. Without `redecide` every text is a profile or
// FHIR.
core::Result<ReplaySums> replay(const std::filesystem::path& path, const Engine& engine,
                                const InputFiles& inputs,
                                const std::function<void(const Replayed&)>& tell,
                                const Redecide& redecide = {});

}  // namespace regimen::embed::log
