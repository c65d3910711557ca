// Entry: decode_base64url. Test: tests/service/auth/base64url_test.cpp.
#include "engine/embed/service/auth/base64url.h"

#include <cstdint>

namespace regimen::embed {

namespace {

std::optional<std::uint32_t> value_of(char letter) {
  const auto from = [letter](char first, unsigned value) {
    return value + static_cast<std::uint32_t>(letter - first);
  };
  if (letter >= 'A' && letter <= 'Z') return from('A', 0);
  if (letter >= 'a' && letter <= 'z') return from('a', 26);
  if (letter >= '0' && letter <= '9') return from('0', 52);
  if (letter == '-') return 62;
  if (letter == '_') return 63;
  return std::nullopt;
}

}  // namespace

std::optional<std::string> decode_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char letter : text) {
    const auto value = value_of(letter);
    if (!value) return std::nullopt;
    held = (held << 6U) | *value;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>((held >> bits) & 0xFFU);
    held &= (1U << bits) - 1;
  }
  if (held != 0) return std::nullopt;
  return bytes;
}

}  // namespace regimen::embed
