// Connection: one socket of a client, with TLS or without, read and written within limits: time
// without a byte, and bytes and time of a request as a whole, so that neither who sends a byte now
// and then nor who never ends keeps a thread. Thread-safety: one thread.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>

#include "engine/embed/service/tls.h"

struct ssl_st;  // of OpenSSL

namespace regimen::embed::service {

struct ConnectionLimits {
  std::chrono::milliseconds silence{5000};   // without a byte
  std::chrono::milliseconds request{30000};  // until all of it has come; likewise of the answer
};

class Connection {
 public:
  // The socket is closed with it. `tls` may be null, else must outlive it.
  Connection(int socket, TlsContext* tls, const ConnectionLimits& limits);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  // That of TLS; false where there is none to be had.
  bool handshake();
  // Until a request begins; false where none does in time, or once `ended`.
  bool wait(std::chrono::milliseconds most, const std::function<bool()>& ended);
  // The time of a request begins. So many bytes may be read before allow() says otherwise.
  void begin_request(std::size_t most_bytes);
  void allow(std::size_t most_bytes) { left_ = most_bytes; }

  // As recv and send: 0 where the client has ended, -1 where it failed or a limit is reached.
  std::ptrdiff_t read(char* to, std::size_t room);
  std::ptrdiff_t write(const char* from, std::size_t length);
  bool wait_to_read() { return begin_ < end_ || wait_for(readable, reading_until_); }
  bool wait_to_write() { return wait_for(writable, writing_until()); }
  // Whether a read ended otherwise than with bytes.
  [[nodiscard]] bool failed() const { return failed_; }
  [[nodiscard]] int socket() const { return socket_; }

  // Before it goes: what was sent can still be read by a client that is sending more.
  void end();

 private:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;
  // What a socket is waited for.
  static const short readable;
  static const short writable;

  bool wait_for(short events, Time until);
  Time writing_until();
  // One attempt: bytes, 0 at the end, -1 broken; nothing: it must wait for `events_`.
  std::optional<std::ptrdiff_t> try_read(char* to, std::size_t room);
  std::optional<std::ptrdiff_t> try_write(const char* from, std::size_t length);
  std::optional<std::ptrdiff_t> outcome_of_tls(int result);
  // Until there is something in the buffer; else what read() returns.
  std::optional<std::ptrdiff_t> fill();

  int socket_;
  ssl_st* ssl_ = nullptr;
  ConnectionLimits limits_;
  Time reading_until_;
  std::optional<Time> writing_until_;
  std::size_t left_ = 0;
  bool failed_ = false;
  short events_ = 0;
  std::array<char, 4096> buffer_{};  // the library reads single bytes
  std::size_t begin_ = 0;            // of what is in it and was not read
  std::size_t end_ = 0;
};

}  // namespace regimen::embed::service
