// List: many patients from one file, a folder or standard input, whatever its form: a table (CSV,
// or SQLite) with its mapping, NDJSON, or the folder of a bulk export of FHIR. What is packed with
// gzip is unpacked.
//
// next() cuts, in order, on one thread at a time; read() makes a Record of one row of what was cut
// and may be called from any thread. Neither holds more than a few chunks of text, however long the
// list is. Thread-safety: as said.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "engine/io/csv.h"
#include "engine/io/database_list.h"
#include "engine/io/fhir/bulk_list.h"
#include "engine/io/json_pieces.h"
#include "engine/io/mapped_row.h"
#include "engine/io/mapping_file.h"
#include "engine/io/row_reading.h"

namespace regimen::io {

enum class ListKind : std::uint8_t { csv, ndjson, database, fhir };

struct ListOptions {
  std::optional<ListKind> kind;  // nothing: by what it begins with
  std::optional<MappingFile> mapping;
  std::string table;  // of a database; neither: the one table that it has
  std::string query;
  const FhirMap* fhir = nullptr;  // of a folder; must outlive the list
  RowLimits limits;
};

struct ListOpening;

class List {
 public:
  // `-` is standard input.
  static ListOpening open(const std::string& path, ListOptions options,
                          const facts::Knowledge& knowledge);

  // Nothing at the end. A Failure ends the list.
  core::Result<std::optional<ListChunk>> next();
  // REQUIRES: row < chunk.rows.size(). `as_of` is the day asked for, if one was.
  [[nodiscard]] RowReading read(const ListChunk& chunk, std::size_t row,
                                const std::optional<facts::Day>& as_of) const;
  // What that row says, as a document that is evaluated on its own and says the same: of NDJSON the
  // row, of a table the profile that it would be, of an export the bundle of the patient. Nothing
  // of an export of which something is missing, which no bundle says. REQUIRES: read() makes a
  // record of it
  [[nodiscard]] std::optional<std::string> document(const ListChunk& chunk, std::size_t row) const;
  [[nodiscard]] ListKind kind() const { return kind_; }

  // What the pieces of its rows are of; row_cutter.h cuts them.
  [[nodiscard]] const PieceSlots& slots() const {
    return mapper_ ? mapper_->slots() : json_->slots();
  }

 private:
  friend class RowCutter;

  static ListOpening open_bulk(const std::string& path, const ListOptions& options,
                               const facts::Knowledge& knowledge);

  using Rows = std::variant<Records, DatabaseList, BulkList>;

  List(ListKind kind, Rows rows, std::optional<RowMapper> mapper, const facts::Knowledge& knowledge)
      : kind_(kind),
        rows_(std::move(rows)),
        mapper_(std::move(mapper)),
        json_(mapper_ ? nullptr : std::make_shared<const JsonPieces>(knowledge)),
        knowledge_(&knowledge) {}

  ListKind kind_;
  Rows rows_;
  std::optional<RowMapper> mapper_;         // of a table
  std::shared_ptr<const JsonPieces> json_;  // of NDJSON
  const facts::Knowledge* knowledge_;
};

struct ListOpening {
  std::optional<List> list;                    // nothing where there is a failure or an error
  std::optional<core::Failure> failure;        // the file cannot be read
  core::Diagnostics diagnostics;               // the header and the mapping do not fit
  std::shared_ptr<const core::Source> header;  // what their places lead to
  core::Diagnostics remarks;                   // of an export, what none of its rows tells
  std::shared_ptr<const std::deque<core::Source>> remarked;  // what their places lead to
  std::string digest;                                        // SHA-256 of an export, else empty
};

// The header of a table and some rows, for whoever drafts a mapping. Nothing for NDJSON.
struct TableHead {
  CsvHeader header;
  std::vector<ListChunk> chunks;  // at least so many rows, if there are
};
core::Result<std::optional<TableHead>> read_table_head(const std::string& path,
                                                       const ListOptions& options, std::size_t rows,
                                                       core::Diagnostics& diagnostics);

}  // namespace regimen::io
