// Resume: leads a list to where an earlier run has left it: the rows that are done are cut once
// more, compared with what the journal says of them, and not decided. Thread-safety: one call a
// list.
#pragma once

#include <atomic>
#include <optional>
#include <vector>

#include "engine/core/result.h"
#include "engine/io/list.h"
#include "engine/screening/journal_entry.h"

namespace regimen::screening {

struct Resumption {
  std::optional<io::ListChunk> rest;     // of the chunk that holds the last row that is done
  std::optional<core::Failure> failure;  // of the list
  bool changed = false;                  // the list is not the one that was read
  bool interrupted = false;
};

// `ended`: no row may follow those that are done. `stop` ends it between two chunks.
Resumption skip(io::List& list, const std::vector<JournalEntry>& done, bool ended,
                const std::atomic<bool>& stop);

}  // namespace regimen::screening
