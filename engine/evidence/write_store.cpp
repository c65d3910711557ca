// Entry: build_store. Test: tests/evidence/store_test.cpp.
#include "engine/evidence/schema_text.h"
#include "engine/evidence/store.h"

namespace regimen::evidence {

using core::Database;
using core::Statement;

namespace {

constexpr std::int64_t application_id = 0x52474d45;  // "RGME"

class Writer {
 public:
  explicit Writer(Database& store) : store_(store) {}

  // False as soon as SQLite refused something.
  bool run(const Evidence& evidence, const facts::Knowledge& knowledge, const std::string& digest) {
    insert("INSERT INTO meta VALUES (?, ?)", [&](Statement& meta) {
      keep(meta.bind(1, "digest").bind(2, digest));
      keep(meta.bind(1, "evidence_digest").bind(2, evidence.digest));
    });
    insert("INSERT INTO source VALUES (?, ?, ?, ?)", [&](Statement& row) {
      for (const auto& [id, source] : knowledge.cited) {
        keep(row.bind(1, id)
                 .bind(2, source.title)
                 .bind(3, source.citation)
                 .bind(4, source.provenance));
      }
    });
    std::int64_t place = 0;
    for (const Outcome& outcome : evidence.outcomes) write(outcome, ++place);
    place = 0;
    for (const Study& study : evidence.studies) write(study, ++place);
    return good_;
  }

 private:
  template <typename Fill>
  void insert(std::string_view sql, const Fill& fill) {
    Statement statement = store_.prepare(sql);
    fill(statement);
  }
  void keep(Statement& statement) { good_ = statement.run() && good_; }

  void words(const std::string& owner, const Localized& texts) {
    insert("INSERT INTO words VALUES (?, ?, ?)", [&](Statement& row) {
      for (const auto& [locale, text] : texts)
        keep(row.bind(1, owner).bind(2, locale).bind(3, text));
    });
  }

  static void optional(Statement& row, int place, const std::string& text) {
    if (text.empty()) {
      row.bind_nothing(place);
    } else {
      row.bind(place, text);
    }
  }

  void write(const Outcome& outcome, std::int64_t place) {
    insert("INSERT INTO outcome VALUES (?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
      row.bind(1, outcome.id).bind(2, place).bind(3, outcome.kind).bind(4, outcome.direction);
      optional(row, 5, outcome.mirrors);
      keep(row.bind(6, outcome.source).bind(7, outcome.at));
    });
    insert("INSERT INTO outcome_part VALUES (?, ?, ?)", [&](Statement& row) {
      std::int64_t nth = 0;
      for (const std::string& whole : outcome.part_of)
        keep(row.bind(1, outcome.id).bind(2, whole).bind(3, ++nth));
    });
    words("outcome/" + outcome.id + "/name", outcome.name);
    words("outcome/" + outcome.id + "/definition", outcome.definition);
  }

  void write(const Study& study, std::int64_t place) {
    insert("INSERT INTO study VALUES (?, ?, ?, ?, ?, ?)", [&](Statement& row) {
      keep(row.bind(1, study.id)
               .bind(2, place)
               .bind(3, study.source)
               .bind(4, study.primary_outcome)
               .bind(5, study.primary_horizon)
               .bind(6, study.primary_set));
    });
    words("study/" + study.id + "/title", study.title);
    words("study/" + study.id + "/about", study.about);
    each(study.arms, [&](const Arm& arm, std::int64_t i) { write(study, arm, i); });
    each(study.sets, [&](const AnalysisSet& set, std::int64_t i) { write(study, set, i); });
    each(study.comparisons, [&](const Comparison& one, std::int64_t i) { write(study, one, i); });
    each(study.rows, [&](const Row& row, std::int64_t i) { write(study, row, i); });
    each(study.remarks, [&](const Remark& remark, std::int64_t i) { write(study, remark, i); });
  }

  template <typename T, typename Write>
  static void each(const std::vector<T>& all, const Write& write_one) {
    std::int64_t place = 0;
    for (const T& one : all) write_one(one, ++place);
  }

  void write(const Study& study, const Arm& arm, std::int64_t place) {
    insert("INSERT INTO arm VALUES (?, ?, ?, ?)", [&](Statement& row) {
      keep(row.bind(1, study.id).bind(2, arm.id).bind(3, place).bind(4, arm.regimen));
    });
    words("arm/" + study.id + "/" + arm.id + "/name", arm.name);
  }

  void write(const Study& study, const AnalysisSet& set, std::int64_t place) {
    insert("INSERT INTO analysis_set VALUES (?, ?, ?, ?, ?)", [&](Statement& row) {
      keep(row.bind(1, study.id).bind(2, set.id).bind(3, place).bind(4, set.kind).bind(5, set.at));
    });
    insert("INSERT INTO set_size VALUES (?, ?, ?, ?)", [&](Statement& row) {
      for (const auto& [arm, n] : set.size)
        keep(row.bind(1, study.id).bind(2, set.id).bind(3, arm).bind(4, n));
    });
    words("set/" + study.id + "/" + set.id + "/name", set.name);
    words("set/" + study.id + "/" + set.id + "/note", set.note);
  }

