// Entry: Service. Test: tests/service/service_test.cpp.
#include "engine/embed/service/service.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/core/files.h"
#include "engine/embed/log/verdicts.h"
#include "engine/embed/service/cards.h"
#include "engine/embed/service/decided_call.h"
#include "engine/embed/service/feedback.h"
#include "engine/embed/service/openapi_text.h"
#include "engine/io/fhir/fhir.h"
#include "engine/io/json_report.h"
#include "engine/io/text_report.h"

namespace regimen::embed::service {

namespace {

constexpr std::string_view hooks_path = "/cds-services";
constexpr std::string_view json_type = "application/json";

HttpResponse answer_with(std::string_view type, std::string body, std::string outcome = "ok") {
  HttpResponse response;
  response.content_type = type;
  response.body = std::move(body);
  response.outcome = std::move(outcome);
  return response;
}

HttpResponse at_route(std::string route, HttpResponse response) {
  response.route = std::move(route);
  return response;
}

HttpResponse no_such_method(std::string allowed) {
  HttpResponse response =
      problem(405, "method_not_allowed", "only " + allowed + " is answered here");
  response.headers.emplace_back("Allow", std::move(allowed));
  return response;
}

// `application/json; charset=utf-8`; nothing given is taken as JSON.
bool is_json(std::string_view type) {
  const std::string_view name = type.substr(0, type.find(';'));
  return name.empty() || name.starts_with("application/json") ||
         name.starts_with("application/fhir+json");
}

std::vector<log::Entry> entries_of(const std::vector<Evaluation>& all, const EvaluateOptions& how) {
  std::vector<log::Entry> entries;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].decision) continue;
    log::Entry entry = log::entry_of(*all[i].decision, how);
    entry.source = "evaluate";
    entry.patient = static_cast<std::uint32_t>(i);
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::unique_ptr<Serving> load(const ServiceOptions& options, std::string& why) {
  const ServiceFolders& folders = options.folders;
  auto serving = std::make_unique<Serving>();
  serving->opening = Engine::open(folders.knowledge, folders.pack, folders.safety, folders.cache);
  if (serving->opening.engine == nullptr) {
    why = core::render(serving->opening.diagnostics, core::ShowValues::no);
    if (why.empty()) why = serving->opening.note;
    return nullptr;
  }
  const Engine& engine = *serving->opening.engine;
  if (engine.fhir() == nullptr) {
    why = "the knowledge does not say how FHIR is read";
    return nullptr;
  }
  if (options.evaluate) {
    auto how = options.evaluate(engine);
    if (!how) {
      why = "the packs do not have what the options ask for";
      return nullptr;
    }
    serving->how = *std::move(how);
  }
  core::Diagnostics diagnostics;
  auto offer = read_offer(folders.pack, engine.pack().pack, engine.knowledge(),
                          *serving->opening.sources, diagnostics);
  if (!offer) {
    why = core::render(diagnostics, core::ShowValues::no);
    return nullptr;
  }
  serving->offer = *std::move(offer);
  return serving;
}

}  // namespace

std::unique_ptr<Service> Service::open(ServiceOptions options, std::string& why) {
  std::unique_ptr<Service> service(new Service(std::move(options)));
  service->serving_ = load(service->options_, why);
  if (service->serving_ == nullptr) return nullptr;
  return service;
}

bool Service::reload(std::string& why) {
  std::shared_ptr<const Serving> loaded = load(options_, why);
  const bool good = loaded != nullptr;
  if (good) {
    const std::scoped_lock lock(mutex_);
    serving_.swap(loaded);
  }
  metrics_.reloaded(good);
  return good;  // what was served before is freed when the last request that uses it ends
}

std::shared_ptr<const Serving> Service::serving() const {
  const std::scoped_lock lock(mutex_);
  return serving_;
}

facts::Day Service::day_of(const Serving& serving) const {
  if (serving.how.as_of) return *serving.how.as_of;
  const auto days = std::chrono::floor<std::chrono::days>(options_.clock());
  return static_cast<facts::Day>(days.time_since_epoch().count());
}

log::Time Service::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(options_.clock());
}

HttpResponse Service::answer(const HttpRequest& request) {
  const auto begin = std::chrono::steady_clock::now();
  HttpResponse response = route(request);
  if (response.route.empty()) response.route = "other";
  add_cors(request, response);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  metrics_.answered(response.route, response.status, response.outcome, took.count());
  return response;
}

