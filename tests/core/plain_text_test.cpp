// What is plain text, by hand: every byte at every place of a word of eight and of what is left.
#include "engine/core/plain_text.h"

#include <doctest/doctest.h>

#include <string>

namespace regimen::core {

TEST_CASE("a control character is found wherever it stands, and nothing else is taken for one") {
  for (std::size_t length = 1; length <= 20; ++length) {
    for (std::size_t at = 0; at < length; ++at) {
      for (int byte = 0; byte < 0x80; ++byte) {
        const bool line = byte == '\t' || byte == '\n' || byte == '\r';
        const bool plain = line || (byte >= 0x20 && byte != 0x7F);
        std::string text(length, 'a');
        text[at] = static_cast<char>(byte);
        CAPTURE(length);
        CAPTURE(at);
        CAPTURE(byte);
        REQUIRE(is_plain_text(text) == plain);
        // Beside bytes that borrow from their neighbours when they are subtracted from.
        text = std::string(length, '\n');
        text[at] = static_cast<char>(byte);
        REQUIRE(is_plain_text(text) == plain);
      }
    }
  }
}

TEST_CASE("beyond ASCII it must be UTF-8, without the controls of another encoding") {
  CHECK(is_plain_text(""));
  CHECK(is_plain_text("M\xC3\xBCller \xE2\x82\xAC \xF0\x9F\x98\x80"));
  CHECK(is_plain_text("caf\xC2\xA0"));         // the blank that does not break: U+00A0
  CHECK_FALSE(is_plain_text("a\xC2\x9F"));     // U+009F
  CHECK_FALSE(is_plain_text("M\xFCller"));     // Windows-1252
  CHECK_FALSE(is_plain_text("abcdefgh\xC3"));  // cut off
  CHECK_FALSE(is_plain_text("\xED\xA0\x80"));  // a surrogate
  CHECK_FALSE(is_plain_text("\xC0\xAF"));      // longer than need be
}

}  // namespace regimen::core
