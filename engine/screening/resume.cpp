// Entry: skip. Test: tests/screening/resume_test.cpp.
#include "engine/screening/resume.h"

#include <utility>

namespace regimen::screening {

namespace {

bool same(const Stretch& a, const Stretch& b) {
  return a.last_row == b.last_row && a.last_line == b.last_line && a.digest == b.digest;
}

}  // namespace

Resumption skip(io::List& list, const std::vector<JournalEntry>& done, bool ended,
                const std::atomic<bool>& stop) {
  Resumption result;
  StretchReader reader;
  std::size_t next = 0;  // of the entries
  while (next < done.size() || (ended && !result.rest)) {
    if (stop) {
      result.interrupted = true;
      return result;
    }
    auto cut = list.next();
    if (!cut.ok()) {
      result.failure = cut.failure();
      return result;
    }
    std::optional<io::ListChunk> chunk = std::move(cut).value();
    if (!chunk) break;
    std::size_t row = 0;
    for (; row < chunk->rows.size() && next < done.size(); ++row) {
      reader.add(*chunk, chunk->rows[row]);
      if (chunk->rows[row].number < done[next].stretch.last_row) continue;
      if (!same(reader.take(*chunk, chunk->rows[row]), done[next].stretch)) {
        result.changed = true;
        return result;
      }
      ++next;
    }
    chunk->rows.erase(chunk->rows.begin(), chunk->rows.begin() + static_cast<std::ptrdiff_t>(row));
    if (!chunk->rows.empty()) result.rest = std::move(chunk);
  }
  result.changed = next < done.size() || (ended && result.rest);
  return result;
}

}  // namespace regimen::screening
