// Small run: a list of a few made-up rows, screened by a rule of three lines, that can be stopped
// after any chunk and gone on with. Thread-safety: for one thread.
#pragma once

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "engine/core/database.h"
#include "engine/screening/screen.h"
#include "tests/io/shipped.h"
#include "tests/support/temporary_folder.h"

namespace regimen::screening {

namespace fs = std::filesystem;

// 23 rows: ids that return, rows that are no JSON, rows with a bad value, blank lines. Each is as
// long as half a piece of what a list is read in, so that there are many chunks.
inline std::string small_list() {
  std::string text;
  for (int i = 1; i <= 23; ++i) {
    const std::string id = i % 6 == 0 ? "again" : "R-" + std::to_string(i);
    text += R"({"profile": "1", "id": ")" + id + R"(", "as_of": "2026-11-01")";
    if (i % 7 == 0) text += R"(, "patient": {"weight": "70 stone"})";
    text += std::string(std::size_t{1} << 17, ' ');
    text += i % 8 == 0 ? "\n" : "}\n";  // not closed
    if (i % 5 == 0) text += "\n\n";
  }
  return text;
}

// By the length of the id: some criteria pass, some fail, some are unknown.
inline decision::Decision decide_by_length(const facts::Record& record) {
  using program::Verdict;
  decision::Decision decision;
  decision.profile_id = record.id;
  decision.eligibility.status = record.id.size() == 3 ? decision::EligibilityStatus::eligible
                                                      : decision::EligibilityStatus::indeterminate;
  const Verdict verdicts[] = {record.id == "again" ? Verdict::fail : Verdict::pass,
                              record.id.size() == 3 ? Verdict::pass : Verdict::unknown};
  const char* const ids[] = {"one", "two"};
  for (int i = 0; i < 2; ++i) {
    decision::Criterion criterion;
    criterion.id = ids[i];
    criterion.verdict = criterion.assumed_verdict = verdicts[i];
    if (verdicts[i] == Verdict::fail) decision.eligibility.failed.emplace_back(ids[i]);
    decision.eligibility.criteria.push_back(std::move(criterion));
  }
  if (record.id.size() != 3) decision.eligibility.still_missing = {{"labs.x"}, {"labs.y"}};
  if (record.id == "again") decision.eligibility.still_missing.pop_back();
  decision.eligibility.assumptions = {"nothing else"};
  decision::RegimenSafety safety;
  safety.id = "r";
  safety.status = language::Severity::caution;
  safety.at_least = safety.at_most = language::Severity::caution;
  decision.regimens.push_back(std::move(safety));
  return decision;
}

struct SmallHow {
  std::size_t chunk_bytes = std::size_t{1} << 22;
  std::size_t threads = 1;
  int stop_after = 0;  // chunks; 0: never
  bool resume = false;
  bool database = false;
  bool commit = true;
  RunMarks marks{{"the pack", "1"}};
};

struct SmallRun {
  OutputsOpening opening;
  std::optional<ScreenResult> result;  // nothing where it was not begun
  int chunks = 0;                      // that were written
};

// The list is `list` in the folder, the outputs are `rows`, `errors` and `summary`.
inline SmallRun run(const support::TemporaryFolder& folder, const SmallHow& how) {
  io::ListOptions list_options;
  list_options.limits.chunk_bytes = how.chunk_bytes;
  io::ListOpening list =
      io::List::open((folder / "list").string(), std::move(list_options), io::knowledge());
  REQUIRE(list.list);
  OutputRequest request;
  request.rows = (folder / "rows").string();
  request.errors = (folder / "errors").string();
  request.database = how.database;
  request.deciding = {"one", "two"};
  request.regimens = {"r"};
  request.journal = true;
  request.resume = how.resume;
  request.run = how.marks;
  SmallRun small;
  small.opening = Outputs::open(std::move(request));
  if (!small.opening.outputs) return small;
  ScreenOptions options;
  options.threads = how.threads;
  options.deciding = {"one", "two"};
  options.regimens = {"r"};
  Deciding deciding;
  deciding.decide = decide_by_length;
  std::atomic<bool> stop = false;
  small.result =
      screen(*list.list, deciding, {}, options, *small.opening.outputs, stop,
             [&](std::uint64_t, std::uint64_t) { stop = ++small.chunks == how.stop_after; });
  if (!how.commit || small.result->failure || small.result->interrupted || small.result->changed)
    return small;
  const RunName name{"list", "p 1", "d", "", "k", "0"};
  const StoredRun stored{"0", "p 1", "d", "", "", "k", "list", "", "", "{}"};
  const auto trouble = small.opening.outputs->commit(
      {(folder / "summary").string(), summary_json(name, small.result->attrition), stored},
      small.result->attrition);
  REQUIRE_MESSAGE(!trouble, (trouble ? trouble->message : ""));
  return small;
}

// All tables of a database, cell by cell.
inline std::string content_of(const fs::path& path) {
  auto opened = core::Database::open(path, core::DatabaseMode::read_only);
  REQUIRE(opened.ok());
  core::Database database = std::move(opened).value();
  std::string text;
  core::Statement tables =
      database.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name");
  while (tables.step()) {
    text += tables.text(2) + "\n";
    if (tables.text(0) != "table") continue;
    core::Statement rows = database.prepare("SELECT * FROM \"" + tables.text(1) + "\"");
    while (rows.step()) {
      for (int i = 0; i < rows.columns(); ++i) text += rows.text(i) + "|";
      text += "\n";
    }
    REQUIRE_FALSE(rows.failed());
  }
  return text;
}

struct Outcomes {
  std::string rows;
  std::string errors;
  std::string summary;

  bool operator==(const Outcomes&) const = default;
};

inline Outcomes outcomes(const support::TemporaryFolder& folder, bool database) {
  return {database ? content_of(folder / "rows") : io::text_of(folder / "rows"),
          io::text_of(folder / "errors"), io::text_of(folder / "summary")};
}

inline std::vector<std::string> names_in(const support::TemporaryFolder& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.path()))
    names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace regimen::screening
