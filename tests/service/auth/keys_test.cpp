#include "engine/embed/service/auth/keys.h"

#include <doctest/doctest.h>

#include "tests/service/auth/outside_tokens.h"
#include "tests/service/auth/token_maker.h"

namespace regimen::embed {

namespace {

using support::encode_base64url;
using support::TestKey;

struct Reading {
  std::optional<KeySet> set;
  std::string errors;
  std::vector<std::string> skipped;
};

Reading read(const std::string& text) {
  const core::Source source("keys.json", text, core::Privacy::patient);
  core::Diagnostics diagnostics;
  Reading reading;
  reading.set = read_key_set(source, diagnostics);
  reading.errors = core::render(diagnostics, core::ShowValues::no);
  CHECK(reading.set.has_value() != diagnostics.has_errors());
  if (!reading.set) return reading;
  for (const SkippedKey& key : reading.set->skipped) {
    CHECK(core::to_text(key.span).starts_with("keys.json:"));
    reading.skipped.push_back(key.reason);
  }
  return reading;
}

Reading read_keys(const std::string& keys) { return read("{\"keys\":[" + keys + "]}"); }

bool is_told(const Reading& reading, std::string_view what) {
  return !reading.set && reading.errors.find(what) != std::string::npos;
}

const TestKey& ec() {
  static const TestKey key = TestKey::ec("P-384");
  return key;
}

const TestKey& rsa() {
  static const TestKey key = TestKey::rsa(2048);
  return key;
}

// A key that can be used stands beside the one that is tried.
std::vector<std::string> skipped_beside(const std::string& key) {
  return read_keys(ec().jwk("good") + "," + key).skipped;
}

std::string rsa_jwk(const std::string& n, const std::string& e) {
  return R"({"kid":"k","kty":"RSA","n":")" + encode_base64url(n) + R"(","e":")" +
         encode_base64url(e) + "\"}";
}

}  // namespace

TEST_CASE("keys on P-384 and of RSA are read, each with its algorithm") {
  const Reading reading =
      read_keys(ec().jwk("e", R"(,"use":"sig","alg":"ES384","key_ops":["verify"])") + "," +
                rsa().jwk("r", R"(,"x5t":"abc","key_ops":["sign","verify"])"));
  REQUIRE(reading.set.has_value());
  REQUIRE(reading.set->keys.size() == 2);
  CHECK(reading.set->find("e")->algorithm == Algorithm::es384);
  CHECK(reading.set->find("r")->algorithm == Algorithm::rs384);
  CHECK(reading.set->find("E") == nullptr);
  CHECK(reading.set->find("") == nullptr);
  CHECK(reading.skipped.empty());
  REQUIRE(read(std::string(outside::key_set)).set.has_value());
}

TEST_CASE("a key for something else is skipped, and told") {
  using Skipped = std::vector<std::string>;
  CHECK(skipped_beside(TestKey::ec("P-256").jwk("k")) == Skipped{"its curve (`crv`) is not P-384"});
  // P-521, with the curve alone.
  CHECK(skipped_beside(R"({"kid":"k","kty":"EC","crv":"P-521"})") ==
        Skipped{"its curve (`crv`) is not P-384"});
  CHECK(skipped_beside(R"({"kid":"k","kty":"OKP","crv":"Ed25519","x":"AA"})") ==
        Skipped{"its kind (`kty`) is neither EC nor RSA"});
  CHECK(skipped_beside(ec().jwk("k", R"(,"use":"enc")")) == Skipped{"its `use` is not sig"});
  CHECK(skipped_beside(ec().jwk("k", R"(,"alg":"ES256")")) == Skipped{"its `alg` is not ES384"});
  CHECK(skipped_beside(rsa().jwk("k", R"(,"alg":"RS256")")) == Skipped{"its `alg` is not RS384"});
  CHECK(skipped_beside(ec().jwk("k", R"(,"key_ops":["encrypt"])")) ==
        Skipped{"its `key_ops` do not contain verify"});
  CHECK(skipped_beside(TestKey::rsa(1024).jwk("k")) == Skipped{"it has fewer than 2048 bits"});
  CHECK(skipped_beside(rsa_jwk(std::string(1025, '\xFF'), "\x01\x01")) ==
        Skipped{"it has more than 8192 bits"});
  const std::string with_id = ec().jwk("k");
  CHECK(skipped_beside("{" + with_id.substr(with_id.find(',') + 1)) ==
        Skipped{"it has no id (`kid`), so that no token can name it"});
}

