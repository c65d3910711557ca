// Entry: Mapping. Test: tests/core/mapping_test.cpp.
#include "engine/core/mapping.h"

#include <algorithm>
#include <utility>

#include "engine/core/text.h"

namespace regimen::core {

std::string did_you_mean(std::string_view name, const std::vector<std::string>& candidates) {
  const auto match = closest(name, candidates);
  return match ? "did you mean `" + *match + "`?" : std::string();
}

std::optional<bool> parse_yes_no(std::string_view text) {
  const std::string folded = fold_name(text);
  if (folded == "yes" || folded == "true") return true;
  if (folded == "no" || folded == "false") return false;
  return std::nullopt;
}

namespace {

std::string with_article(const std::string& noun) {
  const bool vowel =
      !noun.empty() && std::string_view("aeio").find(noun.front()) != std::string_view::npos;
  return (vowel ? "an " : "a ") + noun;
}

}  // namespace

Mapping::Mapping(const Node& node, std::vector<std::string> allowed, std::string_view what,
                 Diagnostics& diagnostics)
    : node_(node), what_(what), diagnostics_(diagnostics) {
  if (!node.is_mapping()) {
    diagnostics_.add({Code::wrong_shape, node.span, what_ + " must be a mapping"});
    ok_ = false;
    return;
  }
  for (std::size_t i = 0; i + 1 < node.items.size(); i += 2) {
    const Node& key = node.items[i];
    if (std::find(allowed.begin(), allowed.end(), key.text) != allowed.end()) continue;
    diagnostics_.add({Code::unknown_key, key.span, with_article(what_) + " has no such key",
                      key.text, did_you_mean(key.text, allowed)});
    ok_ = false;
  }
}

const Node* Mapping::find(std::string_view key) const {
  if (!node_.is_mapping()) return nullptr;
  const Node* value = node_.find(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

const Node* Mapping::required(std::string_view key) {
  const Node* value = find(key);
  if (value == nullptr && node_.is_mapping()) {
    diagnostics_.add({Code::missing_key, node_.span,
                      with_article(what_) + " needs the key `" + std::string(key) + "`"});
    ok_ = false;
  }
  return value;
}

std::string Mapping::text(std::string_view key) {
  const Node* value = required(key);
  if (value == nullptr) return {};
  return text_or(key, "");
}

std::string Mapping::text_or(std::string_view key, std::string_view otherwise) {
  const Node* value = find(key);
  if (value == nullptr) return std::string(otherwise);
  if (value->is_scalar()) return value->text;
  diagnostics_.add({Code::wrong_shape, value->span, "`" + std::string(key) + "` must be text"});
  ok_ = false;
  return std::string(otherwise);
}

bool Mapping::flag_or(std::string_view key, bool otherwise) {
  const Node* value = find(key);
  if (value == nullptr) return otherwise;
  const auto flag = value->is_scalar() ? parse_yes_no(value->text) : std::nullopt;
  if (flag) return *flag;
  diagnostics_.add({Code::bad_value, value->span, "`" + std::string(key) + "` must be yes or no"});
  ok_ = false;
  return otherwise;
}

std::vector<const Node*> Mapping::items(std::string_view key) {
  std::vector<const Node*> result;
  const Node* value = find(key);
  if (value == nullptr) return result;
  if (!value->is_sequence()) {
    diagnostics_.add({Code::wrong_shape, value->span, "`" + std::string(key) + "` must be a list"});
    ok_ = false;
    return result;
  }
  for (const Node& item : value->items) result.push_back(&item);
  return result;
}

std::vector<std::string> Mapping::texts(std::string_view key) {
  std::vector<std::string> result;
  for (const Node* item : items(key)) {
    if (item->is_scalar()) {
      result.push_back(item->text);
    } else {
      diagnostics_.add(
          {Code::wrong_shape, item->span, "`" + std::string(key) + "` must hold text only"});
      ok_ = false;
    }
  }
  return result;
}

std::vector<std::pair<const Node*, const Node*>> pairs(const Node& node, std::string_view what,
                                                       Diagnostics& diagnostics) {
  std::vector<std::pair<const Node*, const Node*>> result;
  if (!node.is_mapping()) {
    diagnostics.add({Code::wrong_shape, node.span, std::string(what) + " must be a mapping"});
    return result;
  }
  for (std::size_t i = 0; i + 1 < node.items.size(); i += 2)
    result.emplace_back(&node.items[i], &node.items[i + 1]);
  return result;
}

}  // namespace regimen::core
