// Entry: read_store, search_store. Test: tests/evidence/store_test.cpp.
#include "engine/evidence/store.h"

namespace regimen::evidence {

using core::Database;
using core::Statement;

namespace {

using Words = std::map<std::string, Localized>;

class Reader {
 public:
  explicit Reader(Database& store) : store_(store) {
    Statement row = store_.prepare("SELECT owner, locale, text FROM words");
    while (row.step()) words_[row.text(0)][row.text(1)] = row.text(2);
  }

  Evidence run() {
    Evidence evidence;
    evidence.digest =
        store_.value("SELECT value FROM meta WHERE key = 'evidence_digest'").value_or("");
    Statement outcome = store_.prepare(
        "SELECT id, kind, direction, mirrors, source, at FROM outcome ORDER BY place");
    while (outcome.step()) {
      const std::string id = outcome.text(0);
      evidence.outcomes.push_back({id,
                                   words("outcome/" + id + "/name"),
                                   outcome.text(1),
                                   outcome.text(2),
                                   wholes(id),
                                   outcome.text(3),
                                   words("outcome/" + id + "/definition"),
                                   outcome.text(4),
                                   outcome.text(5),
                                   {}});
    }
    Statement study = store_.prepare(
        "SELECT id, source, primary_outcome, primary_horizon, primary_set FROM study "
        "ORDER BY place");
    while (study.step()) {
      Study one;
      one.id = study.text(0);
      one.source = study.text(1);
      one.primary_outcome = study.text(2);
      one.primary_horizon = study.text(3);
      one.primary_set = study.text(4);
      fill(one);
      evidence.studies.push_back(std::move(one));
    }
    return evidence;
  }

 private:
  std::vector<std::string> wholes(const std::string& part) {
    Statement row = store_.prepare("SELECT whole FROM outcome_part WHERE part = ? ORDER BY place");
    row.bind(1, part);
    std::vector<std::string> result;
    while (row.step()) result.push_back(row.text(0));
    return result;
  }

  Localized words(const std::string& owner) const {
    const auto place = words_.find(owner);
    return place == words_.end() ? Localized() : place->second;
  }

  Statement of_study(std::string_view sql, const Study& study) {
    Statement statement = store_.prepare(sql);
    statement.bind(1, study.id);
    return statement;
  }

  static Figure figure(const std::string& printed) {
    return parse_figure(printed).value_or(Figure{});
  }
  static std::optional<Figure> optional(const Statement& row, int column) {
    return row.is_nothing(column) ? std::nullopt : parse_figure(row.text(column));
  }

  void fill(Study& study) {
    study.title = words("study/" + study.id + "/title");
    study.about = words("study/" + study.id + "/about");
    Statement arm = of_study("SELECT id, regimen FROM arm WHERE study = ? ORDER BY place", study);
    while (arm.step()) {
      study.arms.push_back(
          {arm.text(0), arm.text(1), words("arm/" + study.id + "/" + arm.text(0) + "/name")});
    }
    sets(study);
    Statement pair = of_study(
        "SELECT id, of, against, control_step, control_at FROM comparison WHERE study = ? "
        "ORDER BY place",
        study);
    while (pair.step()) {
      study.comparisons.push_back({pair.text(0), pair.text(1), pair.text(2),
                                   static_cast<int>(pair.number(3)), pair.text(4)});
    }
    rows(study);
    remarks(study);
  }

  void sets(Study& study) {
    Statement set =
        of_study("SELECT id, kind, at FROM analysis_set WHERE study = ? ORDER BY place", study);
    while (set.step()) {
      AnalysisSet one;
      one.id = set.text(0);
      one.kind = set.text(1);
      one.at = set.text(2);
      one.name = words("set/" + study.id + "/" + one.id + "/name");
      one.note = words("set/" + study.id + "/" + one.id + "/note");
      study.sets.push_back(std::move(one));
    }
    Statement size = of_study("SELECT analysis_set, arm, n FROM set_size WHERE study = ?", study);
    while (size.step()) {
      for (AnalysisSet& one : study.sets) {
        if (one.id == size.text(0)) one.size[size.text(1)] = size.number(2);
      }
    }
  }

