#include "engine/embed/service/auth/jws.h"

#include <doctest/doctest.h>

#include "tests/service/auth/token_maker.h"

namespace regimen::embed {

namespace {

using support::encode_base64url;

std::variant<Jws, Refusal> read(std::string_view header) {
  return read_jws(encode_base64url(header) + ".e30.AAAA");
}

bool is_refused(const std::variant<Jws, Refusal>& read, Refusal refusal) {
  const auto* found = std::get_if<Refusal>(&read);
  return found != nullptr && *found == refusal;
}

}  // namespace

TEST_CASE("a token is taken apart") {
  const auto token = read(
      R"({"alg":"ES384","typ":"jwt","kid":"k 1","jku":"https://a/b","jwk":{"kty":"EC"},"x":[1]})");
  const auto* jws = std::get_if<Jws>(&token);
  REQUIRE(jws != nullptr);
  CHECK(jws->algorithm == Algorithm::es384);
  CHECK(jws->key_id == "k 1");
  CHECK(jws->key_set_url == "https://a/b");
  CHECK(jws->payload == "{}");
  CHECK(jws->signature == std::string(3, '\0'));
  CHECK(jws->signing_input.ends_with(".e30"));
  const auto plain = read("\r\n {\"kid\":\"\\u006b\",\t\"alg\":\"RS384\"} ");
  REQUIRE(std::holds_alternative<Jws>(plain));
  CHECK(std::get<Jws>(plain).algorithm == Algorithm::rs384);
  CHECK(std::get<Jws>(plain).key_id == "k");
  CHECK_FALSE(std::get<Jws>(plain).key_set_url.has_value());
}

TEST_CASE("algorithms other than the two are refused, however they are spelled") {
  for (const char* name :
       {"none", "None", "NONE", "", "HS256", "HS384", "HS512", "RS256", "RS512", "ES256", "ES256K",
        "ES512", "PS384", "EdDSA", "es384", "ES384 ", "RS384\\u0020"}) {
    CAPTURE(name);
    CHECK(
        is_refused(read(R"({"kid":"k","alg":")" + std::string(name) + "\"}"), Refusal::algorithm));
  }
}

TEST_CASE("the examples of RFC 7515 are well formed and of an algorithm that is refused") {
  // Appendix A.2.1 (RS256), A.3.1 (ES256), A.4.1 (ES512), A.5 (none): the headers as printed.
  for (const char* header : {"eyJhbGciOiJSUzI1NiJ9", "eyJhbGciOiJFUzI1NiJ9", "eyJhbGciOiJFUzUxMiJ9",
                             "eyJhbGciOiJub25lIn0"}) {
    CAPTURE(header);
    CHECK(is_refused(read_jws(std::string(header) + ".e30."), Refusal::algorithm));
  }
}

TEST_CASE("a header that is not strictly one is refused") {
  for (const char* header : {
           R"({"alg":"ES384"})",
           R"({"kid":"k"})",
           R"({"alg":"ES384","alg":"ES384","kid":"k"})",
           R"({"alg":"none","alg":"ES384","kid":"k"})",
           R"({"alg":"ES384","\u0061lg":"none","kid":"k"})",
           R"({"alg":["ES384"],"kid":"k"})",
           R"({"alg":null,"kid":"k"})",
           R"({"alg":384,"kid":"k"})",
           R"({"alg":"ES384","kid":1})",
           R"({"alg":"ES384","kid":"k","typ":"JWE"})",
           R"({"alg":"ES384","kid":"k","typ":"JWT "})",
           R"({"alg":"ES384","kid":"k","typ":1})",
           R"({"alg":"ES384","kid":"k","jku":["https://a"]})",
           R"({"alg":"ES384","kid":"k","jku":null})",
           R"({"alg":"ES384","kid":"k","crit":["exp"]})",
           R"({"alg":"ES384","kid":"k","crit":[]})",
           R"({"alg":"ES384","kid":"k","a":[[[[[1]]]]]})",
           R"(["ES384"])",
           R"("ES384")",
           R"({"alg":"ES384","kid":"k"}{})",
           R"({"alg":"ES384","kid":"k"} x)",
           R"({"alg":"ES384","kid":"k",})",
           R"({alg:"ES384",kid:"k"})",
           "{\"alg\":\"ES384\",\"kid\":\"\xFF\"}",
           "{\"alg\":\"ES384\",\"kid\":\"\xC0\x80\"}",
           R"({"alg":"ES384","kid":"a\u0000b"})",
           R"({"alg":"ES384","kid":"\ud800"})",
           "",
       }) {
    CAPTURE(header);
    CHECK(is_refused(read(header), Refusal::malformed));
  }
}

TEST_CASE("a token that is not three parts in base64url is refused") {
  const std::string header = encode_base64url(R"({"alg":"ES384","kid":"k"})");
  REQUIRE(std::holds_alternative<Jws>(read_jws(header + ".e30.AAAA")));
  for (const std::string& token : {std::string(),
                                   std::string("."),
                                   std::string(".."),
                                   header,
                                   header + ".e30",
                                   header + ".e30.AAAA.",
                                   header + ".e30.AAAA.AAAA",
                                   header + ".e30.A.A.A",
                                   "." + header,
                                   header + ".e30.AAAA=",
                                   header + "=.e30.AAAA",
                                   header + " .e30.AAAA",
                                   " " + header + ".e30.AAAA",
                                   header + ".e30.AAAA ",
                                   header + ".e30.AAAA\n",
                                   header + ".e3\n0.AAAA",
                                   header + ".e30.AAA+",
                                   header + ".e30.AAA/",
                                   header + std::string(".e30.AAAA\0", 10),
                                   header + ".e31.AAAA",
                                   header + ".e30.AB",
                                   header + ".e30.A"}) {
    CAPTURE(token);
    CHECK(is_refused(read_jws(token), Refusal::malformed));
  }
}

TEST_CASE("a token is of at most 8 KB") {
  const std::string head = encode_base64url(R"({"alg":"ES384","kid":"kkk"})") + ".e30.";
  const auto of_size = [&](std::size_t size) {
    return head + std::string(size - head.size(), 'A');
  };
  // 8192 less the head leaves no single letter over.
  REQUIRE((most_token_bytes - head.size()) % 4 != 1);
  CHECK(std::holds_alternative<Jws>(read_jws(of_size(most_token_bytes))));
  CHECK(is_refused(read_jws(of_size(most_token_bytes + 3)), Refusal::malformed));
  CHECK(is_refused(read_jws(of_size(std::size_t{1} << 20)), Refusal::malformed));
}

}  // namespace regimen::embed
