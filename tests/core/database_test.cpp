// Database: values are bound and come back as they were, what fails says so, a file that is only
// read is not touched, and a path is a path whatever stands in it.
#include "engine/core/database.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

#include "tests/support/temporary_folder.h"

namespace {

namespace fs = std::filesystem;
using regimen::core::Database;
using regimen::core::DatabaseMode;
using regimen::core::FailureKind;
using regimen::core::Statement;
using Folder = regimen::support::TemporaryFolder;

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

Database opened(const fs::path& path, DatabaseMode mode) {
  auto result = Database::open(path, mode);
  REQUIRE_MESSAGE(result.ok(), (result.ok() ? "" : result.failure().message));
  return std::move(result).value();
}

Database in_memory() {
  auto result = Database::in_memory();
  REQUIRE(result.ok());
  return std::move(result).value();
}

// A table `t` with a text and a number in one row.
void fill(Database& database) {
  REQUIRE_FALSE(
      database.execute("CREATE TABLE t (a TEXT, b INTEGER) STRICT; INSERT INTO t VALUES ('x', 7)")
          .has_value());
}

}  // namespace

TEST_CASE("what is bound comes back as it was") {
  Database database = in_memory();
  REQUIRE_FALSE(database.execute("CREATE TABLE t (a TEXT, b INTEGER) STRICT").has_value());
  Statement insert = database.prepare("INSERT INTO t VALUES (?, ?)");
  struct Row {
    std::string text;
    std::int64_t number;
  };
  const std::string nul("a\0b", 3);
  const Row rows[] = {{"plain", 0},
                      {"it's \"quoted\"; DROP TABLE t; --", -1},
                      {"Blüte ≥ 20", std::numeric_limits<std::int64_t>::max()},
                      {nul, std::numeric_limits<std::int64_t>::min()},
                      {std::string(100000, 'x'), 1}};
  for (const Row& row : rows) CHECK(insert.bind(1, row.text).bind(2, row.number).run());
  Statement select = database.prepare("SELECT a, b FROM t ORDER BY rowid");
  for (const Row& row : rows) {
    REQUIRE(select.step());
    CHECK(select.text(0) == row.text);
    CHECK(select.number(1) == row.number);
    CHECK_FALSE(select.is_nothing(0));
  }
  CHECK_FALSE(select.step());
  CHECK_FALSE(select.failed());
  CHECK(database.value("SELECT count(*) FROM t") == "5");
}

TEST_CASE("nothing is not the empty text") {
  Database database = in_memory();
  fill(database);
  Statement insert = database.prepare("INSERT INTO t VALUES (?, ?)");
  CHECK(insert.bind(1, "").bind_nothing(2).run());
  CHECK(insert.bind(1, std::string_view()).bind(2, 1).run());
  CHECK(insert.bind_nothing(1).bind(2, 2).run());
  CHECK(insert.run());  // values do not stay: both are nothing
  Statement select = database.prepare("SELECT a, b FROM t WHERE a IS NOT 'x' ORDER BY rowid");
  REQUIRE(select.step());
  CHECK_FALSE(select.is_nothing(0));
  CHECK(select.text(0).empty());
  CHECK(select.is_nothing(1));
  CHECK(select.number(1) == 0);
  REQUIRE(select.step());
  CHECK_FALSE(select.is_nothing(0));
  REQUIRE(select.step());
  CHECK(select.is_nothing(0));
  CHECK(select.text(0).empty());
  REQUIRE(select.step());
  CHECK(select.is_nothing(0));
  CHECK(select.is_nothing(1));
  CHECK_FALSE(select.step());
  CHECK(database.value("SELECT NULL") == "");
  CHECK_FALSE(database.value("SELECT a FROM t WHERE b = 99").has_value());
}

TEST_CASE("a statement may be run again with other values") {
  Database database = in_memory();
  fill(database);
  Statement select = database.prepare("SELECT b FROM t WHERE a = ?");
  select.bind(1, "x");
  CHECK(select.step());
  CHECK(select.number(0) == 7);
  select.reset();
  select.bind(1, "y");
  CHECK_FALSE(select.step());
  CHECK_FALSE(select.failed());
}

