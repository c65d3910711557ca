// Entry: decide_call. Test: tests/service/service_test.cpp.
#include "engine/embed/service/decided_call.h"

#include <utility>

#include "engine/embed/service/drafts.h"
#include "engine/embed/service/hook_call.h"
#include "engine/embed/service/prefetch.h"
#include "engine/embed/service/taken.h"

namespace regimen::embed::service {

std::variant<DecidedCall, HttpResponse> decide_call(const core::Source& body, Hook hook,
                                                    const Offer& offer, const Engine& engine,
                                                    const EvaluateOptions& options) {
  auto read = read_call(body, offer, hook);
  if (auto* refused = std::get_if<HttpResponse>(&read)) return std::move(*refused);
  auto& call = std::get<HookCall>(read);
  auto drafts = read_drafts(call, engine, *options.as_of);
  if (auto* refused = std::get_if<HttpResponse>(&drafts)) return std::move(*refused);
  auto fetched = read_prefetch(call, offer, engine, *options.as_of);
  if (auto* refused = std::get_if<HttpResponse>(&fetched)) return std::move(*refused);
  auto& patient = std::get<io::FhirPatient>(fetched);
  decision::Decision decision = engine.decide(*patient.profile.record, options, true);
  decision.ignored.insert(decision.ignored.end(), patient.ignored.begin(), patient.ignored.end());
  return DecidedCall{
      std::move(call.patient_id), std::get<std::vector<facts::ConceptId>>(std::move(drafts)),
      taken_on(*options.as_of, *patient.profile.record, engine), std::move(decision)};
}

}  // namespace regimen::embed::service
