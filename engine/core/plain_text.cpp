// Entry: is_plain_text. Test: tests/core/plain_text_test.cpp.
#include "engine/core/plain_text.h"

#include <simdjson.h>

namespace regimen::core {

bool is_plain_text(std::string_view text) {
  // Without a branch, so that many bytes are looked at together.
  bool control = false;
  bool above_ascii = false;
  for (const char at : text) {
    const auto c = static_cast<unsigned char>(at);
    const bool line = (c == '\t') | (c == '\n') | (c == '\r');  // NOLINT: see above
    control = control | ((c < 0x20) & !line) | (c == 0x7F);     // NOLINT
    above_ascii = above_ascii | (c >= 0x80);                    // NOLINT
  }
  if (control) return false;
  if (!above_ascii) return true;
  if (!simdjson::validate_utf8(text.data(), text.size())) return false;
  constexpr unsigned char before_c1 = 0xC2;
  for (auto at = text.find(static_cast<char>(before_c1)); at != std::string_view::npos;
       at = text.find(static_cast<char>(before_c1), at + 1)) {
    if (static_cast<unsigned char>(text[at + 1]) < 0xA0) return false;
  }
  return true;
}

}  // namespace regimen::core
