// Entry: escape_markdown, Markdown. Test: tests/io/markdown_test.cpp.
#include "engine/io/markdown.h"

#include <algorithm>

#include "engine/core/spoken.h"

namespace regimen::io {

std::string escape_markdown(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size() + text.size() / 4);
  std::string plain(text);
  std::ranges::replace_if(
      plain, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  for (const char c : core::printable(plain)) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      // Without these no address is made a link by itself.
      case ':':
        escaped += "&#58;";
        break;
      case '@':
        escaped += "&#64;";
        break;
      case '\\':
      case '`':
      case '*':
      case '_':
      case '{':
      case '}':
      case '[':
      case ']':
      case '(':
      case ')':
      case '#':
      case '+':
      case '-':
      case '.':
      case '!':
      case '|':
      case '~':
      case '=':
      case '"':
      case '\'':
      case '$':
        escaped += '\\';
        escaped += c;
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

void Markdown::begin_block(bool list) {
  if (!text_.empty() && !(list && in_list_)) text_ += '\n';
  in_list_ = list;
}

void Markdown::heading(std::string_view text) {
  begin_block(false);
  text_ += "### " + escape_markdown(text) + "\n";
}

void Markdown::paragraph(std::string_view text) {
  begin_block(false);
  text_ += escape_markdown(text) + "\n";
}

void Markdown::strong(std::string_view text) {
  begin_block(false);
  text_ += "**" + escape_markdown(text) + "**\n";
}

void Markdown::item(std::string_view text) {
  begin_block(true);
  text_ += "- " + escape_markdown(text) + "\n";
}

void Markdown::under(std::string_view text) { text_ += "  - " + escape_markdown(text) + "\n"; }

void Markdown::row(const std::vector<std::string>& cells) {
  if (rows_ == 0) begin_block(false);
  for (const std::string& cell : cells) text_ += "| " + escape_markdown(cell) + " ";
  text_ += "|\n";
  if (rows_++ > 0) return;
  for (std::size_t i = 0; i < cells.size(); ++i) text_ += i == 0 ? "| --- " : "| ---: ";
  text_ += "|\n";
}

void Markdown::end_table() { rows_ = 0; }

}  // namespace regimen::io
