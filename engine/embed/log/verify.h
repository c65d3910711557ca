// Verify: whether a log is what was written: each record is held against the hash that the one
// before it leads to, one by one, whatever the length of the log, and while others may write to it.
//
// A log whose end was cut off, or that somebody has written anew from its beginning, holds by
// itself. It is found out by a hash that was noted earlier, outside of the file: `expected`. What
// was kept of inputs is held against its digests; what was taken out is counted. Thread-safety:
// pure functions over the file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace regimen::embed::log {

// The hash of a record that the log once had; of the one at `sequence`, where that is known.
struct ExpectedHash {
  std::optional<std::int64_t> sequence;
  std::string hash;
};

// `HASH` or `SEQUENCE:HASH`. Nothing where it is neither.
std::optional<ExpectedHash> read_expected(std::string_view text);

enum class BreakKind : std::uint8_t {
  changed,    // the record is not what was written, or those before it are not all there
  missing,    // the record is not there, and later ones are
  reordered,  // the record stands elsewhere
  kept,       // an input that is kept is not the one that was decided, or belongs to no record
  schema,     // tables, views or triggers are not those that a log has
  expected,   // the log has no record with the hash that was noted
};

std::string_view to_text(BreakKind kind);

struct Break {
  BreakKind kind = BreakKind::changed;
  std::int64_t sequence = 0;  // of the first record that does not hold; 0: of none
};

struct Verification {
  std::int64_t decisions = 0;
  std::int64_t feedback = 0;
  std::int64_t gaps = 0;
  std::int64_t lost = 0;  // by what the gaps say
  std::string first;      // times of the first and the last record
  std::string last;
  std::int64_t sequence = 0;   // of the last record
  std::string hash;            // likewise; of an empty log, its genesis
  std::int64_t kept = 0;       // decisions whose input and patient are kept
  std::int64_t taken_out = 0;  // decisions of which they were kept once
  std::optional<Break> broken;
};

// Counts and hash are those of the records before the first that does not hold.
core::Result<Verification> verify(const std::filesystem::path& path,
                                  const std::optional<ExpectedHash>& expected);

}  // namespace regimen::embed::log
