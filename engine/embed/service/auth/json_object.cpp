// Entry: read_json_object. Test: tests/service/auth/jws_test.cpp.
#include "engine/embed/service/auth/json_object.h"

namespace regimen::embed {

using core::Node;

namespace {

char first_letter(const Node& node) {
  if (!node.is_scalar() || node.span.source == nullptr) return '\0';
  const std::string_view text = node.span.source->text();
  return node.span.begin < text.size() ? text[node.span.begin] : '\0';
}

}  // namespace

std::optional<Node> read_json_object(const core::Source& source, const core::TextLimits& limits,
                                     core::Diagnostics& diagnostics) {
  auto root = core::read_json(source, limits, diagnostics);
  if (!root) return std::nullopt;
  if (root->is_mapping()) return root;
  diagnostics.add({core::Code::wrong_shape, root->span, "a JSON object is expected"});
  return std::nullopt;
}

bool is_json_text(const Node& node) { return first_letter(node) == '"'; }

bool is_json_number(const Node& node) {
  const char first = first_letter(node);
  return first == '-' || (first >= '0' && first <= '9');
}

std::optional<std::string> text_at(const Node& object, std::string_view key) {
  const Node* value = object.find(key);
  if (value == nullptr || !is_json_text(*value)) return std::nullopt;
  return value->text;
}

bool has(const Node& object, std::string_view key) { return object.find(key) != nullptr; }

}  // namespace regimen::embed
