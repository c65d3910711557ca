// Screen: a list of patients -> a row for each of them, in the order of the list.
//
// Threads take chunks of the list in turn, decide their rows on their own, and write what they made
// when it is their turn again: each holds one chunk, however long the list is, and the result is
// the same bytes for any number of threads and any size of chunk, and whether it is done at once or
// goes on with what an earlier run has left. A row that cannot be read becomes a rejected row;
// nothing is dropped. Thread-safety: one call a list.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/io/list.h"
#include "engine/screening/attrition.h"
#include "engine/screening/outputs.h"
#include "engine/screening/row_decider.h"
#include "engine/screening/write.h"

namespace regimen::screening {

// The whole decision of a row that was read as JSON. May be called from any thread at the same
// time.
using Explain = std::function<std::string(const io::RowReading&)>;

// Who keeps a record of what is decided. Rows that are decided together have no decision of their
// own: then every row must be decided as a whole (Deciding::columnar is nothing).
struct Witness {
  // Of each row that was decided, with the number of its chunk. May be called from any thread, of
  // one chunk in the order of its rows.
  std::function<void(std::size_t chunk, const io::ListChunk& rows, const WholeRow& row)> decided;
  // Before what a chunk has become is written; of one chunk after the other.
  std::function<void(std::size_t chunk)> writing;
};

// How many rows are written, and how many bytes of the list this run has decided.
using Done = std::function<void(std::uint64_t rows, std::uint64_t bytes)>;

struct ScreenOptions {
  std::size_t threads = 1;
  RowFormat format = RowFormat::csv;
  std::vector<std::string> deciding;  // ids of the criteria that decide, in the order of the pack
  std::vector<std::string> regimens;
  Witness witness = {};  // may be empty
};

struct ScreenResult {
  Attrition attrition;
  std::optional<core::Failure> failure;  // of the list or of an output; then nothing is complete
  bool changed = false;                  // the list is not the one that an earlier run has read
  bool interrupted = false;
};

// Where nothing went wrong all rows are written, and `outputs` is left to be committed. `stop` ends
// it between two chunks. `done` is told the number of rows now and then, in order; it
// may be empty. `explain` may be empty.
ScreenResult screen(io::List& list, const Deciding& deciding, const Explain& explain,
                    const ScreenOptions& options, Outputs& outputs, const std::atomic<bool>& stop,
                    const Done& done);

}  // namespace regimen::screening
