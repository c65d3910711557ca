// Entries of a log as tests make them up, and the file behind a log. Thread-safety: pure functions.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "engine/core/database.h"
#include "engine/core/files.h"
#include "engine/embed/log/decision_log.h"

namespace regimen::embed::log {

// 2026-11-01T09:00:00.000Z, by `date -u -d 2026-11-01T09:00:00Z +%s`, and so many milliseconds.
inline Time at(std::int64_t milliseconds) {
  return Time(std::chrono::milliseconds(1793523600000 + milliseconds));
}

inline Entry entry(std::int64_t milliseconds, const std::vector<Card>& cards = {}) {
  Entry one;
  one.time = at(milliseconds);
  one.source = "patient-view";
  one.pack = {"trial", "1.2.0", "pack-digest"};
  one.knowledge_digest = "knowledge-digest";
  one.engine_version = "0.1.0";
  one.options = R"({"as_of":"2026-11-01"})";
  one.input_digest = core::sha256("the text");
  one.verdicts = R"({"eligibility":{"status":"eligible","failed":[],"unknown":[]}})";
  one.cards = cards;
  one.input = std::make_shared<const std::string>("the text");
  one.profile_id = "R-4711";
  return one;
}

inline DecisionLog opened(const std::filesystem::path& path, const LogOptions& options = {}) {
  auto opening = DecisionLog::open(path, options);
  REQUIRE_MESSAGE(opening.ok(), (opening.ok() ? "" : opening.failure().message));
  return std::move(opening).value();
}

inline core::Database database(const std::filesystem::path& path) {
  auto opening = core::Database::open(path, core::DatabaseMode::create);
  REQUIRE(opening.ok());
  core::Database file = std::move(opening).value();
  // As people have it who look at the views with SQLite.
  REQUIRE_FALSE(file.execute("PRAGMA trusted_schema = ON"));
  return file;
}

}  // namespace regimen::embed::log
