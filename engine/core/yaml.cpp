// Entry: read_yaml. The only file that sees yaml-cpp, and catches what it throws. Test:
// tests/core/yaml_test.cpp.
#include "engine/core/yaml.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <streambuf>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/core/plain_text.h"
#include "engine/core/text.h"

namespace regimen::core {

namespace {

// Nothing where the text is UTF-8 without control characters.
std::optional<Diagnostic> find_unreadable(const Source& source) {
  const std::string_view text = source.text();
  if (is_plain_text(text)) return std::nullopt;
  const auto at_byte = [&source](std::size_t byte, std::string message) {
    const auto at = static_cast<std::uint32_t>(byte);
    return Diagnostic{Code::invalid_utf8, {&source, at, at + 1}, std::move(message)};
  };
  if (const auto bad = first_invalid_utf8(text)) return at_byte(*bad, "this byte is not UTF-8");
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool white = c == '\t' || c == '\n' || c == '\r';
    if ((c < 0x20 && !white) || c == 0x7F) return at_byte(i, "this is a control character");
  }
  return std::nullopt;
}

}  // namespace

bool check_text(const Source& source, const TextLimits& limits, Diagnostics& diagnostics) {
  const std::string_view text = source.text();
  if (text.size() > limits.bytes) {
    diagnostics.add({Code::too_long,
                     {&source, 0, 1},
                     "the text has more than " + std::to_string(limits.bytes) + " bytes"});
    return false;
  }
  if (auto unreadable = find_unreadable(source)) {
    diagnostics.add(*std::move(unreadable));
    return false;
  }
  const std::size_t mark = text.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
  const bool empty = text.find_first_not_of("\t\n\r ", mark) == std::string_view::npos;
  if (empty) diagnostics.add({Code::empty_document, {&source, 0, 1}, "the text is empty"});
  return !empty;
}

bool check_escaped(const Node& scalar, Diagnostics& diagnostics) {
  for (const char raw : scalar.text) {
    const auto c = static_cast<unsigned char>(raw);
    const bool white = c == '\t' || c == '\n' || c == '\r';
    if ((c >= 0x20 || white) && c != 0x7F) continue;
    diagnostics.add(
        {Code::invalid_utf8, scalar.span, "this text holds an escaped control character"});
    return false;
  }
  return true;
}

namespace {

// Reads a text where it lies: yaml-cpp wants a stream, a copy is not needed.
class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view text) {
    char* begin = const_cast<char*>(
        text.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast): never written
    setg(begin, begin, begin + text.size());
  }
};

// yaml-cpp lets the end of the file close a quoted text.
bool is_closed(std::string_view text) {
  if (text.empty() || (text[0] != '"' && text[0] != '\'')) return true;
  const char quote = text[0];
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || i + 1 >= text.size() || text[i + 1] != quote) return true;
      ++i;
    }
  }
  return false;
}

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(const Source& source, std::uint32_t base, const TextLimits& limits,
              Diagnostics& diagnostics)
      : source_(source), base_(base), limits_(limits), diagnostics_(diagnostics) {}

  void OnDocumentStart(const YAML::Mark& /*mark*/) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    Node node;
    node.span = at(mark);
    place(std::move(node));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t /*anchor*/) override {
    diagnostics_.add({Code::alias_not_allowed, at(mark), "an alias is not allowed here"});
    Node node;
    node.span = at(mark);
    place(std::move(node));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    Node node;
    node.kind = Node::Kind::scalar;
    node.span = at(mark);
    const std::string_view rest = source_.text().substr(node.span.begin);
    if (!is_closed(rest))
      diagnostics_.add({Code::yaml_syntax, node.span, "this text is never closed"});
    const bool plain = rest.substr(0, value.size()) == value;
    const bool null = plain && (value == "~" || value == "null");
    if (plain && !value.empty())
      node.span.end = node.span.begin + static_cast<std::uint32_t>(value.size());
    node.kind = null ? Node::Kind::null : Node::Kind::scalar;
    node.text = value;
    check_escaped(node, diagnostics_);
    place(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, Node::Kind::sequence);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, Node::Kind::mapping);
  }
  void OnMapEnd() override { close(); }

  Node take() { return std::move(root_); }
  [[nodiscard]] bool over_limit() const { return over_limit_; }

 private:
  // A collection that is being read, with the keys it has so far.
  struct Open {
    Node node;
    std::unordered_set<std::string> keys;
  };

  [[nodiscard]] Span at(const YAML::Mark& mark) const {
    const auto begin = base_ + static_cast<std::uint32_t>(mark.pos < 0 ? 0 : mark.pos);
    return {&source_, begin, begin + 1};
  }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor)
      diagnostics_.add({Code::alias_not_allowed, at(mark), "an anchor is not allowed here"});
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    const std::string_view text = source_.text();
    const Span span = at(mark);
    const bool written = span.begin < text.size() && text[span.begin] == '!';
    const bool implicit = tag.empty() || tag == "?" || tag == "!";
    if (written || !implicit)
      diagnostics_.add({Code::tag_not_allowed, span, "a tag is not allowed here"});
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            Node::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (++depth_ > limits_.depth && !over_limit_) {
      over_limit_ = true;
      diagnostics_.add({Code::too_deep, at(mark),
                        "nested deeper than " + std::to_string(limits_.depth) + " levels"});
    }
    if (over_limit_) return;
    Open next;
    next.node.kind = kind;
    next.node.span = at(mark);
    stack_.push_back(std::move(next));
  }

  void close() {
    --depth_;
    if (over_limit_ || stack_.empty()) return;
    Node node = std::move(stack_.back().node);
    stack_.pop_back();
    place(std::move(node));
  }

  void place(Node node) {
    if (over_limit_) return;
    if (++nodes_ > limits_.nodes) {
      over_limit_ = true;
      diagnostics_.add({Code::too_many_nodes, node.span,
                        "more than " + std::to_string(limits_.nodes) + " values"});
      return;
    }
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = stack_.back();
    const bool is_key = parent.node.is_mapping() && parent.node.items.size() % 2 == 0;
    if (is_key) check_key(parent, node);
    parent.node.items.push_back(std::move(node));
  }

  void check_key(Open& parent, const Node& key) {
    if (!key.is_scalar()) {
      diagnostics_.add({Code::key_not_text, key.span, "a key must be plain text"});
    } else if (key.text == "<<") {
      diagnostics_.add({Code::merge_key_not_allowed, key.span, "the merge key is not allowed"});
    } else if (!parent.keys.insert(key.text).second) {
      diagnostics_.add({Code::duplicate_key, key.span, "this key stands twice", key.text});
    }
  }

  const Source& source_;
  std::uint32_t base_;
  const TextLimits& limits_;
  Diagnostics& diagnostics_;
  std::vector<Open> stack_;
  Node root_;
  std::size_t depth_ = 0;
  std::size_t nodes_ = 0;
  bool over_limit_ = false;
};

