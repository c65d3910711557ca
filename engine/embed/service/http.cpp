// Entry: HttpServer. Test: tests/service/http_test.py.
#include "engine/embed/service/http.h"

#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "engine/embed/service/connection.h"
#include "engine/embed/service/request_log.h"
#include "engine/embed/service/threads.h"
#include "engine/embed/service/tls.h"

namespace regimen::embed::service {

namespace {

// Of one connection; then it is opened anew, so that none is kept for ever.
constexpr std::size_t requests_a_connection = 10'000;

// Of the first line and the headers of a request together.
constexpr std::size_t most_header_bytes = std::size_t{64} << 10;

// More than there are processors: some wait for the log.
std::size_t most_workers() {
  return std::max<std::size_t>(16, std::size_t{2} * std::thread::hardware_concurrency());
}

// A connection as the library reads and writes it.
class Stream final : public httplib::Stream {
 public:
  explicit Stream(Connection& connection) : connection_(connection) {}

  bool is_readable() const override { return connection_.wait_to_read(); }
  bool is_writable() const override { return connection_.wait_to_write(); }
  ssize_t read(char* to, size_t room) override { return connection_.read(to, room); }
  ssize_t write(const char* from, size_t length) override {
    return connection_.write(from, length);
  }
  // Nobody asks who calls: addresses are logged nowhere.
  void get_remote_ip_and_port(std::string& /*ip*/, int& port) const override { port = 0; }
  void get_local_ip_and_port(std::string& /*ip*/, int& port) const override { port = 0; }
  socket_t socket() const override { return connection_.socket(); }

 private:
  Connection& connection_;
};

// Those of connections, as the library gives them work.
class ConnectionThreads final : public httplib::TaskQueue {
 public:
  explicit ConnectionThreads(std::size_t most) : threads_(most) {}
  void enqueue(std::function<void()> work) override { threads_.give(std::move(work)); }
  void shutdown() override { threads_.end(); }

 private:
  Threads threads_;
};

// Why the body of a request is not read at all; nothing where it may be. What is left unread would
// be taken for the next request, so the connection must end.
std::optional<HttpResponse> why_unread(const httplib::Request& request) {
  const std::string encoding = request.get_header_value("Content-Encoding");
  if (!encoding.empty() && encoding != "identity")
    return problem(415, "media_type", "a body that is packed is not read");
  if (request.is_multipart_form_data())
    return problem(415, "media_type", "a body of several parts is not read");
  const std::size_t lengths = request.get_header_value_count("Content-Length");
  const std::size_t transfers = request.get_header_value_count("Transfer-Encoding");
  const bool chunked = request.get_header_value("Transfer-Encoding") == "chunked";
  const std::string length = request.get_header_value("Content-Length");
  const bool number = length.find_first_not_of("0123456789") == std::string::npos;
  if (lengths + transfers > 1 || (lengths == 1 && (length.empty() || !number)) ||
      (transfers == 1 && !chunked))
    return problem(400, "bad_request", "where the body ends is not clear");
  return std::nullopt;
}

bool has_body(const httplib::Request& request) {
  return request.has_header("Content-Length") || request.has_header("Transfer-Encoding");
}

// The library with connections of our own, whose limits it does not have.
class LimitedServer final : public httplib::Server {
 public:
  // `tls` may be null.
  LimitedServer(std::shared_ptr<TlsContext> tls, const HttpOptions& options)
      : tls_(std::move(tls)),
        limits_{std::chrono::seconds(options.read_seconds),
                std::chrono::seconds(options.request_seconds)},
        idle_(std::chrono::seconds(options.idle_seconds)),
        // The smallest chunks are six bytes for one.
        most_bytes_(options.most_bytes * 2 + most_header_bytes) {}

 private:
  bool process_and_close_socket(socket_t socket) override {
    Connection connection(socket, tls_.get(), limits_);
    if (!connection.handshake()) return false;
    Stream stream(connection);
    const auto ended = [this] { return svr_sock_ == INVALID_SOCKET; };
    for (std::size_t left = requests_a_connection; left > 0; --left) {
      if (!connection.wait(idle_, ended)) break;
      connection.begin_request(most_header_bytes);
      bool whole_head = false;
      bool closed = false;
      const auto at_body = [&](httplib::Request& request) {
        connection.allow(most_bytes_);
        whole_head = true;
        closed = closed || why_unread(request).has_value();
      };
      const bool answered = process_request(stream, left == 1 || ended(), closed, at_body);
      // Where a request was not read to its end, nobody knows where the next one begins.
      if (!answered || closed || !whole_head || connection.failed()) break;
    }
    connection.end();
    return true;
  }

