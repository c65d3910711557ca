// Verify: whether a signature over a text was made with the other half of a public key.
//
// ES384 (RFC 7518, section 3.4): the two numbers one after the other, 48 bytes each. RS384 (section
// 3.3): RSASSA-PKCS1-v1_5 with SHA-384. The algorithm is that of the key: a token that names the
// other one is refused before. Thread-safety: pure function.
#pragma once

#include <string_view>

#include "engine/embed/service/auth/keys.h"

namespace regimen::embed {

bool verify_signature(const PublicKey& key, Algorithm algorithm, std::string_view text,
                      std::string_view signature);

}  // namespace regimen::embed
