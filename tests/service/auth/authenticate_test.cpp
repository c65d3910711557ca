#include "engine/embed/service/auth/authenticate.h"

#include <doctest/doctest.h>

#include <set>

#include "tests/service/auth/outside_tokens.h"
#include "tests/service/auth/token_maker.h"

namespace regimen::embed {

namespace {

using support::encode_base64url;
using support::TestKey;

constexpr const char* issuer = "https://ehr.example/issuer";
constexpr const char* address = "https://cds.example/cds-services/regimen";
constexpr const char* ec_header = R"({"alg":"ES384","typ":"JWT","kid":"e"})";
constexpr const char* rsa_header = R"({"alg":"RS384","typ":"JWT","kid":"r"})";

Instant at(double seconds) {
  return Instant(std::chrono::milliseconds(static_cast<long long>(seconds * 1000)));
}

KeySet key_set(const std::string& text) {
  const core::Source source("keys", text, core::Privacy::open);
  core::Diagnostics diagnostics;
  auto set = read_key_set(source, diagnostics);
  REQUIRE(set.has_value());
  return std::move(*set);
}

// One client with a key of each kind, another with keys of its own; the time is 1000 s.
struct World {
  TestKey ec = TestKey::ec("P-384");
  TestKey rsa = TestKey::rsa(2048);
  TestKey other = TestKey::ec("P-384");
  Clients clients;
  ReplayGuard guard;

  World() {
    clients.clients.push_back({issuer,
                               {"https://ehr.example/jwks.json"},
                               {},
                               key_set("{\"keys\":[" + ec.jwk("e") + "," + rsa.jwk("r") + "]}")});
    clients.clients.push_back({"https://other.example",
                               {"https://other.example/jwks.json"},
                               {"north"},
                               key_set("{\"keys\":[" + other.jwk("o") + "]}")});
  }

  std::variant<Caller, Refusal> call(const std::string& token, double now = 1000) {
    return authenticate("Bearer " + token, {address}, at(now), clients, guard);
  }
  // The word of the refusal, or `accepted`.
  std::string answer(const std::string& token, double now = 1000) {
    const auto result = call(token, now);
    const auto* refusal = std::get_if<Refusal>(&result);
    return refusal == nullptr ? "accepted" : std::string(word(*refusal));
  }
};

World& world() {
  static World one;
  return one;
}

// Every call makes another id.
std::string payload(const std::string& times = R"("iat":1000,"exp":1300)",
                    const std::string& audience = "\"" + std::string(address) + "\"",
                    const std::string& more = "", const std::string& by = issuer) {
  static int count = 0;
  return R"({"iss":")" + by + R"(","aud":)" + audience + "," + times + R"(,"jti":"j)" +
         std::to_string(++count) + "\"" + more + "}";
}

std::string token(const std::string& claims) { return ec_token(world().ec, ec_header, claims); }

std::string answer_to_times(const std::string& times, double now = 1000) {
  return world().answer(token(payload(times)), now);
}

std::string answer_to_audience(const std::string& audience) {
  return world().answer(token(payload(R"("iat":1000,"exp":1300)", audience)));
}

std::string answer_to_header(const std::string& header) {
  return world().answer(ec_token(world().ec, header, payload()));
}

}  // namespace

TEST_CASE("tokens by either key are accepted, and say who calls") {
  CHECK(world().answer(token(payload())) == "accepted");
  const auto result = world().call(
      rsa_token(world().rsa, rsa_header,
                payload(R"("iat":1000,"exp":1300,"nbf":1000)", "\"" + std::string(address) + "\"",
                        R"(,"tenant":"t","sub":"s","extra":{"a":[1,2]})")));
  const auto* caller = std::get_if<Caller>(&result);
  REQUIRE(caller != nullptr);
  CHECK(caller->issuer == issuer);
  CHECK(caller->tenant == "t");
  CHECK(caller->subject == "s");
}

TEST_CASE("tokens made outside, without OpenSSL, are accepted once") {
  Clients clients;
  clients.clients.push_back({issuer, {}, {}, key_set(std::string(outside::key_set))});
  ReplayGuard guard;
  for (const auto token_text : {outside::es384_token, outside::rs384_token}) {
    const std::string header = "Bearer " + std::string(token_text);
    const Instant now = at(1795000100);
    CHECK(std::holds_alternative<Caller>(authenticate(header, {address}, now, clients, guard)));
    const auto again = authenticate(header, {address}, now, clients, guard);
    CHECK(std::get<Refusal>(again) == Refusal::replayed);
  }
}

