// HookCall: the body of a call of CDS Hooks 2.0: text -> what was called, for whom, with what.
//
// Strict where a wrong reading could harm (a duplicate key, a wrong type, a missing required
// field), tolerant of fields that it does not know, as later versions of the standard ask.
// Thread-safety: plain values; the nodes refer to the source of the body.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/core/node.h"
#include "engine/core/source.h"
#include "engine/embed/service/exchange.h"
#include "engine/embed/service/offer.h"

namespace regimen::embed::service {

// What was said at one key of the prefetch.
enum class Fetched : std::uint8_t {
  omitted,  // the client could not satisfy it
  no_data,  // null, or a search that found nothing
  failed,   // an OperationOutcome
  sent,
};

struct FetchedKey {
  Fetched fetched = Fetched::omitted;
  core::Node resource;  // where it was sent
};

struct HookCall {
  std::string patient_id;
  std::vector<FetchedKey> prefetch;     // for each key of the offer
  std::optional<core::Node> orders;     // the Bundle of draft orders
  std::vector<std::string> selections;  // of order-select: `MedicationRequest/1`
};

// The call, or why it is refused: 400 where the body is not one, 412 where the patient is absent.
std::variant<HookCall, HttpResponse> read_call(const core::Source& body, const Offer& offer,
                                               Hook hook);

}  // namespace regimen::embed::service