  std::shared_ptr<TlsContext> tls_;
  ConnectionLimits limits_;
  std::chrono::milliseconds idle_;
  std::size_t most_bytes_;
};

log::Time now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

HttpRequest request_of(const httplib::Request& given) {
  HttpRequest request;
  request.method = given.method;
  request.path = given.path;
  for (const auto& [name, value] : given.params) request.query.emplace_back(name, value);
  request.content_type = given.get_header_value("Content-Type");
  request.authorization = given.get_header_value("Authorization");
  request.origin = given.get_header_value("Origin");
  return request;
}

void give(HttpResponse&& response, httplib::Response& to) {
  to.status = response.status;
  for (const auto& [name, value] : response.headers) to.set_header(name, value);
  to.set_header("X-Content-Type-Options", "nosniff");
  to.set_header("Cache-Control", "no-store");
  if (!response.content_type.empty()) {
    to.body = std::move(response.body);
    to.set_header("Content-Type", response.content_type);
  }
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(Service& service, HttpOptions options) : service_(service), options_(std::move(options)) {
    std::shared_ptr<TlsContext> tls;
    if (!options_.certificate.empty()) tls = open_tls(options_.certificate, options_.key);
    if (!options_.certificate.empty() && tls == nullptr) return;  // listen() says so
    server_ = std::make_unique<LimitedServer>(std::move(tls), options_);
    set_limits();
    const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
      handle(request, response);
    };
    const auto with_body = [this](const httplib::Request& request, httplib::Response& response,
                                  const httplib::ContentReader& body) {
      handle(request, response, &body);
    };
    server_->Get(".*", handler);
    server_->Options(".*", handler);
    server_->Post(".*", with_body);
    server_->Put(".*", with_body);
    server_->Patch(".*", with_body);
    server_->Delete(".*", with_body);
    server_->set_exception_handler(
        [](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
          give(problem(500, "our_fault", "an error of our own has occurred"), response);
        });
    // What never came to the handler: a request that is none.
    server_->set_error_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          if (!response.body.empty() || response.status < 400) return;
          refuse(request, response);
        });
  }

  std::optional<int> listen(std::string& why) {
    if (server_ == nullptr) {
      why = "the certificate or its key cannot be read, or do not belong together";
      return std::nullopt;
    }
    int port = options_.port;
    const bool bound = port == 0 ? (port = server_->bind_to_any_port(options_.host)) > 0
                                 : server_->bind_to_port(options_.host, port);
    if (bound) return port;
    why = "cannot listen on " + options_.host + " port " + std::to_string(options_.port);
    return std::nullopt;
  }

  void run() { server_->listen_after_bind(); }
  void stop() { server_->stop(); }

 private:
  void set_limits() {
    server_->set_tcp_nodelay(true);
    server_->set_payload_max_length(options_.most_bytes);
    server_->set_keep_alive_timeout(options_.idle_seconds);  // told to clients
    server_->set_keep_alive_max_count(requests_a_connection);
    const std::size_t threads = options_.most_connections;
    // The library frees it.
    server_->new_task_queue = [threads] { return new ConnectionThreads(threads); };
  }

  // Reads the body; or says why not.
  std::optional<HttpResponse> take_body(const httplib::Request& given,
                                        const httplib::ContentReader& reader,
                                        const httplib::Response& to, std::string& body) const {
    if (auto refused = why_unread(given)) return refused;
    if (!has_body(given)) return std::nullopt;
    const auto announced = given.get_header_value<std::uint64_t>("Content-Length");
    body.reserve(std::min<std::uint64_t>(announced, options_.most_bytes));
    bool too_long = false;
    const bool whole = reader([&](const char* data, size_t length) {
      // What is too long is dropped, so that the next request begins where it does.
      too_long = too_long || body.size() + length > options_.most_bytes;
      if (!too_long) body.append(data, length);
      return true;
    });
    if (too_long || to.status == 413)
      return problem(413, "too_long", "the body is longer than is read");
    if (whole) return std::nullopt;
    return problem(400, "bad_request", "the body did not come whole, or not in time");
  }

  void handle(const httplib::Request& given, httplib::Response& to,
              const httplib::ContentReader* body = nullptr) {
    const auto begin = std::chrono::steady_clock::now();
    HttpRequest request = request_of(given);
    HttpResponse response = respond(given, to, body, request);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    if (options_.log) {
      options_.log(
          request_line({now(), given.method, response.route, response.status, response.outcome,
                        took.count(), request.body.size(), response.body.size()}));
    }
    give(std::move(response), to);
  }

  // `request` gets its body here. What has none costs next to nothing, and is answered at once.
  HttpResponse respond(const httplib::Request& given, const httplib::Response& to,
                       const httplib::ContentReader* body, HttpRequest& request) {
    if (body == nullptr) return service_.answer(request);
    if (auto refused = take_body(given, *body, to, request.body)) {
      count_refused(*refused);
      return *std::move(refused);
    }
    return workers_.run([&] { return service_.answer(request); });
  }

  // Of what never came to the service.
  void count_refused(HttpResponse& response) {
    response.route = "other";
    service_.metrics().answered(response.route, response.status, response.outcome, 0);
  }

  void refuse(const httplib::Request& request, httplib::Response& response) {
    const int status = response.status;
    HttpResponse told = status == 414
                            ? problem(414, "too_long", "the address is longer than is read")
                            : problem(status, "bad_request", "this is no request that is answered");
    count_refused(told);
    if (options_.log) {
      options_.log(request_line({now(), "-", told.route, status, told.outcome, 0,
                                 request.body.size(), told.body.size()}));
    }
    give(std::move(told), response);
  }

  Service& service_;
  HttpOptions options_;
  Threads workers_{most_workers()};
  std::unique_ptr<LimitedServer> server_;  // null: certificate and key cannot be had
};

HttpServer::HttpServer(Service& service, HttpOptions options)
    : impl_(std::make_unique<Impl>(service, std::move(options))) {}
HttpServer::~HttpServer() = default;
std::optional<int> HttpServer::listen(std::string& why) { return impl_->listen(why); }
void HttpServer::run() { impl_->run(); }
void HttpServer::stop() { impl_->stop(); }

}  // namespace regimen::embed::service
