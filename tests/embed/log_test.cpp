// The log of decisions: what is appended is there and chained, whoever writes at the same time and
// however the program ends; a file that is no log is left alone; a disk that is locked or full
// costs a bounded wait, and stands as a gap; nothing of the patient is kept unless asked for.
#include "engine/embed/log/decision_log.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "engine/embed/log/verify.h"
#include "tests/embed/log_entries.h"
#include "tests/support/temporary_folder.h"

namespace regimen::embed::log {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Folder = support::TemporaryFolder;

Verification verified(const fs::path& path) {
  const auto result = verify(path, std::nullopt);
  REQUIRE_MESSAGE(result.ok(), (result.ok() ? "" : result.failure().message));
  return result.value();
}

std::string bytes_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::string refusal(const fs::path& path) {
  const auto opening = DecisionLog::open(path, {});
  return opening.ok() ? "" : opening.failure().message;
}

std::string content_of(const fs::path& path, int sequence) {
  core::Database file = database(path);
  return file.value("SELECT content FROM record WHERE sequence = " + std::to_string(sequence))
      .value_or("");
}

// Waits a tenth of a second at the most, so that tests are short.
LogOptions impatient() {
  LogOptions options;
  options.most_wait = std::chrono::milliseconds(100);
  return options;
}

}  // namespace

