// Csv: rows and cells of tables as spreadsheets write them, in pieces of every length; broken rows
// cost themselves and no other.
#include "engine/io/csv.h"

#include <fstream>
#include <string>
#include <vector>

#include "tests/io/shipped.h"
#include "tests/support/temporary_folder.h"

namespace regimen::io {

namespace {

using namespace std::string_literals;

Records records_of(const support::TemporaryFolder& folder, const std::string& bytes,
                   const RowLimits& limits = {}, core::Encoding encoding = core::Encoding::utf8) {
  std::ofstream(folder / "t", std::ios::binary) << bytes;
  auto input = core::Input::open((folder / "t").string());
  REQUIRE(input.ok());
  return Records(TextStream(std::move(input).value(), encoding), limits);
}

// Rows as `line:cell|cell|`, broken ones as `line!state@column`.
std::vector<std::string> rows_of(const std::string& bytes, char delimiter = ';',
                                 const RowLimits& limits = {},
                                 core::Encoding encoding = core::Encoding::utf8) {
  const support::TemporaryFolder folder;
  Records records = records_of(folder, bytes, limits, encoding);
  records.quoted(delimiter);
  std::vector<std::string> result;
  std::uint64_t number = 0;
  while (true) {
    const auto chunk = records.chunk();
    REQUIRE(chunk.ok());
    if (!chunk.value()) return result;
    for (const RawRow& row : chunk.value()->rows) {
      CHECK(row.number == ++number);
      const core::Source& source = *chunk.value()->source;
      std::string text = std::to_string(source.place(row.begin).line);
      if (row.state == RowState::whole) {
        Cells cells;
        split_cells(source.text(), row, delimiter, limits.columns, cells);
        text += ":";
        for (const Cell& cell : cells.cells) text += std::string(cell.text) + "|";
      } else {
        const core::Place place = source.place(row.mark);
        text += "!" + std::to_string(static_cast<int>(row.state)) + "@" +
                std::to_string(place.line) + ":" + std::to_string(place.column);
      }
      result.push_back(text);
    }
  }
}

using Rows = std::vector<std::string>;

}  // namespace

TEST_CASE("cells in quotes hold delimiters, line breaks and doubled quotes") {
  CHECK(rows_of("a;b\n\"c;d\";\"e\nf\"\n\"g\"\"h\";i\n") ==
        Rows{"1:a|b|", "2:c;d|e\nf|", "4:g\"h|i|"});
}

TEST_CASE("every line break, with and without one at the end, blank lines left out") {
  for (const char* line_end : {"\n", "\r\n", "\r"}) {
    CAPTURE(line_end);
    const std::string e = line_end;
    CHECK(rows_of("a;b" + e + "\"c\";d" + e + e + ";;" + e + "e;\"f\"" + e) ==
          Rows{"1:a|b|", "2:c|d|", "5:e|f|"});
    CHECK(rows_of("a;b" + e + "c;") == Rows{"1:a|b|", "2:c||"});
  }
}

TEST_CASE("blanks around a cell do not belong to it, a quote inside one is a character") {
  CHECK(rows_of(" a ;\tb\xC2\xA0;5\" wide;\" c \"\n") == Rows{"1:a|b|5\" wide|c|"});
}

TEST_CASE("empty cells, at the end as well, and a row of one empty cell in quotes") {
  CHECK(rows_of(";a;\n\"\"\n") == Rows{"1:|a||", "2:|"});
}

TEST_CASE("a quote that is never closed costs its row; reading goes on at the next line") {
  // state 2 is quote_not_closed; it opens in column 3
  CHECK(rows_of("a;b\nc;\"d\ne;f\ng;h\n") == Rows{"1:a|b|", "2!2@2:3", "3:e|f|", "4:g|h|"});
  // A later quote does not help it: what follows that one is no delimiter. State 3 is
  // text_after_quote; its mark is held to the line that the row ends with.
  CHECK(rows_of("c;\"d\ne;\"f\"\ng;h\n") == Rows{"1!3@1:5", "2:e|f|", "3:g|h|"});
}

TEST_CASE("text after the quote that closes a cell costs the row") {
  CHECK(rows_of("\"a\"b;c\nd;e\n") == Rows{"1!3@1:4", "2:d|e|"});
}

TEST_CASE("in what was searched in vain quotes still close on their own line, and not beyond") {
  RowLimits limits;
  limits.row_bytes = 24;
  limits.chunk_bytes = 24;
  CHECK(rows_of("\"a\n\"b\";c\nddddddddddddddddddddd\ne;f\n", ';', limits).back() == "4:e|f|");
}

TEST_CASE("a row at the limit is read, one byte more is rejected, and the next is read") {
  RowLimits limits;
  limits.row_bytes = 10;
  limits.chunk_bytes = 16;
  const std::string ten(10, 'x');
  CHECK(rows_of(ten + "\na\n", ';', limits) == Rows{"1:" + ten + "|", "2:a|"});
  // state 1 is too_long
  CHECK(rows_of(ten + "x\na\n", ';', limits) == Rows{"1!1@1:1", "2:a|"});
  const std::string large(2'000'000, 'x');
  CHECK(rows_of("b\n" + large + "\na\n", ';', limits) == Rows{"1:b|", "2!1@2:1", "3:a|"});
  CHECK(rows_of("b\n" + large, ';', limits) == Rows{"1:b|", "2!1@2:1"});
}

TEST_CASE("chunks do not change what is read") {
  std::string bytes;
  for (int i = 0; i < 300; ++i)
    bytes += std::to_string(i) + ";\"a\r\nb;\"\"" +
             std::string(static_cast<std::size_t>(i % 17), 'q') + "\";x\r\n";
  const Rows whole = rows_of(bytes);
  REQUIRE(whole.size() == 300);
  for (std::size_t size = 64; size < 400; size += 13) {
    RowLimits limits;
    limits.row_bytes = 64;
    limits.chunk_bytes = size;
    CHECK(rows_of(bytes, ';', limits) == whole);
  }
}

TEST_CASE("marks and encodings") {
  CHECK(rows_of("\xEF\xBB\xBF\"a\";b\n") == Rows{"1:a|b|"});
  CHECK(rows_of("\xFF\xFE"
                "a\0;\0\xFC\0\n\0"s) == Rows{"1:a|\xC3\xBC|"});
  CHECK(rows_of("a;\xFC\n", ';', {}, core::Encoding::windows_1252) == Rows{"1:a|\xC3\xBC|"});
}

TEST_CASE("delimiters are found in the first line, outside of quotes") {
  CHECK(find_delimiter("a;b;c,d\n,,,,") == ';');
  CHECK(find_delimiter("\"a;b;c\",d\n") == ',');
  CHECK(find_delimiter("a\tb\n") == '\t');
  CHECK(find_delimiter("a\n;;;") == ',');
  CHECK(find_delimiter("") == ',');
}

TEST_CASE("a first line `sep=` says the delimiter and is no header") {
  const support::TemporaryFolder folder;
  Records records = records_of(folder, "sep=;\r\na,b;c\r\n1;2\r\n");
  core::Diagnostics diagnostics;
  const auto header = read_csv_header(records, std::nullopt, {}, diagnostics);
  REQUIRE(header.ok());
  REQUIRE(header.value());
  CHECK(header.value()->delimiter == ';');
  CHECK(header.value()->cells.cells.front().text == "a,b");
  const auto row = records.one();
  CHECK(row.value()->rows.front().number == 1);
  CHECK(row.value()->source->place(row.value()->rows.front().begin).line == 3);
}

TEST_CASE("a row is checked: bytes, control characters, columns, the length of a cell") {
  const auto told_of = [](const std::string& bytes) {
    const support::TemporaryFolder folder;
    RowLimits limits;
    limits.columns = 3;
    limits.cell_bytes = 4;
    Records records = records_of(folder, bytes);
    records.quoted(';');
    const auto chunk = records.chunk();
    REQUIRE(chunk.value());
    core::Diagnostics diagnostics;
    const RawRow& row = chunk.value()->rows.front();
    Cells cells;
    if (check_row(*chunk.value(), row, diagnostics)) {
      split_cells(chunk.value()->source->text(), row, ';', limits.columns, cells);
      check_cells(*chunk.value(), cells, limits, diagnostics);
    }
    std::string text = told(diagnostics);
    return text.substr(0, 6) + (text.empty() ? "" : text.substr(text.find(':')));
  };
  CHECK(told_of("a;b;c\n").empty());
  CHECK(told_of("a;b;c;d\n") == "E0811 :1:7");
  CHECK(told_of("a;bbbb\n").empty());
  CHECK(told_of("a;bbbbb\n") == "E0811 :1:3");
  CHECK(told_of("a;\xFC\n") == "E0103 :1:3");
  CHECK(told_of("a;b\0\n"s) == "E0103 :1:4");
  CHECK(told_of("a;\xC2\x85\n") == "E0103 :1:3");
}

}  // namespace regimen::io
