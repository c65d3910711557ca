// Service: what is answered to each request: CDS Hooks 2.0 (discovery, patient-view, order-select,
// order-sign, feedback), `/evaluate`, health and metrics. Knows no socket.
//
// Packs, knowledge and offer are one value that is exchanged as a whole by reload(); a request that
// runs keeps the one that it began with. Nothing is fetched from anywhere. Thread-safety: answer()
// and reload() may be called by any number of threads.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/embed/engine.h"
#include "engine/embed/log/decision_log.h"
#include "engine/embed/service/exchange.h"
#include "engine/embed/service/metrics.h"
#include "engine/embed/service/offer.h"

namespace regimen::embed::service {

struct ServiceFolders {
  std::filesystem::path knowledge;
  std::filesystem::path pack;
  std::filesystem::path safety;  // may be empty, as may be:
  std::filesystem::path cache;
};

// Whether a request may be answered: nothing, or why not. `path` is that of the request.
using Admission = std::function<std::optional<HttpResponse>(const HttpRequest& request)>;

struct ServiceOptions {
  ServiceFolders folders;
  // How this engine is to evaluate, asked again of every engine; nothing where it cannot, as
  // whoever asks has said. Without a day, that of the clock in UTC is meant. May be empty.
  std::function<std::optional<EvaluateOptions>(const Engine&)> evaluate;
  std::string locale = "en";
  std::vector<std::string> origins;  // that a browser may call from; `*`: any
  Admission admission;               // empty: everybody is admitted
  std::function<std::chrono::system_clock::time_point()> clock;
  std::function<std::string()> uuid;
  log::DecisionLog* log = nullptr;  // null: nothing is logged; must outlive the service
  bool log_inputs = false;          // with what was sent
};

// What requests are answered with.
struct Serving {
  Opening opening;
  EvaluateOptions how;
  Offer offer;
};

class Service {
 public:
  // Null where packs, knowledge, offer or options are not acceptable: `why` says it.
  static std::unique_ptr<Service> open(ServiceOptions options, std::string& why);

  HttpResponse answer(const HttpRequest& request);
  // Reads packs, knowledge, offer and options again. False where they are not acceptable: the last
  // good ones stay.
  bool reload(std::string& why);
  Metrics& metrics() { return metrics_; }
  [[nodiscard]] std::shared_ptr<const Serving> serving() const;

 private:
  explicit Service(ServiceOptions options) : options_(std::move(options)) {}

  HttpResponse route(const HttpRequest& request);
  HttpResponse hooks(const HttpRequest& request, std::string_view rest);
  HttpResponse call(const HttpRequest& request, const Serving& serving,
                    const OfferedService& called);
  HttpResponse evaluate(const HttpRequest& request);
  HttpResponse feedback(const HttpRequest& request);
  [[nodiscard]] facts::Day day_of(const Serving& serving) const;
  [[nodiscard]] log::Time now() const;
  // What an answer says of where it is logged, or that it is not.
  void log_decisions(const HttpRequest& request, std::vector<log::Entry> entries,
                     HttpResponse& response);
  void add_cors(const HttpRequest& request, HttpResponse& response) const;

  ServiceOptions options_;
  Metrics metrics_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Serving> serving_;
};

std::string discovery_json(const Offer& offer);

}  // namespace regimen::embed::service
