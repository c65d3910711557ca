// Entry: JsonCutter::cut, JsonPieces::read. It sees simdjson, as core/json.cpp does.
// Test: tests/io/row_pieces_test.cpp.
#include "engine/io/json_pieces.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <utility>

#include "engine/core/yaml.h"
#include "engine/io/csv.h"
#include "engine/io/profile.h"

namespace regimen::io {

using facts::ListState;

namespace sj = simdjson::ondemand;

namespace {

// So short a line is within the limits of a profile, however it is filled.
constexpr std::size_t longest_line = 16'384;
// Stands in no text of JSON.
constexpr char end_of_value = '\x1F';

}  // namespace

JsonPieces::JsonPieces(const facts::Knowledge& knowledge)
    : knowledge_(&knowledge), parts_(knowledge.vocabulary) {
  for (facts::PartId part = 0; part < parts_.count(); ++part) slots_.push_back(part);
  for (facts::PartId part = 0; part < parts_.fact_parts(); ++part) {
    for (std::size_t place = 0; place < parts_.facts_of(part).size(); ++place) {
      std::string_view path = knowledge.vocabulary.facts()[parts_.facts_of(part)[place]].at;
      std::vector<Key>* level = &sections_;
      while (true) {
        const auto point = path.find('.');
        const std::string_view name = path.substr(0, point);
        auto found = std::find_if(level->begin(), level->end(),
                                  [&](const Key& key) { return key.name == name; });
        if (found == level->end())
          found = level->insert(level->end(), Key{std::string(name), {}, part, place});
        if (point == std::string_view::npos) break;
        level = &found->inner;
        path.remove_prefix(point + 1);
      }
    }
  }
}

RowReading JsonPieces::read_head(const RowPieces& row,
                                 const std::optional<facts::Day>& as_of) const {
  std::string text = R"({"profile":"1")";
  if (!row.as_of.empty()) text.append(R"(,"as_of":)").append(row.as_of);
  if (!row.jurisdiction.empty()) text.append(R"(,"jurisdiction":)").append(row.jurisdiction);
  text += "}";
  RowReading reading;
  auto source = std::make_shared<core::Source>("row", std::move(text), core::Privacy::patient);
  reading.source = source;
  const auto root = core::read_json(*source, profile_limits, reading.structure);
  if (!root) return reading;
  ProfileReading profile = read_profile(*root, *knowledge_, as_of);
  reading.record = std::move(profile.record);
  reading.structure.append(profile.structure);
  reading.values = std::move(profile.values);
  return reading;
}

namespace {

using core::Node;

// JSON of one value: a document must begin with a list or a mapping.
std::optional<Node> value_of(std::string_view text, core::Diagnostics& diagnostics) {
  std::string list = "[";
  list.append(text).append("]");
  const core::Source source("row", std::move(list), core::Privacy::patient);
  auto root = core::read_json(source, profile_limits, diagnostics);
  if (!root || root->items.size() != 1) return std::nullopt;
  return std::move(root->items.front());
}

Node scalar(std::string_view text) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = text;
  return node;
}

// A list as a profile writes it.
Node list_of(ListState state, std::vector<Node> entries) {
  Node sequence;
  sequence.kind = Node::Kind::sequence;
  sequence.items = std::move(entries);
  switch (state) {
    case ListState::missing:
    case ListState::plain:
      return sequence;
    case ListState::asked:
    case ListState::unavailable:  // no profile says it
      return scalar("unknown");
    case ListState::none:
      return scalar("none");
    case ListState::complete:
    case ListState::incomplete:
      break;
  }
  Node node;
  node.kind = Node::Kind::mapping;
  node.items = {scalar("complete"), scalar(state == ListState::complete ? "yes" : "no"),
                scalar("entries"), std::move(sequence)};
  return node;
}

}  // namespace

ProfileReading JsonPieces::read_pieces(const RowPieces& row,
                                       const std::vector<const Piece*>& pieces,
                                       facts::Day as_of) const {
  core::Diagnostics broken;
  ProfileParts parts;
  std::vector<std::vector<Node>> entries(row.lists.size());
  for (const Piece* piece : pieces) {
    std::string_view key = piece->key;
    if (piece->slot >= parts_.fact_parts()) {
      if (auto node = value_of(key, broken))
        entries[parts_.list_of(piece->slot)].push_back(std::move(*node));
      continue;
    }
    for (const facts::FactId fact : parts_.facts_of(piece->slot)) {
      const std::string_view text = key.substr(0, key.find(end_of_value));
      if (!text.empty()) {
        if (auto node = value_of(text, broken)) parts.facts.emplace_back(fact, std::move(*node));
      }
      key.remove_prefix(std::min(text.size() + 1, key.size()));
    }
  }
  for (facts::ListId id = 0; id < entries.size(); ++id) {
    if (row.lists[id] != ListState::missing)
      parts.lists.emplace_back(id, list_of(row.lists[id], std::move(entries[id])));
  }
  ProfileReading reading = read_profile_parts(parts, *knowledge_, as_of);
  reading.structure.append(broken);
  return reading;
}

