// LogWriter: the one thread that writes a log, and those who wait for it, for a while.
// Thread-safety: write and lost may be called from any thread; close by one, when no other call is
// under way.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "engine/embed/log/log_file.h"

namespace regimen::embed::log {

class LogWriter {
 public:
  LogWriter(LogFile file, std::chrono::milliseconds most_wait);
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;
  ~LogWriter();

  // Nothing where they are lost, or not written in time.
  std::optional<std::vector<Logged>> write(std::vector<Draft> drafts);
  [[nodiscard]] std::uint64_t lost() const;
  std::optional<Gap> close();

 private:
  enum class State { waits, in_work, written, lost };

  struct Request {
    Bundle bundle;
    State state = State::waits;
    bool left_alone = false;  // nobody waits for it any more
  };
  using Requests = std::deque<std::shared_ptr<Request>>;

  void run();
  void work(std::unique_lock<std::mutex>& lock);
  void settle(const Requests& batch, core::DatabaseTrouble trouble, const Gap& gap);
  void lose(Request& request, const char* why);

  LogFile file_;  // of the thread alone
  std::chrono::milliseconds most_wait_;
  mutable std::mutex mutex_;
  std::condition_variable given_;
  std::condition_variable settled_;
  Requests waiting_;
  Gap gap_;  // not written yet
  std::uint64_t lost_ = 0;
  core::DatabaseTrouble last_ = core::DatabaseTrouble::none;
  bool closing_ = false;
  std::thread thread_;  // the last: it uses all the others
};

}  // namespace regimen::embed::log
