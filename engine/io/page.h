// Page: lines of text for a terminal, 80 columns, broken at blanks, with colour where it is wanted.
// Thread-safety: for one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace regimen::io {

enum class Colour : std::uint8_t { no, yes };

constexpr std::size_t page_width = 80;

enum class Ink : std::uint8_t { plain, bold, red, yellow, green, grey };

class Page {
 public:
  explicit Page(Colour colour) : colour_(colour) {}

  void line(const std::string& text, std::size_t indent, Ink ink = Ink::plain);
  // A mark, then text that hangs behind it.
  void item(char mark, const std::string& text, std::size_t indent, Ink ink = Ink::plain);
  // A label, then cells at the right, each of so many columns.
  void columns(const std::string& label, const std::vector<std::string>& cells, std::size_t width,
               std::size_t indent);
  // After an empty line.
  void heading(const std::string& text);
  // Left and right on one line.
  void sides(const std::string& left, const std::string& right);
  void rule();
  void blank() { text_ += '\n'; }
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  [[nodiscard]] std::string inked(const std::string& text, Ink ink) const;

  Colour colour_;
  std::string text_;
};

}  // namespace regimen::io
