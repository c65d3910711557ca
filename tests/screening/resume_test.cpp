// A run that is stopped anywhere and gone on with ends with the same bytes as one that was not.
#include "engine/screening/resume.h"

#include <doctest/doctest.h>

#include "engine/core/output_file.h"
#include "tests/screening/small_run.h"

namespace regimen::screening {

namespace {

void lay(const support::TemporaryFolder& folder, const std::string& list = small_list()) {
  std::ofstream(folder / "list", std::ios::binary) << list;
}

Outcomes uninterrupted(bool database) {
  const support::TemporaryFolder folder;
  lay(folder);
  SmallHow how;
  how.database = database;
  REQUIRE(run(folder, how).result);
  CHECK(names_in(folder) == std::vector<std::string>{"errors", "list", "rows", "summary"});
  return outcomes(folder, database);
}

// Stopped after each second chunk, gone on with until it is done.
int in_pieces(const support::TemporaryFolder& folder, SmallHow how) {
  for (int runs = 1;; ++runs) {
    REQUIRE(runs < 100);
    const SmallRun small = run(folder, how);
    REQUIRE(small.result);
    CHECK_FALSE(small.result->failure);
    CHECK_FALSE(small.result->changed);
    if (!small.result->interrupted) return runs;
    CHECK_FALSE(fs::exists(folder / "rows"));
    CHECK_FALSE(fs::exists(folder / "errors"));
    CHECK_FALSE(fs::exists(folder / "summary"));
    how.resume = true;
  }
}

constexpr std::size_t chunk_sizes[] = {1, 600'000, 1 << 20, 1 << 22};

}  // namespace

TEST_CASE("stopped after any chunk and gone on with in chunks of another size") {
  for (const bool database : {false, true}) {
    const Outcomes whole = uninterrupted(database);
    // By hand: 23 rows, 2 of them not closed (8, 16), 3 with a bad value (7, 14, 21), the id of 6
    // and 12 and 18 stands three times.
    CHECK(whole.summary.find("\"rows\": 23") != std::string::npos);
    CHECK(whole.summary.find("\"rejected\": 2") != std::string::npos);
    CHECK(whole.summary.find("\"with_values_set_aside\": 3") != std::string::npos);
    CHECK(whole.summary.find("\"repeated_ids\": 2") != std::string::npos);
    for (const std::size_t before : chunk_sizes) {
      for (const std::size_t after : chunk_sizes) {
        for (int stop_after = 1; stop_after <= 13; ++stop_after) {
          const support::TemporaryFolder folder;
          lay(folder);
          SmallHow how;
          how.database = database;
          how.chunk_bytes = before;
          how.stop_after = stop_after;
          const auto first = run(folder, how).result;
          REQUIRE(first);
          const bool last = !first->interrupted;
          if (!last) {
            how.stop_after = 0;
            how.resume = true;
            how.chunk_bytes = after;
            how.threads = 1 + static_cast<std::size_t>(stop_after % 3);
            REQUIRE(run(folder, how).result);
          }
          CAPTURE(before);
          CAPTURE(after);
          CAPTURE(stop_after);
          CHECK(outcomes(folder, database) == whole);
          CHECK(names_in(folder).size() == 4);
          // With a database each flush goes to the disk: a few places will do.
          if (last || (database && stop_after == 3)) break;
        }
      }
    }
  }
}

TEST_CASE("stopped again and again") {
  for (const bool database : {false, true}) {
    const support::TemporaryFolder folder;
    lay(folder);
    SmallHow how;
    how.database = database;
    how.chunk_bytes = 1;
    how.stop_after = 2;
    CHECK(in_pieces(folder, how) > 3);
    CHECK(outcomes(folder, database) == uninterrupted(database));
  }
}

TEST_CASE("nothing to go on with: it begins") {
  const support::TemporaryFolder folder;
  lay(folder);
  SmallHow how;
  how.resume = true;
  REQUIRE(run(folder, how).result);
  CHECK(outcomes(folder, false) == uninterrupted(false));
}

TEST_CASE("what a crash has cut off, or never written, is done again") {
  const Outcomes whole = uninterrupted(false);
  const auto stopped = [](const support::TemporaryFolder& folder) {
    lay(folder);
    SmallHow how;
    how.chunk_bytes = 1;
    how.stop_after = 4;
    const SmallRun small = run(folder, how);
    REQUIRE(small.result);
    REQUIRE(small.result->interrupted);
  };
  const auto goes_on = [&](const support::TemporaryFolder& folder) {
    SmallHow how;
    how.resume = true;
    const SmallRun small = run(folder, how);
    REQUIRE(small.result);
    CHECK(small.result->attrition.rows == 23);
    CHECK(outcomes(folder, false) == whole);
    CHECK(names_in(folder).size() == 4);
  };
  for (const char* name : {"rows.partial", "errors.partial", "rows.journal"}) {
    const auto size = [&] {
      const support::TemporaryFolder folder;
      stopped(folder);
      return fs::file_size(folder / name);
    }();
    for (std::uintmax_t kept = 0; kept <= size; kept += 1 + size / 12) {
      CAPTURE(name);
      CAPTURE(kept);
      // Cut off,
      const support::TemporaryFolder cut;
      stopped(cut);
      fs::resize_file(cut / name, kept);
      goes_on(cut);
      // or of the right length, but never written: what a file system leaves after a loss of power.
      const support::TemporaryFolder blank;
      stopped(blank);
      fs::resize_file(blank / name, kept);
      fs::resize_file(blank / name, size);
      goes_on(blank);
    }
    const support::TemporaryFolder gone;
    stopped(gone);
    fs::remove(gone / name);
    goes_on(gone);
    const support::TemporaryFolder longer;
    stopped(longer);
    std::ofstream(longer / name, std::ios::app) << "and more";
    goes_on(longer);
  }
}

TEST_CASE("interrupted between the last row and the last rename") {
  for (const bool database : {false, true}) {
    const Outcomes whole = uninterrupted(database);
    for (const char* renamed : {"", "errors", "rows"}) {
      if (database && renamed == std::string("rows")) continue;
      const support::TemporaryFolder folder;
      lay(folder);
      SmallHow how;
      how.database = database;
      how.commit = false;
      REQUIRE(run(folder, how).result);
      CHECK_FALSE(fs::exists(folder / "rows"));
      const std::string name = renamed;
      if (!name.empty()) fs::rename(folder / (name + ".partial"), folder / name);
      how.commit = true;
      how.resume = true;
      const SmallRun small = run(folder, how);
      REQUIRE(small.result);
      CHECK(small.chunks == 0);  // nothing was decided again
      CHECK(outcomes(folder, database) == whole);
      CHECK(names_in(folder).size() == 4);
    }
  }
}

TEST_CASE("another list is refused, and what was begun stays") {
  const std::string before = small_list();
  std::string other = before;
  other.replace(other.find("R-2\""), 4, "R-x\"");
  std::string moved = before;
  moved.insert(moved.find('\n'), "\n");  // a blank line: places of errors would move
  for (const std::string& list : {other, moved, before.substr(0, 150'000), std::string()}) {
    const support::TemporaryFolder folder;
    lay(folder);
    SmallHow how;
    how.chunk_bytes = 1;
    how.stop_after = 4;
    REQUIRE(run(folder, how).result->interrupted);
    lay(folder, list.empty() ? "{}\n" : list);
    how.stop_after = 0;
    how.resume = true;
    const auto refused = run(folder, how).result;
    REQUIRE(refused);
    CHECK(refused->changed);
    lay(folder);
    REQUIRE(run(folder, how).result);
    CHECK(outcomes(folder, false) == uninterrupted(false));
  }
}

TEST_CASE("a list that has grown goes on, unless its end was seen") {
  const std::string more = R"({"profile": "1", "id": "new", "as_of": "2026-11-01"})";
  for (const bool ended : {false, true}) {
    const support::TemporaryFolder folder;
    lay(folder);
    SmallHow how;
    how.chunk_bytes = 1;
    how.stop_after = ended ? 0 : 4;
    how.commit = false;
    REQUIRE(run(folder, how).result);
    lay(folder, small_list() + more + "\n");
    how.stop_after = 0;
    how.commit = true;
    how.resume = true;
    const SmallRun small = run(folder, how);
    REQUIRE(small.result);
    CHECK(small.result->changed == ended);
    if (!ended) CHECK(small.result->attrition.rows == 24);
  }
}

TEST_CASE("another pack is named, and a run without --resume begins anew") {
  const support::TemporaryFolder folder;
  lay(folder);
  SmallHow how;
  how.chunk_bytes = 1;
  how.stop_after = 4;
  REQUIRE(run(folder, how).result->interrupted);
  how.stop_after = 0;
  how.resume = true;
  how.marks = {{"the pack", "2"}};
  const SmallRun refused = run(folder, how);
  CHECK_FALSE(refused.result);
  CHECK(refused.opening.changed == std::vector<std::string>{"the pack"});
  CHECK(fs::exists(folder / "rows.partial"));
  how.resume = false;
  const SmallRun anew = run(folder, how);
  REQUIRE(anew.result);
  CHECK(anew.chunks > 4);
  CHECK(outcomes(folder, false) == uninterrupted(false));
}

TEST_CASE("an empty list, begun, ended and gone on with") {
  const support::TemporaryFolder folder;
  lay(folder, "\n");
  io::ListOptions ndjson;
  ndjson.kind = io::ListKind::ndjson;
  io::ListOpening list = io::List::open((folder / "list").string(), ndjson, io::knowledge());
  REQUIRE(list.list);
  const std::atomic<bool> stop = false;
  const Resumption nothing = skip(*list.list, {}, true, stop);
  CHECK_FALSE(nothing.changed);
  CHECK_FALSE(nothing.rest);
}

TEST_CASE("what was opened to be gone on with is cut to what counts, and kept") {
  const support::TemporaryFolder folder;
  const fs::path path = folder / "rows";
  const auto opened = [&](std::uint64_t kept) {
    auto file = core::OutputFile::go_on(path, kept);
    REQUIRE(file.ok());
    return std::move(file).value();
  };
  {
    core::OutputFile file = opened(0);
    CHECK_FALSE(file.write("one two"));
  }
  CHECK_FALSE(fs::exists(path));
  CHECK(io::text_of(core::OutputFile::partial_name(path)) == "one two");
  {
    core::OutputFile file = opened(4);
    CHECK_FALSE(file.write("three"));
    CHECK_FALSE(file.flush());
    CHECK_FALSE(fs::exists(path));
    CHECK_FALSE(file.commit());
  }
  CHECK(io::text_of(path) == "one three");
  CHECK(names_in(folder) == std::vector<std::string>{"rows"});
  CHECK(core::OutputFile::is_file(path));
  CHECK(core::OutputFile::is_file(folder / "not yet"));
  CHECK_FALSE(core::OutputFile::is_file("-"));
  CHECK_FALSE(core::OutputFile::is_file("/dev/null"));
  CHECK_FALSE(core::OutputFile::is_file(folder.path()));
}

}  // namespace regimen::screening
