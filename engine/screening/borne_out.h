// Borne out: how much of what a journal says of a text output stands in its file.
// Thread-safety: pure function over the file system.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/screening/journal_entry.h"

namespace regimen::screening {

struct BorneOut {
  bool head = false;        // the file begins with it
  std::size_t entries = 0;  // so many of the first
  bool whole = false;       // all of them, and nothing else stands there
};

// `added` is what an entry says of this output.
BorneOut borne_out(const std::filesystem::path& path, const std::string& head,
                   const std::vector<JournalEntry>& entries, Added JournalEntry::*added);

// The length of the file with the first of the entries.
std::uint64_t length_with(const std::string& head, const std::vector<JournalEntry>& entries,
                          std::size_t count, Added JournalEntry::*added);

}  // namespace regimen::screening
