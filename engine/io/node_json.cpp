// Entry: node_json. Test: tests/io/list_test.cpp.
#include "engine/io/node_json.h"

#include "engine/io/json_parts.h"

namespace regimen::io {

namespace {

Json tree_of(const core::Node& node) {
  if (node.is_scalar()) return node.text;
  if (node.is_null()) return nullptr;
  Json tree = node.is_mapping() ? Json::object() : Json::array();
  if (node.is_sequence()) {
    for (const core::Node& item : node.items) tree.push_back(tree_of(item));
    return tree;
  }
  for (std::size_t i = 0; i + 1 < node.items.size(); i += 2)
    tree[node.items[i].text] = tree_of(node.items[i + 1]);
  return tree;
}

}  // namespace

std::string node_json(const core::Node& node) {
  return tree_of(node).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace regimen::io
