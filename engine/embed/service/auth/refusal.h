// Refusal: why a call was not let in, as a code that is stable and a sentence of our own.
//
// Nothing of the token stands in it. An unknown key and a wrong signature are one code: who has no
// key learns nothing of those that are there. Thread-safety: pure functions.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace regimen::embed {

enum class Refusal : std::uint8_t {
  no_token,
  malformed,
  algorithm,
  unknown_issuer,
  unknown_key_set,
  signature,
  claims,
  audience,
  expired,
  not_yet_valid,
  too_old,
  lifetime,
  tenant,
  replayed,
  busy,
};

// Every refusal, in the order in which they are looked for.
const std::vector<Refusal>& all_refusals();

std::string_view word(Refusal refusal);  // `unknown-issuer`: lower case, never changed
std::string_view sentence(Refusal refusal);
int http_status(Refusal refusal);

}  // namespace regimen::embed
