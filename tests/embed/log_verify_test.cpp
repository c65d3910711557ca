// Whoever changes, takes out, adds or reorders a record is found out, at the first place; a cut-off
// end by a hash that was noted.
#include "engine/embed/log/verify.h"

#include <doctest/doctest.h>

#include "tests/embed/log_entries.h"
#include "tests/support/temporary_folder.h"

namespace regimen::embed::log {

namespace {

namespace fs = std::filesystem;
using Folder = support::TemporaryFolder;

// Five decisions and an answer.
void fill(const fs::path& path) {
  LogOptions options;
  options.keep_inputs = true;
  DecisionLog log = opened(path, options);
  for (int i = 0; i < 5; ++i) REQUIRE(log.append(entry(i)));
  REQUIRE(log.append_feedback({at(9), "card", FeedbackOutcome::accepted}));
}

// What verify says after the file was tampered with by SQL; `schema` where only that was.
std::string after(const std::string& sql) {
  const Folder folder;
  const fs::path path = folder / "log.db";
  fill(path);
  core::Database file = database(path);
  const auto failure = file.execute(
      "PRAGMA foreign_keys = OFF; DROP TRIGGER record_stays; DROP TRIGGER record_stays_as_it_is;" +
      sql);
  REQUIRE_MESSAGE(!failure, (failure ? failure->message : ""));
  const auto result = verify(path, std::nullopt);
  REQUIRE(result.ok());
  if (!result.value().broken) return "holds";
  const Break& broken = *result.value().broken;
  CHECK(result.value().hash.size() == 64);
  return std::string(to_text(broken.kind)) + " " + std::to_string(broken.sequence);
}

// With the triggers as they were.
std::string after_beside(const std::string& sql) {
  const Folder folder;
  const fs::path path = folder / "log.db";
  fill(path);
  REQUIRE_FALSE(database(path).execute(sql));
  const auto result = verify(path, std::nullopt);
  REQUIRE(result.ok());
  if (!result.value().broken) return "holds";
  const Break& broken = *result.value().broken;
  return std::string(to_text(broken.kind)) + " " + std::to_string(broken.sequence);
}

std::string expecting(const fs::path& path, const std::string& text) {
  const auto expected = read_expected(text);
  REQUIRE(expected);
  const auto result = verify(path, expected);
  REQUIRE(result.ok());
  return result.value().broken ? std::string(to_text(result.value().broken->kind)) : "holds";
}

}  // namespace

TEST_CASE("a log as it was written holds, and an empty one") {
  const Folder folder;
  fill(folder / "log.db");
  const auto result = verify(folder / "log.db", std::nullopt);
  REQUIRE(result.ok());
  CHECK_FALSE(result.value().broken);
  CHECK(result.value().sequence == 6);
  opened(folder / "empty.db");
  const auto empty = verify(folder / "empty.db", std::nullopt);
  REQUIRE(empty.ok());
  CHECK_FALSE(empty.value().broken);
  CHECK(empty.value().hash.size() == 64);
  // Another log begins elsewhere.
  opened(folder / "other.db");
  CHECK(verify(folder / "other.db", std::nullopt).value().hash != empty.value().hash);
}

TEST_CASE("every column of a record is covered") {
  CHECK(after("UPDATE record SET kind = 'gap' WHERE sequence = 3") == "changed 3");
  CHECK(after("UPDATE record SET id = 'x' WHERE sequence = 3") == "changed 3");
  CHECK(after("UPDATE record SET time = '2026' WHERE sequence = 3") == "changed 3");
  CHECK(after("UPDATE record SET content = replace(content, 'eligible', 'ineligible') "
              "WHERE sequence = 3") == "changed 3");
  // The first digit, whichever it is: the hashes are others in every run.
  CHECK(after("UPDATE record SET hash = iif(hash LIKE '0%', '1', '0') || substr(hash, 2) "
              "WHERE sequence = 6") == "changed 6");
  CHECK(after("UPDATE log SET value = iif(value LIKE '0%', '1', '0') || substr(value, 2) "
              "WHERE name = 'genesis'") == "changed 1");
  // What moves from one column into the next is another text.
  CHECK(after("UPDATE record SET id = id || '2', time = substr(time, 2) WHERE sequence = 3") ==
        "changed 3");
}

TEST_CASE("a record that is gone, added or moved is found at its place") {
  CHECK(after("DELETE FROM record WHERE sequence = 3") == "missing 3");
  CHECK(after("DELETE FROM record WHERE sequence = 1") == "missing 1");
  CHECK(after("DELETE FROM record WHERE sequence = 3; UPDATE record SET sequence = sequence - 1 "
              "WHERE sequence > 3") == "changed 3");
  CHECK(after("UPDATE record SET sequence = 99 WHERE sequence = 3;"
              "UPDATE record SET sequence = 3 WHERE sequence = 4;"
              "UPDATE record SET sequence = 4 WHERE sequence = 99") == "reordered 3");
  CHECK(after("INSERT INTO record SELECT 7, kind, id, time, content, hash FROM record "
              "WHERE sequence = 6") == "changed 7");
  CHECK(after("INSERT INTO record SELECT 0, kind, id, time, content, hash FROM record "
              "WHERE sequence = 6") != "holds");
}

TEST_CASE("tables, views and triggers are held against those that a log has") {
  CHECK(after("") == "schema 0");
  CHECK(after_beside("DROP VIEW gap; CREATE VIEW gap AS SELECT 1") == "schema 0");
  CHECK(after_beside("CREATE TABLE more (a)") == "schema 0");
}

TEST_CASE("a record stays, as long as nobody takes the triggers away") {
  const Folder folder;
  fill(folder / "log.db");
  core::Database file = database(folder / "log.db");
  CHECK(file.execute("DELETE FROM record").has_value());
  CHECK(file.execute("UPDATE record SET time = ''").has_value());
}

TEST_CASE("what is kept of inputs is that which was decided, or nothing") {
  CHECK(after_beside("UPDATE input SET text = 'another'") == "kept 0");
  CHECK(after_beside("UPDATE subject SET profile = 'another' WHERE sequence = 2") == "kept 2");
  CHECK(after_beside("UPDATE subject SET salt = 'another' WHERE sequence = 2") == "kept 2");
  CHECK(after_beside("INSERT INTO subject VALUES (6, 'a', 'b')") == "kept 6");
  CHECK(after_beside("DELETE FROM subject; DELETE FROM input") == "holds");
}

TEST_CASE("a cut-off end is found by a hash that was noted") {
  const Folder folder;
  const fs::path path = folder / "log.db";
  fill(path);
  const Verification before = verify(path, std::nullopt).value();
  opened(path).append(entry(10));
  CHECK(expecting(path, before.hash) == "holds");
  CHECK(expecting(path, "6:" + before.hash) == "holds");
  CHECK(expecting(path, "5:" + before.hash) == "expected");
  CHECK(expecting(path, std::string(64, '0')) == "expected");
  REQUIRE_FALSE(
      database(path).execute("DROP TRIGGER record_stays; DELETE FROM record WHERE sequence > 5;"
                             "DELETE FROM subject WHERE sequence > 5;"
                             "CREATE TRIGGER record_stays BEFORE DELETE ON record\n"
                             "  BEGIN SELECT RAISE(ABORT, 'a record of the log stays'); END"));
  CHECK_FALSE(verify(path, std::nullopt).value().broken);
  CHECK(expecting(path, before.hash) == "expected");
}

TEST_CASE("what is expected is a hash, perhaps with its sequence") {
  const std::string hash(64, 'a');
  CHECK(read_expected(hash)->hash == hash);
  CHECK(read_expected("12:" + hash)->sequence == 12);
  for (const std::string& bad : {std::string(), std::string("12"), hash + "a", "x:" + hash,
                                 "-1:" + hash, ":" + hash, std::string(64, 'A')}) {
    CAPTURE(bad);
    CHECK_FALSE(read_expected(bad));
  }
}

TEST_CASE("what is no log cannot be verified") {
  const Folder folder;
  CHECK(verify(folder / "nothing.db", std::nullopt).failure().kind == core::FailureKind::damaged);
  REQUIRE_FALSE(database(folder / "other.db").execute("CREATE TABLE record (sequence)"));
  CHECK(verify(folder / "other.db", std::nullopt).failure().kind == core::FailureKind::damaged);
}

}  // namespace regimen::embed::log
