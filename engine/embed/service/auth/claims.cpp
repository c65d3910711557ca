// Entry: read_claims. Test: tests/service/auth/claims_test.cpp.
#include "engine/embed/service/auth/claims.h"

#include <charconv>
#include <cstdint>
#include <utility>

#include "engine/embed/service/auth/json_object.h"
#include "engine/embed/service/auth/jws.h"

namespace regimen::embed {

namespace {

using core::Node;

constexpr double last_second = 253402300799.0;  // of the year 9999

// Of a fraction that is finer than a millisecond, the millisecond it lies in.
std::optional<Instant> instant_of(const Node* node) {
  if (node == nullptr || !is_json_number(*node) || node->text.front() == '-') return std::nullopt;
  const char* end = node->text.data() + node->text.size();
  double seconds = 0;
  const auto read = std::from_chars(node->text.data(), end, seconds);
  if (read.ec != std::errc() || read.ptr != end || seconds > last_second) return std::nullopt;
  return Instant(std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000)));
}

std::optional<std::vector<std::string>> audiences_of(const Node* node) {
  if (node == nullptr) return std::nullopt;
  if (is_json_text(*node)) return std::vector<std::string>{node->text};
  if (!node->is_sequence()) return std::nullopt;
  std::vector<std::string> audiences;
  for (const Node& item : node->items) {
    if (!is_json_text(item)) return std::nullopt;
    audiences.push_back(item.text);
  }
  return audiences;
}

std::optional<Terms> terms_of(const Node& payload) {
  auto audiences = audiences_of(payload.find("aud"));
  const auto expires = instant_of(payload.find("exp"));
  const auto issued = instant_of(payload.find("iat"));
  const auto not_before = instant_of(payload.find("nbf"));
  auto id = text_at(payload, "jti");
  auto tenant = text_at(payload, "tenant");
  auto subject = text_at(payload, "sub");
  if (!audiences || !expires || !issued || !id || id->empty()) return std::nullopt;
  if (has(payload, "nbf") && !not_before) return std::nullopt;
  if (has(payload, "tenant") && !tenant) return std::nullopt;
  if (has(payload, "sub") && !subject) return std::nullopt;
  return Terms{std::move(*audiences), *expires,          *issued,           not_before,
               std::move(*id),        std::move(tenant), std::move(subject)};
}

}  // namespace

std::optional<Claims> read_claims(std::string payload) {
  const core::Source source("payload", std::move(payload), core::Privacy::patient);
  core::Diagnostics unread;
  core::TextLimits limits;
  limits.bytes = most_token_bytes;
  limits.depth = 16;
  const auto root = read_json_object(source, limits, unread);
  if (!root) return std::nullopt;
  auto issuer = text_at(*root, "iss");
  if (!issuer) return std::nullopt;
  return Claims{std::move(*issuer), terms_of(*root)};
}

}  // namespace regimen::embed
