// Entry: pointer_to. Test: tests/core/pointer_test.cpp.
#include "engine/core/pointer.h"

namespace regimen::core {

namespace {

bool holds(const Node& node, std::uint32_t offset) {
  const std::uint32_t end = node.is_scalar() && node.span.end > node.span.begin
                                ? node.span.end
                                : node.span.begin + 1;  // of a collection, where it begins
  return node.span.begin <= offset && offset < end;
}

// RFC 6901, 3: `~` and `/` are written ~0 and ~1.
std::string escaped(const std::string& key) {
  std::string text;
  for (const char c : key) {
    if (c == '~') {
      text += "~0";
    } else if (c == '/') {
      text += "~1";
    } else {
      text += c;
    }
  }
  return text;
}

// Whether the place is at `node` or in it; then `path` is that of the value.
bool find(const Node& node, std::uint32_t offset, std::string& path) {
  if (holds(node, offset)) return true;
  const std::size_t length = path.size();
  const std::size_t step = node.is_mapping() ? 2 : 1;
  for (std::size_t i = 0; i + step <= node.items.size(); i += step) {
    if (step == 2 && holds(node.items[i], offset)) return true;  // at the key
    path += "/" + (step == 2 ? escaped(node.items[i].text) : std::to_string(i));
    if (find(node.items[i + step - 1], offset, path)) return true;
    path.resize(length);
  }
  return false;
}

}  // namespace

std::string pointer_to(const Node& root, const Span& place) {
  std::string path;
  find(root, place.begin, path);
  return path;
}

}  // namespace regimen::core
