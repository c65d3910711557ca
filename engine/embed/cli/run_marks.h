// Run marks: what a run of `screen` hangs on, by name and digest, so that one that goes on can be
// held against the one it goes on with. Thread-safety: for the main thread.
#pragma once

#include <string>
#include <vector>

#include "engine/core/source.h"
#include "engine/embed/cli/commands.h"
#include "engine/screening/journal_entry.h"

namespace regimen::embed::cli {

// Why a run of this command cannot be gone on with, should it be interrupted; empty where it can.
std::string why_not_resumable(const ScreenCommand& command);

struct RunDigests {
  std::string mapping;  // empty: there is none
  std::string header;   // of the list; empty where it has none
  std::string input;    // of the whole file, where it was asked for
};

// The options that decide what comes out.
screening::RunMarks option_marks(const ScreenCommand& command);
screening::RunMarks run_marks(const Common& common, const ScreenCommand& command,
                              const Engine& engine, const RunDigests& digests, bool database);

// Says what is not as it was; with the exit status that fits.
int refuse_changed(const std::vector<std::string>& changed);

// SHA-256 of a file of any length; empty where it cannot be read.
std::string digest_of_file(const std::string& path);

}  // namespace regimen::embed::cli