// One line on its way; simdjson reads forward only.
class JsonCutter::Cutting {
 public:
  explicit Cutting(const JsonPieces& pieces)
      : pieces_(pieces), values_(pieces.parts_.fact_parts()) {
    for (std::size_t slot = 0; slot < values_.size(); ++slot)
      values_[slot].resize(pieces.parts_.facts_of(static_cast<facts::PartId>(slot)).size());
  }

  bool cut(const ListChunk& chunk, const RawRow& row, RowPieces& out) {
    if (row.state != RowState::whole || row.end - row.begin > longest_line) return false;
    if (!chunk.plain && !is_plain_text(chunk, row)) return false;
    for (std::vector<std::string_view>& of : values_) std::ranges::fill(of, std::string_view());
    stated_.clear();
    entries_.clear();
    opened_.clear();
    out.clear();
    out.lists.assign(pieces_.slots().size() - pieces_.parts_.fact_parts(), ListState::missing);
    if (!line(padded(chunk.source->text(), row), out)) return false;
    collect(out);
    return true;
  }

 private:
  // simdjson reads a little beyond the end.
  simdjson::padded_string_view padded(std::string_view text, const RawRow& row) {
    const std::size_t length = row.end - row.begin;
    const std::size_t room = text.size() - row.begin;
    if (room >= length + simdjson::SIMDJSON_PADDING)
      return simdjson::padded_string_view(text.data() + row.begin, length, room);
    last_.assign(text.substr(row.begin, length));
    last_.resize(length + simdjson::SIMDJSON_PADDING);
    return simdjson::padded_string_view(last_.data(), length, last_.size());
  }