  void rows(Study& study) {
    std::map<std::string, std::size_t> at;
    Statement row = of_study(
        "SELECT id, outcome, analysis_set, horizon, source, at, unit FROM result "
        "WHERE study = ? ORDER BY place",
        study);
    while (row.step()) {
      Row one;
      one.id = row.text(0);
      one.outcome = row.text(1);
      one.set = row.text(2);
      one.horizon = row.text(3);
      one.source = row.text(4);
      one.at = row.text(5);
      one.unit = row.text(6);
      one.note = words("result/" + study.id + "/" + one.id + "/note");
      at[one.id] = study.rows.size();
      study.rows.push_back(std::move(one));
    }
    const auto each = [&](std::string_view sql, const auto& add) {
      Statement statement = of_study(sql, study);
      while (statement.step()) {
        const auto place = at.find(statement.text(0));
        if (place != at.end()) add(study.rows[place->second], statement);
      }
    };
    each(
        "SELECT result, arm, events, total, percent FROM event_count WHERE study = ? "
        "ORDER BY result, place",
        [](Row& one, const Statement& value) {
          Count count;
          count.arm = value.text(1);
          count.events = value.number(2);
          if (!value.is_nothing(3)) count.total = value.number(3);
          count.percent = optional(value, 4);
          one.counts.push_back(std::move(count));
        });
    each(
        "SELECT result, arm, n, mean, sd, median, low, high, value FROM amount WHERE study = ? "
        "ORDER BY result, place",
        [](Row& one, const Statement& value) {
          Amount amount;
          amount.arm = value.text(1);
          if (!value.is_nothing(2)) amount.n = value.number(2);
          int column = 2;
          for (const char* key : {"mean", "sd", "median", "low", "high", "value"}) {
            if (const auto read = optional(value, ++column)) amount.figures.emplace(key, *read);
          }
          one.amounts.push_back(std::move(amount));
        });
    each(
        "SELECT result, first, second, p, method FROM printed_test WHERE study = ? "
        "ORDER BY result, place",
        [](Row& one, const Statement& value) {
          PrintedTest test;
          if (!value.text(1).empty()) test.arms = {value.text(1), value.text(2)};
          test.p = figure(value.text(3));
          test.method = value.text(4);
          one.tests.push_back(std::move(test));
        });
    each(
        "SELECT result, statistic, per, adjusted, of, against, value, low, high, level "
        "FROM estimate WHERE study = ?",
        [&](Row& one, const Statement& value) {
          Estimate estimate;
          estimate.statistic = value.text(1);
          estimate.per = value.text(2);
          estimate.adjusted = value.number(3) == 1;
          estimate.of = value.text(4);
          estimate.against = value.text(5);
          estimate.value = figure(value.text(6));
          estimate.low = optional(value, 7);
          estimate.high = optional(value, 8);
          estimate.level = static_cast<int>(value.number(9));
          estimate.population = words("result/" + study.id + "/" + one.id + "/population");
          one.estimate = std::move(estimate);
        });
  }

  void remarks(Study& study) {
    Statement row = of_study(
        "SELECT section, id, kind, strength, certainty, source, at FROM remark WHERE study = ? "
        "ORDER BY place",
        study);
    while (row.step()) {
      Remark one;
      one.section = row.text(0);
      one.id = row.text(1);
      one.kind = row.text(2);
      one.strength = row.text(3);
      one.certainty = row.text(4);
      one.source = row.text(5);
      one.at = row.text(6);
      one.text = words("remark/" + study.id + "/" + one.section + "/" + one.id + "/text");
      study.remarks.push_back(std::move(one));
    }
    Statement value = of_study(
        "SELECT section, remark, key, value FROM remark_value WHERE study = ? "
        "ORDER BY section, remark, key, place",
        study);
    while (value.step()) {
      for (Remark& one : study.remarks) {
        if (one.section != value.text(0) || one.id != value.text(1)) continue;
        if (value.text(2) == "regimen") {
          one.regimens.push_back(value.text(3));
        } else {
          one.values[value.text(2)] = value.text(3);
        }
      }
    }
  }

  Database& store_;
  Words words_;
};

// Each word as a quoted beginning: nothing of the query language gets through.
std::string as_query(const std::string& words) {
  std::string query;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) query += (query.empty() ? "\"" : " \"") + word + "\"*";
    word.clear();
  };
  for (const char c : words) {
    if (c == ' ' || c == '\t' || c == '\n') {
      finish();
    } else if (c != '"') {
      word += c;
    }
  }
  finish();
  return query;
}

}  // namespace

Evidence read_store(Database& store) { return Reader(store).run(); }

std::vector<Hit> search_store(Database& store, const std::string& words, std::size_t most) {
  std::vector<Hit> hits;
  const std::string query = as_query(words);
  if (query.empty()) return hits;
  Statement row = store.prepare(
      "SELECT kind, ref, locale, snippet(search, 3, '[', ']', '...', 24) FROM search "
      "WHERE search MATCH ? ORDER BY rank, kind, ref, locale LIMIT ?");
  row.bind(1, query).bind(2, static_cast<std::int64_t>(most));
  while (row.step()) hits.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
  return hits;
}

}  // namespace regimen::evidence
