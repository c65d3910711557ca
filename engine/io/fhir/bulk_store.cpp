// Entry: BulkStore. Test: tests/io/fhir_bulk_test.cpp.
#include "engine/io/fhir/bulk_store.h"

#include <utility>

namespace regimen::io {

using core::Failure;
using core::FailureKind;

namespace {

// The cache in KiB; texts last, so that who asks for places alone does not read them.
constexpr const char* tables = R"(
PRAGMA cache_size = -32768;
CREATE TABLE patient (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE line (
  number INTEGER PRIMARY KEY, owner TEXT NOT NULL, type TEXT NOT NULL, file INTEGER NOT NULL,
  line INTEGER NOT NULL, too_long INTEGER NOT NULL, refers TEXT NOT NULL, text TEXT NOT NULL);
CREATE TABLE shared (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL, file INTEGER NOT NULL, line INTEGER NOT NULL,
  too_long INTEGER NOT NULL, text TEXT NOT NULL);
BEGIN;
)";

// Each line looks for its patient, never the other way, and one sort on disk brings them together;
// that of the patient comes first.
constexpr const char* in_order =
    "SELECT patient.number, refers, file, line, too_long, text FROM line CROSS JOIN patient "
    "ON patient.name = owner ORDER BY patient.number, type <> 'Patient', line.number";
constexpr const char* of_nobody =
    " FROM line LEFT JOIN patient ON patient.name = owner WHERE patient.name IS NULL ";

std::uint32_t small(std::int64_t number) { return static_cast<std::uint32_t>(number); }

BulkLine line_at(const core::Statement& row, int first) {
  return {{small(row.number(first)), small(row.number(first + 1))},
          row.number(first + 2) != 0,
          row.text(first + 3)};
}

core::Statement& bind_line(core::Statement& insert, int first, const BulkLine& line) {
  return insert.bind(first, std::int64_t{line.place.file})
      .bind(first + 1, std::int64_t{line.place.line})
      .bind(first + 2, std::int64_t{line.too_long});
}

}  // namespace

core::Result<BulkStore> BulkStore::open() {
  auto opened = core::Database::temporary();
  if (!opened.ok()) return opened.failure();
  BulkStore store(std::move(opened).value());
  if (store.database_.execute(tables)) return store.failure(FailureKind::cannot_write);
  store.patient_ = store.database_.prepare("INSERT OR IGNORE INTO patient VALUES (?, ?)");
  store.line_ = store.database_.prepare("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  store.shared_ = store.database_.prepare("INSERT INTO shared VALUES (NULL, ?, ?, ?, ?, ?)");
  return store;
}

Failure BulkStore::failure(FailureKind kind) const {
  return {kind, "temporary database", "the export cannot be joined: " + database_.error()};
}

void BulkStore::note(bool good) {
  if (!good && !failed_) failed_ = failure(FailureKind::cannot_write);
}

bool BulkStore::add_patient(std::string_view name) {
  note(patient_->bind(1, name).bind(2, static_cast<std::int64_t>(patients_ + 1)).run());
  const bool added = database_.changed();
  if (added) ++patients_;
  return added;
}

void BulkStore::add_line(std::string_view owner, std::string_view type, std::string_view refers,
                         const BulkLine& line) {
  line_->bind(1, ++lines_).bind(2, owner).bind(3, type).bind(7, refers).bind(8, line.text);
  note(bind_line(*line_, 4, line).run());
}

void BulkStore::add_shared(std::string_view name, const BulkLine& line) {
  shared_->bind(1, name).bind(5, line.text);
  note(bind_line(*shared_, 2, line).run());
}

std::optional<Failure> BulkStore::fill() {
  if (!failed_ && database_.execute("COMMIT; CREATE INDEX shared_by_name ON shared (name, number)"))
    note(false);
  patient_.reset();
  line_.reset();
  shared_ = database_.prepare(
      "SELECT file, line, too_long, text FROM shared WHERE name = ? ORDER BY number LIMIT 2");
  next_ = database_.prepare(in_order);
  return failed_;
}

core::Result<std::vector<BulkStore::Stray>> BulkStore::strays(std::size_t most) {
  std::vector<Stray> found;
  core::Statement rows = database_.prepare("SELECT file, line, type" + std::string(of_nobody) +
                                           "ORDER BY line.number LIMIT ?");
  rows.bind(1, static_cast<std::int64_t>(most));
  while (rows.step())
    found.push_back({{small(rows.number(0)), small(rows.number(1))}, rows.text(2)});
  if (rows.failed()) return failure(FailureKind::cannot_read);
  return found;
}

core::Result<std::uint64_t> BulkStore::stray_count() {
  core::Statement count = database_.prepare("SELECT count(*)" + std::string(of_nobody));
  if (!count.step()) return failure(FailureKind::cannot_read);
  return static_cast<std::uint64_t>(count.number(0));
}

core::Result<std::optional<BulkStore::Next>> BulkStore::next() {
  if (next_ && next_->step()) {
    Next next;
    next.patient = static_cast<std::uint64_t>(next_->number(0));
    next.refers = next_->text(1);
    next.line = line_at(*next_, 2);
    return std::optional(std::move(next));
  }
  if (next_ && next_->failed()) return failure(FailureKind::cannot_read);
  next_.reset();  // a statement that is asked once more begins anew
  return std::optional<Next>();
}

core::Result<std::vector<BulkLine>> BulkStore::shared(std::string_view name) {
  std::vector<BulkLine> lines;
  shared_->bind(1, name);
  while (shared_->step()) lines.push_back(line_at(*shared_, 0));
  if (shared_->failed()) return failure(FailureKind::cannot_read);
  shared_->reset();
  return lines;
}

}  // namespace regimen::io
