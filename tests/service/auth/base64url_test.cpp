#include "engine/embed/service/auth/base64url.h"

#include <doctest/doctest.h>

namespace regimen::embed {

TEST_CASE("base64url of the RFCs is read") {
  // RFC 4648, section 10, without the padding; RFC 7515, appendix C.
  CHECK(decode_base64url("") == "");
  CHECK(decode_base64url("Zg") == "f");
  CHECK(decode_base64url("Zm8") == "fo");
  CHECK(decode_base64url("Zm9v") == "foo");
  CHECK(decode_base64url("Zm9vYmFy") == "foobar");
  CHECK(decode_base64url("A-z_4ME") == "\x03\xEC\xFF\xE0\xC1");
}

TEST_CASE("what is not base64url, or another spelling of the same bytes, is refused") {
  for (const char* text : {"Z", "Zm9vY", "Zg==", "Zm8=", "Zm 8", "Zm8\n", " Zm8", "Zm+v", "Zm/v",
                           "Zm.v", "Zm\xC3\xA4", "Zh", "Zm9", "Zk8"}) {
    CAPTURE(text);
    const std::string_view given = text;
    // Zm8: the last letter has two bits over, of which Zm9 sets one; Zk8 is other bytes, and well.
    CHECK(decode_base64url(given).has_value() == (given == "Zk8"));
  }
  CHECK_FALSE(decode_base64url(std::string_view("Zm\0v", 4)).has_value());
}

}  // namespace regimen::embed
