// Entry: Records::chunk. Test: tests/io/csv_test.cpp, tests/io/list_test.cpp.
#include "engine/io/records.h"

#include <algorithm>
#include <cstring>

namespace regimen::io {

namespace {

constexpr auto npos = std::string::npos;

}  // namespace

core::Result<bool> Records::fill(std::size_t wanted) {
  while (!ended_ && text_.size() < wanted) {
    const auto more = stream_.more(text_);
    if (!more.ok()) return more.failure();
    ended_ = !more.value();
    if (!skipping_) continue;
    const auto line_end = text_.find('\n');
    text_.erase(0, line_end == npos ? npos : line_end + 1);
    if (line_end == npos) continue;
    skipping_ = false;
    ++line_;
  }
  return !text_.empty();
}

core::Result<std::string_view> Records::peek() {
  const auto filled = fill(limits_.row_bytes);
  if (!filled.ok()) return filled.failure();
  return std::string_view(text_).substr(0, limits_.row_bytes);
}

bool Records::is_blank(std::size_t begin, std::size_t end) const {
  return std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(begin),
                     text_.begin() + static_cast<std::ptrdiff_t>(end), [this](char c) {
                       return c == ' ' || c == '\t' || c == '\r' ||
                              (delimiter_ && c == *delimiter_);
                     });
}

std::optional<Records::Cut> Records::cut(std::size_t begin) {
  auto line_end = text_.find('\n', begin);
  if (line_end == npos && !ended_) return std::nullopt;
  const std::size_t next = line_end == npos ? text_.size() : line_end + 1;
  if (line_end == npos) line_end = text_.size();
  const bool quotes = delimiter_ && std::memchr(text_.data() + begin, '"', line_end - begin);
  if (line_end - begin > limits_.row_bytes) return Cut{line_end, next, begin, RowState::too_long};
  if (quotes) return cut_quoted(begin);
  const bool returned = line_end > begin && text_[line_end - 1] == '\r';
  return Cut{returned ? line_end - 1 : line_end, next, 0, RowState::whole};
}

// The row ends with the line in which the quote opens, so that what follows is read for itself; and
// what was looked at in vain is not looked at once more for each line in it.
Records::Cut Records::broken(std::size_t opened, std::size_t looked_at, RowState state,
                             std::size_t mark) {
  single_lines_ = std::max(single_lines_, looked_at);
  auto line_end = text_.find('\n', opened);
  if (line_end == npos) line_end = text_.size();
  return {line_end, std::min(line_end + 1, text_.size()), std::min(mark, line_end), state};
}

std::optional<Records::Cut> Records::cut_quoted(std::size_t begin) {
  std::size_t at = begin;
  while (true) {
    if (at < text_.size() && text_[at] == '"') {
      const std::size_t opened = at;
      // Within what was looked at in vain, only as far as the line goes.
      std::size_t stop = std::min(text_.size(), begin + limits_.row_bytes);
      if (opened < single_lines_) stop = std::min(stop, text_.find('\n', opened));
      std::size_t close = opened + 1;
      while (true) {
        close = text_.find('"', close);
        if (close >= stop) {
          const bool more = !ended_ && stop == text_.size();
          if (more) return std::nullopt;
          return broken(opened, stop, RowState::quote_not_closed, opened);
        }
        if (close + 1 == text_.size() && !ended_) return std::nullopt;
        if (close + 1 >= text_.size() || text_[close + 1] != '"') break;
        close += 2;
      }
      at = close + 1;
      const bool returned = at + 1 < text_.size() && text_[at] == '\r' && text_[at + 1] == '\n';
      if (at + 1 == text_.size() && text_[at] == '\r' && !ended_) return std::nullopt;
      if (returned) return Cut{at, at + 2, 0, RowState::whole};
      if (at < text_.size() && text_[at] != '\n' && text_[at] != *delimiter_)
        return broken(opened, at, RowState::text_after_quote, at);
    } else {
      const char* const ends = text_.data() + text_.size();
      const char delimiter = *delimiter_;
      const char* found = std::find_if(static_cast<const char*>(text_.data()) + at, ends,
                                       [=](char c) { return c == delimiter || c == '\n'; });
      at = static_cast<std::size_t>(found - text_.data());
    }
    if (at == text_.size()) {
      if (!ended_) return std::nullopt;
      return Cut{at, at, 0, RowState::whole};
    }
    if (text_[at] == '\n') {
      const bool returned = at > begin && text_[at - 1] == '\r';
      return Cut{returned ? at - 1 : at, at + 1, 0, RowState::whole};
    }
    ++at;  // the delimiter
  }
}

ListChunk Records::take(std::size_t consumed, std::vector<RawRow> rows) {
  const auto lines =
      std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(consumed), '\n');
  ListChunk chunk{std::make_shared<const core::Source>(stream_.name(), text_.substr(0, consumed),
                                                       core::Privacy::patient, line_),
                  std::move(rows)};
  text_.erase(0, consumed);
  line_ += static_cast<std::uint32_t>(lines);
  single_lines_ -= std::min(single_lines_, consumed);
  return chunk;
}

core::Result<std::optional<ListChunk>> Records::next(std::size_t most_rows) {
  std::vector<RawRow> rows;
  std::size_t at = 0;
  while (true) {
    const auto filled = fill(std::max(limits_.chunk_bytes, at + 1));
    if (!filled.ok()) return filled.failure();
    while (at < text_.size() && (most_rows == 0 || rows.size() < most_rows)) {
      const auto row = cut(at);
      if (!row) break;
      const bool blank = row->state == RowState::whole && is_blank(at, row->end);
      if (!blank) {
        rows.push_back({++number_, static_cast<std::uint32_t>(at),
                        static_cast<std::uint32_t>(row->end), static_cast<std::uint32_t>(row->mark),
                        row->state});
      }
      at = row->next;
    }
    if (!rows.empty()) return std::optional(take(at, std::move(rows)));
    if (at > 0) take(std::exchange(at, 0), {});  // nothing but blank lines
    if (text_.empty() && ended_) return std::optional<ListChunk>();
    if (text_.size() <= limits_.row_bytes) {
      const auto more = fill(text_.size() + 1);
      if (!more.ok()) return more.failure();
      continue;
    }
    // A row that goes on beyond the limit: nothing of it is kept.
    ListChunk chunk{
        std::make_shared<const core::Source>(stream_.name(), "", core::Privacy::patient, line_),
        {{++number_, 0, 0, 0, RowState::too_long}}};
    text_.clear();
    single_lines_ = 0;
    skipping_ = true;
    return std::optional(std::move(chunk));
  }
}

}  // namespace regimen::io
