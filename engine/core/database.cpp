// Entry: Database::open. The only file that sees sqlite3.h. Test: tests/core/database_test.cpp.
#include "engine/core/database.h"

#include <sqlite3.h>

namespace regimen::core {

namespace {

constexpr int busy_ms = 5000;

// A path as a URI, for the parameters that only a URI takes.
std::string as_uri(const std::filesystem::path& path) {
  static constexpr std::string_view hex = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char c : std::filesystem::absolute(path).string()) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '?' || c == '#' || c == '%') {
      uri += '%';
      uri += hex[byte >> 4U];
      uri += hex[byte & 15U];
    } else {
      uri += c;
    }
  }
  return uri;
}

}  // namespace

void Statement::Close::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

Statement& Statement::bind(int place, std::string_view text) {
  // A null pointer would be NULL; the empty text is a text.
  const char* data = text.data() == nullptr ? "" : text.data();
  if (sqlite3_bind_text64(statement_.get(), place, data, text.size(), SQLITE_TRANSIENT,
                          SQLITE_UTF8) != SQLITE_OK)
    failed_ = true;
  return *this;
}

Statement& Statement::bind(int place, std::int64_t number) {
  if (sqlite3_bind_int64(statement_.get(), place, number) != SQLITE_OK) failed_ = true;
  return *this;
}

Statement& Statement::bind_nothing(int place) {
  if (sqlite3_bind_null(statement_.get(), place) != SQLITE_OK) failed_ = true;
  return *this;
}

bool Statement::step() {
  if (statement_ == nullptr || failed_) {
    failed_ = true;
    return false;
  }
  const int state = sqlite3_step(statement_.get());
  failed_ = state != SQLITE_ROW && state != SQLITE_DONE;
  return state == SQLITE_ROW;
}

bool Statement::run() {
  while (step()) {
  }
  const bool good = !failed_;
  reset();
  return good;
}

void Statement::reset() {
  failed_ = statement_ == nullptr;
  if (failed_) return;  // SQLite clears no statement that is none
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
}

std::string Statement::text(int column) const {
  const auto* bytes = sqlite3_column_text(statement_.get(), column);
  if (bytes == nullptr) return {};
  const int length = sqlite3_column_bytes(statement_.get(), column);
  return {reinterpret_cast<const char*>(bytes),  // NOLINT: SQLite's type for bytes
          static_cast<std::size_t>(length)};
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

bool Statement::is_nothing(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

int Statement::columns() const {
  return statement_ == nullptr ? 0 : sqlite3_column_count(statement_.get());
}

std::string Statement::name(int column) const {
  const char* name = sqlite3_column_name(statement_.get(), column);
  return name == nullptr ? std::string() : std::string(name);
}

bool Statement::only_reads() const {
  return statement_ != nullptr && sqlite3_stmt_readonly(statement_.get()) != 0;
}

Result<Database> Database::open_named(const std::string& name, int flags) {
  sqlite3* handle = nullptr;
  const int state = sqlite3_open_v2(name.c_str(), &handle, flags | SQLITE_OPEN_URI, nullptr);
  Database database(handle);
  database.name_ = name;
  if (state != SQLITE_OK) {
    const bool reading = (static_cast<unsigned>(flags) & SQLITE_OPEN_READONLY) != 0;
    return Failure{reading ? FailureKind::cannot_read : FailureKind::cannot_write, name,
                   database.error()};
  }
  sqlite3_busy_timeout(handle, busy_ms);
  sqlite3_extended_result_codes(handle, 1);
  // What stands in a file is data, never a reason to run something.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return database;
}

Result<Database> Database::open(const std::filesystem::path& path, DatabaseMode mode) {
  if (mode == DatabaseMode::create)
    return open_named(as_uri(path), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (mode == DatabaseMode::shared) return open_named(as_uri(path), SQLITE_OPEN_READONLY);
  // Nobody writes to a finished store, so no lock is needed, and its folder may be read-only.
  return open_named(as_uri(path) + "?immutable=1", SQLITE_OPEN_READONLY);
}

Result<Database> Database::in_memory() {
  return open_named(":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

Result<Database> Database::temporary() {
  return open_named("", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

bool Database::changed() const { return sqlite3_changes(handle_.get()) > 0; }

std::optional<Failure> Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK)
    return std::nullopt;
  return Failure{FailureKind::cannot_write, name_, error()};
}

Statement Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  Statement prepared(statement);
  prepared.failed_ = statement == nullptr;
  return prepared;
}

std::optional<std::string> Database::value(std::string_view sql) {
  Statement statement = prepare(sql);
  if (!statement.step()) return std::nullopt;
  return statement.text(0);
}

std::string Database::serialised() const {
  sqlite3_int64 size = 0;
  const std::unique_ptr<unsigned char, decltype(&sqlite3_free)> bytes(
      sqlite3_serialize(handle_.get(), "main", &size, 0), &sqlite3_free);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes.get()),  // NOLINT: SQLite's type for bytes
          static_cast<std::size_t>(size)};
}

std::string Database::error() const {
  return handle_ == nullptr ? "out of memory" : sqlite3_errmsg(handle_.get());
}

DatabaseTrouble Database::trouble() const {
  constexpr unsigned primary = 0xFF;  // of an extended result code
  switch (static_cast<unsigned>(sqlite3_errcode(handle_.get())) & primary) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
      return DatabaseTrouble::none;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return DatabaseTrouble::locked;
    case SQLITE_FULL:
      return DatabaseTrouble::full;
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH:
      return DatabaseTrouble::refused;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return DatabaseTrouble::damaged;
    default:
      return DatabaseTrouble::failed;
  }
}

}  // namespace regimen::core
