// Token maker: keys of a test's own and tokens signed with them by OpenSSL, rightly or wrongly.
// Thread-safety: for one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace regimen::embed::support {

std::string encode_base64url(std::string_view bytes);
std::string bytes_of_hex(std::string_view hex);

enum class Hash { sha256, sha384 };

class TestKey {
 public:
  static TestKey ec(const char* curve);
  static TestKey rsa(unsigned bits);

  // As the entry of a JWKS; `more` is added to it as it stands: `,"use":"sig"`.
  [[nodiscard]] std::string jwk(std::string_view id, std::string_view more = "") const;
  [[nodiscard]] std::string pem() const;

  // DER for an EC key, PKCS#1 v1.5 for an RSA key.
  [[nodiscard]] std::string sign(std::string_view text, Hash hash = Hash::sha384) const;
  // Two numbers one after the other, of so many bytes each.
  [[nodiscard]] std::string sign_raw(std::string_view text, std::size_t bytes = 48) const;
  [[nodiscard]] std::string sign_pss(std::string_view text) const;

 private:
  explicit TestKey(evp_pkey_st* key);

  std::shared_ptr<evp_pkey_st> key_;
};

std::string hmac_sha384(std::string_view secret, std::string_view text);

// The first two parts.
std::string signing_input(std::string_view header, std::string_view payload);
// Signed as ES384 asks for it; the header is the caller's.
std::string ec_token(const TestKey& key, std::string_view header, std::string_view payload);
std::string rsa_token(const TestKey& key, std::string_view header, std::string_view payload);

}  // namespace regimen::embed::support
