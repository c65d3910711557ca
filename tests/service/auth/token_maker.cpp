// Entry: TestKey, ec_token, rsa_token.
#include "tests/service/auth/token_maker.h"

#include <doctest/doctest.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>

namespace regimen::embed::support {

namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string number_of(EVP_PKEY* key, const char* name, int size = 0) {
  BIGNUM* number = nullptr;
  REQUIRE(EVP_PKEY_get_bn_param(key, name, &number) == 1);
  const int length = size == 0 ? BN_num_bytes(number) : size;
  std::string bytes(static_cast<std::size_t>(length), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), length);
  BN_free(number);
  return encode_base64url(bytes);
}

std::string sign_with(EVP_PKEY* key, std::string_view text, const EVP_MD* hash, int padding) {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_PKEY_CTX* settings = nullptr;
  REQUIRE(EVP_DigestSignInit(context, &settings, hash, nullptr, key) == 1);
  if (padding != 0) REQUIRE(EVP_PKEY_CTX_set_rsa_padding(settings, padding) == 1);
  std::size_t size = 0;
  REQUIRE(EVP_DigestSign(context, nullptr, &size, bytes_of(text), text.size()) == 1);
  std::string signature(size, '\0');
  REQUIRE(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size,
                         bytes_of(text), text.size()) == 1);
  signature.resize(size);
  EVP_MD_CTX_free(context);
  return signature;
}

}  // namespace

std::string encode_base64url(std::string_view bytes) {
  constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned block = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      block = block << 8U;
      if (i + j < bytes.size()) block |= static_cast<unsigned char>(bytes[i + j]);
    }
    const std::size_t count = std::min<std::size_t>(bytes.size() - i, 3) + 1;
    for (std::size_t j = 0; j < count; ++j) text += letters[(block >> (18 - 6 * j)) & 63U];
  }
  return text;
}

std::string bytes_of_hex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return bytes;
}

TestKey::TestKey(evp_pkey_st* key) : key_(key, EVP_PKEY_free) { REQUIRE(key != nullptr); }

TestKey TestKey::ec(const char* curve) {
  return TestKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve));
}

TestKey TestKey::rsa(unsigned bits) {
  return TestKey(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{bits}));
}

std::string TestKey::jwk(std::string_view id, std::string_view more) const {
  std::string text = R"({"kid":")" + std::string(id) + R"(",)";
  if (EVP_PKEY_is_a(key_.get(), "RSA") == 1) {
    text += R"("kty":"RSA","n":")" + number_of(key_.get(), OSSL_PKEY_PARAM_RSA_N) + R"(","e":")" +
            number_of(key_.get(), OSSL_PKEY_PARAM_RSA_E) + '"';
  } else {
    const int bits = EVP_PKEY_get_bits(key_.get());
    text += R"("kty":"EC","crv":"P-)" + std::to_string(bits) + R"(","x":")" +
            number_of(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, bits / 8) + R"(","y":")" +
            number_of(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, bits / 8) + '"';
  }
  return text + std::string(more) + "}";
}

std::string TestKey::pem() const {
  BIO* memory = BIO_new(BIO_s_mem());
  REQUIRE(PEM_write_bio_PUBKEY(memory, key_.get()) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory, &text);
  std::string pem(text, static_cast<std::size_t>(size));
  BIO_free(memory);
  return pem;
}

std::string TestKey::sign(std::string_view text, Hash hash) const {
  return sign_with(key_.get(), text, hash == Hash::sha256 ? EVP_sha256() : EVP_sha384(), 0);
}

std::string TestKey::sign_pss(std::string_view text) const {
  return sign_with(key_.get(), text, EVP_sha384(), RSA_PKCS1_PSS_PADDING);
}

std::string TestKey::sign_raw(std::string_view text, std::size_t bytes) const {
  const std::string der = sign(text);
  const unsigned char* at = bytes_of(der);
  ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  REQUIRE(pair != nullptr);
  std::string raw(2 * bytes, '\0');
  auto* to = reinterpret_cast<unsigned char*>(raw.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(pair), to, static_cast<int>(bytes));
  BN_bn2binpad(ECDSA_SIG_get0_s(pair), to + bytes, static_cast<int>(bytes));
  ECDSA_SIG_free(pair);
  return raw;
}

std::string hmac_sha384(std::string_view secret, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned size = 0;
  HMAC(EVP_sha384(), secret.data(), static_cast<int>(secret.size()), bytes_of(text), text.size(),
       code.data(), &size);
  return {reinterpret_cast<const char*>(code.data()), size};
}

std::string signing_input(std::string_view header, std::string_view payload) {
  return encode_base64url(header) + "." + encode_base64url(payload);
}

std::string ec_token(const TestKey& key, std::string_view header, std::string_view payload) {
  const std::string text = signing_input(header, payload);
  return text + "." + encode_base64url(key.sign_raw(text));
}

std::string rsa_token(const TestKey& key, std::string_view header, std::string_view payload) {
  const std::string text = signing_input(header, payload);
  return text + "." + encode_base64url(key.sign(text));
}

}  // namespace regimen::embed::support
