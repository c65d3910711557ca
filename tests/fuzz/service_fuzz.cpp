// Any body for any route of the service: it is answered, with one card at most, or refused with a
// code; what is answered is text that JSON can hold.
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "engine/core/yaml.h"
#include "engine/embed/service/service.h"
#include "tests/fuzz/fuzz_world.h"

namespace {

using regimen::fuzz::require;
namespace service = regimen::embed::service;

service::Service& world() {
  static const std::unique_ptr<service::Service> one = [] {
    const std::filesystem::path root = REGIMEN_TEST_SOURCE_DIR;
    service::ServiceOptions options;
    options.folders = {root / "knowledge", root / "rules/sonic", root / "rules/safety", {}};
    options.evaluate = [](const regimen::embed::Engine&) {
      regimen::embed::EvaluateOptions how;
      how.as_of = 20393;
      return std::optional(how);
    };
    options.uuid = [] { return std::string("00000000-0000-4000-8000-000000000000"); };
    options.clock = [] { return std::chrono::system_clock::time_point(); };
    std::string why;
    auto opened = service::Service::open(std::move(options), why);
    require(opened != nullptr, why);
    return opened;
  }();
  return *one;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::array routes = {
      "/cds-services/sonic-patient-view", "/cds-services/sonic-order-select",
      "/cds-services/sonic-order-sign", "/cds-services/sonic-order-sign/feedback", "/evaluate"};
  if (size == 0) return 0;
  service::HttpRequest request;
  request.method = "POST";
  request.path = routes[data[0] % routes.size()];
  request.body.assign(reinterpret_cast<const char*>(data) + 1, size - 1);
  const service::HttpResponse response = world().answer(request);
  require(response.status == 200 || (response.status >= 400 && response.status < 500),
          "neither answered nor refused");
  require(!response.outcome.empty(), "nothing came of it");
  if (response.body.empty()) return 0;
  namespace core = regimen::core;
  const core::Source source("answer", response.body, core::Privacy::patient);
  core::Diagnostics broken;
  const auto root = core::read_json(source, {std::size_t{64} << 20, 64, 5'000'000}, broken);
  require(root.has_value(), "an answer that is no JSON");
  if (const core::Node* cards = root->find("cards"); cards != nullptr) {
    require(cards->items.size() <= 1, "more than one card");
    for (const core::Node& card : cards->items) {
      const std::string& detail = card.find("detail")->text;
      require(detail.find('<') == std::string::npos, "HTML in a card");
    }
  }
  return 0;
}
