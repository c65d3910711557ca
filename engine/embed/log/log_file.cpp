// Entry: LogFile::open, LogFile::write. Test: tests/embed/log_test.cpp.
#include "engine/embed/log/log_file.h"

#include <algorithm>

#include "engine/core/random.h"
#include "engine/embed/log/schema.h"

namespace regimen::embed::log {

namespace {

using core::Database;
using core::DatabaseTrouble;
using core::Failure;
using core::FailureKind;

constexpr const char* no_log = "is no decision log";
constexpr std::size_t genesis_bytes = 32;

// A writer is let through soon or never: the time of a caller is bounded elsewhere.
constexpr const char* patience = "PRAGMA busy_timeout = 100";
constexpr const char* settings = "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

std::int64_t number_of(Database& database, const char* sql) {
  core::Statement statement = database.prepare(sql);
  return statement.step() ? statement.number(0) : -1;
}

// Why it is no log of ours; nothing where it is one. `fresh`: nothing stands in it yet.
std::optional<Failure> trouble_with(Database& database, const std::filesystem::path& path,
                                    bool& fresh) {
  const std::int64_t tables = number_of(database, "SELECT count(*) FROM sqlite_schema");
  if (tables < 0) {
    const bool damaged = database.trouble() == DatabaseTrouble::damaged;
    return damaged ? Failure{FailureKind::damaged, path.string(), no_log}
                   : Failure{FailureKind::cannot_read, path.string(), database.error()};
  }
  const std::int64_t id = number_of(database, "PRAGMA application_id");
  fresh = tables == 0 && id == 0;
  if (fresh) return std::nullopt;
  if (id != application_id) return Failure{FailureKind::damaged, path.string(), no_log};
  const std::int64_t version = number_of(database, "PRAGMA user_version");
  if (version == schema_version) return std::nullopt;
  return Failure{FailureKind::damaged, path.string(),
                 "is a decision log of schema " + std::to_string(version) +
                     "; this program knows schema " + std::to_string(schema_version)};
}

std::optional<Failure> begin_log(Database& database, const std::filesystem::path& path) {
  // What it may come to hold is nobody else's to read.
  std::error_code error;
  using std::filesystem::perms;
  std::filesystem::permissions(path, perms::owner_read | perms::owner_write, error);
  const std::string genesis = core::random_hex(genesis_bytes);
  if (genesis.empty())
    return Failure{FailureKind::cannot_write, path.string(), "the system gives no random bytes"};
  if (auto failure = database.execute("BEGIN IMMEDIATE")) return failure;
  // Another process may have begun it meanwhile.
  if (number_of(database, "SELECT count(*) FROM sqlite_schema") == 0) {
    auto failure =
        database.execute(schema_text() + "INSERT INTO log VALUES ('genesis', '" + genesis +
                         "'); PRAGMA application_id = " + std::to_string(application_id) +
                         "; PRAGMA user_version = " + std::to_string(schema_version) + ";");
    if (failure) {
      database.execute("ROLLBACK");
      return failure;
    }
  }
  return database.execute("COMMIT");
}

}  // namespace

core::Result<LogFile> LogFile::open(const std::filesystem::path& path, std::int64_t most_pages) {
  auto opening = Database::open(path, core::DatabaseMode::create);
  if (!opening.ok())
    return Failure{opening.failure().kind, path.string(), opening.failure().message};
  Database database = std::move(opening).value();
  const auto failed = [&path](const Failure& failure) {
    return Failure{failure.kind, path.string(), failure.message};
  };
  if (const auto failure = database.execute(patience)) return failed(*failure);
  bool fresh = false;
  if (const auto failure = trouble_with(database, path, fresh)) return *failure;
  if (const auto failure = database.execute(settings)) return failed(*failure);
  if (fresh) {
    if (const auto failure = begin_log(database, path)) return failed(*failure);
    if (const auto failure = trouble_with(database, path, fresh)) return *failure;
  }
  // Readers and the writer do not wait for each other.
  if (database.value("PRAGMA journal_mode = WAL") != "wal") {
    return Failure{FailureKind::cannot_write, path.string(),
                   "the folder takes no write-ahead log: " + database.error()};
  }
  if (most_pages > 0) database.value("PRAGMA max_page_count = " + std::to_string(most_pages));
  Inserts inserts{
      database.prepare("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?)"),
      database.prepare("INSERT OR IGNORE INTO input VALUES (?, ?)"),
      database.prepare("INSERT INTO subject VALUES (?, ?, ?)"),
  };
  if (inserts.record.failed() || inserts.input.failed() || inserts.subject.failed())
    return Failure{FailureKind::damaged, path.string(), no_log};
  return LogFile(std::move(database), std::move(inserts));
}

core::Result<Database> LogFile::open_to_read(const std::filesystem::path& path) {
  const auto failed = [&path](FailureKind kind, std::string message) {
    return Failure{kind, path.string(), std::move(message)};
  };
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return failed(FailureKind::damaged, "is not there");
  // A log that nobody has open may lie where nothing can be written, not even a file of locks.
  const bool in_use = std::filesystem::exists(path.string() + "-wal", error);
  auto opening =
      Database::open(path, in_use ? core::DatabaseMode::shared : core::DatabaseMode::read_only);
  if (!opening.ok()) return failed(FailureKind::cannot_read, opening.failure().message);
  Database database = std::move(opening).value();
  bool fresh = false;
  if (const auto failure = trouble_with(database, path, fresh)) return *failure;
  if (fresh) return failed(FailureKind::damaged, no_log);
  return database;
}

DatabaseTrouble LogFile::read_tip(Tip& tip) {
  core::Statement last =
      database_.prepare("SELECT sequence, hash FROM record ORDER BY sequence DESC LIMIT 1");
  if (last.step()) {
    tip = {last.number(0), last.text(1)};
    return DatabaseTrouble::none;
  }
  if (last.failed()) return database_.trouble();
  tip = {0, genesis_of(database_)};
  return tip.hash.empty() ? DatabaseTrouble::failed : DatabaseTrouble::none;
}

DatabaseTrouble LogFile::add(const Draft& draft, Tip& tip) {
  const Record& record = draft.record;
  const std::int64_t sequence = tip.sequence + 1;
  std::string hash = hash_of(tip.hash, sequence, record);
  const auto trouble = [&] {
    const DatabaseTrouble why = database_.trouble();
    return why == DatabaseTrouble::none ? DatabaseTrouble::failed : why;
  };
  inserts_.record.bind(1, sequence).bind(2, record.kind).bind(3, record.id).bind(4, record.time);
  if (!inserts_.record.bind(5, record.content).bind(6, hash).run()) return trouble();
  if (draft.input != nullptr) {
    if (!inserts_.input.bind(1, draft.input_digest).bind(2, *draft.input).run()) return trouble();
    inserts_.subject.bind(1, sequence).bind(2, draft.salt).bind(3, draft.profile_id);
    if (!inserts_.subject.run()) return trouble();
  }
  tip = {sequence, std::move(hash)};
  return DatabaseTrouble::none;
}

// One that is refused for what it is takes no other with it.
DatabaseTrouble LogFile::add_bundle(Bundle& bundle, Tip& tip) {
  const Tip before = tip;
  bundle.logged.clear();
  bundle.refused = false;
  if (database_.execute("SAVEPOINT bundle")) return database_.trouble();
  for (const Draft& draft : bundle.drafts) {
    const DatabaseTrouble trouble = add(draft, tip);
    if (trouble == DatabaseTrouble::none) {
      bundle.logged.push_back({tip.sequence, draft.record.id});
      continue;
    }
    if (trouble != DatabaseTrouble::refused) return trouble;
    bundle.refused = true;
    bundle.logged.clear();
    tip = before;
    if (database_.execute("ROLLBACK TO bundle")) return DatabaseTrouble::failed;
    break;
  }
  return database_.execute("RELEASE bundle") ? database_.trouble() : DatabaseTrouble::none;
}

DatabaseTrouble LogFile::add_all(const Gap& gap, std::vector<Bundle*>& bundles) {
  Tip tip;
  // Read anew each time: other processes may write to the same log.
  if (const DatabaseTrouble trouble = read_tip(tip); trouble != DatabaseTrouble::none)
    return trouble;
  if (!gap.empty()) {
    if (const DatabaseTrouble trouble = add(draft_of(gap), tip); trouble != DatabaseTrouble::none)
      return trouble;
  }
  for (Bundle* bundle : bundles) {
    if (const DatabaseTrouble trouble = add_bundle(*bundle, tip); trouble != DatabaseTrouble::none)
      return trouble;
  }
  return DatabaseTrouble::none;
}

DatabaseTrouble LogFile::write(const Gap& gap, std::vector<Bundle*>& bundles) {
  if (database_.execute("BEGIN IMMEDIATE")) return database_.trouble();
  DatabaseTrouble trouble = add_all(gap, bundles);
  if (trouble == DatabaseTrouble::none && database_.execute("COMMIT"))
    trouble = database_.trouble();
  if (trouble != DatabaseTrouble::none) database_.execute("ROLLBACK");  // or it is done already
  return trouble;
}

std::string genesis_of(Database& database) {
  return database.value("SELECT value FROM log WHERE name = 'genesis'").value_or("");
}

std::string schema_of(Database& database) {
  std::string text;
  core::Statement all =
      database.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
  while (all.step()) text += all.text(0) + "\n";
  return text;
}

std::string schema_as_made() {
  auto made = Database::in_memory();
  if (!made.ok()) return {};
  Database database = std::move(made).value();
  if (database.execute(schema_text())) return {};
  return schema_of(database);
}

}  // namespace regimen::embed::log