TEST_CASE("a secret in a key set is a mistake, and is not shown") {
  for (const char* secret : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
    CAPTURE(secret);
    const Reading reading = read_keys(
        ec().jwk("good") + "," + ec().jwk("k", R"(,")" + std::string(secret) + R"(":"c2VjcmV0")"));
    CHECK(is_told(reading, "secret part `" + std::string(secret) + "`"));
    CHECK(reading.errors.find("c2VjcmV0") == std::string::npos);
  }
  CHECK(is_told(read_keys(R"({"kid":"k","kty":"oct","k":"AAAA"})"), "secret part"));
}

TEST_CASE("a key that is broken is a mistake") {
  CHECK(is_told(read_keys(ec().jwk("k") + "," + ec().jwk("k")), "one id"));
  CHECK(is_told(read_keys("1"), "must be a JSON object"));
  CHECK(is_told(read_keys(R"({"kid":"k"})"), "needs the key `kty`"));
  CHECK(is_told(read_keys(R"({"kid":"k","kty":1})"), "`kty` must be text"));
  CHECK(is_told(read_keys(R"({"kid":"k","kty":"EC"})"), "needs the key `crv`"));
  CHECK(is_told(read_keys(R"({"kid":"k","kty":"EC","crv":"P-384","x":"AAAA"})"),
                "needs the key `y`"));
  CHECK(is_told(read_keys(R"({"kid":"k","kty":"EC","crv":"P-384","x":"AAAA","y":"AAAA"})"),
                "48 bytes"));
  CHECK(is_told(read_keys(R"({"kid":"k","kty":"EC","crv":"P-384","x":"AA==","y":"AAAA"})"),
                "`x` must be base64url"));
  CHECK(is_told(read_keys(ec().jwk("k", R"(,"key_ops":"verify")")), "`key_ops` must be a list"));
  CHECK(is_told(read_keys(ec().jwk("k", R"(,"use":1)")), "`use` must be text"));
  // (0, 0), and (1, 1): y^2 = x^3 - 3x + b holds for neither.
  const std::string nought = encode_base64url(std::string(48, '\0'));
  const std::string one = encode_base64url(std::string(47, '\0') + "\x01");
  for (const std::string& at : {nought, one}) {
    std::string key = R"({"kid":"k","kty":"EC","crv":"P-384","x":")";
    key.append(at).append(R"(","y":")").append(at).append("\"}");
    CHECK(is_told(read_keys(key), "not on the curve"));
  }
}

TEST_CASE("numbers that are no key of RSA are a mistake") {
  const std::string odd = std::string(256, '\xFF');
  CHECK(is_told(read_keys(rsa_jwk(odd, "\x01")), "exponent"));
  CHECK(is_told(read_keys(rsa_jwk(odd, "\x02")), "exponent"));
  CHECK(is_told(read_keys(rsa_jwk(odd, std::string(9, '\x01'))), "exponent"));
  CHECK(is_told(read_keys(rsa_jwk(odd, std::string("\0\x03", 2))), "begin with a nought"));
  CHECK(is_told(read_keys(rsa_jwk('\0' + odd, "\x03")), "begin with a nought"));
  CHECK(is_told(read_keys(rsa_jwk("", "\x03")), "begin with a nought"));
  CHECK(is_told(read_keys(rsa_jwk(std::string(256, '\xFE'), "\x03")), "not one of RSA"));  // even
  // 2^2048 - 1 is a multiple of 3.
  CHECK(is_told(read_keys(rsa_jwk(odd, "\x03")), "not one of RSA"));
}

TEST_CASE("a set that is none, or of which nothing can be used, is a mistake") {
  CHECK(is_told(read("{}"), "needs the key `keys`"));
  CHECK(is_told(read("[]"), "a JSON object is expected"));
  CHECK(is_told(read(R"({"keys":{}})"), "`keys` must be a list"));
  CHECK(is_told(read_keys(""), "no key of this set can verify"));
  CHECK(is_told(read_keys(TestKey::ec("P-256").jwk("k")), "no key of this set can verify"));
  CHECK(is_told(read(R"({"keys":[],"keys":[]})"), "stands twice"));
  CHECK(is_told(read("{\"keys\":[" + ec().jwk("k", R"(,"x":"AA")") + "]}"), "stands twice"));
  CHECK(is_told(read(std::string(100, '[')), "E0"));
  CHECK(is_told(read(std::string(std::size_t{2} << 20, ' ')), "E0117"));
}

}  // namespace regimen::embed
