// Entry: read_prefetch. Test: tests/service/service_test.cpp.
#include "engine/embed/service/prefetch.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "engine/io/fhir/bundle.h"
#include "engine/io/fhir/sheet.h"

namespace regimen::embed::service {

using core::Node;
using facts::Cause;
using facts::ListState;

namespace {

std::string name_of(const Node& resource) {
  const Node* type = resource.is_mapping() ? resource.find("resourceType") : nullptr;
  const Node* id = resource.is_mapping() ? resource.find("id") : nullptr;
  const bool named = type != nullptr && type->is_scalar() && id != nullptr && id->is_scalar();
  return named ? type->text + "/" + id->text : std::string();
}

const Node* resource_in(const Node& entry) {
  return entry.is_mapping() ? entry.find("resource") : nullptr;
}

// An EHR may keep an order before it is signed, and find it again: what is being ordered now says
// nothing of what was taken.
void drop_drafts(Node& bundle, const std::set<std::string>& drafts) {
  if (drafts.empty() || !bundle.is_mapping()) return;
  for (std::size_t i = 0; i + 1 < bundle.items.size(); i += 2) {
    if (bundle.items[i].text != "entry") continue;
    std::erase_if(bundle.items[i + 1].items, [&](const Node& entry) {
      const Node* resource = resource_in(entry);
      return resource != nullptr && drafts.contains(name_of(*resource));
    });
  }
}

std::set<std::string> draft_names(const HookCall& call) {
  std::set<std::string> names;
  const Node* entries = call.orders ? call.orders->find("entry") : nullptr;
  if (entries == nullptr) return names;
  for (const Node& entry : entries->items) {
    if (const Node* resource = resource_in(entry)) names.insert(name_of(*resource));
  }
  names.erase("");
  return names;
}

// A search that found nothing, as a server answers it.
Node empty_search(const std::string& query) {
  Node link = io::mapping_node({});
  io::put(link, "relation", io::text_node("self", {}));
  io::put(link, "url", io::text_node(query, {}));
  Node links;
  links.kind = Node::Kind::sequence;
  links.items.push_back(std::move(link));
  Node bundle = io::mapping_node({});
  io::put(bundle, "resourceType", io::text_node("Bundle", {}));
  io::put(bundle, "type", io::text_node("searchset", {}));
  io::put(bundle, "link", std::move(links));
  return bundle;
}

Node bundle_of(HookCall& call, const Offer& offer) {
  const std::set<std::string> drafts = draft_names(call);
  std::vector<Node> resources;
  for (std::size_t i = 0; i < offer.prefetch.size(); ++i) {
    FetchedKey& key = call.prefetch[i];
    drop_drafts(key.resource, drafts);
    if (key.fetched == Fetched::sent) resources.push_back(std::move(key.resource));
    if (key.fetched == Fetched::no_data && offer.prefetch[i].search)
      resources.push_back(empty_search(offer.prefetch[i].query));
  }
  return io::collection_of(std::move(resources), {});
}

void add_cause(facts::Record& record, facts::FactId fact, Cause cause) {
  if (!record.facts[fact].empty()) return;
  facts::Observation observation;
  observation.stated.cause = cause;
  record.facts[fact].push_back(std::move(observation));
}

// Of two keys that answer one fact the one that failed decides: it may have had the value.
void add_causes(const HookCall& call, const Offer& offer, facts::Record& record) {
  for (const auto& [fetched, cause] : {std::pair(Fetched::failed, Cause::unavailable),
                                       std::pair(Fetched::no_data, Cause::not_known)}) {
    for (std::size_t i = 0; i < offer.prefetch.size(); ++i) {
      if (call.prefetch[i].fetched != fetched) continue;
      for (const facts::FactId fact : offer.prefetch[i].facts) add_cause(record, fact, cause);
      for (const facts::ListId list : offer.prefetch[i].lists) {
        const bool unsaid = record.lists[list].state == ListState::missing;
        if (unsaid && fetched == Fetched::failed) record.lists[list].state = ListState::unavailable;
      }
    }
  }
}

}  // namespace

std::variant<io::FhirPatient, HttpResponse> read_prefetch(HookCall& call, const Offer& offer,
                                                          const Engine& engine, facts::Day as_of) {
  std::set<std::string> incomplete;
  for (std::size_t i = 0; i < offer.prefetch.size(); ++i) {
    if (call.prefetch[i].fetched == Fetched::failed) incomplete.insert(offer.prefetch[i].type);
  }
  const Node bundle = bundle_of(call, offer);
  io::FhirReading reading =
      io::read_fhir(bundle, *engine.fhir(), engine.knowledge(), as_of, incomplete);
  const auto absent = [] {
    return problem(412, "patient_absent", "the prefetch does not hold the patient of the context");
  };
  const auto sorted = reading.structure.sorted();
  const bool nobody = std::ranges::any_of(sorted, [](const core::Diagnostic& one) {
    return one.code == core::Code::bundle_without_patient;
  });
  if (nobody) return absent();
  if (reading.structure.has_errors())
    return problem(422, "not_acceptable", told(reading.structure));
  const auto patient = std::ranges::find(reading.patients, call.patient_id, &io::FhirPatient::id);
  if (patient == reading.patients.end()) return absent();
  if (!patient->profile.record)
    return problem(422, "not_acceptable", told(patient->profile.structure));
  add_causes(call, offer, *patient->profile.record);
  return std::move(*patient);
}

}  // namespace regimen::embed::service
