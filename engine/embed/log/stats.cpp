// Entry: stats. Test: tests/embed/log_stats_test.cpp.
#include "engine/embed/log/stats.h"

#include "engine/embed/log/log_file.h"
#include "engine/embed/log/schema.h"

namespace regimen::embed::log {

namespace {

using core::Database;
using core::Statement;

constexpr const char* by_source =
    "SELECT source, status, count(*) FROM decision GROUP BY 1, 2 ORDER BY 1, 2";

// A rule that a card names twice is shown once by it.
constexpr const char* shown_by_rule =
    "SELECT rule.value, count(DISTINCT card.id) FROM card, json_each(card.rules) AS rule "
    "GROUP BY 1";

// Without an aggregate of their own, the columns of a group are those of its largest sequence:
// https://www.sqlite.org/lang_select.html#bareagg. It goes on with the names of with_kinds().
constexpr const char* answers_by_rule =
    ", last AS MATERIALIZED "
    "  (SELECT card, outcome, reason, max(sequence) FROM feedback GROUP BY card), "
    "spoken AS MATERIALIZED (SELECT DISTINCT card.id AS id, rule.value AS rule "
    "  FROM card, json_each(card.rules) AS rule) "
    "SELECT rule, outcome, coalesce(reason, ''), count(*) "
    "FROM last JOIN spoken ON spoken.id = last.card GROUP BY 1, 2, 3";

constexpr const char* strange_answers =
    "SELECT count(*) FROM feedback WHERE card NOT IN (SELECT id FROM card WHERE id IS NOT NULL)";

bool read_number(Database& database, const char* sql, std::int64_t& into) {
  Statement row = database.prepare(with_kinds(sql));
  if (row.step()) into = row.number(0);
  return !row.failed();
}

bool read_sources(Database& database, LogStats& stats) {
  Statement row = database.prepare(with_kinds(by_source));
  while (row.step()) stats.sources.push_back({row.text(0), row.text(1), row.number(2)});
  return !row.failed();
}

bool read_rules(Database& database, LogStats& stats) {
  std::map<std::string, RuleAnswers> rules;
  Statement shown = database.prepare(with_kinds(shown_by_rule));
  while (shown.step()) rules[shown.text(0)].shown = shown.number(1);
  Statement answer = database.prepare(with_kinds(answers_by_rule));
  while (answer.step()) {
    RuleAnswers& rule = rules[answer.text(0)];
    const std::int64_t count = answer.number(3);
    if (answer.text(1) == to_text(FeedbackOutcome::accepted)) {
      rule.accepted += count;
    } else {
      rule.overridden += count;
      rule.reasons[answer.text(2)] += count;
    }
  }
  for (auto& [id, rule] : rules) {
    rule.rule = id;
    stats.rules.push_back(std::move(rule));
  }
  return !shown.failed() && !answer.failed();
}

}  // namespace

std::optional<double> RuleAnswers::override_rate() const {
  if (answered() == 0) return std::nullopt;
  return static_cast<double>(overridden) / static_cast<double>(answered());
}

core::Result<LogStats> stats(const std::filesystem::path& path) {
  auto opening = LogFile::open_to_read(path);
  if (!opening.ok()) return opening.failure();
  Database database = std::move(opening).value();
  LogStats stats;
  const bool good = !database.execute("BEGIN") && read_sources(database, stats) &&
                    read_rules(database, stats) &&
                    read_number(database, "SELECT count(DISTINCT id) FROM card", stats.cards) &&
                    read_number(database, "SELECT count(*) FROM feedback", stats.answers) &&
                    read_number(database, strange_answers, stats.strange_answers) &&
                    read_number(database, "SELECT count(*) FROM gap", stats.gaps) &&
                    read_number(database, "SELECT coalesce(sum(lost), 0) FROM gap", stats.lost);
  if (good) return stats;
  return core::Failure{core::FailureKind::cannot_read, path.string(), database.error()};
}

}  // namespace regimen::embed::log
