// Clients: who may call, as an administrator writes it in YAML, with the keys of each.
//
// An issuer has one entry and one key set, a JWKS file beside the list. A URL that a token may name
// for its keys (`jku`) is compared with those of its issuer, letter by letter, and never fetched.
// Thread-safety: immutable once read, shared by threads; reading is for one thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/embed/service/auth/keys.h"

namespace regimen::embed {

struct Client {
  std::string issuer;
  std::vector<std::string> key_set_urls;
  std::vector<std::string> tenants;  // empty: any, or none
  KeySet keys;
};

struct Clients {
  std::vector<Client> clients;
  std::chrono::milliseconds skew = std::chrono::seconds(60);         // how far clocks may differ
  std::chrono::milliseconds max_lifetime = std::chrono::minutes(5);  // from `iat` to `exp`

  // Null where the issuer is not one of them.
  [[nodiscard]] const Client* find(std::string_view issuer) const;
};

// Nothing where there is a mistake in the list or in a key set.
std::optional<Clients> read_clients(const std::filesystem::path& file, core::Sources& texts,
                                    core::Diagnostics& diagnostics);

}  // namespace regimen::embed
