// Entry: serve: the service for EHRs, until a signal ends it. Test: tests/service/http_test.py.
#include <csignal>
#include <iostream>
#include <mutex>
#include <thread>

#include "engine/core/random.h"
#include "engine/embed/cli/commands.h"
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

Instant now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
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

// Packs and knowledge, then the list of clients.
bool reload(service::Service& service, service::TokenAdmission* admission, std::string& why) {
  return service.reload(why) && (admission == nullptr || admission->reload(why));
}

// Reloads and ends; until SIGINT or SIGTERM.
void wait_for_signals(service::Service& service, service::TokenAdmission* admission,
                      service::HttpServer& server, Lines& lines) {
  const sigset_t set = awaited();
  for (int signal = 0; sigwait(&set, &signal) == 0;) {
    if (signal != SIGHUP) break;
    std::string why;
    const bool good = reload(service, admission, why);
    lines.add(good ? R"({"event":"reloaded"})" : R"({"event":"reload_refused"})");
    if (!good) lines.add(why);
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
  {
    std::shared_ptr<core::Sources> sources;
    const auto engine = open_engine(common, common.pack, common.safety, sources);
    if (engine == nullptr) return exit_bad_pack;
    const int status = read_options(common, command.how, *engine, options.evaluate);
    if (status != exit_done) return status;
  }
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
    return exit_bad_pack;
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