TEST_CASE("a statement with a mistake fails, and goes on failing") {
  Database database = in_memory();
  fill(database);
  for (const char* sql : {"SELEC a FROM t", "SELECT other FROM t", "SELECT a FROM u", ""}) {
    CAPTURE(sql);
    Statement statement = database.prepare(sql);
    CHECK(statement.failed());
    statement.bind(1, "x").bind(2, 1).bind_nothing(3);
    CHECK_FALSE(statement.step());
    CHECK(statement.failed());
    CHECK_FALSE(statement.run());
    statement.reset();
    CHECK(statement.failed());
    CHECK(statement.text(0).empty());
    CHECK(statement.number(0) == 0);
    CHECK_FALSE(database.value(sql).has_value());
  }
  database.prepare("SELECT other FROM t");
  CHECK(database.error() == "no such column: other");
}

TEST_CASE("a place that is none fails, a refusal fails, and the next values are free of it") {
  Database database = in_memory();
  fill(database);
  Statement insert = database.prepare("INSERT INTO t VALUES (?, ?)");
  CHECK_FALSE(insert.bind(1, "y").bind(3, 1).run());
  CHECK_FALSE(insert.bind(0, "y").run());
  CHECK_FALSE(insert.bind(1, "y").bind(2, "no number").run());  // the table is strict
  CHECK(insert.bind(1, "y").bind(2, 8).run());
  CHECK(database.value("SELECT count(*) FROM t") == "2");
}

TEST_CASE("what is executed fails as a whole sentence of SQLite's") {
  Database database = in_memory();
  fill(database);
  CHECK_FALSE(database.execute("").has_value());
  const auto failure = database.execute("INSERT INTO t VALUES ('y', 8); INSERT INTO u VALUES (1)");
  REQUIRE(failure.has_value());
  CHECK(failure->message == "no such table: u");
  // What stood before it was done; a transaction takes it back.
  CHECK(database.value("SELECT count(*) FROM t") == "2");
  CHECK(database.execute("BEGIN; DELETE FROM t; DELETE FROM u; COMMIT").has_value());
  CHECK_FALSE(database.execute("ROLLBACK").has_value());
  CHECK(database.value("SELECT count(*) FROM t") == "2");
}

TEST_CASE("what is only read is not written, and leaves nothing beside it") {
  const Folder folder;
  const fs::path file = folder.path() / "store";
  {
    Database database = opened(file, DatabaseMode::create);
    fill(database);
  }
  const std::string before = text_of(file);
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec);
  {
    Database database = opened(file, DatabaseMode::read_only);
    CHECK(database.value("SELECT b FROM t") == "7");
    CHECK(database.execute("INSERT INTO t VALUES ('y', 8)").has_value());
    CHECK(database.execute("CREATE TABLE u (a TEXT)").has_value());
    CHECK(database.execute("PRAGMA user_version = 3").has_value());
    CHECK(database.value("SELECT count(*) FROM t") == "1");
    CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 1);
  }
  CHECK(text_of(file) == before);
}

TEST_CASE("to be read a file must be there; to be made, its folder") {
  const Folder folder;
  const auto missing = Database::open(folder.path() / "none", DatabaseMode::read_only);
  REQUIRE_FALSE(missing.ok());
  CHECK(missing.failure().kind == FailureKind::cannot_read);
  CHECK(missing.failure().message == "unable to open database file");
  CHECK_FALSE(fs::exists(folder.path() / "none"));
  const auto homeless = Database::open(folder.path() / "none" / "store", DatabaseMode::create);
  REQUIRE_FALSE(homeless.ok());
  CHECK(homeless.failure().kind == FailureKind::cannot_write);
}

TEST_CASE("a path is a path whatever stands in it") {
  const Folder folder;
  for (const char* name : {"a?b", "a#b", "a%b", "a b", "%41", "a?mode=memory", "a&b=c", "100%",
                           "Blüte", "a+b", "a'b\"c", "file:a", ":memory:", "a\\b", "?#% "}) {
    CAPTURE(name);
    const fs::path file = folder.path() / name / "store";
    fs::create_directories(file.parent_path());
    for (const fs::path& path : {file, folder.path() / (std::string(name) + "-file")}) {
      {
        Database database = opened(path, DatabaseMode::create);
        fill(database);
      }
      CHECK(fs::is_regular_file(path));
      Database database = opened(path, DatabaseMode::read_only);
      CHECK(database.value("SELECT a FROM t") == "x");
      CHECK(database.execute("INSERT INTO t VALUES ('y', 8)").has_value());
    }
  }
  CHECK(std::distance(fs::directory_iterator(folder.path()), {}) == 30);
}

