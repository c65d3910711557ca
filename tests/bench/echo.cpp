// What the service is measured beside: the same HTTP library and the same JSON reader, and nothing
// else: a body is parsed and sent back. Prints its port. Run by tests/bench/service.py.
#include <httplib.h>

#include <cstdio>
#include <string>

#include "engine/core/yaml.h"
#include "engine/io/fhir/fhir.h"

int main() {
  httplib::Server server;
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(1'000'000);
  server.new_task_queue = [] { return new httplib::ThreadPool(64); };  // freed by the library
  server.Post("/", [](const httplib::Request& request, httplib::Response& response) {
    namespace core = regimen::core;
    const core::Source body("body", request.body, core::Privacy::patient);
    core::Diagnostics broken;
    if (!core::read_json(body, regimen::io::fhir_limits, broken)) response.status = 400;
    response.set_content(request.body, "application/json");
  });
  std::printf("%d\n", server.bind_to_any_port("127.0.0.1"));
  std::fflush(stdout);
  server.listen_after_bind();
}
