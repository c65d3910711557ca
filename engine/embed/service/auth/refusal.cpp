// Entry: word, sentence, http_status. Test: tests/service/auth/authenticate_test.cpp.
#include "engine/embed/service/auth/refusal.h"

namespace regimen::embed {

const std::vector<Refusal>& all_refusals() {
  static const std::vector<Refusal> all = {
      Refusal::no_token,        Refusal::malformed, Refusal::algorithm, Refusal::unknown_issuer,
      Refusal::unknown_key_set, Refusal::signature, Refusal::claims,    Refusal::audience,
      Refusal::expired,         Refusal::too_old,   Refusal::lifetime,  Refusal::not_yet_valid,
      Refusal::tenant,          Refusal::replayed,  Refusal::busy,
  };
  return all;
}

std::string_view word(Refusal refusal) {
  switch (refusal) {
    case Refusal::no_token:
      return "no-token";
    case Refusal::malformed:
      return "malformed";
    case Refusal::algorithm:
      return "algorithm";
    case Refusal::unknown_issuer:
      return "unknown-issuer";
    case Refusal::unknown_key_set:
      return "unknown-key-set";
    case Refusal::signature:
      return "signature";
    case Refusal::claims:
      return "claims";
    case Refusal::audience:
      return "audience";
    case Refusal::expired:
      return "expired";
    case Refusal::not_yet_valid:
      return "not-yet-valid";
    case Refusal::too_old:
      return "too-old";
    case Refusal::lifetime:
      return "lifetime";
    case Refusal::tenant:
      return "tenant";
    case Refusal::replayed:
      return "replayed";
    case Refusal::busy:
      return "busy";
  }
  return "";
}

std::string_view sentence(Refusal refusal) {
  switch (refusal) {
    case Refusal::no_token:
      return "The call carries no bearer token.";
    case Refusal::malformed:
      return "The token is not a signed JWT in the compact form.";
    case Refusal::algorithm:
      return "The token is not signed by an algorithm that is accepted: ES384 or RS384.";
    case Refusal::unknown_issuer:
      return "The issuer of the token is not on the list of clients.";
    case Refusal::unknown_key_set:
      return "The key set that the token names is not one of its issuer.";
    case Refusal::signature:
      return "The signature of the token could not be verified.";
    case Refusal::claims:
      return "A claim that the token needs is missing, or has not the form that it must have.";
    case Refusal::audience:
      return "The token is made for another address.";
    case Refusal::expired:
      return "The token has expired.";
    case Refusal::not_yet_valid:
      return "The token is not valid yet.";
    case Refusal::too_old:
      return "The token was issued too long ago.";
    case Refusal::lifetime:
      return "The token is valid for longer than is accepted, or expires before it is issued.";
    case Refusal::tenant:
      return "The tenant of the token is not on the list of its issuer.";
    case Refusal::replayed:
      return "The token was used before.";
    case Refusal::busy:
      return "Too many tokens are remembered at present: try again later.";
  }
  return "";
}

int http_status(Refusal refusal) { return refusal == Refusal::busy ? 503 : 401; }

}  // namespace regimen::embed
