// Any text as a key set, as a token, and as the parts of one: it is refused with a reason, and
// never let in. A token that is taken apart has one spelling.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "engine/embed/service/auth/authenticate.h"
#include "engine/embed/service/auth/base64url.h"
#include "engine/embed/service/auth/claims.h"
#include "tests/service/auth/outside_tokens.h"

namespace {

using regimen::embed::Instant;
namespace core = regimen::core;
namespace embed = regimen::embed;

// Not that of fuzz_world.h, which would bring the whole engine.
void require(bool holds, const char* what) {
  if (holds) return;
  std::fputs(what, stderr);
  std::abort();
}

std::string encode(std::string_view bytes) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char byte : bytes) {
    held = (held << 8U | static_cast<unsigned char>(byte)) & 0xFFFFU;
    for (bits += 8; bits >= 6; bits -= 6) text += letters[(held >> (bits - 6)) & 63U];
  }
  if (bits > 0) text += letters[(held << (6 - bits)) & 63U];
  return text;
}

// One client, with keys whose secret halves nobody has.
const embed::Clients& clients() {
  static const embed::Clients one = [] {
    const core::Source source("keys", std::string(embed::outside::key_set), core::Privacy::open);
    core::Diagnostics diagnostics;
    auto keys = embed::read_key_set(source, diagnostics);
    require(keys.has_value(), "the keys cannot be read\n");
    embed::Clients made;
    made.clients.push_back(
        {"https://ehr.example/issuer", {"https://ehr.example/jwks"}, {}, std::move(*keys)});
    return made;
  }();
  return one;
}

void try_token(const std::string& token) {
  static embed::ReplayGuard guard(16);
  // A century after the tokens of outside_tokens.h.
  const Instant now(std::chrono::seconds(4'950'000'000));
  const auto answer = embed::authenticate(
      "Bearer " + token, {"https://cds.example/cds-services/regimen"}, now, clients(), guard);
  require(std::holds_alternative<embed::Refusal>(answer), "let in\n");
  require(!embed::sentence(std::get<embed::Refusal>(answer)).empty(), "no reason\n");
  require(guard.kept() == 0, "remembered\n");
  const auto read = embed::read_jws(token);
  const auto* jws = std::get_if<embed::Jws>(&read);
  if (jws == nullptr) return;
  require(jws->signing_input + "." + encode(jws->signature) == token, "another spelling\n");
  require(jws->signing_input.ends_with("." + encode(jws->payload)), "another spelling\n");
}

void try_key_set(const std::string& text) {
  const core::Source source("keys", text, core::Privacy::patient);
  core::Diagnostics diagnostics;
  const auto set = embed::read_key_set(source, diagnostics);
  core::render(diagnostics, core::ShowValues::yes);
  require(set.has_value() != diagnostics.has_errors(), "neither read nor refused, or both\n");
  if (!set) return;
  require(!set->keys.empty(), "no key\n");
  for (const embed::PublicKey& key : set->keys)
    require(set->find(key.id) == &key, "an id stands twice\n");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try_token(text);
  try_key_set(text);
  if (const auto bytes = embed::decode_base64url(text))
    require(encode(*bytes) == text, "another spelling\n");
  // As the two halves of a token, so that what stands behind base64url is reached.
  const auto line = text.find('\n');
  const std::string header = text.substr(0, line);
  const std::string payload = line == std::string::npos ? std::string() : text.substr(line + 1);
  try_token(encode(header) + "." + encode(payload) + "." + encode(std::string(96, '\x01')));
  if (const auto claims = embed::read_claims(text); claims && claims->terms)
    require(claims->terms->expires.time_since_epoch().count() >= 0, "before all time\n");
  return 0;
}
