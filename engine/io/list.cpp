// Entry: List::open, List::next, List::read. Test: tests/io/list_test.cpp.
#include "engine/io/list.h"

#include <filesystem>
#include <utility>

#include "engine/io/ndjson.h"

namespace regimen::io {

using core::Code;

namespace {

using Rows = std::variant<Records, DatabaseList, BulkList>;

// A database says so itself, NDJSON begins with an object; all else is a table.
ListKind kind_of(std::string_view head) {
  constexpr std::string_view database = "SQLite format 3";
  if (head.substr(0, database.size()) == database) return ListKind::database;
  const auto first = head.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && head[first] == '{' ? ListKind::ndjson : ListKind::csv;
}

struct Begun {
  ListKind kind = ListKind::csv;
  std::optional<Rows> rows;
  std::optional<CsvHeader> header;  // of a table
};

core::Result<Begun> begin_database(const std::string& path, const ListOptions& options) {
  auto opened = DatabaseList::open(path, options.table, options.query, options.limits);
  if (!opened.ok()) return opened.failure();
  Begun begun;
  begun.kind = ListKind::database;
  DatabaseList list = std::move(opened).value();
  begun.header = list.take_header();
  begun.rows.emplace(std::move(list));
  return begun;
}

core::Result<Begun> begin(const std::string& path, const ListOptions& options,
                          core::Diagnostics& diagnostics) {
  const bool asked = !options.table.empty() || !options.query.empty();
  if (path != "-" && (asked || options.kind == ListKind::database))
    return begin_database(path, options);
  auto input = core::Input::open(path);
  if (!input.ok()) return input.failure();
  const core::Encoding encoding =
      options.mapping ? options.mapping->encoding : core::Encoding::utf8;
  Records records(TextStream(std::move(input).value(), encoding), options.limits);
  const auto head = records.peek();
  if (!head.ok()) return head.failure();
  Begun begun;
  begun.kind = options.kind.value_or(kind_of(head.value()));
  if (begun.kind == ListKind::database) {
    if (path != "-") return begin_database(path, options);
    return core::Failure{core::FailureKind::damaged, records.name(),
                         "a database cannot be read from standard input"};
  }
  if (begun.kind == ListKind::csv) {
    auto header =
        read_csv_header(records, options.mapping ? options.mapping->delimiter : std::nullopt,
                        options.limits, diagnostics);
    if (!header.ok()) return header.failure();
    begun.header = std::move(header).value();
  }
  begun.rows.emplace(std::move(records));
  return begun;
}

core::Result<std::optional<ListChunk>> next_of(Rows& rows) {
  if (auto* records = std::get_if<Records>(&rows)) return records->chunk();
  if (auto* bulk = std::get_if<BulkList>(&rows)) return bulk->chunk();
  return std::get_if<DatabaseList>(&rows)->chunk();
}

}  // namespace

ListOpening List::open_bulk(const std::string& path, const ListOptions& options,
                            const facts::Knowledge& knowledge) {
  ListOpening opening;
  BulkRemarks remarks;
  auto joined = join_bulk(path, *options.fhir, remarks);
  opening.remarked = remarks.sources();
  if (!joined.ok()) {
    opening.failure = joined.failure();
    return opening;
  }
  std::optional<BulkJoin> join = std::move(joined).value();
  (join ? opening.remarks : opening.diagnostics) = remarks.take(path);
  if (!join) return opening;
  opening.digest = join->digest;
  opening.list =
      List(ListKind::fhir, BulkList(*std::move(join), *options.fhir, knowledge, options.limits),
           std::nullopt, knowledge);
  return opening;
}

ListOpening List::open(const std::string& path, ListOptions options,
                       const facts::Knowledge& knowledge) {
  std::error_code error;
  if (options.fhir != nullptr && std::filesystem::is_directory(path, error))
    return open_bulk(path, options, knowledge);
  ListOpening opening;
  auto started = begin(path, options, opening.diagnostics);
  if (!started.ok()) {
    opening.failure = started.failure();
    return opening;
  }
  Begun begun = std::move(started).value();
  std::optional<RowMapper> mapper;
  if (begun.kind != ListKind::ndjson) {
    if (begun.header) opening.header = begun.header->chunk.source;
    if (opening.diagnostics.has_errors()) return opening;
    if (!begun.header) {
      opening.header = std::make_shared<const core::Source>(path, "", core::Privacy::patient);
      opening.diagnostics.add({Code::no_header, {opening.header.get(), 0, 0}, "the list is empty"});
    } else if (!options.mapping) {
      opening.diagnostics.add({Code::mapping_needed,
                               {opening.header.get(), 0, 0},
                               "a table needs a mapping that says what its columns mean",
                               {},
                               "`regimen map` drafts one"});
    } else {
      mapper = RowMapper::bind(std::move(*options.mapping), *begun.header, knowledge,
                               options.limits, opening.diagnostics);
    }
    if (!mapper) return opening;
  }
  opening.list = List(begun.kind, std::move(*begun.rows), std::move(mapper), knowledge);
  return opening;
}

core::Result<std::optional<ListChunk>> List::next() { return next_of(rows_); }

RowReading List::read(const ListChunk& chunk, std::size_t row,
                      const std::optional<facts::Day>& as_of) const {
  if (const auto* bulk = std::get_if<BulkList>(&rows_)) return bulk->read(chunk, row, as_of);
  return mapper_ ? mapper_->read(chunk, row, as_of)
                 : read_ndjson_row(chunk, row, *knowledge_, as_of);
}

std::optional<std::string> List::document(const ListChunk& chunk, std::size_t row) const {
  if (const auto* bulk = std::get_if<BulkList>(&rows_)) return bulk->document(chunk, row);
  if (mapper_) return mapper_->document(chunk, row);
  const RawRow& raw = chunk.rows[row];
  return std::string(chunk.source->text().substr(raw.begin, raw.end - raw.begin));
}

core::Result<std::optional<TableHead>> read_table_head(const std::string& path,
                                                       const ListOptions& options, std::size_t rows,
                                                       core::Diagnostics& diagnostics) {
  auto started = begin(path, options, diagnostics);
  if (!started.ok()) return started.failure();
  Begun begun = std::move(started).value();
  if (!begun.header) return std::optional<TableHead>();
  TableHead head;
  head.header = std::move(*begun.header);
  for (std::size_t held = 0; held < rows;) {
    auto chunk = next_of(*begun.rows);
    if (!chunk.ok()) return chunk.failure();
    if (!chunk.value()) break;
    held += chunk.value()->rows.size();
    head.chunks.push_back(*std::move(chunk).value());
  }
  return std::optional(std::move(head));
}

}  // namespace regimen::io
