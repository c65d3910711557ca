// JournalEntry: what one part of a list has left behind, so that an interrupted run can go on after
// it: how far the list was read, what was added to each output, and what was summed and seen.
//
// Written as JSON on one line. Thread-safety: pure functions over plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/screening/part.h"
#include "engine/screening/stretch.h"

namespace regimen::screening {

// What was added to an output: how many bytes, and their SHA-256.
struct Added {
  std::uint64_t bytes = 0;
  std::string digest;
};

struct JournalEntry {
  Stretch stretch;
  Added rows;
  Added errors;
  std::vector<std::uint64_t> ids;
  Attrition attrition;  // of this part alone
};

// What a run must have in common with the one that it goes on with: names (`knowledge`,
// `--strict`), and for each a digest or what was asked for.
using RunMarks = std::vector<std::pair<std::string, std::string>>;

JournalEntry entry_of(const Part& part, Stretch stretch);

std::string json_of(const RunMarks& marks);

// Each is one line without its line break.
std::string head_text(const RunMarks& marks);
std::string entry_text(const JournalEntry& entry);
std::string end_text();  // the list has ended: no row is left

// Nothing where the text is not one of those.
std::optional<RunMarks> read_head(std::string_view text);
std::optional<JournalEntry> read_entry(std::string_view text,
                                       const std::vector<std::string>& deciding);

// The names of what is not as it was.
std::vector<std::string> changed(const RunMarks& before, const RunMarks& now);

}  // namespace regimen::screening