TEST_CASE("the header is one bearer token") {
  World& w = world();
  const auto answer = [&w](const std::string& header) {
    const auto result = authenticate(header, {address}, at(1000), w.clients, w.guard);
    const auto* refusal = std::get_if<Refusal>(&result);
    return refusal == nullptr ? "accepted" : std::string(word(*refusal));
  };
  CHECK(answer("bearer " + token(payload())) == "accepted");
  CHECK(answer("BEARER " + token(payload())) == "accepted");
  for (const char* header :
       {"", "Bearer", "Bearer ", "Basic dTpw", "Bearer\tx", " Bearer x", "Bearerx y"})
    CHECK(answer(header) == "no-token");
  CHECK(answer("Bearer  " + token(payload())) == "malformed");
  CHECK(answer("Bearer " + token(payload()) + " ") == "malformed");
  CHECK(answer("Bearer " + token(payload()) + ", Bearer x") == "malformed");
  CHECK(answer("Bearer " + token(payload()) + ".") == "malformed");
  CHECK(answer("Bearer " + token(payload()) + "=") == "malformed");
  CHECK(answer("Bearer " + std::string(std::size_t{1} << 20, 'A')) == "malformed");
  CHECK(answer("Bearer \xFF\xFE.\xC0.x") == "malformed");
}

TEST_CASE("forged tokens are refused") {
  World& w = world();
  const std::string claims = payload();
  // No signature at all.
  for (const char* name : {"none", "None"}) {
    const std::string header = R"({"alg":")" + std::string(name) + R"(","kid":"e"})";
    CHECK(w.answer(support::signing_input(header, claims) + ".") == "algorithm");
  }
  // The public key of RSA as the secret of an HMAC.
  const std::string hmac = support::signing_input(R"({"alg":"HS384","kid":"r"})", claims);
  CHECK(w.answer(hmac + "." + encode_base64url(support::hmac_sha384(w.rsa.pem(), hmac))) ==
        "algorithm");
  const std::string rs256 = support::signing_input(R"({"alg":"RS256","kid":"r"})", claims);
  CHECK(w.answer(rs256 + "." + encode_base64url(w.rsa.sign(rs256, support::Hash::sha256))) ==
        "algorithm");
  const std::string plain = support::signing_input(ec_header, claims);
  CHECK(w.answer(plain + ".") == "signature");
  CHECK(w.answer(plain + "." + encode_base64url(std::string(96, '\0'))) == "signature");
  CHECK(w.answer(plain + "." + encode_base64url(w.ec.sign(plain))) == "signature");
  CHECK(w.answer(plain + "." + encode_base64url(support::hmac_sha384(w.rsa.pem(), plain))) ==
        "signature");
  // The other curve, another's key, another kind of key, another kid: one answer.
  CHECK(w.answer(ec_token(TestKey::ec("P-256"), ec_header, claims)) == "signature");
  CHECK(w.answer(ec_token(w.other, ec_header, claims)) == "signature");
  CHECK(w.answer(ec_token(w.other, R"({"alg":"ES384","kid":"o"})", claims)) == "signature");
  CHECK(w.answer(ec_token(w.ec, R"({"alg":"ES384","kid":"r"})", claims)) == "signature");
  CHECK(w.answer(ec_token(w.ec, R"({"alg":"ES384","kid":"E"})", claims)) == "signature");
  CHECK(w.answer(ec_token(w.ec, R"({"alg":"RS384","kid":"e"})", claims)) == "signature");
  CHECK(w.answer(rsa_token(w.rsa, R"({"alg":"ES384","kid":"r"})", claims)) == "signature");
  // The signature of another text.
  const std::string good = token(claims);
  const std::string signature = good.substr(good.rfind('.'));
  CHECK(w.answer(support::signing_input(ec_header, payload()) + signature) == "signature");
  // A key that the token brings along is not looked at.
  CHECK(w.answer(ec_token(w.other, R"({"alg":"ES384","kid":"e","jwk":)" + w.other.jwk("e") + "}",
                          claims)) == "signature");
  // None of them was remembered.
  CHECK(w.answer(good) == "accepted");
}

TEST_CASE("an issuer is one of the list, letter by letter") {
  World& w = world();
  for (const char* by : {"https://ehr.example/issuer/", "https://EHR.example/issuer", "", "x"}) {
    CHECK(w.answer(token(payload(R"("iat":1000,"exp":1300)", "\"a\"", "", by))) ==
          "unknown-issuer");
  }
  CHECK(w.answer(token("{}")) == "malformed");
  CHECK(w.answer(token("[]")) == "malformed");
}

TEST_CASE("a key set that is named must be one of the issuer's") {
  CHECK(answer_to_header(R"({"alg":"ES384","kid":"e","jku":"https://ehr.example/jwks.json"})") ==
        "accepted");
  for (const char* url : {"https://attacker.example/jwks.json", "https://ehr.example/jwks.json?x",
                          "https://other.example/jwks.json", ""}) {
    CAPTURE(url);
    CHECK(answer_to_header(R"({"alg":"ES384","kid":"e","jku":")" + std::string(url) + "\"}") ==
          "unknown-key-set");
  }
  CHECK(answer_to_header(R"({"alg":"ES384","alg":"ES384","kid":"e"})") == "malformed");
}

