// Workers: every piece of work is done once, no more at a time than there are threads, and what it
// throws comes back.
#include "engine/embed/service/workers.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <string>

namespace regimen::embed::service {

TEST_CASE("many ask, few work") {
  Workers workers(3);
  std::atomic<int> at_work = 0;
  std::atomic<int> most = 0;
  std::atomic<int> done = 0;
  std::vector<std::thread> clients;
  for (int i = 0; i < 20; ++i) {
    clients.emplace_back([&, i] {
      const HttpResponse response = workers.run([&, i] {
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

TEST_CASE("what is thrown comes back, and the thread goes on") {
  Workers workers(1);
  CHECK_THROWS_AS(workers.run([]() -> HttpResponse { throw std::runtime_error("x"); }),
                  std::runtime_error);
  CHECK(workers.run([] { return HttpResponse{}; }).status == 200);
}

}  // namespace regimen::embed::service
