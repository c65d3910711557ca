// Store: what goes in comes out, a file that is not as it should be is made anew and the note says
// why, and words find what they should.
#include "engine/evidence/store.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/files.h"
#include "engine/evidence/schema_text.h"
#include "tests/evidence/garden.h"

namespace {

namespace fs = std::filesystem;
using regimen::core::Database;
using regimen::core::DatabaseMode;
using regimen::core::Diagnostics;
using regimen::core::Sources;
using regimen::evidence::AnalysisSet;
using regimen::evidence::Arm;
using regimen::evidence::Evidence;
using regimen::evidence::Figure;
using regimen::evidence::Hit;
using regimen::evidence::migrations;
using regimen::evidence::open_store;
using regimen::evidence::Outcome;
using regimen::evidence::read_store;
using regimen::evidence::Remark;
using regimen::evidence::Row;
using regimen::evidence::search_store;
using regimen::evidence::store_version;
using regimen::evidence::StoreOpening;
using regimen::evidence::Study;
using regimen::evidence_tests::Folder;
using regimen::evidence_tests::Garden;
using regimen::evidence_tests::garden_knowledge;
using regimen::evidence_tests::project_root;
using regimen::evidence_tests::shipped_evidence;
using regimen::evidence_tests::shipped_knowledge;
using regimen::evidence_tests::text_of;
using regimen::evidence_tests::write;

Database built(const Evidence& evidence) {
  auto store = regimen::evidence::build_store(evidence, shipped_knowledge(), "a digest");
  REQUIRE(store.ok());
  return std::move(store).value();
}

Database& shipped_store() {
  static Database store = built(shipped_evidence());
  return store;
}

StoreOpening open_garden(const Garden& garden, const fs::path& cache) {
  Sources sources;
  Diagnostics diagnostics;
  StoreOpening opening = open_store(garden.path(), cache, garden_knowledge(), sources, diagnostics);
  CHECK(diagnostics.empty());
  return opening;
}

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

// The one store in a cache.
// Without the digests beside them.
std::vector<fs::path> stores_in(const fs::path& cache) {
  auto files = files_in(cache);
  std::erase_if(files, [](const fs::path& file) { return file.extension() != ".sqlite"; });
  return files;
}

fs::path store_in(const fs::path& cache) {
  const auto files = stores_in(cache);
  REQUIRE(files.size() == 1);
  return files[0];
}

bool same(const std::optional<Figure>& a, const std::optional<Figure>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->printed == b->printed && a->value == b->value && a->decimals == b->decimals &&
         a->below == b->below;
}

void check_same(const Outcome& a, const Outcome& b) {
  CAPTURE(a.id);
  CHECK(a.id == b.id);
  CHECK(a.name == b.name);
  CHECK(a.kind == b.kind);
  CHECK(a.direction == b.direction);
  CHECK(a.part_of == b.part_of);
  CHECK(a.mirrors == b.mirrors);
  CHECK(a.definition == b.definition);
  CHECK(a.source == b.source);
  CHECK(a.at == b.at);
}

void check_same(const Row& a, const Row& b) {
  CAPTURE(a.id);
  CHECK(a.id == b.id);
  CHECK(a.outcome == b.outcome);
  CHECK(a.set == b.set);
  CHECK(a.horizon == b.horizon);
  CHECK(a.source == b.source);
  CHECK(a.at == b.at);
  CHECK(a.unit == b.unit);
  CHECK(a.note == b.note);
  REQUIRE(a.counts.size() == b.counts.size());
  for (std::size_t i = 0; i < a.counts.size(); ++i) {
    CHECK(a.counts[i].arm == b.counts[i].arm);
    CHECK(a.counts[i].events == b.counts[i].events);
    CHECK(a.counts[i].total == b.counts[i].total);
    CHECK(same(a.counts[i].percent, b.counts[i].percent));
  }
  REQUIRE(a.amounts.size() == b.amounts.size());
  for (std::size_t i = 0; i < a.amounts.size(); ++i) {
    CHECK(a.amounts[i].arm == b.amounts[i].arm);
    CHECK(a.amounts[i].n == b.amounts[i].n);
    REQUIRE(a.amounts[i].figures.size() == b.amounts[i].figures.size());
    for (const auto& [key, figure] : a.amounts[i].figures) {
      REQUIRE(b.amounts[i].figures.count(key) == 1);
      CHECK(same(figure, b.amounts[i].figures.at(key)));
    }
  }
  REQUIRE(a.tests.size() == b.tests.size());
  for (std::size_t i = 0; i < a.tests.size(); ++i) {
    CHECK(a.tests[i].arms == b.tests[i].arms);
    CHECK(same(a.tests[i].p, b.tests[i].p));
    CHECK(a.tests[i].method == b.tests[i].method);
  }
  REQUIRE(a.estimate.has_value() == b.estimate.has_value());
  if (!a.estimate) return;
  CHECK(a.estimate->statistic == b.estimate->statistic);
  CHECK(a.estimate->per == b.estimate->per);
  CHECK(a.estimate->adjusted == b.estimate->adjusted);
  CHECK(a.estimate->of == b.estimate->of);
  CHECK(a.estimate->against == b.estimate->against);
  CHECK(a.estimate->population == b.estimate->population);
  CHECK(same(a.estimate->value, b.estimate->value));
  CHECK(same(a.estimate->low, b.estimate->low));
  CHECK(same(a.estimate->high, b.estimate->high));
  CHECK(a.estimate->level == b.estimate->level);
}

void check_same(const Remark& a, const Remark& b) {
  CAPTURE(a.id);
  CHECK(a.id == b.id);
  CHECK(a.section == b.section);
  CHECK(a.kind == b.kind);
  CHECK(a.text == b.text);
  CHECK(a.values == b.values);
  CHECK(a.regimens == b.regimens);
  CHECK(a.strength == b.strength);
  CHECK(a.certainty == b.certainty);
  CHECK(a.source == b.source);
  CHECK(a.at == b.at);
}

void check_same(const Study& a, const Study& b) {
  CAPTURE(a.id);
  CHECK(a.id == b.id);
  CHECK(a.source == b.source);
  CHECK(a.title == b.title);
  CHECK(a.about == b.about);
  CHECK(a.primary_outcome == b.primary_outcome);
  CHECK(a.primary_horizon == b.primary_horizon);
  CHECK(a.primary_set == b.primary_set);
  REQUIRE(a.arms.size() == b.arms.size());
  for (std::size_t i = 0; i < a.arms.size(); ++i) {
    CHECK(a.arms[i].id == b.arms[i].id);
    CHECK(a.arms[i].regimen == b.arms[i].regimen);
    CHECK(a.arms[i].name == b.arms[i].name);
  }
  REQUIRE(a.sets.size() == b.sets.size());
  for (std::size_t i = 0; i < a.sets.size(); ++i) {
    CHECK(a.sets[i].id == b.sets[i].id);
    CHECK(a.sets[i].kind == b.sets[i].kind);
    CHECK(a.sets[i].name == b.sets[i].name);
    CHECK(a.sets[i].note == b.sets[i].note);
    CHECK(a.sets[i].size == b.sets[i].size);
    CHECK(a.sets[i].at == b.sets[i].at);
  }
  REQUIRE(a.comparisons.size() == b.comparisons.size());
  for (std::size_t i = 0; i < a.comparisons.size(); ++i) {
    CHECK(a.comparisons[i].id == b.comparisons[i].id);
    CHECK(a.comparisons[i].of == b.comparisons[i].of);
    CHECK(a.comparisons[i].against == b.comparisons[i].against);
    CHECK(a.comparisons[i].control_step == b.comparisons[i].control_step);
    CHECK(a.comparisons[i].control_at == b.comparisons[i].control_at);
  }
  REQUIRE(a.rows.size() == b.rows.size());
  for (std::size_t i = 0; i < a.rows.size(); ++i) check_same(a.rows[i], b.rows[i]);
  REQUIRE(a.remarks.size() == b.remarks.size());
  for (std::size_t i = 0; i < a.remarks.size(); ++i) check_same(a.remarks[i], b.remarks[i]);
}

void check_same(const Evidence& a, const Evidence& b) {
  CHECK(a.digest == b.digest);
  REQUIRE(a.outcomes.size() == b.outcomes.size());
  for (std::size_t i = 0; i < a.outcomes.size(); ++i) check_same(a.outcomes[i], b.outcomes[i]);
  REQUIRE(a.studies.size() == b.studies.size());
  for (std::size_t i = 0; i < a.studies.size(); ++i) check_same(a.studies[i], b.studies[i]);
}

// All rows of a query, columns joined by `|`.
std::vector<std::string> all(Database& store, const std::string& sql, int columns) {
  std::vector<std::string> rows;
  auto statement = store.prepare(sql);
  while (statement.step()) {
    std::string row;
    for (int i = 0; i < columns; ++i) row += (i == 0 ? "" : "|") + statement.text(i);
    rows.push_back(row);
  }
  CHECK_FALSE(statement.failed());
  return rows;
}

std::string schema_of(Database& store) {
  std::string text;
  for (const std::string& row :
       all(store, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name", 4))
    text += row + "\n";
  return text;
}

// The tables of version 1, each after those that it refers to.
std::vector<std::string> first_tables() {
  auto opened = Database::in_memory();
  REQUIRE(opened.ok());
  Database store = std::move(opened).value();
  REQUIRE_FALSE(store.execute(std::string(migrations[0])).has_value());
  return all(store, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid", 1);
}

bool finds(const std::string& words, const std::string& ref, const std::string& locale) {
  const auto hits = search_store(shipped_store(), words, 500);
  return std::any_of(hits.begin(), hits.end(),
                     [&](const Hit& hit) { return hit.ref == ref && hit.locale == locale; });
}

}  // namespace

TEST_CASE("what is shipped comes out as it went in") {
  REQUIRE(shipped_evidence().studies.size() > 5);
  check_same(shipped_evidence(), read_store(shipped_store()));
}

TEST_CASE("the garden study comes out as it went in, also from the file") {
  Garden garden;
  const Evidence evidence = garden.evidence();
  const Folder cache;
  auto first = open_garden(garden, cache.path());
  REQUIRE(first.database.has_value());
  CHECK(first.rebuilt);
  CHECK(first.note == "");
  check_same(evidence, read_store(*first.database));
  auto second = open_garden(garden, cache.path());
  REQUIRE(second.database.has_value());
  CHECK_FALSE(second.rebuilt);
  CHECK(second.note == "");
  check_same(evidence, read_store(*second.database));
  check_same(read_store(*first.database), read_store(*second.database));
}

TEST_CASE("a store without evidence is a store") {
  const Folder knowledge;
  const Folder cache;
  Sources sources;
  Diagnostics diagnostics;
  for (const bool rebuilt : {true, false}) {
    auto opening =
        open_store(knowledge.path(), cache.path(), garden_knowledge(), sources, diagnostics);
    REQUIRE(opening.database.has_value());
    CHECK(opening.rebuilt == rebuilt);
    CHECK(read_store(*opening.database).studies.empty());
  }
  CHECK(diagnostics.empty());
}

TEST_CASE("knowledge that is not acceptable has no store") {
  Garden garden;
  garden.change("studies/hedge/rows.yaml", "2/40", "41/40");
  const Folder cache;
  Sources sources;
  Diagnostics diagnostics;
  const auto opening =
      open_store(garden.path(), cache.path(), garden_knowledge(), sources, diagnostics);
  CHECK_FALSE(opening.database.has_value());
  CHECK(diagnostics.error_count() == 1);
  CHECK(files_in(cache.path()).empty());
}

TEST_CASE("without a cache the store is made each time, and nothing is said of it") {
  Garden garden;
  for (int i = 0; i < 2; ++i) {
    const auto opening = open_garden(garden, {});
    CHECK(opening.database.has_value());
    CHECK(opening.rebuilt);
    CHECK(opening.note == "");
  }
}

TEST_CASE("a store is made anew when the YAML changes") {
  Garden garden;
  const Folder cache;
  open_garden(garden, cache.path());
  garden.change("studies/hedge/rows.yaml", "2/40", "3/40");
  auto changed = open_garden(garden, cache.path());
  REQUIRE(changed.database.has_value());
  CHECK(changed.rebuilt);
  CHECK(changed.note == "");  // another name: the old file was not looked at
  CHECK(read_store(*changed.database).studies[0].row("wilting-6")->count("manure")->events == 3);
  CHECK(stores_in(cache.path()).size() == 2);
}

TEST_CASE("a store that is not as it should be is made anew, and the note says why") {
  Garden garden;
  const Evidence evidence = garden.evidence();
  struct Case {
    std::string name;
    std::function<std::string(std::string)> spoil;
    std::string why;
  };
  // Pages are of 4096 bytes; the root of a table stands at the start of a page.
  for (const Case& one : {
           Case{"truncated", [](const std::string& bytes) { return bytes.substr(0, 4096); },
                "it is damaged"},
           Case{"truncated within a page",
                [](const std::string& bytes) { return bytes.substr(0, bytes.size() - 1000); },
                "it is damaged"},
           Case{"cut within its head", [](const std::string& bytes) { return bytes.substr(0, 50); },
                "it is damaged"},
           Case{"zeroed in the middle",
                [](std::string bytes) {
                  const std::size_t page = bytes.size() / 2 / 4096 * 4096;
                  return bytes.replace(page, 4096, std::string(4096, '\0'));
                },
                "it is damaged"},
           Case{"zeroed at its head",
                [](std::string bytes) { return bytes.replace(0, 100, std::string(100, '\0')); },
                "it is damaged"},
           Case{"empty", [](const std::string&) { return std::string(); }, "it is damaged"},
           Case{"foreign", [](const std::string&) { return std::string("%PDF-1.7 not ours\n"); },
                "it is damaged"},
       }) {
    CAPTURE(one.name);
    const Folder cache;
    open_garden(garden, cache.path());
    const fs::path file = store_in(cache.path());
    const std::string whole = text_of(file);
    REQUIRE(whole.size() > 8192);
    write(file, one.spoil(whole));
    auto opening = open_garden(garden, cache.path());
    REQUIRE(opening.database.has_value());
    CHECK(opening.rebuilt);
    CHECK_MESSAGE(opening.note.find("the evidence store is made anew: ") == 0, opening.note);
    CHECK_MESSAGE(opening.note.size() > 33, opening.note);
    CHECK_MESSAGE(opening.note.find(one.why) != std::string::npos, opening.note);
    check_same(evidence, read_store(*opening.database));
    CHECK(text_of(store_in(cache.path())) == whole);
    const auto again = open_garden(garden, cache.path());
    CHECK_FALSE(again.rebuilt);
    CHECK(again.note == "");
  }
}

TEST_CASE("no changed byte, and no missing digest, is overlooked") {
  Garden garden;
  const Evidence evidence = garden.evidence();
  const Folder cache;
  open_garden(garden, cache.path());
  const fs::path file = store_in(cache.path());
  const std::string whole = text_of(file);
  for (std::size_t at = 5; at < whole.size(); at += 1499) {
    CAPTURE(at);
    std::string bytes = whole;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    write(file, bytes);
    auto opening = open_garden(garden, cache.path());
    REQUIRE(opening.database.has_value());
    CHECK(opening.rebuilt);
    check_same(evidence, read_store(*opening.database));
  }
  fs::remove(file.string() + ".sha256");
  CHECK(open_garden(garden, cache.path()).rebuilt);
}

TEST_CASE("a whole database of something else is made anew") {
  Garden garden;
  const Folder cache;
  open_garden(garden, cache.path());
  const fs::path file = store_in(cache.path());
  struct Case {
    std::string sql;
    std::string why;
  };
  const std::string version = std::to_string(store_version());
  const std::string lower = std::to_string(store_version() - 1);
  const std::string higher = std::to_string(store_version() + 1);
  for (const Case& one : {
           Case{"PRAGMA user_version = " + lower, "it is of another version"},
           Case{"PRAGMA user_version = " + higher, "it is of another version"},
           Case{"UPDATE meta SET value = 'other' WHERE key = 'digest'",
                "it was made of something else"},
           Case{"DELETE FROM meta", "it was made of something else"},
           Case{"DROP TABLE meta", "it was made of something else"},
       }) {
    CAPTURE(one.sql);
    {
      auto opened = Database::open(file, DatabaseMode::create);
      REQUIRE(opened.ok());
      Database store = std::move(opened).value();
      REQUIRE_FALSE(store.execute(one.sql).has_value());
    }
    write(file.string() + ".sha256", regimen::core::sha256(text_of(file)) + "\n");
    const auto opening = open_garden(garden, cache.path());
    CHECK(opening.database.has_value());
    CHECK(opening.rebuilt);
    CHECK(opening.note == "the evidence store is made anew: " + one.why);
    CHECK_FALSE(open_garden(garden, cache.path()).rebuilt);
  }
}

TEST_CASE("a cache that cannot be written leaves the store in memory") {
  Garden garden;
  const Folder folder;
  write(folder.path() / "file", "regular");
  const fs::path cache = folder.path() / "file" / "cache";
  auto opening = open_garden(garden, cache);
  REQUIRE(opening.database.has_value());
  CHECK(opening.rebuilt);
  CHECK_MESSAGE(opening.note.find("the evidence store cannot be kept in " + cache.string()) == 0,
                opening.note);
  CHECK(opening.note.find("it is built in memory each time") != std::string::npos);
  check_same(garden.evidence(), read_store(*opening.database));
  CHECK(text_of(folder.path() / "file") == "regular");
}

TEST_CASE("a folder in the place of the store leaves it in memory") {
  Garden garden;
  const Folder cache;
  open_garden(garden, cache.path());
  const fs::path file = store_in(cache.path());
  fs::remove(file);
  fs::create_directories(file / "inside");
  const auto opening = open_garden(garden, cache.path());
  CHECK(opening.database.has_value());
  CHECK(opening.rebuilt);
  CHECK(opening.note.find("cannot be kept") != std::string::npos);
}

TEST_CASE("a cache is made with the folders above it, whatever its name") {
  Garden garden;
  const Folder folder;
  const fs::path cache = folder.path() / "a b" / "50% #1?" / "c";
  CHECK(open_garden(garden, cache).rebuilt);
  CHECK_FALSE(open_garden(garden, cache).rebuilt);
  CHECK(stores_in(cache).size() == 1);
}

TEST_CASE("processes that start at once on an empty cache all succeed and leave one whole file") {
  Garden garden;
  garden_knowledge();  // read before the fork, not in each child
  const Evidence evidence = garden.evidence();
  for (int round = 0; round < 5; ++round) {
    const Folder cache;
    int gate[2];
    REQUIRE(::pipe(gate) == 0);
    std::vector<pid_t> children;
    for (int i = 0; i < 2; ++i) {
      const pid_t child = ::fork();
      REQUIRE(child >= 0);
      if (child == 0) {
        ::close(gate[1]);
        char byte = 0;
        (void)!::read(gate[0], &byte, 1);  // until the parent closes it for all
        Sources sources;
        Diagnostics diagnostics;
        auto opening = open_store(garden.path(), cache.path() / "deep", garden_knowledge(), sources,
                                  diagnostics);
        const bool good = opening.database && opening.note.empty() && diagnostics.empty() &&
                          read_store(*opening.database).studies.size() == 1;
        ::_exit(good ? 0 : 1);
      }
      children.push_back(child);
    }
    ::close(gate[0]);
    ::close(gate[1]);
    for (const pid_t child : children) {
      int status = -1;
      REQUIRE(::waitpid(child, &status, 0) == child);
      CHECK(status == 0);
    }
    CHECK(stores_in(cache.path() / "deep").size() == 1);
    auto opening = open_garden(garden, cache.path() / "deep");
    REQUIRE(opening.database.has_value());
    CHECK_FALSE(opening.rebuilt);
    CHECK(opening.note == "");
    check_same(evidence, read_store(*opening.database));
  }
}

// --- the schema ---

TEST_CASE("the store is of its version, and sound") {
  Database& store = shipped_store();
  CHECK(store.value("PRAGMA user_version") == std::to_string(store_version()));
  CHECK(store.value("PRAGMA integrity_check") == "ok");
  CHECK(store.value("PRAGMA application_id") == "1380404549");  // "RGME": 52 47 4d 45
}

TEST_CASE("foreign keys hold") {
  Database& store = shipped_store();
  CHECK(all(store, "PRAGMA foreign_key_check", 4).empty());
  CHECK(store.value("PRAGMA foreign_keys") == "1");
  CHECK(store.execute("INSERT INTO arm VALUES ('no-such-study', 'a', 1, '')").has_value());
  CHECK(store.execute("UPDATE result SET outcome = 'no-such-outcome'").has_value());
  CHECK(all(store, "SELECT 1 FROM arm WHERE study = 'no-such-study'", 1).empty());
}

TEST_CASE("every table is strict, but those of the search") {
  std::size_t seen = 0;
  for (const std::string& table :
       all(shipped_store(), "SELECT name, strict FROM pragma_table_list WHERE schema = 'main'",
           2)) {
    if (table.find("search") == 0 || table.find("sqlite_") == 0) continue;
    CHECK_MESSAGE(table.substr(table.size() - 2) == "|1", table);
    ++seen;
  }
  CHECK(seen >= 15);
  // A text where a number belongs is refused, not kept.
  CHECK(shipped_store().execute("UPDATE event_count SET events = 'many'").has_value());
  CHECK(shipped_store().execute("UPDATE event_count SET events = total + 1").has_value());
  CHECK(shipped_store().execute("UPDATE event_count SET events = -1").has_value());
}

TEST_CASE("the migrations are the files, in the order of their numbers") {
  REQUIRE(migrations.size() == static_cast<std::size_t>(store_version()));
  const fs::path folder = project_root() / "engine/evidence";
  CHECK(migrations[0] == text_of(folder / "schema.sql"));
  const auto files = files_in(folder / "migrations");
  REQUIRE(files.size() + 1 == migrations.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string number = "000" + std::to_string(i + 2);
    CHECK(files[i].filename().string().substr(0, 5) == number.substr(number.size() - 4) + "_");
    CHECK(migrations[i + 1] == text_of(files[i]));
  }
}

TEST_CASE("a store of version 1 becomes by the migrations what is built") {
  const Folder folder;
  Database& whole = shipped_store();
  write(folder.path() / "whole", whole.serialised());
  auto opened = Database::open(folder.path() / "first", DatabaseMode::create);
  REQUIRE(opened.ok());
  Database first = std::move(opened).value();
  const auto run = [&](const std::string& sql) {
    const auto failure = first.execute(sql);
    CHECK_MESSAGE(!failure.has_value(), (failure ? failure->message : ""));
  };
  run(std::string(migrations[0]));
  run("ATTACH '" + (folder.path() / "whole").string() + "' AS whole");
  const std::vector<std::string> tables = first_tables();
  REQUIRE(tables.size() >= 15);
  for (const std::string& table : tables)
    run("INSERT INTO main." + table + " SELECT * FROM whole." + table);
  run("DETACH whole");
  for (std::size_t i = 1; i < migrations.size(); ++i) run(std::string(migrations[i]));
  CHECK(schema_of(first) == schema_of(whole));
  const std::string search = "SELECT kind, ref, locale, text FROM search ORDER BY 1, 2, 3, 4";
  CHECK(all(first, search, 4) == all(whole, search, 4));
  check_same(read_store(first), read_store(whole));
}

// --- search ---

TEST_CASE("an outcome is found by its words and by their beginnings, in both languages") {
  const std::string healing = "mucosal-healing";
  for (const char* words :
       {"mucosal healing", "healing mucosal", "muco heal", "MUCOSAL", "ulcer"}) {
    CAPTURE(words);
    CHECK(finds(words, healing, "en"));
  }
  for (const char* words :
       {"Schleimhautheilung", "schleimhaut", "Schleim Woche", "gesichert waren"}) {
    CAPTURE(words);
    CHECK(finds(words, healing, "de"));
  }
  CHECK(finds("steroid-free remission", "steroid-free-remission", "en"));
  CHECK(finds("steroid-free-remission", "steroid-free-remission", "de"));  // by its id
  CHECK_FALSE(finds("ealing", healing, "en"));          // the end of a word is none
  CHECK_FALSE(finds("mucosal nausea", healing, "en"));  // every word must be there
}

TEST_CASE("an umlaut may be left out") {
  for (const char* words : {"Übelkeit", "übelkeit", "ubelkeit", "Übel", "ubel"}) {
    CAPTURE(words);
    CHECK(finds(words, "nausea", "de"));
  }
  CHECK(finds("Mudigkeit", "fatigue", "de"));
  CHECK(finds("Müdigkeit", "fatigue", "de"));
}

TEST_CASE("a citation is found by its author, a remark by its words") {
  CHECK(finds("Colombel", "sonic-2010", ""));
  CHECK(finds("colomb", "sonic-2010", ""));
  CHECK(finds("ClinicalTrials.gov NCT00094458", "sonic/identity/registration", "en"));
  CHECK(finds("registriert", "sonic/identity/registration", "de"));
}

TEST_CASE("a hit shows where the words are") {
  const auto hits = search_store(shipped_store(), "nausea", 5);
  REQUIRE_FALSE(hits.empty());
  CHECK(hits[0].kind == "outcome");
  CHECK(hits[0].ref == "nausea");
  CHECK(hits[0].excerpt.find("[") != std::string::npos);
  CHECK(hits[0].excerpt.find("]") != std::string::npos);
}

TEST_CASE("no more hits than asked for, the same each time") {
  const auto ten = search_store(shipped_store(), "remission", 10);
  CHECK(ten.size() == 10);
  CHECK(search_store(shipped_store(), "remission", 1).size() == 1);
  CHECK(search_store(shipped_store(), "remission", 0).empty());
  const auto again = search_store(shipped_store(), "remission", 10);
  for (std::size_t i = 0; i < ten.size(); ++i) CHECK(ten[i].ref == again[i].ref);
}

TEST_CASE("nothing of the query language gets through") {
  for (const char* words : {"", " ", "\t\n", "\"", "\"\"", "\" \""}) {
    CAPTURE(words);
    CHECK(search_store(shipped_store(), words, 10).empty());
  }
  // Where a word has a sign about it, it is found for what it is.
  for (const char* words : {"\"mucosal healing\"", "\"mucosal", "mucosal*", "(mucosal)", "^mucosal",
                            "-mucosal", "mucosal;", "+mucosal", "mucosal 'healing'", "{mucosal}"}) {
    CAPTURE(words);
    CHECK(finds(words, "mucosal-healing", "en"));
  }
  // What would be operators are words, which do not stand there.
  for (const char* words :
       {"mucosal NOT healing", "NEAR(mucosal healing)", "text : mucosal xyzzy", "mucosal OR xyzzy",
        "ref:mucosal", "'; DROP TABLE words; --", "mucosal AND xyzzy"}) {
    CAPTURE(words);
    CHECK_FALSE(finds(words, "mucosal-healing", "en"));
  }
  // Nothing but signs finds nothing, and beside a word they are nothing.
  for (const char* words : {"*", "-", "- -", "()", "%", "'", ";", ":"}) {
    CAPTURE(words);
    CHECK(search_store(shipped_store(), words, 10).empty());
    CHECK(finds(std::string("mucosal ") + words, "mucosal-healing", "en"));
  }
  CHECK(search_store(shipped_store(), std::string("muc\0sal", 7), 10).empty());
  CHECK(search_store(shipped_store(), std::string(100000, 'x'), 10).empty());
  CHECK(shipped_store().value("SELECT count(*) > 100 FROM words") == "1");
}
