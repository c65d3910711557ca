// Entry: Page. Test: tests/io/text_report_test.cpp.
#include "engine/io/page.h"

#include "engine/core/text.h"

namespace regimen::io {

namespace {

std::string_view escape(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return "";
    case Ink::bold:
      return "\x1b[1m";
    case Ink::red:
      return "\x1b[31m";
    case Ink::yellow:
      return "\x1b[33m";
    case Ink::green:
      return "\x1b[32m";
    case Ink::grey:
      return "\x1b[2m";
  }
  return "";
}

}  // namespace

std::string Page::inked(const std::string& text, Ink ink) const {
  if (colour_ == Colour::no || ink == Ink::plain) return text;
  return std::string(escape(ink)) + text + "\x1b[0m";
}

void Page::line(const std::string& text, std::size_t indent, Ink ink) {
  for (const std::string& part : core::wrap(text, page_width - indent)) {
    text_ += std::string(indent, ' ') + inked(part, ink) + '\n';
  }
}

void Page::item(char mark, const std::string& text, std::size_t indent, Ink ink) {
  std::string lead = inked(std::string(1, mark), ink) + ' ';
  for (const std::string& part : core::wrap(text, page_width - indent - 2)) {
    text_ += std::string(indent, ' ');
    text_ += lead + part + '\n';
    lead = "  ";
  }
}

void Page::columns(const std::string& label, const std::vector<std::string>& cells,
                   std::size_t width, std::size_t indent) {
  const std::size_t taken = cells.size() * width;
  const std::size_t start = taken < page_width ? page_width - taken : 0;
  const std::size_t room = start > indent + 1 ? start - indent : page_width;
  // A label that fits keeps its own blanks.
  const bool fits = core::display_width(label) <= room;
  const std::vector<std::string> parts = fits ? std::vector{label} : core::wrap(label, room);
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) line(parts[i], indent);
  std::string line = std::string(indent, ' ') + parts.back();
  std::size_t used = core::display_width(line);
  std::size_t end = start;
  for (const std::string& cell : cells) {
    end += width;
    const std::size_t wanted = core::display_width(cell);
    const std::size_t gap = end > used + wanted ? end - used - wanted : 1;
    line += std::string(gap, ' ') + cell;
    used += gap + wanted;
  }
  text_ += line + '\n';
}

void Page::heading(const std::string& text) {
  blank();
  line(text, 0, Ink::bold);
}

void Page::sides(const std::string& left, const std::string& right) {
  const std::size_t used = core::display_width(left) + core::display_width(right);
  if (used + 2 > page_width) {
    line(left, 0);
    line(right, 0);
    return;
  }
  text_ += left + std::string(page_width - used, ' ') + right + '\n';
}

void Page::rule() { text_ += std::string(page_width, '=') + '\n'; }

}  // namespace regimen::io
