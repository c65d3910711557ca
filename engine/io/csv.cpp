// Entry: split_cells, read_csv_header. Test: tests/io/csv_test.cpp.
#include "engine/io/csv.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "engine/core/plain_text.h"
#include "engine/core/text.h"

namespace regimen::io {

using core::Code;

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Without blanks at both ends; the one that does not break, which spreadsheets put in, as well.
Cell trimmed(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  constexpr std::string_view no_break = "\xC2\xA0";
  while (begin < end) {
    const std::string_view rest = text.substr(begin, end - begin);
    if (is_blank(rest.front())) {
      ++begin;
    } else if (rest.substr(0, 2) == no_break) {
      begin += 2;
    } else if (is_blank(rest.back())) {
      --end;
    } else if (rest.size() > 1 && rest.substr(rest.size() - 2) == no_break) {
      end -= 2;
    } else {
      break;
    }
  }
  return {text.substr(begin, end - begin), begin, end};
}

Cell unquoted(std::string_view text, std::uint32_t begin, std::uint32_t end, bool doubled,
              Cells& cells) {
  if (!doubled) return trimmed(text, begin, end);
  std::string plain;
  plain.reserve(end - begin);
  for (std::uint32_t i = begin; i < end; ++i) {
    plain += text[i];
    if (text[i] == '"') ++i;
  }
  const std::string& kept = cells.unescaped.emplace_front(std::move(plain));
  const Cell inner = trimmed(kept, 0, static_cast<std::uint32_t>(kept.size()));
  return {inner.text, begin, end};
}

void fail(const ListChunk& chunk, Code code, std::uint32_t begin, std::uint32_t end,
          const std::string& message, const std::string& help, core::Diagnostics& diagnostics) {
  diagnostics.add({code, {chunk.source.get(), begin, end}, message, {}, help});
}

// The first byte that no text holds; C1 is what another encoding leaves behind.
std::optional<std::uint32_t> find_control(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
    const bool c1 =
        c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (control || c1) return static_cast<std::uint32_t>(i);
  }
  return std::nullopt;
}

}  // namespace

void split_cells(std::string_view text, const RawRow& row, char delimiter, std::size_t most_columns,
                 Cells& cells) {
  cells.clear();
  std::uint32_t at = row.begin;
  while (cells.cells.size() <= most_columns) {
    if (at < row.end && text[at] == '"') {
      cells.quoted = true;
      const std::uint32_t begin = at + 1;
      bool doubled = false;
      std::uint32_t close = begin;
      while (close < row.end) {
        const auto found = text.find('"', close);
        close = static_cast<std::uint32_t>(std::min<std::size_t>(found, row.end));
        if (close + 1 >= row.end || text[close + 1] != '"') break;
        doubled = true;
        close += 2;
      }
      close = std::min(close, row.end);
      cells.cells.push_back(unquoted(text, begin, close, doubled, cells));
      at = std::min(close + 1, row.end);
    } else {
      const void* found =
          at < row.end ? std::memchr(text.data() + at, delimiter, row.end - at) : nullptr;
      const std::uint32_t end =
          found == nullptr
              ? row.end
              : static_cast<std::uint32_t>(static_cast<const char*>(found) - text.data());
      cells.cells.push_back(trimmed(text, at, end));
      at = end;
    }
    if (at >= row.end) return;
    ++at;  // the delimiter
  }
}

bool check_row(const ListChunk& chunk, const RawRow& row, core::Diagnostics& diagnostics) {
  switch (row.state) {
    case RowState::whole:
      break;
    case RowState::too_long:
      fail(chunk, Code::row_too_long, row.begin, row.begin + 1, "this row is longer than the limit",
           "is a quote or a line break missing?", diagnostics);
      return false;
    case RowState::quote_not_closed:
      fail(chunk, Code::quote_not_closed, row.mark, row.mark + 1,
           "the quote that opens here is never closed", "a quote inside a cell is written twice",
           diagnostics);
      return false;
    case RowState::text_after_quote:
      fail(chunk, Code::text_after_quote, row.mark, row.mark + 1,
           "something follows the quote that closes a cell",
           "a quote inside a cell is written twice", diagnostics);
      return false;
  }
  const std::string_view text = chunk.source->text().substr(row.begin, row.end - row.begin);
  if (const auto bad = core::first_invalid_utf8(text)) {
    const std::uint32_t at = row.begin + static_cast<std::uint32_t>(*bad);
    fail(chunk, Code::invalid_utf8, at, at + 1, "this byte is no text in the declared encoding",
         "say `encoding: windows-1252` where that is what it is", diagnostics);
    return false;
  }
  if (const auto bad = find_control(text)) {
    fail(chunk, Code::invalid_utf8, row.begin + *bad, row.begin + *bad + 1,
         "this is a control character", {}, diagnostics);
    return false;
  }
  return true;
}

