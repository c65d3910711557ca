// DatabaseList: the rows of a table or of a query in a SQLite file, as if they stood in a CSV file:
// the same cells, the same checks. NULL is an empty cell. Lines are counted in that text.
//
// Nothing is ever written to the file. Thread-safety: for one thread at a time.
#pragma once

#include <optional>
#include <string>

#include "engine/core/database.h"
#include "engine/io/csv.h"

namespace regimen::io {

class DatabaseList {
 public:
  // A table, or one statement that only reads. With neither, the one table that there is.
  static core::Result<DatabaseList> open(const std::string& path, const std::string& table,
                                         const std::string& query, const RowLimits& limits);

  CsvHeader take_header() { return std::move(header_); }
  // Nothing at the end.
  core::Result<std::optional<ListChunk>> chunk();

 private:
  DatabaseList(std::string path, core::Database database, core::Statement statement,
               const RowLimits& limits)
      : path_(std::move(path)),
        database_(std::move(database)),
        statement_(std::move(statement)),
        limits_(limits) {}

  void read_header();
  [[nodiscard]] core::Failure failure() const;

  std::string path_;
  core::Database database_;
  core::Statement statement_;  // after the database, which must outlive it
  RowLimits limits_;
  CsvHeader header_;
  bool ended_ = false;  // a statement that is asked once more begins anew
  std::uint64_t number_ = 0;
  std::uint32_t line_ = 1;
};

}  // namespace regimen::io
