// Http: the service on a socket, with TLS or without. Nothing else sees the HTTP library.
//
// A connection has a thread for as long as it is open, so that one that stalls delays no other; as
// many are served as there may be threads, and further ones wait. What has a body is answered by a
// fixed number of workers. Limits: size of a body and of the headers, time without a byte, time of
// a request as a whole, time between requests. A body that is packed or in several parts is not
// read. stop() lets what runs end. Thread-safety: run() blocks; stop() may be called by any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/embed/service/service.h"

namespace regimen::embed::service {

struct HttpOptions {
  std::string host = "127.0.0.1";
  int port = 8080;          // 0: any that is free
  std::string certificate;  // PEM files; empty: no TLS
  std::string key;
  std::size_t most_bytes = std::size_t{8} << 20;  // of a body
  std::size_t most_connections = 256;
  int read_seconds = 5;      // without a byte of a request that has begun
  int request_seconds = 30;  // until a request has come; as long again for the answer to be taken
  int idle_seconds = 5;      // between the requests of a connection
  // One line a request: JSON, nothing of a patient in it. Called by any thread.
  std::function<void(const std::string& line)> log;
};

class HttpServer {
 public:
  HttpServer(Service& service, HttpOptions options);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  ~HttpServer();

  // The port that it listens on; nothing where that cannot be had, or certificate and key cannot be
  // read: `why` says it.
  std::optional<int> listen(std::string& why);
  // Until it is stopped, and what ran then has ended. REQUIRES: it listens.
  void run();
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace regimen::embed::service
