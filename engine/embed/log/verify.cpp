// Entry: verify. Test: tests/embed/log_verify_test.cpp.
#include "engine/embed/log/verify.h"

#include <algorithm>
#include <charconv>

#include "engine/core/files.h"
#include "engine/embed/log/log_file.h"
#include "engine/embed/log/schema.h"

namespace regimen::embed::log {

namespace {

using core::Database;
using core::Statement;

constexpr const char* records =
    "SELECT sequence, kind, id, time, content, hash FROM record ORDER BY sequence";

Record record_in(const Statement& row) {
  return {row.text(1), row.text(2), row.text(3), row.text(4)};
}

class Verifier {
 public:
  Verifier(Database& database, const std::optional<ExpectedHash>& expected)
      : database_(database), expected_(expected) {}

  // False where the file cannot be read to its end.
  bool run() {
    if (database_.execute("BEGIN")) return false;  // one state of the log, whoever writes
    found_.hash = genesis_of(database_);
    if (!follow()) return false;
    if (!found_.broken && schema_of(database_) != schema_as_made())
      found_.broken = Break{BreakKind::schema, 0};
    if (!found_.broken && !(check_inputs() && check_subjects())) return false;
    if (!found_.broken) count_kept();
    if (!found_.broken && expected_ && !as_expected_)
      found_.broken = Break{BreakKind::expected, expected_->sequence.value_or(0)};
    return true;
  }
  [[nodiscard]] const Verification& found() const { return found_; }

 private:
  bool follow() {
    Statement row = database_.prepare(records);
    note();
    while (row.step()) {
      const std::int64_t sequence = row.number(0);
      const Record record = record_in(row);
      const std::int64_t next = found_.sequence + 1;
      const bool holds = sequence == next && hash_of(found_.hash, sequence, record) == row.text(5);
      if (!holds) {
        found_.broken = Break{kind_of_break(next, sequence), next};
        return true;
      }
      count(record);
      found_.sequence = sequence;
      found_.hash = row.text(5);
      note();
    }
    return !row.failed();
  }

  // A record that would hold where the chain breaks stands elsewhere.
  BreakKind kind_of_break(std::int64_t next, std::int64_t sequence) {
    Statement row = database_.prepare(records);
    while (row.step()) {
      if (hash_of(found_.hash, next, record_in(row)) == row.text(5)) return BreakKind::reordered;
    }
    return sequence == next ? BreakKind::changed : BreakKind::missing;
  }

  void note() {
    if (expected_ && found_.hash == expected_->hash &&
        expected_->sequence.value_or(found_.sequence) == found_.sequence)
      as_expected_ = true;
  }

  void count(const Record& record) {
    ++(record.kind == "decision"   ? found_.decisions
       : record.kind == "feedback" ? found_.feedback
                                   : found_.gaps);
    if (found_.first.empty()) found_.first = record.time;
    found_.last = record.time;
  }

  bool check_inputs() {
    Statement row = database_.prepare("SELECT digest, text FROM input");
    while (row.step()) {
      if (core::sha256(row.text(1)) != row.text(0)) {
        found_.broken = Break{BreakKind::kept, 0};
        return true;
      }
    }
    return !row.failed();
  }

  bool check_subjects() {
    Statement row = database_.prepare(with_kinds(
        "SELECT subject.sequence, salt, profile, decision.subject FROM subject "
        "LEFT JOIN decision ON decision.sequence = subject.sequence ORDER BY subject.sequence"));
    while (row.step()) {
      if (row.is_nothing(3) || subject_hash(row.text(1), row.text(2)) != row.text(3)) {
        found_.broken = Break{BreakKind::kept, row.number(0)};
        return true;
      }
    }
    return !row.failed();
  }

  // By the records themselves, which hold.
  void count_kept() {
    Statement row = database_.prepare(
        with_kinds("SELECT count(*), coalesce(sum(EXISTS (SELECT 1 FROM subject "
                   "WHERE subject.sequence = decision.sequence) AND EXISTS (SELECT 1 FROM input "
                   "WHERE input.digest = decision.input_digest)), 0) "
                   "FROM decision WHERE subject IS NOT NULL"));
    if (row.step()) {
      found_.kept = row.number(1);
      found_.taken_out = row.number(0) - found_.kept;
    }
    Statement lost = database_.prepare(with_kinds("SELECT coalesce(sum(lost), 0) FROM gap"));
    if (lost.step()) found_.lost = lost.number(0);
  }

  Database& database_;
  const std::optional<ExpectedHash>& expected_;
  Verification found_;
  bool as_expected_ = false;
};

}  // namespace

std::optional<ExpectedHash> read_expected(std::string_view text) {
  constexpr std::size_t digits = 64;
  ExpectedHash expected;
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    std::int64_t sequence = 0;
    const char* const end = text.data() + colon;
    const auto read = std::from_chars(text.data(), end, sequence);
    if (read.ec != std::errc() || read.ptr != end || sequence < 0) return std::nullopt;
    expected.sequence = sequence;
    text.remove_prefix(colon + 1);
  }
  const bool hexadecimal = text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  if (text.size() != digits || !hexadecimal) return std::nullopt;
  expected.hash = text;
  return expected;
}

std::string_view to_text(BreakKind kind) {
  switch (kind) {
    case BreakKind::changed:
      return "changed";
    case BreakKind::missing:
      return "missing";
    case BreakKind::reordered:
      return "reordered";
    case BreakKind::kept:
      return "kept";
    case BreakKind::schema:
      return "schema";
    case BreakKind::expected:
      return "expected";
  }
  return {};
}

core::Result<Verification> verify(const std::filesystem::path& path,
                                  const std::optional<ExpectedHash>& expected) {
  auto opening = LogFile::open_to_read(path);
  if (!opening.ok()) return opening.failure();
  Database database = std::move(opening).value();
  Verifier verifier(database, expected);
  if (!verifier.run())
    return core::Failure{core::FailureKind::cannot_read, path.string(), database.error()};
  return verifier.found();
}

}  // namespace regimen::embed::log
