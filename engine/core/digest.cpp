// Entry: Digest, sha256. The only file that sees OpenSSL's digests. Test:
// tests/core/digest_test.cpp, tests/core/files_test.cpp.
#include "engine/core/digest.h"

#include <openssl/evp.h>

#include <array>

#include "engine/core/files.h"

namespace regimen::core {

void Digest::Close::operator()(evp_md_ctx_st* state) const { EVP_MD_CTX_free(state); }

Digest::Digest() : state_(EVP_MD_CTX_new()) {
  EVP_DigestInit_ex(state_.get(), EVP_sha256(), nullptr);
}

void Digest::add(std::string_view bytes) {
  EVP_DigestUpdate(state_.get(), bytes.data(), bytes.size());
}

std::string Digest::take() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  EVP_DigestFinal_ex(state_.get(), bytes.data(), &size);
  EVP_DigestInit_ex(state_.get(), EVP_sha256(), nullptr);
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(std::size_t{size} * 2);
  for (unsigned i = 0; i < size; ++i) {
    text += digits[bytes[i] >> 4U];
    text += digits[bytes[i] & 0x0FU];
  }
  return text;
}

std::string sha256(std::string_view bytes) {
  Digest digest;
  digest.add(bytes);
  return digest.take();
}

}  // namespace regimen::core