bool is_plain_text(const ListChunk& chunk, const RawRow& row) {
  return core::is_plain_text(chunk.source->text().substr(row.begin, row.end - row.begin));
}

bool check_cells(const ListChunk& chunk, const Cells& cells, const RowLimits& limits,
                 core::Diagnostics& diagnostics) {
  if (cells.cells.size() > limits.columns) {
    const Cell& last = cells.cells.back();
    fail(chunk, Code::row_too_long, last.begin, last.begin + 1,
         "more than " + std::to_string(limits.columns) + " columns", {}, diagnostics);
    return false;
  }
  for (const Cell& cell : cells.cells) {
    if (cell.text.size() <= limits.cell_bytes) continue;
    fail(chunk, Code::row_too_long, cell.begin, cell.begin + 1,
         "this cell has more than " + std::to_string(limits.cell_bytes) + " bytes", {},
         diagnostics);
    return false;
  }
  return true;
}

char find_delimiter(std::string_view head) {
  constexpr std::array<char, 3> known = {',', ';', '\t'};
  std::array<std::size_t, known.size()> counts{};
  bool inside = false;
  for (const char c : head) {
    if (c == '"') inside = !inside;
    if (inside) continue;
    if (c == '\n') break;
    const auto* const found = std::find(known.begin(), known.end(), c);
    if (found != known.end()) ++counts[static_cast<std::size_t>(found - known.begin())];
  }
  return known[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) -
                                        counts.begin())];
}

namespace {

// What Excel may write before the header: `sep=;`.
std::optional<char> stated_delimiter(std::string_view head) {
  if (head.size() < 5 || head.substr(0, 4) != "sep=") return std::nullopt;
  const bool alone = head.size() == 5 || head[5] == '\r' || head[5] == '\n';
  const bool known = head[4] == ',' || head[4] == ';' || head[4] == '\t';
  return alone && known ? std::optional(head[4]) : std::nullopt;
}

}  // namespace

core::Result<std::optional<CsvHeader>> read_csv_header(Records& records,
                                                       std::optional<char> delimiter,
                                                       const RowLimits& limits,
                                                       core::Diagnostics& diagnostics) {
  auto head = records.peek();
  if (!head.ok()) return head.failure();
  if (const auto stated = stated_delimiter(head.value())) {
    const auto line = records.one();
    if (!line.ok()) return line.failure();
    if (!delimiter) delimiter = stated;
    head = records.peek();
    if (!head.ok()) return head.failure();
  }
  CsvHeader header;
  // Blank lines before the header say nothing of the delimiter.
  const auto first = std::min(head.value().find_first_not_of("\r\n"), head.value().size());
  header.delimiter = delimiter.value_or(find_delimiter(head.value().substr(first)));
  records.quoted(header.delimiter);
  auto row = records.one();
  if (!row.ok()) return row.failure();
  records.restart();
  if (!row.value()) return std::optional<CsvHeader>();
  header.chunk = *std::move(row).value();
  const RawRow& raw = header.chunk.rows.front();
  // With what is wrong the header is returned too: the places lead to its text.
  if (!check_row(header.chunk, raw, diagnostics)) return std::optional(std::move(header));
  split_cells(header.chunk.source->text(), raw, header.delimiter, limits.columns, header.cells);
  check_cells(header.chunk, header.cells, limits, diagnostics);
  return std::optional(std::move(header));
}

}  // namespace regimen::io
