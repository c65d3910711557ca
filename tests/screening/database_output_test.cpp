// The tables of a screened list, cell by cell by hand; the same for any threads and chunks.
#include "engine/screening/database_output.h"

#include <doctest/doctest.h>

#include "tests/screening/small_run.h"

namespace regimen::screening {

namespace {

void lay(const support::TemporaryFolder& folder, const std::string& list) {
  std::ofstream(folder / "list", std::ios::binary) << list;
}

// Cells joined by `|`, rows by line breaks; NULL is `-`.
std::string ask(const fs::path& path, const std::string& sql) {
  auto opened = core::Database::open(path, core::DatabaseMode::read_only);
  REQUIRE(opened.ok());
  core::Database database = std::move(opened).value();
  core::Statement statement = database.prepare(sql);
  std::string text;
  while (statement.step()) {
    if (!text.empty()) text += "\n";
    for (int i = 0; i < statement.columns(); ++i)
      text += (i > 0 ? "|" : "") + (statement.is_nothing(i) ? "-" : statement.text(i));
  }
  REQUIRE_MESSAGE(!statement.failed(), database.error());
  return text;
}

StoredRow sample() {
  StoredRow stored;
  stored.row.number = 7;
  stored.row.line = 8;
  stored.row.id = "it's";
  stored.row.eligibility = "indeterminate";
  stored.row.missing = {"labs.x", "tests (a, b)"};
  stored.row.assumptions = {"s"};
  stored.row.outcomes = {Outcome::pass, Outcome::not_applicable};
  stored.row.set_aside = 1;
  RowRegimen regimen{"r", "unknown", "no_finding", "avoid", {{}, 1, 2, true, {}}};
  regimen.rank.score = RowScore{"0.123457", "0.25", "0.5"};
  stored.row.regimens = {regimen, {"q", "caution", "caution", "caution", {}}};
  stored.errors = {{core::Place{8, 3}, "E0502", "no such unit"}, {std::nullopt, "E0001", "odd"}};
  stored.decision = "{\"schema\":\"1\"}";
  return stored;
}

StoredRun sample_run() { return {"0", "p 1", "d", "", "", "k", "list", "", "", "{}"}; }

}  // namespace

TEST_CASE("a row in its tables") {
  const support::TemporaryFolder folder;
  const fs::path path = folder / "d";
  {
    auto opened = DatabaseOutput::open(path, {"one", "two"});
    REQUIRE(opened.ok());
    DatabaseOutput output = std::move(opened).value();
    CHECK(DatabaseOutput::begun(path) == false);  // locked by this one
    StoredRow rejected;
    rejected.row.number = 8;
    rejected.row.line = 9;
    rejected.row.rejected = true;
    CHECK_FALSE(output.write({sample(), rejected}, "first"));
    Attrition sums({"one", "two"});
    sums.rows = 2;
    sums.rejected = 1;
    sums.criteria[0] = {"one", 1, 2, 3, 4, 5, 6};
    sums.missing = {{"f", {3, 1}}, {"g", {3, 2}}};
    CHECK_FALSE(output.finish(sample_run(), sums));
  }
  CHECK_FALSE(DatabaseOutput::begun(path));  // and ended
  CHECK(ask(path, "SELECT * FROM row") == "7|8|it's|indeterminate|0|1\n8|9|-|-|1|0");
  CHECK(ask(path, "SELECT * FROM criterion") == "7|one|pass\n7|two|not_applicable");
  CHECK(ask(path, "SELECT * FROM missing") == "7|labs.x\n7|tests (a, b)");
  CHECK(ask(path, "SELECT * FROM assumption") == "7|s");
  CHECK(ask(path, "SELECT * FROM regimen") ==
        "7|q|caution|caution|caution|-|-|-|-|-|-|-\n"
        "7|r|unknown|no_finding|avoid|-|1|2|1|0.123457|0.25|0.5");
  CHECK(ask(path, "SELECT typeof(score), typeof(score_low) FROM regimen WHERE regimen = 'r'") ==
        "real|real");
  CHECK(ask(path, "SELECT * FROM error") == "7|8|3|E0502|no such unit|-\n7|-|-|E0001|odd|-");
  CHECK(ask(path, "SELECT row, json ->> 'schema' FROM decision") == "7|1");
  CHECK(ask(path, "SELECT * FROM attrition WHERE criterion = 'one'") == "one|1|2|3|4|5|6");
  CHECK(ask(path, "SELECT * FROM what_settles") == "g|2|3\nf|1|3");
  CHECK(ask(path, "SELECT * FROM run") == "0|p 1|d|-|-|k|list|-|-|{}|2|1|0|0");
}

TEST_CASE("rows that are not done are taken back with all that is theirs") {
  const support::TemporaryFolder folder;
  const fs::path path = folder / "d";
  auto opened = DatabaseOutput::open(path, {"one", "two"});
  REQUIRE(opened.ok());
  DatabaseOutput output = std::move(opened).value();
  StoredRow next = sample();
  next.row.number = 9;
  CHECK_FALSE(output.write({sample()}, "first"));
  CHECK_FALSE(output.write({next}, "second"));
  // A row that is there already: all of the part is refused, and its line.
  CHECK(output.write({sample()}, "third"));
  CHECK(output.lines().value() == std::vector<std::string>{"first", "second"});
  CHECK_FALSE(output.keep(1, 7));
  CHECK(output.lines().value() == std::vector<std::string>{"first"});
  CHECK_FALSE(output.write({next}, "again"));
  CHECK_FALSE(output.finish(sample_run(), Attrition({"one", "two"})));
  for (const char* table : {"criterion", "missing", "assumption", "regimen", "error", "decision"})
    CHECK(ask(path, std::string("SELECT min(row), max(row) FROM ") + table) == "7|9");
}

TEST_CASE("the same content for any number of threads and any size of chunk") {
  std::string first;
  for (const std::size_t threads : {1U, 2U, 7U}) {
    for (const std::size_t chunk : {1U, 1U << 20U, 1U << 22U}) {
      const support::TemporaryFolder folder;
      lay(folder, small_list());
      SmallHow how;
      how.database = true;
      how.threads = threads;
      how.chunk_bytes = chunk;
      REQUIRE(run(folder, how).result);
      const std::string content = content_of(folder / "rows");
      if (first.empty()) first = content;
      CHECK(content == first);
    }
  }
}

TEST_CASE("who matches, and what was refused, by query") {
  const support::TemporaryFolder folder;
  lay(folder, small_list());
  SmallHow how;
  how.database = true;
  REQUIRE(run(folder, how).result);
  const fs::path path = folder / "rows";
  // By hand: ids of three characters are but for the 6th, `again`, and the 8th, which is
  // not closed.
  CHECK(ask(path, "SELECT group_concat(id) FROM who_matches") == "R-1,R-2,R-3,R-4,R-5,R-7,R-9");
  CHECK(ask(path, "SELECT assumptions FROM who_matches LIMIT 1") == "nothing else");
  CHECK(ask(path, "SELECT group_concat(number) FROM row WHERE rejected = 1") == "8,16");
  CHECK(ask(path, "SELECT count(*), count(DISTINCT row) FROM error WHERE row IN (8, 16)") == "2|2");
  CHECK(ask(path, "SELECT * FROM what_settles") == "labs.x|3|14\nlabs.y|0|11");
  CHECK(ask(path, "SELECT fails_alone, fail FROM attrition WHERE criterion = 'one'") == "0|3");
}

}  // namespace regimen::screening
