// Encoding: text to UTF-8 in pieces of any length; what has no meaning becomes the byte FF.
// Expected bytes are from Unicode's CP1252.TXT and from the definition of UTF-16.
#include "engine/core/encoding.h"

#include <doctest/doctest.h>

#include <string>

namespace {

using regimen::core::Encoding;
using regimen::core::find_encoding;
using regimen::core::find_mark;
using regimen::core::Transcoder;
using namespace std::string_literals;

std::string decoded(const std::string& bytes, Encoding encoding, std::size_t piece) {
  Transcoder transcoder(encoding);
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += piece)
    transcoder.add(std::string_view(bytes).substr(i, piece), i + piece >= bytes.size(), text);
  return text;
}

}  // namespace

TEST_CASE("windows-1252: letters, and the signs that Latin-1 does not have") {
  CHECK(decoded("M\xFCller \x80 \x96", Encoding::windows_1252, 4) ==
        "M\xC3\xBCller \xE2\x82\xAC \xE2\x80\x93");
}

TEST_CASE("UTF-16 in both orders, in pieces of every length") {
  // a, u umlaut, U+1F600 as two halves
  const std::string little = "a\0\xFC\0\x3D\xD8\x00\xDE"s;
  const std::string big = "\0a\0\xFC\xD8\x3D\xDE\x00"s;
  for (std::size_t piece = 1; piece < 9; ++piece) {
    CAPTURE(piece);
    CHECK(decoded(little, Encoding::utf16_le, piece) == "a\xC3\xBC\xF0\x9F\x98\x80");
    CHECK(decoded(big, Encoding::utf16_be, piece) == "a\xC3\xBC\xF0\x9F\x98\x80");
  }
}

TEST_CASE("half a character becomes a byte that is no UTF-8, and what follows is read") {
  for (std::size_t piece = 1; piece < 7; ++piece) {
    CAPTURE(piece);
    CHECK(decoded("a\0\x3D\xD8"s + "b\0"s, Encoding::utf16_le, piece) ==
          "a\xFF"
          "b");
    CHECK(decoded("a\0b"s, Encoding::utf16_le, piece) == "a\xFF");
  }
}

TEST_CASE("UTF-8 is passed on as it is") {
  CHECK(decoded("a\xFF\xC3", Encoding::utf8, 1) == "a\xFF\xC3");
}

TEST_CASE("long text is read whole") {
  std::string bytes;
  std::string expected;
  for (int i = 0; i < 20'000; ++i) {
    bytes += '\xE4';
    expected += "\xC3\xA4";
  }
  CHECK(decoded(bytes, Encoding::windows_1252, 7'777) == expected);
}

TEST_CASE("byte order marks and names") {
  CHECK(find_mark("\xEF\xBB\xBF"
                  "a")
            .length == 3);
  CHECK(find_mark("\xFF\xFE").encoding == Encoding::utf16_le);
  CHECK(find_mark("\xFE\xFF"
                  "a")
            .encoding == Encoding::utf16_be);
  CHECK(find_mark("a").length == 0);
  CHECK(find_mark("").length == 0);
  CHECK(find_encoding("UTF-8") == Encoding::utf8);
  CHECK(find_encoding("Windows-1252") == Encoding::windows_1252);
  CHECK_FALSE(find_encoding("latin-9"));
}
