// Entry: read_json. It sees simdjson, as io/json_pieces.cpp does. Test: tests/core/yaml_test.cpp.
#include <simdjson.h>

#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/core/yaml.h"

namespace regimen::core {

namespace {

namespace sj = simdjson::ondemand;

// RFC 8259, section 6. Of any size: whether it fits is for whoever knows its type.
bool is_number(std::string_view text) {
  const auto digits = [&text] {
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
    text.remove_prefix(count);
    return count;
  };
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  const bool zero = !text.empty() && text.front() == '0';
  const std::size_t whole = digits();
  if (whole == 0 || (zero && whole > 1)) return false;
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    if (digits() == 0) return false;
  }
  if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
    text.remove_prefix(1);
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) text.remove_prefix(1);
    if (digits() == 0) return false;
  }
  return text.empty();
}

// The keys of an object. Most have few.
class KeySet {
 public:
  // Whether the last of the items is a key that was not there before. `items` are key, value, ...
  bool insert(const std::vector<Node>& items) {
    const std::string& key = items.back().text;
    if (items.size() <= 2 * few) {
      for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
        if (items[i].text == key) return false;
      }
      return true;
    }
    if (many_.empty()) {
      for (std::size_t i = 0; i + 1 < items.size(); i += 2) many_.insert(items[i].text);
    }
    return many_.insert(key).second;
  }

 private:
  static constexpr std::size_t few = 12;
  std::unordered_set<std::string> many_;
};

// Walks the document once, in order, and copies it into the tree; simdjson reads forward only.
class TreeReader {
 public:
  TreeReader(const Source& source, const simdjson::padded_string& padded, std::uint32_t base,
             const TextLimits& limits, Diagnostics& diagnostics)
      : source_(source), padded_(padded), base_(base), limits_(limits), diagnostics_(diagnostics) {}

  // False where the text is broken; the mistake has been reported then.
  bool read(sj::value value, std::size_t depth, Node& node) {
    node.span = span_of(value);
    sj::json_type type{};
    if (const auto error = value.type().get(type)) return fail(node.span, error);
    if (++nodes_ > limits_.nodes) {
      diagnostics_.add({Code::too_many_nodes, node.span,
                        "more than " + std::to_string(limits_.nodes) + " values"});
      return false;
    }
    const bool collection = type == sj::json_type::object || type == sj::json_type::array;
    if (collection && depth >= limits_.depth) {
      diagnostics_.add({Code::too_deep, node.span,
                        "nested deeper than " + std::to_string(limits_.depth) + " levels"});
      return false;
    }
    switch (type) {
      case sj::json_type::object:
        return read_object(value, depth, node);
      case sj::json_type::array:
        return read_array(value, depth, node);
      case sj::json_type::string:
        return read_string(value, node);
      case sj::json_type::number:
        return read_number(value, node);
      case sj::json_type::boolean:
        return read_boolean(value, node);
      case sj::json_type::null:
        return read_null(value, node);
    }
    return fail(node.span, simdjson::TAPE_ERROR);
  }

  bool fail(const Span& span, simdjson::error_code error) {
    diagnostics_.add({Code::json_syntax, span, std::string(name_of(error))});
    return false;
  }

 private:
  static std::string_view name_of(simdjson::error_code error) {
    switch (error) {
      case simdjson::UNCLOSED_STRING:
        return "a text is never closed";
      case simdjson::STRING_ERROR:
        return "a text has a bad escape";
      case simdjson::NUMBER_ERROR:
        return "a number cannot be read";
      case simdjson::DEPTH_ERROR:
        return "nested too deep";
      case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
        return "a list or mapping is never closed";
      case simdjson::TRAILING_CONTENT:
        return "something follows the end of the document";
      case simdjson::EMPTY:
        return "the text is empty";
      default:
        return "this is not JSON";
    }
  }

  Span span_at(const char* at) const {
    const auto offset = base_ + static_cast<std::uint32_t>(at - padded_.data());
    return {&source_, offset, offset + 1};
  }

  Span span_of(sj::value& value) const {
    const char* at = nullptr;
    if (value.current_location().get(at) != simdjson::SUCCESS) return {&source_, base_, base_ + 1};
    return span_at(at);
  }