TEST_CASE("a time is written in UTC with milliseconds") {
  CHECK(to_text(at(0)) == "2026-11-01T09:00:00.000Z");
  CHECK(to_text(at(3723004)) == "2026-11-01T10:02:03.004Z");
  CHECK(to_text(Time(std::chrono::milliseconds(-1))) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("what is appended has the next sequence, also after the log was closed") {
  const Folder folder;
  const fs::path path = folder / "log.db";
  std::string first;
  {
    DecisionLog log = opened(path);
    const auto logged = log.append(entry(0));
    REQUIRE(logged);
    CHECK(logged->sequence == 1);
    CHECK(logged->id.size() == 36);
    first = logged->id;
    Feedback answer{at(5), "card-1", FeedbackOutcome::overridden, "not-relevant", {}, "then"};
    CHECK(log.append_feedback(answer)->sequence == 2);
    CHECK(log.append_feedback(answer)->sequence == 3);
    CHECK_FALSE(log.close().has_value());
  }
  DecisionLog again = opened(path);
  const auto both = again.append_all({entry(10), entry(11)});
  REQUIRE(both);
  CHECK(both->front().sequence == 4);
  CHECK(both->back().sequence == 5);
  CHECK(again.lost() == 0);
  const Verification found = verified(path);  // while it is open
  CHECK_FALSE(found.broken);
  CHECK(found.decisions == 3);
  CHECK(found.feedback == 2);
  CHECK(found.gaps == 0);
  CHECK(found.first == "2026-11-01T09:00:00.000Z");
  CHECK(found.last == "2026-11-01T09:00:00.011Z");
  core::Database file = database(path);
  CHECK(file.value("SELECT id FROM decision") == first);
  CHECK(file.value("SELECT reason FROM feedback") == "not-relevant");
  CHECK(file.value("SELECT sent FROM feedback") == "then");
}

TEST_CASE("by default nothing of the patient is kept; else beside the chain, to be taken out") {
  const Folder folder;
  opened(folder / "bare.db").append(entry(0));
  const std::string bare = bytes_of(folder / "bare.db");
  CHECK(bare.find("R-4711") == std::string::npos);
  CHECK(bare.find("the text") == std::string::npos);
  CHECK(bare.find("patient-view") != std::string::npos);

  const fs::path path = folder / "kept.db";
  LogOptions options;
  options.keep_inputs = true;
  opened(path, options).append_all({entry(0), entry(1)});
  CHECK((fs::status(path).permissions() & fs::perms::others_all) == fs::perms::none);
  CHECK(verified(path).kept == 2);
  CHECK(content_of(path, 1).find("R-4711") == std::string::npos);
  core::Database file = database(path);
  CHECK(file.value("SELECT count(*) FROM input") == "1");  // one text of two patients
  CHECK(file.value("SELECT count(*) FROM subject WHERE profile = 'R-4711'") == "2");
  CHECK(file.value("SELECT count(DISTINCT salt) FROM subject") == "2");
  REQUIRE_FALSE(file.execute("DELETE FROM subject WHERE sequence = 1"));
  const Verification found = verified(path);
  CHECK_FALSE(found.broken);
  CHECK(found.kept == 1);
  CHECK(found.taken_out == 1);
}

TEST_CASE("a file that is no log, or one of another schema, is refused and left as it is") {
  const Folder folder;
  std::ofstream(folder / "text") << std::string(5000, 'x');
  CHECK(refusal(folder / "text") == "is no decision log");
  CHECK(bytes_of(folder / "text") == std::string(5000, 'x'));
  CHECK_FALSE(database(folder / "other.db").execute("CREATE TABLE t (a)"));
  CHECK(refusal(folder / "other.db") == "is no decision log");
  opened(folder / "log.db");
  CHECK_FALSE(database(folder / "log.db").execute("PRAGMA user_version = 7"));
  CHECK(refusal(folder / "log.db") == "is a decision log of schema 7; this program knows schema 1");
  CHECK_FALSE(refusal(folder / "nowhere" / "log.db").empty());
  CHECK_FALSE(refusal(folder.path()).empty());
  std::ofstream(folder / "empty.db").flush();
  CHECK(refusal(folder / "empty.db").empty());
}

TEST_CASE("a locked log costs a bounded wait, and what was lost stands as a gap") {
  const Folder folder;
  const fs::path path = folder / "log.db";
  DecisionLog log = opened(path, impatient());
  REQUIRE(log.append(entry(0)));
  {
    core::Database other = database(path);
    REQUIRE_FALSE(other.execute("BEGIN EXCLUSIVE"));
    const auto begin = Clock::now();
    CHECK_FALSE(log.append(entry(1000)));
    CHECK_FALSE(log.append_all({entry(2000), entry(3000)}));
    CHECK(Clock::now() - begin < std::chrono::seconds(2));
    REQUIRE_FALSE(other.execute("ROLLBACK"));
  }
  // What was in work when its time was up may still have been written.
  const auto logged = log.append(entry(4000));
  REQUIRE(logged);
  const auto lost = log.lost();
  CHECK_FALSE(log.close());
  const Verification found = verified(path);
  CHECK_FALSE(found.broken);
  CHECK(found.lost == static_cast<std::int64_t>(lost));
  CHECK(found.decisions + found.lost == 5);
  REQUIRE(found.lost > 0);
  core::Database file = database(path);
  CHECK(file.value("SELECT why ->> '$.locked' FROM gap") == std::to_string(lost));
  CHECK(file.value("SELECT \"to\" FROM gap") >= "2026-11-01T09:00:01.000Z");
  CHECK(file.value("SELECT max(sequence) FROM gap") < std::to_string(logged->sequence));
}

TEST_CASE("a full log is told of at once, and goes on when there is room") {
  const Folder folder;
  const fs::path path = folder / "log.db";
  opened(path).append(entry(0));
  // The file is larger than it may be: nothing can be added until another gives pages back.
  core::Database other = database(path);
  REQUIRE_FALSE(other.execute("CREATE TABLE filler (a TEXT); INSERT INTO filler VALUES ('" +
                              std::string(200000, 'x') + "')"));
  LogOptions options = impatient();
  options.most_pages = 10;
  Entry large = entry(1000);
  large.source = std::string(20000, 's');
  DecisionLog log = opened(path, options);
  CHECK_FALSE(log.append(large));
  large.time = at(2000);
  CHECK_FALSE(log.append(large));
  CHECK(log.lost() == 2);
  REQUIRE_FALSE(other.execute("DROP TABLE filler"));
  const auto logged = log.append(entry(3000));
  REQUIRE(logged);
  CHECK(logged->sequence == 3);
  CHECK_FALSE(log.close());
  CHECK_FALSE(verified(path).broken);
  CHECK(verified(path).lost == 2);
  CHECK(content_of(path, 2) ==
        R"({"lost":2,"from":"2026-11-01T09:00:01.000Z","to":"2026-11-01T09:00:02.000Z",)"
        R"("why":{"full":2}})");
}

TEST_CASE("a gap is written when the log is closed, or else told") {
  const Folder folder;
  for (const bool locked_to_the_end : {false, true}) {
    CAPTURE(locked_to_the_end);
    const fs::path path = folder / (locked_to_the_end ? "a.db" : "b.db");
    DecisionLog log = opened(path, impatient());
    core::Database other = database(path);
    REQUIRE_FALSE(other.execute("BEGIN IMMEDIATE"));
    log.append(entry(1000));
    log.append(entry(2000));
    const auto begin = Clock::now();
    while (log.lost() == 0 && Clock::now() - begin < std::chrono::seconds(5))
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    if (!locked_to_the_end) REQUIRE_FALSE(other.execute("ROLLBACK"));
    const auto gap = log.close();
    CHECK(gap.has_value() == locked_to_the_end);
    if (gap) CHECK(gap->lost == log.lost());
    if (!gap) CHECK(verified(path).gaps == 1);
  }
}

TEST_CASE("eight threads append, each waiting for its own, and the chain holds") {
  const Folder folder;
  const fs::path path = folder / "log.db";
  constexpr int threads = 8;
  constexpr int each = 500;
  LogOptions options;
  options.most_wait = std::chrono::seconds(30);
  DecisionLog log = opened(path, options);
  std::atomic<int> written = 0;
  std::vector<std::thread> all;
  for (int t = 0; t < threads; ++t) {
    all.emplace_back([&, t] {
      std::int64_t before = 0;
      for (int i = 0; i < each; ++i) {
        const auto logged = log.append(entry(t * each + i));
        if (!logged || logged->sequence <= before) continue;
        before = logged->sequence;
        ++written;
      }
    });
  }
  for (std::thread& thread : all) thread.join();
  CHECK(written == threads * each);
  CHECK(log.lost() == 0);
  const Verification found = verified(path);
  CHECK_FALSE(found.broken);
  CHECK(found.decisions == threads * each);
}

TEST_CASE("two logs on one file, as two processes have them, make one chain") {
  const Folder folder;
  const fs::path path = folder / "log.db";
  LogOptions options;
  options.most_wait = std::chrono::seconds(30);
  DecisionLog one = opened(path, options);
  DecisionLog two = opened(path, options);
  std::thread other([&] {
    for (int i = 0; i < 100; ++i) two.append(entry(i));
  });
  for (int i = 0; i < 100; ++i) one.append(entry(i));
  other.join();
  const Verification found = verified(path);
  CHECK_FALSE(found.broken);
  CHECK(found.decisions == 200);
}

TEST_CASE("whatever was acknowledged before a kill is there, and the chain holds") {
  const Folder folder;
  const fs::path path = folder / "log.db";
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    auto opening = DecisionLog::open(path, {});
    if (!opening.ok()) ::_exit(1);
    DecisionLog log = std::move(opening).value();
    while (true) {
      const auto logged = log.append(entry(0));
      if (logged && ::write(ends[1], &logged->sequence, sizeof logged->sequence) < 0) ::_exit(1);
    }
  }
  ::close(ends[1]);
  std::int64_t acknowledged = 0;
  std::int64_t read = 0;
  while (acknowledged < 50 && ::read(ends[0], &read, sizeof read) == sizeof read)
    acknowledged = read;
  ::kill(child, SIGKILL);
  while (::read(ends[0], &read, sizeof read) == sizeof read) acknowledged = read;
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
  REQUIRE(acknowledged >= 50);
  const Verification found = verified(path);
  CHECK_FALSE(found.broken);
  CHECK(found.sequence >= acknowledged);
  CHECK(opened(path).append(entry(1))->sequence == found.sequence + 1);
}

}  // namespace regimen::embed::log