  void write(const Study& study, const Comparison& one, std::int64_t place) {
    insert("INSERT INTO comparison VALUES (?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
      keep(row.bind(1, study.id)
               .bind(2, one.id)
               .bind(3, place)
               .bind(4, one.of)
               .bind(5, one.against)
               .bind(6, one.control_step)
               .bind(7, one.control_at));
    });
  }

  void write(const Study& study, const Row& result, std::int64_t place) {
    insert("INSERT INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
      row.bind(1, study.id).bind(2, result.id).bind(3, place).bind(4, result.outcome);
      optional(row, 5, result.set);
      keep(row.bind(6, result.horizon)
               .bind(7, result.source)
               .bind(8, result.at)
               .bind(9, result.unit));
    });
    words("result/" + study.id + "/" + result.id + "/note", result.note);
    insert("INSERT INTO event_count VALUES (?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
      each(result.counts, [&](const Count& count, std::int64_t i) {
        row.bind(1, study.id)
            .bind(2, result.id)
            .bind(3, i)
            .bind(4, count.arm)
            .bind(5, count.events);
        if (count.total) {
          row.bind(6, *count.total);
        } else {
          row.bind_nothing(6);
        }
        optional(row, 7, count.percent ? count.percent->printed : "");
        keep(row);
      });
    });
    insert("INSERT INTO amount VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
      each(result.amounts, [&](const Amount& amount, std::int64_t i) {
        row.bind(1, study.id).bind(2, result.id).bind(3, i).bind(4, amount.arm);
        if (amount.n) {
          row.bind(5, *amount.n);
        } else {
          row.bind_nothing(5);
        }
        int column = 5;
        for (const char* key : {"mean", "sd", "median", "low", "high", "value"}) {
          const auto figure = amount.figures.find(key);
          optional(row, ++column, figure == amount.figures.end() ? "" : figure->second.printed);
        }
        keep(row);
      });
    });
    insert("INSERT INTO printed_test VALUES (?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
      each(result.tests, [&](const PrintedTest& test, std::int64_t i) {
        const bool pair = test.arms.size() == 2;
        keep(row.bind(1, study.id)
                 .bind(2, result.id)
                 .bind(3, i)
                 .bind(4, pair ? test.arms[0] : "")
                 .bind(5, pair ? test.arms[1] : "")
                 .bind(6, test.p.printed)
                 .bind(7, test.method));
      });
    });
    if (result.estimate) write(study, result, *result.estimate);
  }

  void write(const Study& study, const Row& result, const Estimate& estimate) {
    insert("INSERT INTO estimate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
      row.bind(1, study.id)
          .bind(2, result.id)
          .bind(3, estimate.statistic)
          .bind(4, estimate.per)
          .bind(5, estimate.adjusted ? 1 : 0)
          .bind(6, estimate.of)
          .bind(7, estimate.against)
          .bind(8, estimate.value.printed);
      optional(row, 9, estimate.low ? estimate.low->printed : "");
      optional(row, 10, estimate.high ? estimate.high->printed : "");
      keep(row.bind(11, estimate.level));
    });
    words("result/" + study.id + "/" + result.id + "/population", estimate.population);
  }

  void write(const Study& study, const Remark& remark, std::int64_t place) {
    insert("INSERT INTO remark VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [&](Statement& row) {
      keep(row.bind(1, study.id)
               .bind(2, remark.section)
               .bind(3, remark.id)
               .bind(4, place)
               .bind(5, remark.kind)
               .bind(6, remark.strength)
               .bind(7, remark.certainty)
               .bind(8, remark.source)
               .bind(9, remark.at));
    });
    words("remark/" + study.id + "/" + remark.section + "/" + remark.id + "/text", remark.text);
    insert("INSERT INTO remark_value VALUES (?, ?, ?, ?, ?, ?)", [&](Statement& row) {
      const auto value = [&](std::string_view key, std::int64_t i, const std::string& text) {
        keep(row.bind(1, study.id)
                 .bind(2, remark.section)
                 .bind(3, remark.id)
                 .bind(4, key)
                 .bind(5, i)
                 .bind(6, text));
      };
      for (const auto& [key, text] : remark.values) value(key, 0, text);
      each(remark.regimens,
           [&](const std::string& regimen, std::int64_t i) { value("regimen", i, regimen); });
    });
  }

  Database& store_;
  bool good_ = true;
};

}  // namespace

int store_version() { return static_cast<int>(migrations.size()); }

core::Result<Database> build_store(const Evidence& evidence, const facts::Knowledge& knowledge,
                                   const std::string& digest) {
  auto opened = Database::in_memory();
  if (!opened.ok()) return opened;
  Database store = std::move(opened).value();
  auto failure = store.execute(
      "PRAGMA foreign_keys = ON; PRAGMA application_id = " + std::to_string(application_id) + ";");
  for (std::size_t version = 0; version < migrations.size() && !failure; ++version) {
    failure = store.execute("BEGIN; " + std::string(migrations[version]));
    // Later versions are made of what the first one holds.
    if (!failure && version == 0 && !Writer(store).run(evidence, knowledge, digest))
      failure = core::Failure{core::FailureKind::cannot_write, "the store", store.error()};
    if (!failure) {
      failure = store.execute("PRAGMA user_version = " + std::to_string(version + 1) + "; COMMIT;");
    }
  }
  if (failure) return *failure;
  return store;
}

}  // namespace regimen::evidence
