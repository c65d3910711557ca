// Tokens made outside: by a program in plain Python, from the formulas of ECDSA (FIPS 186-4,
// section 6.4) and RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2) over its own whole numbers and
// hashlib, without OpenSSL's signatures. The secret halves were thrown away. Thread-safety:
// constants.
#pragma once

#include <string_view>

namespace regimen::embed::outside {

constexpr std::string_view key_set = R"({
 "keys": [
  {
   "kty": "EC",
   "use": "sig",
   "crv": "P-384",
   "kid": "ec-1",
   "x": "0ZZKv7EEBc2MUYk9aEMdHx7-uRclspj37AvS7ZrWhmfUZSch1crfHYNRmFuAtqE7",
   "y": "sZXftCjhUL90ec0dRbUtJ-zMD27RcoCLNgAPi91Az50IMFqVgqIOZEzEJm5gCPnZ"
  },
  {
   "kty": "RSA",
   "use": "sig",
   "alg": "RS384",
   "kid": "rsa-1",
   "n": "jePuMt1w_bpxShPc_cEy2jcbRa7xoYmNX1WeVTKOvPQGdWH68KyvuEC-3NVLHekYSxw8tPAqQDJygp4ejCRij5jogeYlF4jmAuHhDaHm6V1s6pXVk8MWqVaCevHqwV-AtDRPejXFicYgN7gbpAKyOPcKZvUewKMUuB_7m7safIJxbNaxyQbX3IpwOeCTVZwoo_BhVEVAV9QJd0Wbf_1j2Oejvnl1IhMs6Co1bpm_UpTeEAsqyeVR-dsEOE_a6ZihC59SZvQpMI2f-rjJus-PFGW1VvNwXkX7cFPIZUMrCmWYYSmJKxmFFmTsM1IXbB4D8aLicB-mrMIyDX7Q06-9Bw",
   "e": "AQAB"
  }
 ]
})";

// Both: issued 1795000000, expiring 1795000300, by https://ehr.example/issuer for
// https://cds.example/cds-services/regimen.
constexpr std::string_view es384_token =
    "eyJhbGciOiAiRVMzODQiLCAidHlwIjogIkpXVCIsICJraWQiOiAiZWMtMSJ9.eyJpc3MiOiAiaHR0cHM6Ly9laHIuZ"
    "XhhbXBsZS9pc3N1ZXIiLCAiYXVkIjogImh0dHBzOi8vY2RzLmV4YW1wbGUvY2RzLXNlcnZpY2VzL3JlZ2ltZW4iLCA"
    "iaWF0IjogMTc5NTAwMDAwMCwgImV4cCI6IDE3OTUwMDAzMDAsICJqdGkiOiAicHktMSJ9.PPTMATiMuDc3Gu-RWdmb"
    "UAeTNhtfX-ipq0xTzUTjzUMCMdEFhOpbVy-51pDYwYXIbEUnyvXeBtoQF8zhRSBWK734D4TWAXO9ONI3YFkeXg8Qvx"
    "dPOKStwiZnW7Uy_uak";

// With `nbf` and `sub`, as one large vendor sends it.
constexpr std::string_view rs384_token =
    "eyJhbGciOiAiUlMzODQiLCAidHlwIjogIkpXVCIsICJraWQiOiAicnNhLTEifQ.eyJpc3MiOiAiaHR0cHM6Ly9laHI"
    "uZXhhbXBsZS9pc3N1ZXIiLCAiYXVkIjogImh0dHBzOi8vY2RzLmV4YW1wbGUvY2RzLXNlcnZpY2VzL3JlZ2ltZW4iL"
    "CAiaWF0IjogMTc5NTAwMDAwMCwgImV4cCI6IDE3OTUwMDAzMDAsICJqdGkiOiAicHktMiIsICJuYmYiOiAxNzk1MDA"
    "wMDAwLCAic3ViIjogImh0dHBzOi8vZWhyLmV4YW1wbGUvY2xpZW50In0.V7XYwqfBmffVICQT7fC0kPAV3H1vUKD7j"
    "pW7m0Pjgbk9fxAmwsa2G66AvAk9uvE118BZ7S6LCtlLK_vgIoBtdMMJkVAaDZYZ1sC02PH3FFdmRYOWqxSO5YIYTcu"
    "KILrfRf8sW15RDYLbUhVjRU_GZaN7HqE_0FPtNNcodbfd_KrjmdoVLyHuHOnaGsPif4KBGnJzOhCpIVcxkZslft1cV"
    "jm_OGqYWkInig7egkaT4tpriexlh58uDBBQ_QMngGprDoCx2LqCnCHcqPBZFBmFmGRoybcDIGHfB9cwtVGZGe7GoQc"
    "9WwrZBKk4Z-ySJd22gO6dViNjiPECleH1h7fwBg";

}  // namespace regimen::embed::outside
