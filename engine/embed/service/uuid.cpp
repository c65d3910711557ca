// Entry: new_uuid. Test: tests/service/uuid_test.cpp.
#include "engine/embed/service/uuid.h"

#include <openssl/rand.h>

#include <array>
#include <cstdlib>

namespace regimen::embed::service {

std::string new_uuid() {
  std::array<unsigned char, 16> bytes{};
  // Only a system without any entropy fails; names that are not unique would be worse than an end.
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) std::abort();
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += digits[bytes[i] >> 4U];
    text += digits[bytes[i] & 0x0FU];
  }
  return text;
}

}  // namespace regimen::embed::service
