// Threads: every piece of work is done once, no more at a time than there may be threads, and what
// it throws comes back.
#include "engine/embed/service/threads.h"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <set>
#include <stdexcept>
#include <string>

namespace regimen::embed::service {

TEST_CASE("many ask, few work") {
  Threads threads(3);
  std::atomic<int> at_work = 0;
  std::atomic<int> most = 0;
  std::atomic<int> done = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 20; ++i) {
    clients.emplace_back([&, i] {
      const HttpResponse response = threads.run([&, i] {
        const int now = ++at_work;
        for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        --at_work;
        HttpResponse made;
        made.body = std::to_string(i);
        return made;
      });
      if (response.body == std::to_string(i)) ++done;
    });
  }
  for (std::thread& client : clients) client.join();
  CHECK(done == 20);
  CHECK(most >= 1);
  CHECK(most <= 3);
}

TEST_CASE("what is done one after the other needs one thread") {
  Threads threads(8);
  std::set<std::thread::id> seen;
  for (int i = 0; i < 50; ++i) {
    threads.run([&] {
      seen.insert(std::this_thread::get_id());
      return HttpResponse{};
    });
    // It is idle a moment after its answer is there.
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  CHECK(seen.size() <= 2);
}

TEST_CASE("what was given is done before the end") {
  std::atomic<int> done = 0;
  {
    Threads threads(2);
    for (int i = 0; i < 30; ++i) threads.give([&] { ++done; });
  }
  CHECK(done == 30);
}

TEST_CASE("what is thrown comes back, and the thread goes on") {
  Threads threads(1);
  CHECK_THROWS_AS(threads.run([]() -> HttpResponse { throw std::runtime_error("x"); }),
                  std::runtime_error);
  CHECK(threads.run([] { return HttpResponse{}; }).status == 200);
}

}  // namespace regimen::embed::service
