// Entry: random_hex, random_uuid. The only file that sees OpenSSL's random bytes. Test:
// tests/core/random_test.cpp.
#include "engine/core/random.h"

#include <openssl/rand.h>

#include <vector>

namespace regimen::core {

std::string random_hex(std::size_t bytes) {
  std::vector<unsigned char> drawn(bytes);
  if (RAND_bytes(drawn.data(), static_cast<int>(drawn.size())) != 1) return {};
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes * 2);
  for (const unsigned char byte : drawn) {
    text += digits[byte >> 4U];
    text += digits[byte & 0x0FU];
  }
  return text;
}

std::string random_uuid() {
  std::string text = random_hex(16);
  if (text.empty()) return {};
  // The version, and the two bits of the variant.
  static constexpr std::string_view variants = "89ab";
  text[12] = '4';
  const char digit = text[16];
  const auto value = static_cast<unsigned>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
  text[16] = variants[value & 3U];
  for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, 1, '-');
  return text;
}

}  // namespace regimen::core
