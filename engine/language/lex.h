// Lex: the text of an expression -> tokens with their places in it.
// Thread-safety: pure function.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"

namespace regimen::language {

enum class TokenKind : std::uint8_t { end, number, date, word, unit, symbol };

struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;
  std::size_t begin = 0;
  std::size_t stop = 0;
};

// The words with a meaning of their own; they can name nothing.
bool is_keyword(std::string_view word);

// Always ends with an `end` token. What cannot be read is reported and left out.
std::vector<Token> lex(std::string_view text, const core::ScalarMap& map,
                       core::Diagnostics& diagnostics);

}  // namespace regimen::language
