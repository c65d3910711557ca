// Entry: LoggedRows. Test: tests/embed/log_test.sh.
#include "engine/embed/cli/logged_rows.h"

#include <utility>

namespace regimen::embed::cli {

log::Entry LoggedRows::entry_of(const io::ListChunk& rows, const screening::WholeRow& row) const {
  const std::optional<std::string> document = list_.document(rows, row.place);
  const io::RawRow& raw = rows.rows[row.place];
  LoggedText text = log_.begin(
      document ? *document
               : std::string(rows.source->text().substr(raw.begin, raw.end - raw.begin)));
  if (!document) text.text = nullptr;  // nothing that could be decided again
  return log_.entry(text, *row.decision, options_, 0);
}

screening::Witness LoggedRows::witness() {
  screening::Witness witness;
  witness.decided = [this](std::size_t chunk, const io::ListChunk& rows,
                           const screening::WholeRow& row) {
    log::Entry entry = entry_of(rows, row);
    const std::scoped_lock lock(mutex_);
    chunks_[chunk].push_back(std::move(entry));
  };
  witness.writing = [this](std::size_t chunk) {
    std::vector<log::Entry> entries;
    {
      const std::scoped_lock lock(mutex_);
      if (auto found = chunks_.extract(chunk)) entries = std::move(found.mapped());
    }
    log_.add(entries);
  };
  return witness;
}

}  // namespace regimen::embed::cli
