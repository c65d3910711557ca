// Entry: read_key_set. Test: tests/service/auth/keys_test.cpp.
#include "engine/embed/service/auth/keys.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <utility>

#include "engine/embed/service/auth/base64url.h"
#include "engine/embed/service/auth/json_object.h"
#include "engine/embed/service/auth/openssl_key.h"

namespace regimen::embed {

namespace {

using core::Code;
using core::Node;

constexpr std::size_t coordinate_bytes = 48;      // RFC 7518, section 6.2.1.2, for P-384
constexpr std::size_t least_modulus_bits = 2048;  // RFC 7518, section 3.3
constexpr std::size_t most_modulus_bits = 8192;   // larger ones make a signature dear to verify
constexpr std::size_t most_exponent_bytes = 8;    // likewise

// Secrets of EC and RSA keys (RFC 7518, sections 6.2.2 and 6.3.2) and of keys shared by both sides
// (6.4.1).
constexpr std::array<std::string_view, 8> secrets = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"};

class Reader {
 public:
  explicit Reader(core::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  std::optional<KeySet> read(const Node& root) {
    const Node* keys = root.find("keys");
    if (keys == nullptr) {
      wrong(root, Code::missing_key, "a key set needs the key `keys`");
      return std::nullopt;
    }
    if (!keys->is_sequence()) {
      wrong(*keys, Code::wrong_shape, "`keys` must be a list");
      return std::nullopt;
    }
    for (const Node& key : keys->items) read_key(key);
    if (!failed_ && set_.keys.empty())
      wrong(*keys, Code::bad_value, "no key of this set can verify ES384 or RS384");
    if (failed_) return std::nullopt;
    return std::move(set_);
  }

 private:
  void read_key(const Node& key) {
    if (!key.is_mapping()) return wrong(key, Code::wrong_shape, "a key must be a JSON object");
    for (const std::string_view secret : secrets) {
      if (!has(key, secret)) continue;
      return wrong(key, Code::bad_value,
                   "the key holds the secret part `" + std::string(secret) +
                       "`: only public keys belong into a key set");
    }
    const auto type = text_of(key, "kty");
    if (!has(key, "kty")) return wrong(key, Code::missing_key, "a key needs the key `kty`");
    if (!type) return;
    if (*type == "EC") return read_ec(key);
    if (*type == "RSA") return read_rsa(key);
    skip(key, "its kind (`kty`) is neither EC nor RSA");
  }

  void read_ec(const Node& key) {
    const auto curve = text_of(key, "crv");
    if (!has(key, "crv")) return wrong(key, Code::missing_key, "an EC key needs the key `crv`");
    if (!curve) return;
    if (*curve != "P-384") return skip(key, "its curve (`crv`) is not P-384");
    if (!is_for_verifying(key, "ES384")) return;
    const auto x = bytes_of(key, "x");
    const auto y = bytes_of(key, "y");
    if (!x || !y) return;
    if (x->size() != coordinate_bytes || y->size() != coordinate_bytes)
      return wrong(key, Code::bad_value, "`x` and `y` must be of 48 bytes each");
    take(key, Algorithm::es384, make_p384_key(*x, *y), "its point is not on the curve");
  }

  void read_rsa(const Node& key) {
    if (!is_for_verifying(key, "RS384")) return;
    const auto n = bytes_of(key, "n");
    const auto e = bytes_of(key, "e");
    if (!n || !e) return;
    // RFC 7518, section 2: Base64urlUInt has no byte more than it needs.
    if (n->empty() || e->empty() || n->front() == '\0' || e->front() == '\0')
      return wrong(key, Code::bad_value, "`n` and `e` must not be empty or begin with a nought");
    const bool odd = (static_cast<unsigned char>(e->back()) & 1U) != 0;
    if (!odd || *e == "\x01" || e->size() > most_exponent_bytes)
      return wrong(key, Code::bad_value,
                   "the exponent `e` must be odd, above 1 and of at most 8 bytes");
    const auto first = static_cast<unsigned char>(n->front());
    const std::size_t bits = n->size() * 8 - static_cast<std::size_t>(std::countl_zero(first));
    if (bits < least_modulus_bits) return skip(key, "it has fewer than 2048 bits");
    if (bits > most_modulus_bits) return skip(key, "it has more than 8192 bits");
    take(key, Algorithm::rs384, make_rsa_key(*n, *e), "its modulus `n` is not one of RSA");
  }

  // RFC 7517, sections 4.2 to 4.4; what is absent permits all.
  bool is_for_verifying(const Node& key, std::string_view algorithm) {
    const auto use = text_of(key, "use");
    const auto named = text_of(key, "alg");
    if ((has(key, "use") && !use) || (has(key, "alg") && !named)) return false;
    if (use && *use != "sig") {
      skip(key, "its `use` is not sig");
      return false;
    }
    if (named && *named != algorithm) {
      skip(key, "its `alg` is not " + std::string(algorithm));
      return false;
    }
    const Node* operations = key.find("key_ops");
    if (operations == nullptr) return true;
    if (!operations->is_sequence()) {
      wrong(*operations, Code::wrong_shape, "`key_ops` must be a list");
      return false;
    }
    const bool verifies = std::ranges::any_of(operations->items, [](const Node& operation) {
      return is_json_text(operation) && operation.text == "verify";
    });
    if (!verifies) skip(key, "its `key_ops` do not contain verify");
    return verifies;
  }

  void take(const Node& key, Algorithm algorithm, std::shared_ptr<evp_pkey_st> made,
            const std::string& otherwise) {
    if (made == nullptr) return wrong(key, Code::bad_value, "this is no key: " + otherwise);
    auto id = text_of(key, "kid");
    if (!has(key, "kid")) return skip(key, "it has no id (`kid`), so that no token can name it");
    if (!id) return;
    if (set_.find(*id) != nullptr)
      return wrong(*key.find("kid"), Code::duplicate_id, "two keys of this set have one id");
    set_.keys.push_back({std::move(*id), algorithm, std::move(made)});
  }

  // Nothing where it is absent; a mistake where it is no text.
  std::optional<std::string> text_of(const Node& key, std::string_view name) {
    const Node* value = key.find(name);
    if (value == nullptr || is_json_text(*value)) return text_at(key, name);
    wrong(*value, Code::wrong_shape, "`" + std::string(name) + "` must be text");
    return std::nullopt;
  }

  std::optional<std::string> bytes_of(const Node& key, std::string_view name) {
    if (!has(key, name)) {
      wrong(key, Code::missing_key, "the key needs the key `" + std::string(name) + "`");
      return std::nullopt;
    }
    const auto text = text_of(key, name);
    if (!text) return std::nullopt;
    auto bytes = decode_base64url(*text);
    if (!bytes) {
      wrong(*key.find(name), Code::bad_value,
            "`" + std::string(name) + "` must be base64url without padding");
    }
    return bytes;
  }

  void wrong(const Node& node, Code code, std::string message) {
    failed_ = true;
    diagnostics_.add({code, node.span, std::move(message)});
  }

  void skip(const Node& key, std::string reason) {
    set_.skipped.push_back({key.span, std::move(reason)});
  }

  core::Diagnostics& diagnostics_;
  KeySet set_;
  bool failed_ = false;
};

}  // namespace

const PublicKey* KeySet::find(std::string_view id) const {
  const auto found =
      std::ranges::find_if(keys, [id](const PublicKey& key) { return key.id == id; });
  return found == keys.end() ? nullptr : &*found;
}

std::optional<KeySet> read_key_set(const core::Source& source, core::Diagnostics& diagnostics) {
  core::TextLimits limits;
  limits.bytes = std::size_t{1} << 20;
  limits.depth = 8;
  limits.nodes = 20'000;
  const auto root = read_json_object(source, limits, diagnostics);
  if (!root) return std::nullopt;
  return Reader(diagnostics).read(*root);
}

}  // namespace regimen::embed
