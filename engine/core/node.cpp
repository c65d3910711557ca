// Entry: Node::find, ScalarMap. Test: tests/core/yaml_test.cpp.
#include "engine/core/node.h"

#include <algorithm>

namespace regimen::core {

const Node* Node::find(std::string_view key) const {
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i].text == key) return &items[i + 1];
  }
  return nullptr;
}

namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

}  // namespace

// White space may differ between value and text (indentation, folding); all else stands in both in
// the same order.
ScalarMap::ScalarMap(const Node& scalar) : whole_(scalar.span) {
  if (scalar.span.source == nullptr) return;
  const std::string_view text = scalar.span.source->text();
  std::size_t at = scalar.span.begin;
  // The header of a block scalar is not part of its value.
  if (at < text.size() && (text[at] == '|' || text[at] == '>'))
    at = std::min(text.find('\n', at), text.size());
  if (at < text.size() && (text[at] == '"' || text[at] == '\'')) ++at;
  offsets_.reserve(scalar.text.size());
  for (const char c : scalar.text) {
    if (!is_space(c)) {
      while (at < text.size() && is_space(text[at])) ++at;
      if (at >= text.size() || text[at] != c) {  // an escape: give up on exactness
        offsets_.clear();
        return;
      }
    }
    offsets_.push_back(static_cast<std::uint32_t>(std::min(at, text.size())));
    if (at < text.size() && (!is_space(c) || is_space(text[at]))) ++at;
  }
}

Span ScalarMap::span(std::size_t begin, std::size_t end) const {
  if (offsets_.empty()) return whole_;
  const std::size_t last = offsets_.size() - 1;
  if (begin > last) return {whole_.source, offsets_[last] + 1, offsets_[last] + 2};
  const std::size_t stop = std::max(begin + 1, std::min(end, offsets_.size()));
  return {whole_.source, offsets_[begin], offsets_[stop - 1] + 1};
}

}  // namespace regimen::core