HttpResponse Service::route(const HttpRequest& request) {
  const std::string& path = request.path;
  const bool get = request.method == "GET";
  if (path == "/healthz") return at_route("healthz", answer_with("text/plain", "ok\n"));
  if (path == "/readyz") return at_route("readyz", answer_with("text/plain", "ready\n"));
  if (path == "/metrics")
    return at_route("metrics", answer_with("text/plain; version=0.0.4", metrics_.text()));
  if (path == "/openapi.json")
    return at_route("openapi.json", get ? answer_with(json_type, std::string(openapi_text))
                                        : no_such_method("GET"));
  const bool hooks_asked = path == hooks_path || path.starts_with(std::string(hooks_path) + "/");
  if (!hooks_asked && path != "/evaluate")
    return problem(404, "not_found", "nothing is answered here");
  // A browser asks first, and without a token.
  if (request.method == "OPTIONS") {
    HttpResponse response;
    response.status = 204;
    response.outcome = "preflight";
    return at_route("preflight", std::move(response));
  }
  if (options_.admission) {
    if (auto refused = options_.admission(request)) {
      refused->route = hooks_asked ? "cds-services" : "evaluate";
      return *std::move(refused);
    }
  }
  if (hooks_asked) return hooks(request, std::string_view(path).substr(hooks_path.size()));
  return at_route("evaluate", evaluate(request));
}

HttpResponse Service::hooks(const HttpRequest& request, std::string_view rest) {
  const auto serving_now = serving();
  if (rest.empty() || rest == "/") {
    if (request.method != "GET") return at_route("cds-services", no_such_method("GET"));
    return at_route("cds-services", answer_with(json_type, discovery_json(serving_now->offer)));
  }
  rest.remove_prefix(1);
  constexpr std::string_view feedback_path = "/feedback";
  const bool is_feedback = rest.ends_with(feedback_path);
  if (is_feedback) rest.remove_suffix(feedback_path.size());
  const OfferedService* called = serving_now->offer.find(rest);
  if (called == nullptr)
    return at_route("cds-services", problem(404, "no_such_service", "no service has this id"));
  const std::string name = "cds-services/" + called->id + (is_feedback ? "/feedback" : "");
  if (request.method != "POST") return at_route(name, no_such_method("POST"));
  if (!is_json(request.content_type))
    return at_route(name, problem(415, "not_json", "the body is application/json"));
  if (!is_feedback) return at_route(name, call(request, *serving_now, *called));
  return at_route(name, feedback(request));
}

// What cannot be logged is not taken: who sends it may send it again.
HttpResponse Service::feedback(const HttpRequest& request) {
  const core::Source body("body", request.body, core::Privacy::patient);
  auto read = read_feedback(body);
  if (auto* refused = std::get_if<HttpResponse>(&read)) return std::move(*refused);
  HttpResponse taken;
  taken.outcome = "feedback";
  if (options_.log == nullptr) return taken;
  for (CardFeedback& one : std::get<std::vector<CardFeedback>>(read)) {
    const auto outcome =
        one.accepted ? log::FeedbackOutcome::accepted : log::FeedbackOutcome::overridden;
    const log::Feedback entry{now(),
                              std::move(one.card),
                              outcome,
                              std::move(one.reason),
                              std::move(one.suggestions),
                              std::move(one.at)};
    if (!options_.log->append_feedback(entry))
      return problem(503, "not_logged", "the feedback could not be logged; send it again");
  }
  return taken;
}

void Service::log_decisions(const HttpRequest& request, std::vector<log::Entry> entries,
                            HttpResponse& response) {
  if (options_.log == nullptr || entries.empty()) return;
  const std::string digest = core::sha256(request.body);
  const auto kept =
      options_.log_inputs ? std::make_shared<const std::string>(request.body) : nullptr;
  for (log::Entry& entry : entries) {
    entry.time = now();
    entry.input_digest = digest;
    entry.input = kept;
  }
  const auto logged = options_.log->append_all(entries);
  metrics_.logged(logged.has_value());
  response.headers.emplace_back("Regimen-Log",
                                logged ? std::to_string(logged->back().sequence) : "unconfirmed");
}

