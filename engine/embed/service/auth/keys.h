// Key set: the public keys of one client, out of a JWKS (RFC 7517; RFC 7518, section 6).
//
// EC keys on P-384 and RSA keys of 2048 to 8192 bits that may verify signatures. A key that is
// meant for something else is skipped, and told; one that is broken, or that holds a secret, is a
// mistake, and so is a set without a key that can be used. Sets come from files: nothing is ever
// fetched. Thread-safety: immutable; keys may be used by threads at once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/embed/service/auth/jws.h"

struct evp_pkey_st;

namespace regimen::embed {

struct PublicKey {
  std::string id;
  Algorithm algorithm = Algorithm::es384;  // the only one that the key is used with
  std::shared_ptr<evp_pkey_st> key;
};

struct SkippedKey {
  core::Span span;
  std::string reason;  // lower case, no period
};

struct KeySet {
  std::vector<PublicKey> keys;
  std::vector<SkippedKey> skipped;

  // Null where it has none of that id.
  [[nodiscard]] const PublicKey* find(std::string_view id) const;
};

// Nothing where there is a mistake.
std::optional<KeySet> read_key_set(const core::Source& source, core::Diagnostics& diagnostics);

}  // namespace regimen::embed