TEST_CASE("the audience is the address, letter by letter") {
  const std::string own = "\"" + std::string(address) + "\"";
  CHECK(answer_to_audience(R"(["https://a.example",)" + own + "]") == "accepted");
  for (const char* audience :
       {R"("https://cds.example/cds-services/regimen/")", R"("https://cds.example/cds-services")",
        R"("HTTPS://cds.example/cds-services/regimen")", R"("")", "[]", R"(["a","b"])"}) {
    CAPTURE(audience);
    CHECK(answer_to_audience(audience) == "audience");
  }
  CHECK(answer_to_audience("[" + own + ",1]") == "claims");
  CHECK(answer_to_audience("null") == "claims");
}

TEST_CASE("times are held to, with the clocks 60 s apart at most") {
  // Expired at 1300 + 60 s and not a millisecond before (RFC 7519, section 4.1.4).
  CHECK(answer_to_times(R"("iat":1000,"exp":1300)", 1359.999) == "accepted");
  CHECK(answer_to_times(R"("iat":1000,"exp":1300)", 1360) == "expired");
  CHECK(answer_to_times(R"("iat":1060,"exp":1300)") == "accepted");
  CHECK(answer_to_times(R"("iat":1060.001,"exp":1300)") == "not-yet-valid");
  CHECK(answer_to_times(R"("iat":1000,"exp":1300,"nbf":1060)") == "accepted");
  CHECK(answer_to_times(R"("iat":1000,"exp":1300,"nbf":1060.001)") == "not-yet-valid");
  // 5 minutes from `iat` to `exp`.
  CHECK(answer_to_times(R"("iat":1000,"exp":1300.001)") == "lifetime");
  CHECK(answer_to_times(R"("iat":1000,"exp":1000)") == "lifetime");
  CHECK(answer_to_times(R"("iat":1010,"exp":1000)") == "lifetime");
  // 1000 - 300 - 60 = 640.
  CHECK(answer_to_times(R"("iat":640,"exp":1300)") == "too-old");
  CHECK(answer_to_times(R"("iat":640.001,"exp":1300)") == "lifetime");
  CHECK(answer_to_times(R"("iat":1000,"exp":1e300)") == "claims");
  CHECK(answer_to_times(R"("iat":1000,"exp":"1300")") == "claims");
  CHECK(answer_to_times(R"("iat":-1000,"exp":1300)") == "claims");
  CHECK(answer_to_times(R"("iat":1000)") == "claims");
}

TEST_CASE("where tenants are listed, the token names one") {
  World& w = world();
  const auto answer = [&w](const std::string& more) {
    return w.answer(ec_token(w.other, R"({"alg":"ES384","kid":"o"})",
                             payload(R"("iat":1000,"exp":1300)", "\"" + std::string(address) + "\"",
                                     more, "https://other.example")));
  };
  CHECK(answer(R"(,"tenant":"north")") == "accepted");
  CHECK(answer(R"(,"tenant":"North")") == "tenant");
  CHECK(answer("") == "tenant");
}

TEST_CASE("a token is used once; one that is refused is not remembered") {
  World& w = world();
  const std::string once = token(payload());
  CHECK(w.answer(once, 900) == "not-yet-valid");
  CHECK(w.answer(once) == "accepted");
  CHECK(w.answer(once) == "replayed");
  // The same id in another token, signed anew.
  const std::string claims = payload();
  CHECK(w.answer(token(claims)) == "accepted");
  CHECK(w.answer(token(claims)) == "replayed");
}

TEST_CASE("where no more can be remembered, the service is busy") {
  World& w = world();
  ReplayGuard small(1);
  const auto call = [&](const std::string& text, double now) {
    return authenticate("Bearer " + text, {address}, at(now), w.clients, small);
  };
  CHECK(std::holds_alternative<Caller>(call(token(payload()), 1000)));
  const auto busy = call(token(payload()), 1000);
  REQUIRE(std::holds_alternative<Refusal>(busy));
  CHECK(std::get<Refusal>(busy) == Refusal::busy);
  CHECK(http_status(Refusal::busy) == 503);
  // From 1360 on the first can be used no longer.
  CHECK(std::holds_alternative<Caller>(call(token(payload(R"("iat":1350,"exp":1400)")), 1360)));
}

TEST_CASE("every refusal has a word and a sentence of its own") {
  std::set<std::string_view> words;
  std::set<std::string_view> sentences;
  for (const Refusal refusal : all_refusals()) {
    words.insert(word(refusal));
    sentences.insert(sentence(refusal));
    CHECK(http_status(refusal) == (refusal == Refusal::busy ? 503 : 401));
    CHECK(sentence(refusal).ends_with('.'));
  }
  CHECK(all_refusals().size() == 15);
  CHECK(words.size() == 15);
  CHECK(sentences.size() == 15);
}

}  // namespace regimen::embed
