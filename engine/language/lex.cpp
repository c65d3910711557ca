// Entry: lex. Test: tests/language/parse_test.cpp.
#include "engine/language/lex.h"

#include <algorithm>
#include <array>

namespace regimen::language {

namespace {

constexpr std::array<std::string_view, 28> keywords = {
    "after", "and",   "any",    "at",    "before", "between", "count", "else", "if",       "in",
    "is",    "known", "latest", "least", "no",     "not",     "of",    "or",   "positive", "sum",
    "then",  "where", "within", "as",    "true",   "false",   "yes",   "all"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_unit_start(char c) {
  return is_letter(c) || c == '%' || c == '[' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_unit_part(char c) {
  return is_unit_start(c) || is_digit(c) || c == '/' || c == '.' || c == ']';
}

class Lexer {
 public:
  Lexer(std::string_view text, const core::ScalarMap& map, core::Diagnostics& diagnostics)
      : text_(text), map_(map), diagnostics_(diagnostics) {}

  std::vector<Token> run() {
    while (skip_blanks()) next();
    add(TokenKind::end, at_, at_);
    return std::move(tokens_);
  }

 private:
  bool skip_blanks() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      } else if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        ++at_;
      } else {
        return true;
      }
    }
    return false;
  }

  void next() {
    const char c = text_[at_];
    if (is_digit(c)) return number();
    if (is_letter(c)) return word();
    static constexpr std::array<std::string_view, 3> long_symbols = {"<=", ">=", "!="};
    for (const std::string_view symbol : long_symbols) {
      if (text_.substr(at_, 2) == symbol) return symbol_of(2);
    }
    if (std::string_view("<>=+-*/(){},").find(c) != std::string_view::npos) return symbol_of(1);
    std::size_t stop = at_ + 1;
    while (stop < text_.size() && (static_cast<unsigned char>(text_[stop]) & 0xC0U) == 0x80U)
      ++stop;
    diagnostics_.add({core::Code::unexpected_character, map_.span(at_, stop),
                      "this character has no meaning here",
                      std::string(text_.substr(at_, stop - at_))});
    at_ = stop;
  }

  void symbol_of(std::size_t length) {
    add(TokenKind::symbol, at_, at_ + length);
    at_ += length;
  }

  void word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
    add(TokenKind::word, begin, at_);
  }

  // A date is told from a number by its shape, a unit follows its number.
  void number() {
    const std::size_t begin = at_;
    const auto dated = [&](std::size_t i) {
      const char c = text_[begin + i];
      return i == 4 || i == 7 ? c == '-' : is_digit(c);
    };
    bool date = begin + 10 <= text_.size();
    for (std::size_t i = 0; date && i < 10; ++i) date = dated(i);
    if (date) {
      at_ = begin + 10;
      return add(TokenKind::date, begin, at_);
    }
    while (at_ < text_.size() &&
           (is_digit(text_[at_]) ||
            (text_[at_] == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])))) {
      ++at_;
    }
    add(TokenKind::number, begin, at_);
    unit();
  }

  void unit() {
    std::size_t begin = at_;
    while (begin < text_.size() && (text_[begin] == ' ' || text_[begin] == '\n')) ++begin;
    if (begin >= text_.size() || !is_unit_start(text_[begin])) return;
    std::size_t stop = begin;
    while (stop < text_.size() && is_unit_part(text_[stop])) ++stop;
    while (stop > begin && (text_[stop - 1] == '.' || text_[stop - 1] == '/')) --stop;
    if (is_keyword(text_.substr(begin, stop - begin))) return;
    add(TokenKind::unit, begin, stop);
    at_ = stop;
  }

  void add(TokenKind kind, std::size_t begin, std::size_t stop) {
    tokens_.push_back({kind, std::string(text_.substr(begin, stop - begin)), begin, stop});
  }

  std::string_view text_;
  const core::ScalarMap& map_;
  core::Diagnostics& diagnostics_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_keyword(std::string_view word) {
  return std::find(keywords.begin(), keywords.end(), word) != keywords.end();
}

std::vector<Token> lex(std::string_view text, const core::ScalarMap& map,
                       core::Diagnostics& diagnostics) {
  return Lexer(text, map, diagnostics).run();
}

}  // namespace regimen::language
