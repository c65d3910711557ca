#include "engine/embed/service/auth/claims.h"

#include <doctest/doctest.h>

namespace regimen::embed {

namespace {

using std::chrono::milliseconds;

// Of a payload with this for `exp`.
std::optional<Instant> expiry(const std::string& number) {
  const auto claims =
      read_claims(R"({"iss":"i","aud":"a","iat":1,"jti":"j","exp":)" + number + "}");
  REQUIRE(claims.has_value());
  return claims->terms ? std::optional(claims->terms->expires) : std::nullopt;
}

bool has_terms(const std::string& payload) {
  const auto claims = read_claims(payload);
  return claims && claims->terms.has_value();
}

}  // namespace

TEST_CASE("claims are read; what nobody asks for is let be") {
  const auto claims = read_claims(
      R"({"iss":"i","aud":["a","b"],"exp":20.5,"iat":10,"nbf":9,"jti":"j","tenant":"t","sub":"s","z":{"y":[1]}})");
  REQUIRE(claims.has_value());
  CHECK(claims->issuer == "i");
  REQUIRE(claims->terms.has_value());
  CHECK(claims->terms->audiences == std::vector<std::string>{"a", "b"});
  CHECK(claims->terms->expires == Instant(milliseconds(20500)));
  CHECK(claims->terms->issued == Instant(milliseconds(10000)));
  CHECK(claims->terms->not_before == Instant(milliseconds(9000)));
  CHECK(claims->terms->id == "j");
  CHECK(claims->terms->tenant == "t");
  CHECK(claims->terms->subject == "s");
}

TEST_CASE("times are numbers of JSON from 1970 to the year 9999") {
  CHECK(expiry("0") == Instant(milliseconds(0)));
  CHECK(expiry("1795000300") == Instant(milliseconds(1795000300000)));
  CHECK(expiry("1795000300.25") == Instant(milliseconds(1795000300250)));
  CHECK(expiry("1.7950003E9") == Instant(milliseconds(1795000300000)));
  CHECK(expiry("253402300799") == Instant(milliseconds(253402300799000)));
  for (const char* number :
       {"253402300800", "1e12", "1e308", "1e309", "1e999999999", "99999999999999999999999999999999",
        "9223372036854775808", "18446744073709551616", "-1", "-0", "-1795000300", "\"1795000300\"",
        "null", "true", "[1795000300]", "{}", "1e-999999999"}) {
    CAPTURE(number);
    CHECK_FALSE(expiry(number).has_value());
  }
}

TEST_CASE("a claim that is missing or of the wrong type leaves the issuer alone") {
  CHECK(has_terms(R"({"iss":"i","aud":"a","exp":2,"iat":1,"jti":"j"})"));
  for (const char* payload :
       {R"({"iss":"i","exp":2,"iat":1,"jti":"j"})", R"({"iss":"i","aud":"a","iat":1,"jti":"j"})",
        R"({"iss":"i","aud":"a","exp":2,"jti":"j"})", R"({"iss":"i","aud":"a","exp":2,"iat":1})",
        R"({"iss":"i","aud":1,"exp":2,"iat":1,"jti":"j"})",
        R"({"iss":"i","aud":["a",1],"exp":2,"iat":1,"jti":"j"})",
        R"({"iss":"i","aud":{"a":1},"exp":2,"iat":1,"jti":"j"})",
        R"({"iss":"i","aud":"a","exp":2,"iat":1,"jti":""})",
        R"({"iss":"i","aud":"a","exp":2,"iat":1,"jti":7})",
        R"({"iss":"i","aud":"a","exp":2,"iat":1,"jti":"j","nbf":"1"})",
        R"({"iss":"i","aud":"a","exp":2,"iat":1,"jti":"j","tenant":1})",
        R"({"iss":"i","aud":"a","exp":2,"iat":1,"jti":"j","sub":{}})"}) {
    CAPTURE(payload);
    REQUIRE(read_claims(payload).has_value());
    CHECK_FALSE(has_terms(payload));
  }
}

TEST_CASE("a payload that is no object, or names no issuer, is nothing") {
  for (const char* payload : {"", "{}", "[]", "1", "null", R"({"iss":1})", R"({"iss":["i"]})",
                              R"({"iss":"i","iss":"j"})", "{\"iss\":\"\xFE\"}", R"({"iss":"i")"}) {
    CAPTURE(payload);
    CHECK_FALSE(read_claims(payload).has_value());
  }
}

}  // namespace regimen::embed
