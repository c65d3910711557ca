// base64url: the one spelling of bytes that a token may have (RFC 7515, section 2; RFC 4648,
// section 5).
//
// No padding, no white space, no letters of the other alphabet, and the bits that are left over are
// nought: two spellings of one token would be two tokens to whoever compares texts.
// Thread-safety: pure function.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace regimen::embed {

std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace regimen::embed
