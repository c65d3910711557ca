// Authenticate: the Authorization header of a call -> who calls, or why it is refused.
//
// CDS Hooks 2.0, "Trusting CDS Clients". What is looked at first is what costs least and says
// least: form, algorithm, issuer, key set, key and signature, and only then the claims. A token is
// remembered only when all else is well. Thread-safety: may be called by threads at once, with one
// list and one guard.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/embed/service/auth/clients.h"
#include "engine/embed/service/auth/instant.h"
#include "engine/embed/service/auth/refusal.h"
#include "engine/embed/service/auth/replay_guard.h"

namespace regimen::embed {

struct Caller {
  std::string issuer;
  std::optional<std::string> tenant;
  std::optional<std::string> subject;
};

// `authorization`: the value of the header; empty where the call has none. `audiences`: the
// addresses of the endpoint that was called, of which the token must name one, letter by letter.
std::variant<Caller, Refusal> authenticate(std::string_view authorization,
                                           const std::vector<std::string>& audiences, Instant now,
                                           const Clients& clients, ReplayGuard& guard);

}  // namespace regimen::embed
