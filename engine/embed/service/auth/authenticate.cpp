// Entry: authenticate. Test: tests/service/auth/authenticate_test.cpp.
#include "engine/embed/service/auth/authenticate.h"

#include <algorithm>
#include <utility>

#include "engine/embed/service/auth/claims.h"
#include "engine/embed/service/auth/jws.h"
#include "engine/embed/service/auth/verify.h"

namespace regimen::embed {

namespace {

bool contains(const std::vector<std::string>& texts, std::string_view text) {
  return std::ranges::find(texts, text) != texts.end();
}

// RFC 6750, section 2.1. The scheme is a word in any case (RFC 9110, section 11.1).
std::optional<std::string_view> token_of(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (authorization.size() <= scheme.size()) return std::nullopt;
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    const char c = authorization[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c) != scheme[i])
      return std::nullopt;
  }
  return authorization.substr(scheme.size());
}

// RFC 7519, section 4.1; the lifetime as CDS Hooks asks for it.
std::optional<Refusal> check_terms(const Terms& terms, const Client& client,
                                   const std::vector<std::string>& audiences, Instant now,
                                   const Clients& clients) {
  const bool ours = std::ranges::any_of(
      terms.audiences, [&](const std::string& audience) { return contains(audiences, audience); });
  if (!ours) return Refusal::audience;
  if (now >= terms.expires + clients.skew) return Refusal::expired;
  if (terms.issued > now + clients.skew) return Refusal::not_yet_valid;
  if (now >= terms.issued + clients.max_lifetime + clients.skew) return Refusal::too_old;
  if (terms.not_before && *terms.not_before > now + clients.skew) return Refusal::not_yet_valid;
  if (terms.expires <= terms.issued || terms.expires - terms.issued > clients.max_lifetime)
    return Refusal::lifetime;
  if (!client.tenants.empty() && !(terms.tenant && contains(client.tenants, *terms.tenant)))
    return Refusal::tenant;
  return std::nullopt;
}

std::optional<Refusal> refusal_of(ReplayGuard::Answer answer) {
  switch (answer) {
    case ReplayGuard::Answer::first:
      return std::nullopt;
    case ReplayGuard::Answer::seen:
      return Refusal::replayed;
    case ReplayGuard::Answer::late:
      return Refusal::expired;
    case ReplayGuard::Answer::full:
      return Refusal::busy;
  }
  return Refusal::busy;
}

}  // namespace

std::variant<Caller, Refusal> authenticate(std::string_view authorization,
                                           const std::vector<std::string>& audiences, Instant now,
                                           const Clients& clients, ReplayGuard& guard) {
  const auto token = token_of(authorization);
  if (!token) return Refusal::no_token;
  auto read = read_jws(*token);
  auto* jws = std::get_if<Jws>(&read);
  if (jws == nullptr) return std::get<Refusal>(read);
  auto claims = read_claims(std::move(jws->payload));
  if (!claims) return Refusal::malformed;
  const Client* client = clients.find(claims->issuer);
  if (client == nullptr) return Refusal::unknown_issuer;
  if (jws->key_set_url && !contains(client->key_set_urls, *jws->key_set_url))
    return Refusal::unknown_key_set;
  const PublicKey* key = client->keys.find(jws->key_id);
  if (key == nullptr ||
      !verify_signature(*key, jws->algorithm, jws->signing_input, jws->signature)) {
    return Refusal::signature;
  }
  if (!claims->terms) return Refusal::claims;
  Terms& terms = *claims->terms;
  if (const auto refusal = check_terms(terms, *client, audiences, now, clients)) return *refusal;
  const auto answer = guard.remember(claims->issuer, terms.id, terms.expires + clients.skew, now);
  if (const auto refusal = refusal_of(answer)) return *refusal;
  return Caller{std::move(claims->issuer), std::move(terms.tenant), std::move(terms.subject)};
}

}  // namespace regimen::embed
