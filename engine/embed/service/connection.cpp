// Entry: Connection. Test: tests/service/connection_test.cpp, tests/service/http_test.py.
#include "engine/embed/service/connection.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <limits>
#include <utility>

namespace regimen::embed::service {

using std::chrono::milliseconds;

namespace {

// How soon a thread that waits for nothing hears that the service ends.
constexpr milliseconds slice{100};

// What is still read, to be dropped, of a client that is sending.
constexpr milliseconds most_lingering{500};
constexpr std::size_t most_dropped = std::size_t{4} << 20;

bool poll_one(int socket, short events, milliseconds most) {
  pollfd waited{socket, events, 0};
  while (true) {
    const int found = ::poll(&waited, 1, static_cast<int>(std::max(most, milliseconds(0)).count()));
    if (found >= 0 || errno != EINTR) return found > 0;
  }
}

int int_of(std::size_t length) {
  return static_cast<int>(
      std::min(length, static_cast<std::size_t>(std::numeric_limits<int>::max())));
}

}  // namespace

const short Connection::readable = POLLIN;
const short Connection::writable = POLLOUT;

Connection::Connection(int socket, TlsContext* tls, const ConnectionLimits& limits)
    : socket_(socket), limits_(limits), reading_until_(Clock::now() + limits.request) {
  ::fcntl(socket_, F_SETFL, ::fcntl(socket_, F_GETFL) | O_NONBLOCK);
  if (tls == nullptr) return;
  ssl_ = SSL_new(tls);
  if (ssl_ != nullptr) SSL_set_fd(ssl_, socket_);
}

Connection::~Connection() {
  SSL_free(ssl_);
  ::close(socket_);
}

bool Connection::handshake() {
  if (ssl_ == nullptr) return true;
  reading_until_ = Clock::now() + limits_.request;
  while (true) {
    ERR_clear_error();
    const int result = SSL_accept(ssl_);
    if (result == 1) return true;
    if (outcome_of_tls(result) || !wait_for(events_, reading_until_)) {
      SSL_free(std::exchange(ssl_, nullptr));  // there is nothing to end
      return false;
    }
  }
}

bool Connection::wait(milliseconds most, const std::function<bool()>& ended) {
  if (begin_ < end_ || (ssl_ != nullptr && SSL_pending(ssl_) > 0)) return true;
  const Time until = Clock::now() + most;
  while (!ended()) {
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left <= milliseconds(0)) return false;
    if (poll_one(socket_, readable, std::min(left, slice))) return true;
  }
  return false;
}

void Connection::begin_request(std::size_t most_bytes) {
  reading_until_ = Clock::now() + limits_.request;
  writing_until_.reset();
  left_ = most_bytes;
}

Connection::Time Connection::writing_until() {
  if (!writing_until_) writing_until_ = Clock::now() + limits_.request;
  return *writing_until_;
}

bool Connection::wait_for(short events, Time until) {
  const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
  return left > milliseconds(0) && poll_one(socket_, events, std::min(left, limits_.silence));
}

std::optional<std::ptrdiff_t> Connection::outcome_of_tls(int result) {
  if (result > 0) return result;
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
      events_ = readable;
      return std::nullopt;
    case SSL_ERROR_WANT_WRITE:
      events_ = writable;
      return std::nullopt;
    case SSL_ERROR_ZERO_RETURN:
      return 0;
    default:
      return -1;
  }
}

std::optional<std::ptrdiff_t> Connection::try_read(char* to, std::size_t room) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    return outcome_of_tls(SSL_read(ssl_, to, int_of(room)));
  }
  events_ = readable;
  const std::ptrdiff_t count = ::recv(socket_, to, room, 0);
  const bool later = count < 0 && (errno == EAGAIN || errno == EINTR);
  return later ? std::nullopt : std::optional(count);
}

std::optional<std::ptrdiff_t> Connection::try_write(const char* from, std::size_t length) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    return outcome_of_tls(SSL_write(ssl_, from, int_of(length)));
  }
  events_ = writable;
  const std::ptrdiff_t count = ::send(socket_, from, length, MSG_NOSIGNAL);
  const bool later = count < 0 && (errno == EAGAIN || errno == EINTR);
  return later ? std::nullopt : std::optional(count);
}

std::optional<std::ptrdiff_t> Connection::fill() {
  while (left_ > 0 && Clock::now() < reading_until_) {
    const auto count = try_read(buffer_.data(), buffer_.size());
    if (count && *count <= 0) return count;
    if (count) {
      begin_ = 0;
      end_ = static_cast<std::size_t>(*count);
      return std::nullopt;
    }
    if (!wait_for(events_, reading_until_)) break;
  }
  return -1;
}

std::ptrdiff_t Connection::read(char* to, std::size_t room) {
  if (left_ == 0 || begin_ == end_) {
    if (const auto without = fill()) {
      failed_ = true;
      return *without;
    }
  }
  const std::size_t count = std::min({room, end_ - begin_, left_});
  std::memcpy(to, buffer_.data() + begin_, count);
  begin_ += count;
  left_ -= count;
  return static_cast<std::ptrdiff_t>(count);
}

std::ptrdiff_t Connection::write(const char* from, std::size_t length) {
  const Time until = writing_until();
  while (Clock::now() < until) {
    if (const auto count = try_write(from, length)) return *count;
    if (!wait_for(events_, until)) return -1;
  }
  return -1;
}

void Connection::end() {
  if (ssl_ != nullptr) SSL_shutdown(ssl_);
  ::shutdown(socket_, SHUT_WR);
  // A socket that is closed with bytes unread takes back what was sent.
  const Time until = Clock::now() + most_lingering;
  std::size_t dropped = 0;
  while (dropped < most_dropped) {
    const std::ptrdiff_t count = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
    if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) return;
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left <= milliseconds(0)) return;
    if (count < 0 && !poll_one(socket_, readable, left)) return;
    dropped += static_cast<std::size_t>(std::max<std::ptrdiff_t>(count, 0));
  }
}

}  // namespace regimen::embed::service