  bool read_object(sj::value& value, std::size_t depth, Node& node) {
    node.kind = Node::Kind::mapping;
    sj::object object;
    if (const auto error = value.get_object().get(object)) return fail(node.span, error);
    KeySet keys;
    for (auto field : object) {
      if (node.items.empty()) node.items.reserve(usual_items);
      Node& key = node.items.emplace_back();
      key.kind = Node::Kind::scalar;
      sj::raw_json_string raw;
      if (const auto error = field.key().get(raw)) return fail(node.span, error);
      key.span = span_at(raw.raw() - 1);  // with its quote
      std::string_view text;
      const auto key_error = field.unescaped_key().get(text);
      if (key_error != simdjson::SUCCESS) return fail(key.span, key_error);
      if (!take_text(text, key)) return false;
      if (!keys.insert(node.items))
        diagnostics_.add({Code::duplicate_key, key.span, "this key stands twice", key.text});
      sj::value inner;
      if (const auto error = field.value().get(inner)) return fail(node.span, error);
      if (!read(inner, depth + 1, node.items.emplace_back())) return false;
    }
    return true;
  }

  bool read_array(sj::value& value, std::size_t depth, Node& node) {
    node.kind = Node::Kind::sequence;
    sj::array array;
    if (const auto error = value.get_array().get(array)) return fail(node.span, error);
    for (auto element : array) {
      sj::value inner;
      if (const auto error = element.get(inner)) return fail(node.span, error);
      if (!read(inner, depth + 1, node.items.emplace_back())) return false;
    }
    return true;
  }

  bool read_string(sj::value& value, Node& node) {
    node.kind = Node::Kind::scalar;
    std::string_view text;
    if (const auto error = value.get_string().get(text)) return fail(node.span, error);
    return take_text(text, node);
  }

  // What an escape stands for was not looked at with the source.
  bool take_text(std::string_view text, Node& node) {
    const char* const raw = padded_.data() + (node.span.begin - base_) + 1;  // behind the quote
    node.text = text;
    node.span.end = node.span.begin + static_cast<std::uint32_t>(text.size()) + 2;
    const bool escaped = std::string_view(raw, text.size()).find('\\') != std::string_view::npos;
    return !escaped || check_escaped(node, diagnostics_);
  }

  // The digits as they were written: a number becomes one only when its type is known.
  bool read_number(sj::value& value, Node& node) {
    node.kind = Node::Kind::scalar;
    std::string_view token = value.raw_json_token();
    while (!token.empty() && (token.back() == ' ' || token.back() == '\n' || token.back() == '\r' ||
                              token.back() == '\t')) {
      token.remove_suffix(1);
    }
    if (!is_number(token)) return fail(node.span, simdjson::NUMBER_ERROR);
    node.text = std::string(token);
    node.span.end = node.span.begin + static_cast<std::uint32_t>(token.size());
    return true;
  }

  bool read_null(sj::value& value, const Node& node) {
    // By name: converting the result itself to bool throws.
    bool null = false;
    const auto error = simdjson::simdjson_result<bool>(value.is_null()).get(null);
    return (error == simdjson::SUCCESS && null) || fail(node.span, simdjson::N_ATOM_ERROR);
  }

  bool read_boolean(sj::value& value, Node& node) {
    node.kind = Node::Kind::scalar;
    bool truth = false;
    if (const auto error = value.get_bool().get(truth)) return fail(node.span, error);
    node.text = truth ? "true" : "false";
    return true;
  }

  static constexpr std::size_t usual_items = 8;  // of an object: four keys with their values

  const Source& source_;
  const simdjson::padded_string& padded_;
  std::uint32_t base_;
  const TextLimits& limits_;
  Diagnostics& diagnostics_;
  std::size_t nodes_ = 0;
};

}  // namespace

std::optional<Node> read_json(const Source& source, const TextLimits& limits,
                              Diagnostics& diagnostics) {
  if (!check_text(source, limits, diagnostics)) return std::nullopt;
  std::string_view text = source.text();
  const std::uint32_t base = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  text.remove_prefix(base);
  const simdjson::padded_string padded(text);
  sj::parser parser;
  sj::document document;
  TreeReader reader(source, padded, base, limits, diagnostics);
  const Span start{&source, base, base + 1};
  if (const auto error = parser.iterate(padded).get(document)) {
    reader.fail(start, error);
    return std::nullopt;
  }
  const std::size_t errors_before = diagnostics.error_count();
  sj::value value;
  if (const auto error = document.get_value().get(value)) {
    reader.fail(start, error);
    return std::nullopt;
  }
  Node root;
  if (!reader.read(value, 0, root)) return std::nullopt;
  // Past the end of the document there is no location any more.
  const char* rest = nullptr;
  if (document.current_location().get(rest) == simdjson::SUCCESS) {
    const auto at = base + static_cast<std::uint32_t>(rest - padded.data());
    reader.fail({&source, at, at + 1}, simdjson::TRAILING_CONTENT);
    return std::nullopt;
  }
  if (diagnostics.error_count() > errors_before) return std::nullopt;
  return root;
}

}  // namespace regimen::core
