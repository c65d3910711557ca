// Entry: Threads. Test: tests/service/threads_test.cpp.
#include "engine/embed/service/threads.h"

#include <future>
#include <utility>

namespace regimen::embed::service {

void Threads::give(std::function<void()> work) {
  const std::scoped_lock lock(mutex_);
  if (!idle_.empty()) {
    One& one = *idle_.back();
    idle_.pop_back();
    one.work = std::move(work);
    one.given.notify_one();
  } else if (all_.size() < most_) {
    One& one = *all_.emplace_back(std::make_unique<One>());
    one.work = std::move(work);
    one.thread = std::thread([this, &one] { serve(one); });
  } else {
    waiting_.push_back(std::move(work));
  }
}

HttpResponse Threads::run(std::function<HttpResponse()> work) {
  // A std::function must be one that can be copied.
  const auto task = std::make_shared<std::packaged_task<HttpResponse()>>(std::move(work));
  std::future<HttpResponse> answer = task->get_future();
  give([task] { (*task)(); });
  return answer.get();
}

std::function<void()> Threads::next(One& one) {
  std::unique_lock lock(mutex_);
  if (!one.work && !waiting_.empty()) {
    one.work = std::move(waiting_.front());
    waiting_.pop_front();
  }
  if (!one.work && !ending_) {
    idle_.push_back(&one);
    one.given.wait(lock, [&] { return one.work || ending_; });
  }
  return std::exchange(one.work, nullptr);
}

void Threads::serve(One& one) {
  while (const auto work = next(one)) work();
}

void Threads::end() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
    for (const auto& one : all_) one->given.notify_one();
  }
  for (const auto& one : all_) {
    if (one->thread.joinable()) one->thread.join();
  }
}

}  // namespace regimen::embed::service
