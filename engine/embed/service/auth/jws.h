// Jws: a signed token in its compact form, taken apart; nothing of it is believed yet.
//
// RFC 7515, sections 3.1 and 4: three parts in base64url, of which the first is a JSON object that
// names the algorithm and the key. What it offers as a key (jwk, x5c, x5u) is not read.
// Thread-safety: pure function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "engine/embed/service/auth/refusal.h"

namespace regimen::embed {

// The two that CDS Hooks recommends, and no other. RFC 7518, sections 3.3 and 3.4.
enum class Algorithm : std::uint8_t { es384, rs384 };

std::optional<Algorithm> find_algorithm(std::string_view name);

struct Jws {
  Algorithm algorithm = Algorithm::es384;
  std::string key_id;
  std::optional<std::string> key_set_url;  // `jku`
  std::string payload;
  std::string signing_input;  // the first two parts as they were written
  std::string signature;
};

constexpr std::size_t most_token_bytes = 8192;

std::variant<Jws, Refusal> read_jws(std::string_view token);

}  // namespace regimen::embed
