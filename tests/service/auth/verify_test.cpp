#include "engine/embed/service/auth/verify.h"

#include <doctest/doctest.h>

#include "engine/embed/service/auth/openssl_key.h"
#include "tests/service/auth/token_maker.h"

namespace regimen::embed {

namespace {

using support::bytes_of_hex;
using support::TestKey;

PublicKey public_key(const TestKey& key) {
  const core::Source source("keys", "{\"keys\":[" + key.jwk("k") + "]}", core::Privacy::open);
  core::Diagnostics diagnostics;
  const auto set = read_key_set(source, diagnostics);
  REQUIRE(set.has_value());
  return set->keys.at(0);
}

}  // namespace

TEST_CASE("the signatures that RFC 6979 prints are good") {
  // Appendix A.2.6: curve P-384, SHA-384, messages "sample" and "test".
  const PublicKey key{
      "k", Algorithm::es384,
      make_p384_key(bytes_of_hex("EC3A4E415B4E19A4568618029F427FA5DA9A8BC4AE92E02E"
                                 "06AAE5286B300C64DEF8F0EA9055866064A254515480BC13"),
                    bytes_of_hex("8015D9B72D7D57244EA8EF9AC0C621896708A59367F9DFB9"
                                 "F54CA84B3F1C9DB1288B231C3AE0D4FE7344FD2533264720"))};
  REQUIRE(key.key != nullptr);
  const std::string sample = bytes_of_hex(
      "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FA"
      "BE46"
      "99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A3862"
      "8AC8");
  const std::string test = bytes_of_hex(
      "8203B63D3C853E8D77227FB377BCF7B7B772E97892A80F36AB775D509D7A5FEB0542A7F0812998DA8F1DD3CA3CF0"
      "23DB"
      "DDD0760448D42D8A43AF45AF836FCE4DE8BE06B485E9B61B827C2F13173923E06A739F040649A667BF3B828246BA"
      "A5A5");
  CHECK(verify_signature(key, Algorithm::es384, "sample", sample));
  CHECK(verify_signature(key, Algorithm::es384, "test", test));
  CHECK_FALSE(verify_signature(key, Algorithm::es384, "test", sample));
  CHECK_FALSE(verify_signature(key, Algorithm::rs384, "sample", sample));
}

TEST_CASE("ES384 is two numbers of 48 bytes, and nothing else") {
  const TestKey own = TestKey::ec("P-384");
  const PublicKey key = public_key(own);
  const auto good = [&key](const std::string& signature) {
    return verify_signature(key, Algorithm::es384, "text", signature);
  };
  const std::string raw = own.sign_raw("text");
  CHECK(good(raw));
  CHECK_FALSE(good(own.sign("text")));          // DER
  CHECK_FALSE(good(own.sign_raw("text", 49)));  // padded
  CHECK_FALSE(good(""));
  CHECK_FALSE(good(raw.substr(0, 95)));
  CHECK_FALSE(good(raw + '\0'));
  CHECK_FALSE(good(std::string(96, '\0')));
  CHECK_FALSE(good(std::string(48, '\0') + raw.substr(48)));
  CHECK_FALSE(good(raw.substr(0, 48) + std::string(48, '\0')));
  CHECK_FALSE(good(std::string(96, '\xFF')));
  // The order of the curve (FIPS 186-4, D.1.2.4) in place of both numbers: nought once reduced.
  const std::string order = bytes_of_hex(
      "FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC5"
      "2973");
  CHECK_FALSE(good(order + order));
  for (std::size_t i = 0; i < raw.size(); ++i) {
    std::string changed = raw;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CHECK_FALSE(good(changed));
  }
  CHECK_FALSE(verify_signature(key, Algorithm::es384, "texT", raw));
  CHECK_FALSE(good(TestKey::ec("P-384").sign_raw("text")));
  CHECK_FALSE(good(TestKey::ec("P-256").sign_raw("text")));
}

TEST_CASE("RS384 is PKCS#1 v1.5 with SHA-384, and nothing else") {
  const TestKey own = TestKey::rsa(2048);
  const PublicKey key = public_key(own);
  const auto good = [&key](const std::string& signature) {
    return verify_signature(key, Algorithm::rs384, "text", signature);
  };
  const std::string signature = own.sign("text");
  CHECK(good(signature));
  CHECK_FALSE(good(own.sign("text", support::Hash::sha256)));  // RS256
  CHECK_FALSE(good(own.sign_pss("text")));                     // PS384
  CHECK_FALSE(good(""));
  CHECK_FALSE(good('\0' + signature));
  CHECK_FALSE(good(signature.substr(1)));
  CHECK_FALSE(good(std::string(256, '\0')));
  CHECK_FALSE(good(std::string(256, '\xFF')));
  CHECK_FALSE(verify_signature(key, Algorithm::es384, "text", signature));
}

}  // namespace regimen::embed
