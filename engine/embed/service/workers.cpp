// Entry: Workers. Test: tests/service/workers_test.cpp.
#include "engine/embed/service/workers.h"

#include <utility>

namespace regimen::embed::service {

Workers::Workers(std::size_t threads) {
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { serve(); });
}

Workers::~Workers() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
  }
  given_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

HttpResponse Workers::run(std::function<HttpResponse()> work) {
  std::packaged_task<HttpResponse()> task(std::move(work));
  std::future<HttpResponse> answer = task.get_future();
  {
    const std::scoped_lock lock(mutex_);
    waiting_.push_back(std::move(task));
  }
  given_.notify_one();
  return answer.get();
}

void Workers::serve() {
  while (true) {
    std::unique_lock lock(mutex_);
    given_.wait(lock, [this] { return ending_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::packaged_task<HttpResponse()> task = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    task();
  }
}

}  // namespace regimen::embed::service
