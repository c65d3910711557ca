// Entry: is_plain_text. Test: tests/core/plain_text_test.cpp.
#include "engine/core/plain_text.h"

#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace regimen::core {

namespace {

// Eight bytes side by side; the highest bit of each says what is asked of it.
constexpr std::uint64_t highest = 0x8080808080808080;
constexpr std::uint64_t each = 0x0101010101010101;

std::uint64_t below(std::uint64_t bytes, unsigned char limit) {
  return (bytes - each * limit) & ~bytes & highest;
}

bool is_control(char at) {
  const auto c = static_cast<unsigned char>(at);
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
}

}  // namespace

bool is_plain_text(std::string_view text) {
  std::uint64_t above_ascii = 0;
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    above_ascii |= bytes & highest;
    // A borrow may mark a byte too many, never one too few.
    if ((below(bytes, 0x20) | below(bytes ^ (each * 0x7F), 1)) == 0) continue;
    const std::string_view few = text.substr(at, sizeof bytes);
    if (std::ranges::any_of(few, is_control)) return false;
  }
  for (; at < text.size(); ++at) {
    if (is_control(text[at])) return false;
    above_ascii |= static_cast<unsigned char>(text[at]) & 0x80U;
  }
  if (above_ascii == 0) return true;
  if (!simdjson::validate_utf8(text.data(), text.size())) return false;
  constexpr unsigned char before_c1 = 0xC2;
  for (auto c1 = text.find(static_cast<char>(before_c1)); c1 != std::string_view::npos;
       c1 = text.find(static_cast<char>(before_c1), c1 + 1)) {
    if (static_cast<unsigned char>(text[c1 + 1]) < 0xA0) return false;
  }
  return true;
}

}  // namespace regimen::core
