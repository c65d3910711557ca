// Entry: verify_signature. One of the two files that see OpenSSL's keys. Test:
// tests/service/auth/verify_test.cpp.
#include "engine/embed/service/auth/verify.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <string>

namespace regimen::embed {

namespace {

constexpr std::size_t number_bytes = 48;

struct Free {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
  void operator()(BIGNUM* number) const { BN_free(number); }
};

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// As OpenSSL reads it: a sequence of two integers in DER. Empty where it cannot be one.
std::string der_of(std::string_view signature) {
  if (signature.size() != 2 * number_bytes) return {};
  const unsigned char* bytes = bytes_of(signature);
  std::unique_ptr<BIGNUM, Free> r(BN_bin2bn(bytes, number_bytes, nullptr));
  std::unique_ptr<BIGNUM, Free> s(BN_bin2bn(bytes + number_bytes, number_bytes, nullptr));
  const std::unique_ptr<ECDSA_SIG, Free> pair(ECDSA_SIG_new());
  // FIPS 186-4, section 6.4: neither number is nought.
  if (!r || !s || !pair || BN_is_zero(r.get()) == 1 || BN_is_zero(s.get()) == 1) return {};
  if (ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return {};
  static_cast<void>(r.release());  // the pair's now
  static_cast<void>(s.release());
  const int size = i2d_ECDSA_SIG(pair.get(), nullptr);
  if (size <= 0) return {};
  std::string der(static_cast<std::size_t>(size), '\0');
  auto* to = reinterpret_cast<unsigned char*>(der.data());
  return i2d_ECDSA_SIG(pair.get(), &to) == size ? der : std::string();
}

bool verify(EVP_PKEY* key, Algorithm algorithm, std::string_view text, std::string_view signature) {
  const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* settings = nullptr;  // owned by the context
  if (!context || EVP_DigestVerifyInit(context.get(), &settings, EVP_sha384(), nullptr, key) != 1) {
    return false;
  }
  if (algorithm == Algorithm::rs384 &&
      EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PADDING) != 1) {
    return false;
  }
  return EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                          text.size()) == 1;
}

}  // namespace

bool verify_signature(const PublicKey& key, Algorithm algorithm, std::string_view text,
                      std::string_view signature) {
  if (key.key == nullptr || key.algorithm != algorithm) return false;
  bool good = false;
  switch (algorithm) {
    case Algorithm::es384: {
      const std::string der = der_of(signature);
      good = !der.empty() && verify(key.key.get(), algorithm, text, der);
      break;
    }
    case Algorithm::rs384:
      good = verify(key.key.get(), algorithm, text, signature);
      break;
  }
  ERR_clear_error();  // else they would pile up on the thread
  return good;
}

}  // namespace regimen::embed
