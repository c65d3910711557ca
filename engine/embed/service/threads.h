// Threads: as many as there is work at a time, up to a limit, beyond which work waits in order. The
// one that was idle last is used first: each keeps memory for what it does, so that memory grows
// with what is done at a time and not with what has been done. Thread-safety: give() and run() may
// be called from any thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/embed/service/exchange.h"

namespace regimen::embed::service {

class Threads {
 public:
  // REQUIRES: most > 0
  explicit Threads(std::size_t most) : most_(most) {}
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  ~Threads() { end(); }

  // REQUIRES: it throws nothing; end() was not called
  void give(std::function<void()> work);
  // Waits for its turn and for the answer. What `work` throws is thrown here.
  HttpResponse run(std::function<HttpResponse()> work);
  // When all that was given is done.
  void end();

 private:
  struct One {
    std::function<void()> work;  // that it is to begin with; empty: none
    std::condition_variable given;
    std::thread thread;
  };

  void serve(One& one);
  // The next to be done, when there is some; empty at the end.
  std::function<void()> next(One& one);

  std::size_t most_;
  std::mutex mutex_;
  std::deque<std::function<void()>> waiting_;
  std::vector<One*> idle_;
  std::vector<std::unique_ptr<One>> all_;
  bool ending_ = false;
};

}  // namespace regimen::embed::service
