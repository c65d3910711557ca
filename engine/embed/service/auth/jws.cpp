// Entry: read_jws. Test: tests/service/auth/jws_test.cpp.
#include "engine/embed/service/auth/jws.h"

#include <utility>

#include "engine/embed/service/auth/base64url.h"
#include "engine/embed/service/auth/json_object.h"

namespace regimen::embed {

namespace {

bool is_ascii_word(std::string_view text, std::string_view upper) {
  if (text.size() != upper.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c) != upper[i]) return false;
  }
  return true;
}

// The first part. `crit` names what must be understood: nothing is.
std::variant<Jws, Refusal> read_header(std::string json) {
  const core::Source source("header", std::move(json), core::Privacy::patient);
  core::Diagnostics unread;
  core::TextLimits limits;
  limits.bytes = most_token_bytes;
  limits.depth = 4;
  const auto header = read_json_object(source, limits, unread);
  if (!header || has(*header, "crit")) return Refusal::malformed;
  const auto type = text_at(*header, "typ");
  if (has(*header, "typ") && !(type && is_ascii_word(*type, "JWT"))) return Refusal::malformed;
  const auto algorithm_name = text_at(*header, "alg");
  if (!algorithm_name) return Refusal::malformed;
  const auto algorithm = find_algorithm(*algorithm_name);
  if (!algorithm) return Refusal::algorithm;
  const auto key_id = text_at(*header, "kid");
  Jws jws;
  jws.key_set_url = text_at(*header, "jku");
  if (!key_id || (has(*header, "jku") && !jws.key_set_url)) return Refusal::malformed;
  jws.algorithm = *algorithm;
  jws.key_id = *key_id;
  return jws;
}

}  // namespace

std::optional<Algorithm> find_algorithm(std::string_view name) {
  if (name == "ES384") return Algorithm::es384;
  if (name == "RS384") return Algorithm::rs384;
  return std::nullopt;
}

std::variant<Jws, Refusal> read_jws(std::string_view token) {
  if (token.size() > most_token_bytes) return Refusal::malformed;
  const auto first = token.find('.');
  if (first == std::string_view::npos) return Refusal::malformed;
  const auto second = token.find('.', first + 1);
  if (second == std::string_view::npos) return Refusal::malformed;
  auto header = decode_base64url(token.substr(0, first));
  auto payload = decode_base64url(token.substr(first + 1, second - first - 1));
  auto signature = decode_base64url(token.substr(second + 1));  // a further dot is no letter of it
  if (!header || !payload || !signature) return Refusal::malformed;
  auto read = read_header(std::move(*header));
  auto* jws = std::get_if<Jws>(&read);
  if (jws == nullptr) return read;
  jws->payload = std::move(*payload);
  jws->signing_input = std::string(token.substr(0, second));
  jws->signature = std::move(*signature);
  return read;
}

}  // namespace regimen::embed