HttpResponse Service::call(const HttpRequest& request, const Serving& serving,
                           const OfferedService& called) {
  const core::Source body("body", request.body, core::Privacy::patient);
  const Engine& engine = *serving.opening.engine;
  EvaluateOptions how = serving.how;
  how.as_of = day_of(serving);
  auto result = decide_call(body, called.hook, serving.offer, engine, how);
  if (auto* refused = std::get_if<HttpResponse>(&result)) return std::move(*refused);
  auto& decided = std::get<DecidedCall>(result);
  std::vector<const language::Pack*> packs{&engine.pack().pack};
  if (engine.safety() != nullptr) packs.push_back(&engine.safety()->pack);
  const io::Speaker speaker(engine.knowledge(), packs, options_.locale);
  const std::optional<Card> card =
      make_card({engine, serving.offer, decided.decision, speaker, called.hook,
                 std::move(decided.drafted), std::move(decided.taken), options_.uuid});
  HttpResponse response = answer_with(
      json_type, cards_json(card, serving.offer, engine, decided.patient_id, options_.locale),
      card ? std::string(to_text(card->indicator)) : "silent");
  if (options_.log != nullptr) {
    log::Entry entry = log::entry_of(decided.decision, how);
    entry.source = to_text(called.hook);
    if (card) entry.cards = {{card->uuid, card->rules, std::string(to_text(card->indicator))}};
    log_decisions(request, {std::move(entry)}, response);
  }
  return response;
}

HttpResponse Service::evaluate(const HttpRequest& request) {
  if (request.method != "POST") return no_such_method("POST");
  const auto serving_now = serving();
  const Engine& engine = *serving_now->opening.engine;
  EvaluateOptions how = serving_now->how;
  if (const auto given = request.parameter("as_of"); !given.empty()) {
    const auto day = facts::parse_date(given);
    if (!day || !day->is_point())
      return problem(400, "bad_parameter", "`as_of` is a day, such as 2026-11-01");
    how.as_of = day->first;
  }
  if (const auto given = request.parameter("jurisdiction"); !given.empty()) {
    const auto& known = engine.knowledge().vocabulary.jurisdictions();
    if (std::ranges::find(known, given) == known.end())
      return problem(400, "bad_parameter", "`jurisdiction` is not known");
    how.jurisdiction = given;
  }
  const std::string_view format = request.parameter("format");
  if (!format.empty() && format != "json" && format != "text")
    return problem(400, "bad_parameter", "`format` is json or text");
  if (request.body.size() > io::fhir_limits.bytes)
    return problem(413, "too_long", "the body is longer than what is read");
  // FHIR has no day of evaluation: that of the clock is meant.
  if (!how.as_of && io::may_be_fhir(request.body)) how.as_of = day_of(*serving_now);
  const std::vector<Evaluation> all = engine.evaluate_all("body", request.body, how);
  core::Diagnostics why;
  std::string body;
  std::size_t decided = 0;
  for (const Evaluation& one : all) {
    why.append(one.structure);
    why.append(one.values);
    if (!one.decision) continue;
    if (++decided > 1) body += format == "text" ? "\n" : ",\n";
    if (format == "text") {
      io::TextStyle style;
      style.locale = options_.locale;
      body +=
          io::text_report(*one.decision, engine.pack(), style, engine.safety(), &engine.evidence());
    } else {
      body += io::json_report(*one.decision, one.values, engine_version(), options_.locale);
    }
  }
  if (decided == 0) return problem(422, "not_acceptable", told(why));
  if (format != "text" && all.size() > 1) body = "[\n" + body + "]\n";
  HttpResponse response =
      answer_with(format == "text" ? "text/plain; charset=utf-8" : json_type, std::move(body));
  if (options_.log != nullptr) log_decisions(request, entries_of(all, how), response);
  return response;
}

void Service::add_cors(const HttpRequest& request, HttpResponse& response) const {
  const auto& origins = options_.origins;
  const bool any = std::ranges::find(origins, "*") != origins.end();
  const bool named = std::ranges::find(origins, request.origin) != origins.end();
  if (request.origin.empty() || (!any && !named)) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", any ? "*" : request.origin);
  response.headers.emplace_back("Vary", "Origin");
  if (response.outcome != "preflight") return;
  response.headers.emplace_back("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
  response.headers.emplace_back("Access-Control-Allow-Headers", "authorization, content-type");
  response.headers.emplace_back("Access-Control-Max-Age", "600");
}

}  // namespace regimen::embed::service