TEST_CASE("a path is taken from where the program runs") {
  const Folder folder;
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  {
    Database database = opened("a b", DatabaseMode::create);
    fill(database);
  }
  CHECK(opened("./a b", DatabaseMode::read_only).value("SELECT a FROM t") == "x");
  fs::current_path(before);
  CHECK(fs::exists(folder.path() / "a b"));
}

TEST_CASE("a file that is no database is told when it is asked") {
  const Folder folder;
  const fs::path file = folder.path() / "text";
  std::ofstream(file) << "This is a text, longer than the head of a database would be, and no "
                         "database: it says so itself.";
  const std::string before = text_of(file);
  for (const DatabaseMode mode : {DatabaseMode::read_only, DatabaseMode::create}) {
    auto result = Database::open(file, mode);
    if (!result.ok()) continue;
    Database database = std::move(result).value();
    CHECK_FALSE(database.value("PRAGMA user_version").has_value());
    CHECK(database.error() == "file is not a database");
    CHECK(database.execute("CREATE TABLE t (a TEXT)").has_value());
  }
  CHECK(text_of(file) == before);
  CHECK_FALSE(Database::open(folder.path(), DatabaseMode::create).ok());
}

TEST_CASE("what is serialised opens again") {
  const Folder folder;
  Database database = in_memory();
  fill(database);
  const std::string bytes = database.serialised();
  CHECK(bytes.size() % 512 == 0);
  CHECK(bytes.substr(0, 16) == std::string("SQLite format 3\0", 16));
  std::ofstream(folder.path() / "store", std::ios::binary) << bytes;
  Database again = opened(folder.path() / "store", DatabaseMode::read_only);
  CHECK(again.value("SELECT a FROM t") == "x");
  CHECK(again.value("PRAGMA integrity_check") == "ok");
  CHECK(again.serialised() == bytes);
}

TEST_CASE("a database may be handed on") {
  Database first = in_memory();
  fill(first);
  Database second = std::move(first);
  CHECK(second.value("SELECT a FROM t") == "x");
}

TEST_CASE("what failed is told apart by what can be done about it") {
  using regimen::core::DatabaseTrouble;
  const Folder folder;
  Database database = opened(folder / "a.db", DatabaseMode::create);
  REQUIRE_FALSE(database.execute("CREATE TABLE t (a TEXT UNIQUE) STRICT"));
  CHECK(database.trouble() == DatabaseTrouble::none);
  REQUIRE_FALSE(database.execute("INSERT INTO t VALUES ('x')"));
  CHECK(database.execute("INSERT INTO t VALUES ('x')").has_value());
  CHECK(database.trouble() == DatabaseTrouble::refused);
  REQUIRE_FALSE(database.execute("PRAGMA max_page_count = 4"));
  CHECK(database.execute("INSERT INTO t VALUES ('" + std::string(100000, 'y') + "')").has_value());
  CHECK(database.trouble() == DatabaseTrouble::full);
  CHECK(database.execute("SELECT nothing").has_value());
  CHECK(database.trouble() == DatabaseTrouble::failed);
  Database other = opened(folder / "a.db", DatabaseMode::create);
  REQUIRE_FALSE(other.execute("BEGIN EXCLUSIVE"));
  REQUIRE_FALSE(database.execute("PRAGMA busy_timeout = 1"));
  CHECK(database.execute("BEGIN IMMEDIATE").has_value());
  CHECK(database.trouble() == DatabaseTrouble::locked);
  std::ofstream(folder / "text") << std::string(5000, 'x');
  Database text = opened(folder / "text", DatabaseMode::create);
  CHECK_FALSE(text.value("SELECT count(*) FROM sqlite_schema").has_value());
  CHECK(text.trouble() == DatabaseTrouble::damaged);
}
