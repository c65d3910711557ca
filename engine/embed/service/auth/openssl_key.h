// OpenSSL key: numbers of a key to a key that OpenSSL can use.
//
// Null where they make none: a point that is not on the curve, a modulus that is no product of two
// primes as far as can be told. Thread-safety: pure functions.
#pragma once

#include <memory>
#include <string_view>

struct evp_pkey_st;

namespace regimen::embed {

// The coordinates of a point on P-384, 48 bytes each, the highest first.
std::shared_ptr<evp_pkey_st> make_p384_key(std::string_view x, std::string_view y);

// Modulus and exponent, the highest byte first.
std::shared_ptr<evp_pkey_st> make_rsa_key(std::string_view n, std::string_view e);

}  // namespace regimen::embed
