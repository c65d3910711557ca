// Csv: the rows of a table as spreadsheets write it -> cells.
//
// RFC 4180, with any of `,`, `;` and tab between the cells: a cell in quotes may hold delimiters,
// line breaks and doubled quotes; a quote inside a cell that does not begin with one is a character
// like any other. Blanks around a cell do not belong to it. Thread-safety: a reader is for one
// thread at a time; the functions are pure.
#pragma once

#include <forward_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/io/records.h"

namespace regimen::io {

struct Cell {
  std::string_view text;    // in the source, or, where a quote was doubled, in `unescaped`
  std::uint32_t begin = 0;  // where the text stands in the source, without its quotes
  std::uint32_t end = 0;
};

struct Cells {
  std::vector<Cell> cells;
  std::forward_list<std::string> unescaped;
  bool quoted = false;  // any of them

  void clear() {
    quoted = false;
    cells.clear();
    unescaped.clear();
  }
};

// REQUIRES: row.state == RowState::whole. `text` is the source's. Stops one behind the most
// columns.
void split_cells(std::string_view text, const RawRow& row, char delimiter, std::size_t most_columns,
                 Cells& cells);

// Why a row cannot be read, if it cannot: how it was cut, bytes that are no text, too many columns
// or a cell that is too long.
bool check_row(const ListChunk& chunk, const RawRow& row, core::Diagnostics& diagnostics);
// Whether check_row() would find it in order, without saying why not.
bool is_plain_text(const ListChunk& chunk, const RawRow& row);
bool check_cells(const ListChunk& chunk, const Cells& cells, const RowLimits& limits,
                 core::Diagnostics& diagnostics);

// The delimiter of which the first line has the most; a comma where there is none.
char find_delimiter(std::string_view head);

struct CsvHeader {
  ListChunk chunk;  // of one row
  Cells cells;
  char delimiter = ',';
};

// What a list begins with. A first line `sep=;` is Excel's word for the delimiter. Nothing where
// the list is empty; a header that cannot be used says why in `diagnostics`.
core::Result<std::optional<CsvHeader>> read_csv_header(Records& records,
                                                       std::optional<char> delimiter,
                                                       const RowLimits& limits,
                                                       core::Diagnostics& diagnostics);

}  // namespace regimen::io
