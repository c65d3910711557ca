// Entry: LogWriter::write. Test: tests/embed/log_test.cpp.
#include "engine/embed/log/log_writer.h"

#include <algorithm>
#include <utility>

namespace regimen::embed::log {

namespace {

using core::DatabaseTrouble;

// Where SQLite does not wait by itself before it says that another has the lock.
constexpr std::chrono::milliseconds pause{5};

const char* word_of(DatabaseTrouble trouble) {
  switch (trouble) {
    case DatabaseTrouble::none:
      return "slow";
    case DatabaseTrouble::locked:
      return "locked";
    case DatabaseTrouble::full:
      return "full";
    case DatabaseTrouble::refused:
      return "refused";
    case DatabaseTrouble::damaged:
      return "damaged";
    case DatabaseTrouble::failed:
      return "failed";
  }
  return "failed";
}

}  // namespace

LogWriter::LogWriter(LogFile file, std::chrono::milliseconds most_wait)
    : file_(std::move(file)), most_wait_(most_wait), thread_([this] { run(); }) {}

LogWriter::~LogWriter() { close(); }

std::uint64_t LogWriter::lost() const {
  const std::scoped_lock lock(mutex_);
  return lost_;
}

std::optional<std::vector<Logged>> LogWriter::write(std::vector<Draft> drafts) {
  if (drafts.empty()) return std::vector<Logged>();
  const auto request = std::make_shared<Request>();
  request->bundle.drafts = std::move(drafts);
  std::unique_lock lock(mutex_);
  waiting_.push_back(request);
  given_.notify_one();
  const auto settled = [&] {
    return request->state == State::written || request->state == State::lost;
  };
  settled_.wait_for(lock, most_wait_, settled);
  switch (request->state) {
    case State::written:
      return std::move(request->bundle.logged);
    case State::lost:
      return std::nullopt;
    case State::waits:
      std::erase(waiting_, request);
      lose(*request, word_of(last_));
      return std::nullopt;
    case State::in_work:
      // The thread says what becomes of it.
      request->left_alone = true;
      return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Gap> LogWriter::close() {
  {
    const std::scoped_lock lock(mutex_);
    closing_ = true;
    given_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
  if (gap_.empty()) return std::nullopt;
  return std::exchange(gap_, {});
}

void LogWriter::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    given_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
    if (waiting_.empty()) break;
    work(lock);
  }
  if (!gap_.empty()) work(lock);
}

// What waits, written together. The lock is not held meanwhile.
void LogWriter::work(std::unique_lock<std::mutex>& lock) {
  const Requests batch = std::exchange(waiting_, {});
  const Gap gap = std::exchange(gap_, {});
  std::vector<Bundle*> bundles;
  for (const auto& request : batch) {
    request->state = State::in_work;
    bundles.push_back(&request->bundle);
  }
  lock.unlock();
  const DatabaseTrouble trouble = file_.write(gap, bundles);
  lock.lock();
  settle(batch, trouble, gap);
  settled_.notify_all();
  if (trouble == DatabaseTrouble::locked && !closing_) given_.wait_for(lock, pause);
}

void LogWriter::settle(const Requests& batch, DatabaseTrouble trouble, const Gap& gap) {
  last_ = trouble;
  if (trouble != DatabaseTrouble::none) gap_.add(gap);
  Requests again;
  for (const auto& one : batch) {
    Request& request = *one;
    if (trouble == DatabaseTrouble::none && !request.bundle.refused) {
      request.state = State::written;
    } else if (trouble == DatabaseTrouble::locked && !request.left_alone) {
      // Whoever waits for it decides how long it is tried again.
      request.state = State::waits;
      again.push_back(one);
    } else {
      lose(request, word_of(request.bundle.refused ? DatabaseTrouble::refused : trouble));
    }
  }
  waiting_.insert(waiting_.begin(), again.begin(), again.end());
}

void LogWriter::lose(Request& request, const char* why) {
  request.state = State::lost;
  for (const Draft& draft : request.bundle.drafts) {
    const std::string& time = draft.record.time;
    gap_.add({1, time, time, {{why, 1}}});
    ++lost_;
  }
}

}  // namespace regimen::embed::log
