// Claims: what a token says of itself (RFC 7519, section 4; CDS Hooks 2.0, "Trusting CDS Clients").
//
// The issuer is read first and alone, because it names the keys; the rest counts only once the
// signature does. Claims that nobody asks for are let be. Thread-safety: pure function.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/embed/service/auth/instant.h"

namespace regimen::embed {

struct Terms {
  std::vector<std::string> audiences;
  Instant expires;
  Instant issued;
  std::optional<Instant> not_before;
  std::string id;  // `jti`
  std::optional<std::string> tenant;
  std::optional<std::string> subject;
};

struct Claims {
  std::string issuer;
  std::optional<Terms> terms;  // nothing where one is missing or is not of its type
};

// Nothing where the payload is no JSON object, or names no issuer.
std::optional<Claims> read_claims(std::string payload);

}  // namespace regimen::embed