// yaml-cpp recurses for each bracket; what opens more of them than this at once is refused before
// it starts. A bracket in a quoted or block text counts as well, which no honest text reaches.
constexpr std::size_t most_open_brackets = 1000;

std::optional<std::size_t> bracket_overflow(std::string_view text) {
  std::size_t open = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '[' || text[i] == '{') ++open;
    if ((text[i] == ']' || text[i] == '}') && open > 0) --open;
    if (open > most_open_brackets) return i;
  }
  return std::nullopt;
}

// `- - - -` and `? ? ?` nest without brackets: the same bound, line by line.
std::optional<std::size_t> indicator_overflow(std::string_view text) {
  std::size_t run = 0;  // of indicators with nothing but blanks between
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ' ' || c == '\t') continue;
    const bool indicator = (c == '-' || c == '?' || c == ':') && i + 1 < text.size() &&
                           (text[i + 1] == ' ' || text[i + 1] == '\t');
    run = indicator ? run + 1 : 0;
    if (run > most_open_brackets) return i;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Node> read_yaml(const Source& source, const TextLimits& limits,
                              Diagnostics& diagnostics) {
  if (!check_text(source, limits, diagnostics)) return std::nullopt;
  std::string_view text = source.text();
  const bool marked = text.substr(0, 3) == "\xEF\xBB\xBF";  // a byte order mark
  const std::uint32_t base = marked ? 3 : 0;
  text.remove_prefix(base);
  for (const auto& overflow : {bracket_overflow(text), indicator_overflow(text)}) {
    if (!overflow) continue;
    const auto at = base + static_cast<std::uint32_t>(*overflow);
    diagnostics.add({Code::too_deep,
                     {&source, at, at + 1},
                     "nested deeper than " + std::to_string(limits.depth) + " levels"});
    return std::nullopt;
  }
  const std::size_t errors_before = diagnostics.error_count();
  TreeBuilder builder(source, base, limits, diagnostics);
  try {
    ViewBuffer buffer(text);
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) {
      diagnostics.add({Code::empty_document, {&source, 0, 1}, "the text is empty"});
      return std::nullopt;
    }
    Node root = builder.take();
    if (diagnostics.error_count() > errors_before) return std::nullopt;
    Diagnostics ignored;
    TreeBuilder second(source, base, limits, ignored);
    if (parser.HandleNextDocument(second)) {
      diagnostics.add(
          {Code::several_documents, second.take().span, "a second document begins here"});
      return std::nullopt;
    }
    return root;
  } catch (const YAML::Exception& error) {
    const auto at = base + static_cast<std::uint32_t>(error.mark.pos < 0 ? 0 : error.mark.pos);
    const bool alias = error.msg.rfind(YAML::ErrorMsg::UNKNOWN_ANCHOR, 0) == 0;
    // What follows a colon is of the text, which may be a patient's.
    if (!builder.over_limit())
      diagnostics.add(
          {alias ? Code::alias_not_allowed : Code::yaml_syntax,
           {&source, at, at + 1},
           alias ? "an alias is not allowed here" : error.msg.substr(0, error.msg.find(':'))});
    return std::nullopt;
  }
}

std::optional<Node> read_document(const Source& source, const TextLimits& limits,
                                  Diagnostics& diagnostics) {
  std::string_view text = source.text();
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  const auto first = text.find_first_not_of(" \t\r\n");
  const bool braced = first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
  if (!braced) return read_yaml(source, limits, diagnostics);
  const auto after = text.find_first_not_of(" \t\r\n", first + 1);
  // A YAML flow mapping has bare keys, JSON has quoted ones.
  const bool json = after == std::string_view::npos || text[after] == '"' || text[after] == '}' ||
                    text[after] == '{' || text[after] == '[' || text[after] == ']';
  if (!json) return read_yaml(source, limits, diagnostics);
  Diagnostics as_json;
  auto root = read_json(source, limits, as_json);
  if (!root && as_json.sorted().front().code == Code::json_syntax) {
    Diagnostics as_yaml;
    auto other = read_yaml(source, limits, as_yaml);
    if (other) return other;
  }
  diagnostics.append(as_json);
  return root;
}

}  // namespace regimen::core
