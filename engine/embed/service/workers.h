// Workers: the threads that answer requests. There is one thread for each connection, which mostly
// waits; what is worked on at a time, and the memory that each thread keeps for it, is bounded by
// these. Thread-safety: run() may be called from any thread.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/embed/service/exchange.h"

namespace regimen::embed::service {

class Workers {
 public:
  explicit Workers(std::size_t threads);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  // REQUIRES: no call of run() is under way
  ~Workers();

  // Waits for its turn and for the answer. What `work` throws is thrown here.
  HttpResponse run(std::function<HttpResponse()> work);

 private:
  void serve();

  std::mutex mutex_;
  std::condition_variable given_;
  std::deque<std::packaged_task<HttpResponse()>> waiting_;
  bool ending_ = false;
  std::vector<std::thread> threads_;  // the last: they use all the others
};

}  // namespace regimen::embed::service