  bool line(simdjson::padded_string_view text, RowPieces& out) {
    sj::document document;
    sj::object root;
    if (parser_.iterate(text).get(document) != simdjson::SUCCESS) return false;
    if (document.get_object().get(root) != simdjson::SUCCESS) return false;
    bool profile = false;
    bool id = false;
    for (auto field : root) {
      std::string_view name;
      sj::value value;
      if (!open(field, name, value)) return false;
      if (name == "profile") {
        std::string_view version;
        if (std::exchange(profile, true) || !raw(value, version) || version != "\"1\"")
          return false;
      } else if (name == "id") {
        std::string_view text_of_id;
        if (std::exchange(id, true) || value.get_string().get(text_of_id) != simdjson::SUCCESS)
          return false;
        out.id = text_of_id;
        // What an escape hides is looked at by the whole reading.
        std::string_view at(text_of_id);
        if (std::ranges::any_of(at, [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
          return false;
      } else if (name == "as_of") {
        if (!out.as_of.empty() || !raw(value, out.as_of)) return false;
      } else if (name == "jurisdiction") {
        if (!out.jurisdiction.empty() || !raw(value, out.jurisdiction)) return false;
      } else if (!section_or_list(name, value, out)) {
        return false;
      }
    }
    const char* rest = nullptr;
    return profile && document.current_location().get(rest) != simdjson::SUCCESS;
  }

  // The key as it stands; one with an escape is not cut.
  template <typename Field>
  static bool open(Field& field, std::string_view& name, sj::value& value) {
    sj::raw_json_string key;
    if (field.key().get(key) != simdjson::SUCCESS) return false;
    const char* const begin = key.raw();
    const char* end = begin;
    while (*end != '"') {
      if (*end == '\\') return false;
      ++end;
    }
    name = {begin, static_cast<std::size_t>(end - begin)};
    return field.value().get(value) == simdjson::SUCCESS;
  }

  static bool raw(sj::value& value, std::string_view& text) {
    sj::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return false;
    if (type == sj::json_type::object) {
      sj::object object;
      return value.get_object().get(object) == simdjson::SUCCESS &&
             object.raw_json().get(text) == simdjson::SUCCESS;
    }
    if (type == sj::json_type::array) {
      sj::array array;
      return value.get_array().get(array) == simdjson::SUCCESS &&
             array.raw_json().get(text) == simdjson::SUCCESS;
    }
    text = value.raw_json_token();
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return !text.empty();
  }

  bool section_or_list(std::string_view name, sj::value& value, RowPieces& out) {
    for (const JsonPieces::Key& key : pieces_.sections_) {
      if (key.name == name) return member(key, value);
    }
    const auto& lists = pieces_.knowledge_->vocabulary.lists();
    for (facts::ListId id = 0; id < lists.size(); ++id) {
      if (lists[id].id != name) continue;
      return out.lists[id] == ListState::missing && list(id, value, out.lists[id]);
    }
    return false;
  }

  bool member(const JsonPieces::Key& key, sj::value& value) {
    if (key.inner.empty()) {
      std::string_view& text = values_[key.slot][key.place];
      const bool first = text.empty();
      stated_.push_back(key.slot);
      return first && raw(value, text);
    }
    sj::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return false;
    // A section that stands twice would hide what it holds.
    if (std::ranges::find(opened_, &key) != opened_.end()) return false;
    opened_.push_back(&key);
    for (auto field : object) {
      std::string_view name;
      sj::value inner;
      if (!open(field, name, inner)) return false;
      const auto found =
          std::ranges::find_if(key.inner, [&](const auto& one) { return one.name == name; });
      if (found == key.inner.end() || !member(*found, inner)) return false;
    }
    return true;
  }

  bool list(facts::ListId id, sj::value& value, ListState& state) {
    sj::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return false;
    if (type == sj::json_type::array) {
      state = ListState::plain;
      return entries(id, value);
    }
    const bool closable = pieces_.knowledge_->vocabulary.lists()[id].closable;
    if (type == sj::json_type::string) {
      std::string_view text;
      if (!raw(value, text)) return false;
      if (text == "\"unknown\"") state = ListState::asked;
      if (text == "\"none\"" && closable) state = ListState::none;
      return state != ListState::missing;
    }
    // `complete` first, as it is written; anything else is read as a whole.
    sj::object object;
    if (!closable || value.get_object().get(object) != simdjson::SUCCESS) return false;
    bool told = false;
    for (auto field : object) {
      std::string_view name;
      sj::value inner;
      if (!open(field, name, inner)) return false;
      if (name == "complete" && state == ListState::missing) {
        std::string_view text;
        if (!raw(inner, text)) return false;
        if (text == "true" || text == "\"yes\"") state = ListState::complete;
        if (text == "false" || text == "\"no\"") state = ListState::incomplete;
        if (state == ListState::missing) return false;
      } else if (name != "entries" || std::exchange(told, true) || !entries(id, inner)) {
        return false;
      }
    }
    return state != ListState::missing;
  }

  bool entries(facts::ListId id, sj::value& value) {
    sj::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return false;
    std::size_t count = 0;
    for (auto element : array) {
      sj::value inner;
      std::string_view text;
      if (element.get(inner) != simdjson::SUCCESS || !raw(inner, text)) return false;
      entries_.push_back({pieces_.parts_.fact_parts() + id, text});
      if (++count > most_entries) return false;
    }
    return true;
  }

  void collect(RowPieces& out) {
    std::sort(stated_.begin(), stated_.end());
    stated_.erase(std::unique(stated_.begin(), stated_.end()), stated_.end());
    // Room for all keys, so that views of them stay.
    out.keys.reserve(longest_line + pieces_.knowledge_->vocabulary.facts().size());
    for (const std::size_t slot : stated_)
      out.pieces.push_back({static_cast<std::uint32_t>(slot), key_of(values_[slot], out.keys)});
    std::ranges::stable_sort(entries_, {}, &Entry::slot);
    for (const Entry& entry : entries_)
      out.pieces.push_back({static_cast<std::uint32_t>(entry.slot), entry.text});
  }

  static std::string_view key_of(const std::vector<std::string_view>& values, std::string& keys) {
    if (values.size() == 1) return values.front();
    const std::size_t begin = keys.size();
    for (const std::string_view text : values) keys.append(text).push_back(end_of_value);
    return std::string_view(keys).substr(begin);
  }

  struct Entry {
    std::size_t slot = 0;
    std::string_view text;
  };

  const JsonPieces& pieces_;
  sj::parser parser_;
  std::string last_;
  JsonPieces::Values values_;
  std::vector<std::size_t> stated_;
  std::vector<Entry> entries_;
  std::vector<const JsonPieces::Key*> opened_;
};

JsonCutter::JsonCutter(const JsonPieces& pieces) : cutting_(std::make_unique<Cutting>(pieces)) {}
JsonCutter::~JsonCutter() = default;
JsonCutter::JsonCutter(JsonCutter&& other) noexcept = default;
JsonCutter& JsonCutter::operator=(JsonCutter&& other) noexcept = default;

bool JsonCutter::cut(const ListChunk& chunk, std::size_t row, RowPieces& out) {
  return cutting_->cut(chunk, chunk.rows[row], out);
}

}  // namespace regimen::io
