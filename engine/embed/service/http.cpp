// Entry: HttpServer. Test: tests/service/http_test.py.
#include "engine/embed/service/http.h"

#include <httplib.h>

#include <chrono>

#include "engine/embed/service/request_log.h"

namespace regimen::embed::service {

namespace {

// Of one connection; then it is opened anew, so that none is kept for ever.
constexpr std::size_t requests_a_connection = 10'000;

HttpRequest request_of(const httplib::Request& given) {
  HttpRequest request;
  request.method = given.method;
  request.path = given.path;
  for (const auto& [name, value] : given.params) request.query.emplace_back(name, value);
  request.content_type = given.get_header_value("Content-Type");
  request.authorization = given.get_header_value("Authorization");
  request.origin = given.get_header_value("Origin");
  request.body = given.body;
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
    if (options_.certificate.empty()) {
      server_ = std::make_unique<httplib::Server>();
    } else {
      server_ =
          std::make_unique<httplib::SSLServer>(options_.certificate.c_str(), options_.key.c_str());
    }
    set_limits();
    const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
      handle(request, response);
    };
    server_->Get(".*", handler);
    server_->Post(".*", handler);
    server_->Put(".*", handler);
    server_->Patch(".*", handler);
    server_->Delete(".*", handler);
    server_->Options(".*", handler);
    server_->set_exception_handler(
        [](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
          give(problem(500, "our_fault", "an error of our own has occurred"), response);
        });
    // What never came to the handler: a request that is none, or a body that is too long.
    server_->set_error_handler(
        [this](const httplib::Request& request, httplib::Response& response) {
          if (!response.body.empty() || response.status < 400) return;
          refuse(request, response);
        });
  }

  std::optional<int> listen(std::string& why) {
    if (!server_->is_valid()) {
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
    server_->set_read_timeout(options_.read_seconds);
    server_->set_write_timeout(options_.read_seconds);
    server_->set_keep_alive_timeout(options_.idle_seconds);
    server_->set_keep_alive_max_count(requests_a_connection);
    const std::size_t threads = options_.most_connections;
    // The library frees it.
    server_->new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
  }

  void handle(const httplib::Request& given, httplib::Response& to) {
    const auto begin = std::chrono::steady_clock::now();
    const HttpRequest request = request_of(given);
    HttpResponse response = service_.answer(request);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
    if (options_.log) {
      options_.log(request_line({std::chrono::system_clock::now(), given.method, response.route,
                                 response.status, response.outcome, took.count(),
                                 request.body.size(), response.body.size()}));
    }
    give(std::move(response), to);
  }

  void refuse(const httplib::Request& request, httplib::Response& response) {
    const int status = response.status;
    HttpResponse told = status == 413 ? problem(413, "too_long", "the body is longer than is read")
                        : status == 414
                            ? problem(414, "too_long", "the address is longer than is read")
                            : problem(status, "bad_request", "this is no request that is answered");
    told.route = "other";
    service_.metrics().answered(told.route, status, told.outcome, 0);
    if (options_.log) {
      options_.log(request_line({std::chrono::system_clock::now(), "-", told.route, status,
                                 told.outcome, 0, request.body.size(), told.body.size()}));
    }
    give(std::move(told), response);
  }

  Service& service_;
  HttpOptions options_;
  std::unique_ptr<httplib::Server> server_;
};

HttpServer::HttpServer(Service& service, HttpOptions options)
    : impl_(std::make_unique<Impl>(service, std::move(options))) {}
HttpServer::~HttpServer() = default;
std::optional<int> HttpServer::listen(std::string& why) { return impl_->listen(why); }
void HttpServer::run() { impl_->run(); }
void HttpServer::stop() { impl_->stop(); }

}  // namespace regimen::embed::service
