// Entry: Sources::add, Source::place. Test: tests/core/source_test.cpp.
#include "engine/core/source.h"

#include <algorithm>
#include <utility>

namespace regimen::core {

Source::Source(std::string name, std::string text, Privacy privacy, std::uint32_t first_line)
    : name_(std::move(name)), text_(std::move(text)), privacy_(privacy), first_line_(first_line) {
  line_starts_.push_back(0);
  for (auto at = text_.find('\n'); at != std::string::npos; at = text_.find('\n', at + 1))
    line_starts_.push_back(static_cast<std::uint32_t>(at + 1));
}

Place Source::place(std::uint32_t offset) const {
  const auto bounded = std::min<std::uint32_t>(offset, static_cast<std::uint32_t>(text_.size()));
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), bounded);
  const auto index = static_cast<std::uint32_t>(after - line_starts_.begin()) - 1;
  std::uint32_t column = 1;
  for (std::uint32_t i = line_starts_[index]; i < bounded; ++i) {
    const bool continues_a_character = (static_cast<unsigned char>(text_[i]) & 0xC0U) == 0x80U;
    if (!continues_a_character) ++column;
  }
  return {index + first_line_, column};
}

std::string_view Source::line(std::uint32_t number) const {
  if (number < first_line_ || number - first_line_ >= line_starts_.size()) return {};
  const std::string_view all = text_;
  const auto begin = line_starts_[number - first_line_];
  auto end = all.find('\n', begin);
  if (end == std::string_view::npos) end = all.size();
  if (end > begin && all[end - 1] == '\r') --end;
  return all.substr(begin, end - begin);
}

const Source& Sources::add(std::string name, std::string text, Privacy privacy) {
  return sources_.emplace_back(std::move(name), std::move(text), privacy);
}

std::string to_text(const Span& span) {
  if (span.source == nullptr) return {};
  const Place place = span.source->place(span.begin);
  return span.source->name() + ":" + std::to_string(place.line) + ":" +
         std::to_string(place.column);
}

}  // namespace regimen::core
