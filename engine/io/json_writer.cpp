// Entry: JsonWriter. Test: tests/io/json_writer_test.cpp.
#include "engine/io/json_writer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

#include "engine/io/json_parts.h"

namespace regimen::io {

namespace {

// Which bytes stand in a JSON text as they are: those of ASCII that need no escape.
constexpr auto stands_as_it_is = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = ' '; c < 0x7F; ++c) table[c] = c != '"' && c != '\\';
  return table;
}();

bool stands(char c) { return stands_as_it_is[static_cast<unsigned char>(c)]; }

// Eight bytes side by side; the highest bit of each says what is asked of it.
constexpr std::uint64_t highest = 0x8080808080808080;
constexpr std::uint64_t each = 0x0101010101010101;

// A borrow may mark a byte too many, never one too few.
constexpr std::uint64_t below(std::uint64_t bytes, unsigned char limit) {
  return (bytes - each * limit) & ~bytes & highest;
}

constexpr std::uint64_t equal(std::uint64_t bytes, unsigned char to) {
  return below(bytes ^ (each * to), 1);
}

bool all_stand(std::string_view text) {
  std::size_t at = 0;
  for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    const std::uint64_t marked = (bytes & highest) | below(bytes, ' ') | equal(bytes, '"') |
                                 equal(bytes, '\\') | equal(bytes, 0x7F);
    if (marked != 0 && !std::ranges::all_of(text.substr(at, sizeof bytes), stands)) return false;
  }
  return std::ranges::all_of(text.substr(at), stands);
}

char* copy(std::string_view text, char* at) {
  std::memcpy(at, text.data(), text.size());
  return at + text.size();
}

}  // namespace

double rounded_figure(double value) {
  std::array<char, 32> text{};
  char* const begin = text.data();
  const char* end =
      std::to_chars(begin, begin + text.size(), value, std::chars_format::general, 6).ptr;
  double rounded = 0;
  std::from_chars(begin, end, rounded);
  return rounded == 0 ? 0.0 : rounded;
}

void JsonWriter::grow(std::size_t bytes) {
  text_.resize(std::max(2 * text_.size(), text_.size() + bytes + 1024));
}

void JsonWriter::open(char begin) {
  char* at = begin_value(room(widest_break() + 1));
  *at++ = begin;
  end_at(at);
  indent_ += 2;
  first_ = true;
}

void JsonWriter::close(char end) {
  indent_ -= 2;
  char* at = room(widest_break() + 1);
  const bool empty = std::exchange(first_, true);
  if (!empty) at = break_line(at);
  first_ = false;
  *at++ = end;
  end_at(at);
}

void JsonWriter::escaped(std::string_view text) {
  const std::string dumped = Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
  end_at(copy(dumped, room(dumped.size())));
}

void JsonWriter::plain(std::string_view text) {
  end_at(copy(text, begin_value(room(widest_break() + text.size()))));
}

void JsonWriter::value(std::string_view text) {
  char* at = begin_value(room(widest_break() + text.size() + 2));
  if (!all_stand(text)) {
    end_at(at);
    escaped(text);
    return;
  }
  *at++ = '"';
  at = copy(text, at);
  *at++ = '"';
  end_at(at);
}

void JsonWriter::value(double number) {
  if (!std::isfinite(number)) {
    null();
    return;
  }
  // Without an exponent from 1e-4 on and below 1e15, as nlohmann-json does.
  const double size = std::abs(number);
  const bool fixed = size == 0 || (size >= 1e-4 && size < 1e15);
  std::array<char, 32> text{};
  char* end = std::to_chars(text.data(), text.data() + text.size() - 2, number,
                            fixed ? std::chars_format::fixed : std::chars_format::scientific)
                  .ptr;
  if (fixed && std::find(text.data(), end, '.') == end) end = copy(".0", end);
  plain({text.data(), end});
}

void JsonWriter::figure(double number) {
  if (std::isinf(number)) {
    value(number > 0 ? "infinity" : "-infinity");
    return;
  }
  // Six digits without an exponent are the shortest text of what they are rounded to, so they need
  // not be read and written again.
  const double size = std::abs(number);
  if (!(size >= 1e-4 && size < 1e5)) {
    value(rounded_figure(number));
    return;
  }
  std::array<char, 32> text{};
  char* end = std::to_chars(text.data(), text.data() + text.size() - 2, number,
                            std::chars_format::general, 6)
                  .ptr;
  if (std::find(text.data(), end, '.') == end) end = copy(".0", end);
  plain({text.data(), end});
}

std::string JsonWriter::take() {
  text_.resize(std::exchange(used_, 0));
  first_ = true;
  return std::exchange(text_, {});
}

}  // namespace regimen::io
