// Connection: bytes come and go within the limits of a request, and no further.
#include "engine/embed/service/connection.h"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

namespace regimen::embed::service {

namespace {

using std::chrono::milliseconds;

// Both ends of a connection.
struct Pair {
  explicit Pair(const ConnectionLimits& limits = {}) {
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    connection.emplace(ends[0], nullptr, limits);
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;
  ~Pair() { ::close(ends[1]); }

  void send(const std::string& text) const {
    REQUIRE(::send(ends[1], text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
  }
  // As often as it takes, up to so many bytes.
  std::string read(std::size_t most) {
    std::string text;
    char byte = 0;
    while (text.size() < most && connection->read(&byte, 1) == 1) text += byte;
    return text;
  }

  std::array<int, 2> ends{};
  std::optional<Connection> connection;
};

constexpr ConnectionLimits short_limits{milliseconds(50), milliseconds(200)};

bool never() { return false; }

}  // namespace

TEST_CASE("what is sent is read, up to the bytes of the request") {
  Pair pair;
  pair.connection->begin_request(5);
  pair.send("hello and more");
  CHECK(pair.read(100) == "hello");
  CHECK(pair.connection->failed());
}

TEST_CASE("once the head is read, the body has bytes of its own") {
  Pair pair;
  pair.connection->begin_request(5);
  pair.send("hello and more");
  CHECK(pair.read(5) == "hello");
  pair.connection->allow(4);
  CHECK(pair.read(4) == " and");
  CHECK_FALSE(pair.connection->failed());
  pair.connection->begin_request(100);
  CHECK(pair.connection->wait(milliseconds(0), never));  // it came with the request before
  CHECK(pair.read(5) == " more");
}

TEST_CASE("who sends nothing is waited for so long, and who sends now and then no longer") {
  Pair pair(short_limits);
  char byte = 0;
  pair.connection->begin_request(100);
  CHECK(pair.connection->read(&byte, 1) == -1);
  pair.connection->begin_request(100);
  std::thread sender([&pair] {
    for (int i = 0; i < 20; ++i) {
      pair.send("x");
      std::this_thread::sleep_for(milliseconds(25));
    }
  });
  const std::string text = pair.read(100);
  sender.join();
  CHECK(text.size() < 20);
  CHECK(pair.connection->failed());
}

TEST_CASE("a client that ends is told from one that is silent") {
  Pair pair(short_limits);
  pair.connection->begin_request(100);
  ::shutdown(pair.ends[1], SHUT_WR);
  char byte = 0;
  CHECK(pair.connection->read(&byte, 1) == 0);
}

TEST_CASE("no request is waited for once all ends, nor longer than was said") {
  Pair pair;
  CHECK_FALSE(pair.connection->wait(milliseconds(10'000), [] { return true; }));
  CHECK_FALSE(pair.connection->wait(milliseconds(10), never));
  pair.send("x");
  CHECK(pair.connection->wait(milliseconds(10'000), never));
}

TEST_CASE("who does not take the answer is not waited for") {
  Pair pair(short_limits);
  pair.connection->begin_request(100);
  const std::string answer(std::size_t{16} << 20, 'x');
  std::size_t written = 0;
  ssize_t count = 1;
  while (written < answer.size() && count > 0) {
    count = pair.connection->write(answer.data() + written, answer.size() - written);
    if (count > 0) written += static_cast<std::size_t>(count);
  }
  CHECK(count == -1);
  CHECK(written < answer.size());
}

TEST_CASE("what was answered can be read by a client that is still sending") {
  Pair pair;
  pair.connection->begin_request(4);
  pair.send("a request that is longer than is read");
  CHECK(pair.read(100) == "a re");
  CHECK(pair.connection->write("no", 2) == 2);
  std::thread ending([&pair] { pair.connection->end(); });
  std::string told(2, ' ');
  CHECK(::recv(pair.ends[1], told.data(), told.size(), MSG_WAITALL) == 2);
  CHECK(told == "no");
  ::shutdown(pair.ends[1], SHUT_WR);
  ending.join();
}

}  // namespace regimen::embed::service
