#include "engine/embed/service/auth/replay_guard.h"

#include <doctest/doctest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace regimen::embed {

namespace {

using Answer = ReplayGuard::Answer;

Instant at(int seconds) { return Instant(std::chrono::seconds(seconds)); }

}  // namespace

TEST_CASE("a token is used once, and remembered until it can be used no longer") {
  ReplayGuard guard;
  CHECK(guard.remember("i", "a", at(100), at(50)) == Answer::first);
  CHECK(guard.remember("i", "a", at(100), at(50)) == Answer::seen);
  CHECK(guard.remember("i", "a", at(200), at(99)) == Answer::seen);
  CHECK(guard.remember("j", "a", at(100), at(99)) == Answer::first);
  CHECK(guard.remember("i", "b", at(300), at(100)) == Answer::first);
  CHECK(guard.kept() == 1);
  CHECK(guard.remember("i", "a", at(100), at(100)) == Answer::late);
}

TEST_CASE("issuer and id do not run into each other") {
  ReplayGuard guard;
  CHECK(guard.remember("ab", "c", at(2), at(1)) == Answer::first);
  CHECK(guard.remember("a", "bc", at(2), at(1)) == Answer::first);
  CHECK(guard.remember("", "abc", at(2), at(1)) == Answer::first);
}

TEST_CASE("a clock that goes back does not bring a token back") {
  ReplayGuard guard;
  CHECK(guard.remember("i", "a", at(100), at(99)) == Answer::first);
  CHECK(guard.remember("i", "b", at(200), at(150)) == Answer::first);  // a is forgotten
  CHECK(guard.remember("i", "a", at(100), at(99)) == Answer::late);
}

TEST_CASE("when it is full, new ones are turned away and none is forgotten") {
  ReplayGuard guard(3);
  for (const char* id : {"a", "b", "c"})
    CHECK(guard.remember("i", id, at(100), at(1)) == Answer::first);
  CHECK(guard.remember("i", "d", at(500), at(1)) == Answer::full);
  CHECK(guard.remember("i", "a", at(100), at(1)) == Answer::seen);
  CHECK(guard.kept() == 3);
  CHECK(guard.remember("i", "d", at(500), at(100)) == Answer::first);
  CHECK(guard.kept() == 1);
}

TEST_CASE("of many calls with one token at once, one is the first") {
  ReplayGuard guard;
  std::atomic<int> first = 0;
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) {
        if (guard.remember("i", std::to_string(i), at(100), at(1)) == Answer::first) ++first;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(first == 500);
  CHECK(guard.kept() == 500);
}

}  // namespace regimen::embed
