// Entry: serve: the service for EHRs, until a signal ends it. Test: tests/service/http_test.py.
#include <csignal>
#include <iostream>
#include <mutex>
#include <thread>

#include "engine/core/random.h"
#include "engine/embed/cli/commands.h"
#include "engine/embed/cli/logged.h"
#include "engine/embed/log/json_line.h"
#include "engine/embed/service/admission.h"
#include "engine/embed/service/http.h"

namespace regimen::embed::cli {

namespace {

// The signals that the service answers to; blocked in every thread but the one that waits for them.
sigset_t awaited() {
  sigset_t set;
  sigemptyset(&set);
  for (const int one : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, one);
  return set;
}

class Lines {
 public:
  void add(const std::string& line) {
    const std::scoped_lock lock(mutex_);
    std::cerr << line << '\n';
  }

 private:
  std::mutex mutex_;
};

// An event with what is to be said of it, on one line.
std::string event(const std::string& name, const std::string& part, const std::string& why) {
  io::Json json = {{"event", name}, {"part", part}};
  if (!why.empty()) json["why"] = why;
  return log::one_line(json);
}

// Packs and knowledge, then the list of clients: each by itself, as far as it is acceptable.
void reload(service::Service& service, service::TokenAdmission* admission, Lines& lines) {
  const auto tell = [&lines](bool good, const std::string& part, const std::string& why) {
    lines.add(event(good ? "reloaded" : "reload_refused", part, why));
  };
  std::string why;
  const bool good = service.reload(why);
  tell(good, "packs", good ? std::string() : why);
  if (admission == nullptr) return;
  std::string of_clients;  // of keys that are left out, where it is acceptable
  const bool taken = admission->reload(of_clients);
  tell(taken, "clients", of_clients);
}

// Reloads and ends; until SIGINT or SIGTERM.
void wait_for_signals(service::Service& service, service::TokenAdmission* admission,
                      service::HttpServer& server, Lines& lines) {
  const sigset_t set = awaited();
  for (int signal = 0; sigwait(&set, &signal) == 0;) {
    if (signal != SIGHUP) break;
    reload(service, admission, lines);
  }
  lines.add(R"({"event":"stopping"})");
  server.stop();
}

std::string trouble(const ServeCommand& command) {
  if (command.certificate.empty() != command.key.empty())
    return "--tls-cert and --tls-key belong together";
  if (command.clients.empty() && !command.no_client_auth)
    return "say who may call: --clients FILE; or that anybody may: --no-client-auth";
  if (!command.clients.empty() && command.public_url.empty())
    return "--clients needs --public-url: the address that tokens are made out to";
  return {};
}

}  // namespace

int serve(const Common& common, const ServeCommand& command) {
  if (const std::string why = trouble(command); !why.empty()) {
    complain(why);
    return exit_usage;
  }
  const sigset_t set = awaited();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  service::ServiceOptions options;
  int status = exit_bad_pack;  // of what is refused
  options.evaluate = [&](const Engine& engine) -> std::optional<EvaluateOptions> {
    EvaluateOptions how;
    const int read = read_options(common, command.how, engine, how);
    if (read == exit_done) return how;
    status = read;
    return std::nullopt;
  };
  options.folders = {
      common.knowledge_folder(), common.pack_folder(common.pack),
      common.safety == "none" ? std::filesystem::path() : common.pack_folder(common.safety),
      find_cache()};
  options.locale = common.locale;
  options.origins = command.origins;
  options.clock = [] { return std::chrono::system_clock::now(); };
  options.uuid = core::random_uuid;
  std::string why;
  std::unique_ptr<service::TokenAdmission> admission;
  if (!command.clients.empty()) {
    admission = service::TokenAdmission::open(command.clients, command.public_url, why);
    if (admission == nullptr) {
      complain(why);
      return exit_bad_input;
    }
    if (!why.empty()) complain(why);
    options.admission = [&admission](const service::HttpRequest& request) {
      return admission->admit(request, now());
    };
  }
  std::optional<log::DecisionLog> log;
  if (!command.log.empty()) {
    std::signal(SIGXFSZ, SIG_IGN);  // a limit on the length of files is a failure like a full disk
    log::LogOptions how;
    how.keep_inputs = command.log_inputs;
    auto opened = log::DecisionLog::open(command.log, how);
    if (!opened.ok()) {
      complain(opened.failure().path + ": " + opened.failure().message);
      return exit_system;
    }
    options.log = &log.emplace(std::move(opened).value());
    options.log_inputs = command.log_inputs;
  }
  const auto service = service::Service::open(std::move(options), why);
  if (service == nullptr) {
    complain(why);
    return status;
  }
  Lines lines;
  service::HttpOptions http;
  http.host = command.host;
  http.port = command.port;
  http.certificate = command.certificate;
  http.key = command.key;
  http.most_bytes = command.most_bytes;
  http.request_seconds = command.most_seconds;
  http.most_connections = command.most_connections;
  if (!command.quiet) http.log = [&lines](const std::string& line) { lines.add(line); };
  service::HttpServer server(*service, std::move(http));
  const std::optional<int> port = server.listen(why);
  if (!port) {
    complain(why);
    return exit_system;
  }
  lines.add(R"({"event":"listening","port":)" + std::to_string(*port) + "}");
  std::thread signals([&] { wait_for_signals(*service, admission.get(), server, lines); });
  server.run();
  signals.join();
  if (log && log->close()) lines.add(R"({"event":"log_gap_not_written"})");
  lines.add(R"({"event":"stopped"})");
  return exit_done;
}

}  // namespace regimen::embed::cli
