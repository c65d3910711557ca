// Entry: DatabaseOutput. Test: tests/screening/database_output_test.cpp.
#include "engine/screening/database_output.h"

#include <array>

#include "engine/io/json_parts.h"
#include "engine/screening/database_schema.h"

namespace regimen::screening {

using core::Failure;
using core::FailureKind;

namespace {

constexpr const char* settings =
    "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; "
    "PRAGMA cache_size = -16384";

constexpr std::array tables_of_rows = {"criterion", "missing", "assumption",
                                       "regimen",   "error",   "decision"};

std::int64_t number_of(std::uint64_t count) { return static_cast<std::int64_t>(count); }

std::string_view to_text(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return "pass";
    case Outcome::fail:
      return "fail";
    case Outcome::unknown:
      return "unknown";
    case Outcome::not_applicable:
      return "not_applicable";
  }
  return "";
}

void bind_text(core::Statement& statement, int place, std::string_view text) {
  if (text.empty()) {
    statement.bind_nothing(place);
  } else {
    statement.bind(place, text);
  }
}

void bind_rank(core::Statement& statement, int place, int rank) {
  if (rank == 0) {
    statement.bind_nothing(place);
  } else {
    statement.bind(place, std::int64_t{rank});
  }
}

bool has_journal(core::Database& database) {
  return database.value("SELECT 1 FROM sqlite_schema WHERE name = 'journal'") == "1";
}

}  // namespace

bool DatabaseOutput::begun(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return false;
  auto opened = core::Database::open(path, core::DatabaseMode::create);
  if (!opened.ok()) return false;
  core::Database database = std::move(opened).value();
  return has_journal(database);
}

