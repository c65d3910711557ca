// Entry: DatabaseList::open, DatabaseList::chunk. Test: tests/io/list_test.cpp.
#include "engine/io/database_list.h"

#include <algorithm>
#include <vector>

namespace regimen::io {

using core::Failure;
using core::FailureKind;

namespace {

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + '"';
}

void append_cell(const std::string& cell, std::string& text) {
  const bool plain = cell.find_first_of(",\"\r\n") == std::string::npos;
  text += plain ? cell : in_quotes(cell);
}

core::Result<std::string> only_table(const std::string& path, core::Database& database) {
  std::vector<std::string> tables;
  core::Statement names = database.prepare(
      "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' "
      "ORDER BY name");
  while (names.step()) tables.push_back(names.text(0));
  if (names.failed()) return Failure{FailureKind::damaged, path, database.error()};
  if (tables.size() == 1) return tables.front();
  std::string known;
  for (const std::string& table : tables) known += " " + table;
  return Failure{FailureKind::damaged, path,
                 tables.empty() ? "there is no table" : "which table? there are:" + known};
}

}  // namespace

core::Result<DatabaseList> DatabaseList::open(const std::string& path, const std::string& table,
                                              const std::string& query, const RowLimits& limits) {
  auto opened = core::Database::open(path, core::DatabaseMode::shared);
  if (!opened.ok()) return opened.failure();
  core::Database database = std::move(opened).value();
  std::string sql = query;
  if (sql.empty()) {
    const auto name = table.empty() ? only_table(path, database) : core::Result<std::string>(table);
    if (!name.ok()) return name.failure();
    sql = "SELECT * FROM " + in_quotes(name.value());
  }
  core::Statement statement = database.prepare(sql);
  if (statement.failed() || statement.columns() == 0 || !statement.only_reads()) {
    const bool refused = !statement.failed();
    return Failure{FailureKind::damaged, path,
                   refused ? "the query must be one that reads" : database.error()};
  }
  DatabaseList list(path, std::move(database), std::move(statement), limits);
  list.read_header();
  return list;
}

void DatabaseList::read_header() {
  std::string text;
  for (int i = 0; i < statement_.columns(); ++i) {
    if (i > 0) text += ',';
    append_cell(statement_.name(i), text);
  }
  const auto size = static_cast<std::uint32_t>(text.size());
  line_ += static_cast<std::uint32_t>(1 + std::count(text.begin(), text.end(), '\n'));
  header_.chunk.source =
      std::make_shared<const core::Source>(path_, std::move(text), core::Privacy::patient);
  header_.chunk.rows.push_back({1, 0, size, 0, RowState::whole});
  split_cells(header_.chunk.source->text(), header_.chunk.rows.front(), ',', limits_.columns,
              header_.cells);
}

Failure DatabaseList::failure() const { return {FailureKind::damaged, path_, database_.error()}; }

core::Result<std::optional<ListChunk>> DatabaseList::chunk() {
  std::string text;
  std::vector<RawRow> rows;
  while (text.size() < limits_.chunk_bytes && !ended_) {
    ended_ = !statement_.step();
    if (statement_.failed()) return failure();
    if (ended_) break;
    RawRow row;
    row.number = ++number_;
    row.begin = static_cast<std::uint32_t>(text.size());
    for (int i = 0; i < statement_.columns(); ++i) {
      if (i > 0) text += ',';
      append_cell(statement_.text(i), text);
    }
    if (text.size() - row.begin > limits_.row_bytes) {
      text.resize(row.begin);
      row.state = RowState::too_long;
    }
    row.end = static_cast<std::uint32_t>(text.size());
    text += '\n';
    rows.push_back(row);
  }
  if (rows.empty()) return std::optional<ListChunk>();
  const std::uint32_t first = line_;
  line_ += static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n'));
  return std::optional(ListChunk{
      std::make_shared<const core::Source>(path_, std::move(text), core::Privacy::patient, first),
      std::move(rows)});
}

}  // namespace regimen::io