core::Result<DatabaseOutput> DatabaseOutput::open(const std::filesystem::path& path,
                                                  std::vector<std::string> deciding) {
  auto opened = core::Database::open(path, core::DatabaseMode::create);
  if (!opened.ok()) return opened.failure();
  core::Database database = std::move(opened).value();
  const auto failed = [&] {
    return Failure{FailureKind::cannot_write, path.string(), database.error()};
  };
  if (database.execute(settings)) return failed();
  if (!has_journal(database) && database.execute(database_tables)) return failed();
  Inserts inserts{
      database.prepare("INSERT INTO row VALUES (?, ?, ?, ?, ?, ?)"),
      database.prepare("INSERT INTO criterion VALUES (?, ?, ?)"),
      database.prepare("INSERT OR IGNORE INTO missing VALUES (?, ?)"),
      database.prepare("INSERT OR IGNORE INTO assumption VALUES (?, ?)"),
      database.prepare("INSERT INTO regimen VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      database.prepare("INSERT INTO error VALUES (?, ?, ?, ?, ?, ?)"),
      database.prepare("INSERT INTO decision VALUES (?, ?)"),
      database.prepare("INSERT INTO journal (text) VALUES (?)")};
  return DatabaseOutput(path, std::move(database), std::move(inserts), std::move(deciding));
}

Failure DatabaseOutput::failure() const {
  return {FailureKind::cannot_write, path_.string(), database_.error()};
}

// Ends a transaction: as a whole or not at all.
std::optional<Failure> DatabaseOutput::commit(bool good) {
  if (good && !database_.execute("COMMIT")) return std::nullopt;
  Failure why = failure();
  database_.execute("ROLLBACK");
  return why;
}

core::Result<std::vector<std::string>> DatabaseOutput::lines() {
  std::vector<std::string> result;
  core::Statement all = database_.prepare("SELECT text FROM journal ORDER BY entry");
  while (all.step()) result.push_back(all.text(0));
  if (all.failed()) return Failure{FailureKind::cannot_read, path_.string(), database_.error()};
  return result;
}

std::optional<Failure> DatabaseOutput::keep(std::size_t lines, std::uint64_t last_row) {
  if (database_.execute("BEGIN IMMEDIATE")) return failure();
  const auto remove = [&](const std::string& where, std::uint64_t last) {
    return database_.prepare("DELETE FROM " + where + " > ?").bind(1, number_of(last)).run();
  };
  bool good = remove("journal WHERE entry", lines) && remove("row WHERE number", last_row);
  for (const char* const table : tables_of_rows)
    good = good && remove(std::string(table) + " WHERE row", last_row);
  return commit(good);
}

bool DatabaseOutput::add_regimen(std::int64_t number, const RowRegimen& regimen) {
  core::Statement& insert = inserts_->regimen;
  insert.bind(1, number)
      .bind(2, regimen.id)
      .bind(3, regimen.safety)
      .bind(4, regimen.at_least)
      .bind(5, regimen.at_most);
  const RowRank& rank = regimen.rank;
  bind_rank(insert, 6, rank.rank.value_or(0));
  bind_rank(insert, 7, rank.best);
  bind_rank(insert, 8, rank.worst);
  if (rank.worst != 0) insert.bind(9, std::int64_t{rank.conditional});
  if (rank.score) {
    // Texts, of which the columns make numbers.
    insert.bind(10, rank.score->value).bind(11, rank.score->low).bind(12, rank.score->high);
  }
  return insert.run();
}

bool DatabaseOutput::add_errors_of(std::int64_t number, const std::vector<StoredError>& errors) {
  for (const StoredError& error : errors) {
    core::Statement& insert = inserts_->error;
    insert.bind(1, number).bind(4, error.code).bind(5, error.reason);
    bind_text(insert, 6, error.file);
    if (error.place)
      insert.bind(2, std::int64_t{error.place->line}).bind(3, std::int64_t{error.place->column});
    if (!insert.run()) return false;
  }
  return true;
}

bool DatabaseOutput::add(const StoredRow& stored) {
  const ScreenedRow& row = stored.row;
  const std::int64_t number = number_of(row.number);
  inserts_->row.bind(1, number).bind(2, std::int64_t{row.line});
  bind_text(inserts_->row, 3, row.id);
  bind_text(inserts_->row, 4, row.eligibility);
  inserts_->row.bind(5, std::int64_t{row.rejected}).bind(6, number_of(row.set_aside));
  bool good = inserts_->row.run();
  for (std::size_t i = 0; good && i < row.outcomes.size(); ++i) {
    good = inserts_->criterion.bind(1, number)
               .bind(2, deciding_[i])
               .bind(3, to_text(row.outcomes[i]))
               .run();
  }
  for (const auto& fact : row.missing)
    good = good && inserts_->missing.bind(1, number).bind(2, fact).run();
  for (const auto& assumption : row.assumptions)
    good = good && inserts_->assumption.bind(1, number).bind(2, assumption).run();
  for (const RowRegimen& regimen : row.regimens) good = good && add_regimen(number, regimen);
  good = good && add_errors_of(number, stored.errors);
  if (!stored.decision.empty())
    good = good && inserts_->decision.bind(1, number).bind(2, stored.decision).run();
  return good;
}

std::optional<Failure> DatabaseOutput::write(const std::vector<StoredRow>& rows,
                                             std::string_view line) {
  if (database_.execute("BEGIN IMMEDIATE")) return failure();
  bool good = true;
  for (const StoredRow& row : rows) good = good && add(row);
  if (!line.empty()) good = good && inserts_->journal.bind(1, line).run();
  return commit(good);
}

bool DatabaseOutput::add_run(const StoredRun& run, const Attrition& attrition) {
  core::Statement insert =
      database_.prepare("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  int place = 0;
  for (const std::string* text :
       {&run.engine, &run.pack, &run.pack_digest, &run.safety, &run.safety_digest,
        &run.knowledge_digest, &run.input, &run.input_digest, &run.mapping_digest, &run.options})
    bind_text(insert, ++place, *text);
  for (const std::uint64_t count :
       {attrition.rows, attrition.rejected, attrition.set_aside, attrition.repeated_ids})
    insert.bind(++place, number_of(count));
  return insert.run();
}

bool DatabaseOutput::add_sums(const Attrition& attrition) {
  core::Statement criterion =
      database_.prepare("INSERT INTO attrition VALUES (?, ?, ?, ?, ?, ?, ?)");
  bool good = true;
  for (const CriterionCounts& one : attrition.criteria) {
    criterion.bind(1, one.id);
    int place = 1;
    for (const std::uint64_t count :
         {one.pass, one.fail, one.unknown, one.not_applicable, one.fails_alone, one.unknown_alone})
      criterion.bind(++place, number_of(count));
    good = good && criterion.run();
  }
  core::Statement missing = database_.prepare("INSERT INTO missing_counts VALUES (?, ?, ?)");
  for (const auto& [fact, counts] : attrition.missing) {
    missing.bind(1, fact).bind(2, number_of(counts.rows)).bind(3, number_of(counts.alone));
    good = good && missing.run();
  }
  return good;
}

std::optional<Failure> DatabaseOutput::finish(const StoredRun& run, const Attrition& attrition) {
  if (database_.execute("BEGIN IMMEDIATE")) return failure();
  const bool good = add_errors_of(0, run.remarks) && add_run(run, attrition) &&
                    add_sums(attrition) && !database_.execute(database_indexes);
  inserts_.reset();
  if (auto trouble = commit(good)) return trouble;
  // Else the file of the journal, empty, stays beside it.
  if (database_.execute("PRAGMA journal_mode = DELETE")) return failure();
  return std::nullopt;
}

}  // namespace regimen::screening
