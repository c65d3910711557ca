// Entry: row_tree, row_head, row_parts. Test: tests/io/list_test.cpp.
#include "engine/io/row_tree.h"

#include <algorithm>
#include <utility>

#include "engine/core/mapping.h"
#include "engine/core/text.h"
#include "engine/io/cell_text.h"

namespace regimen::io {

using core::Code;
using core::Node;
using facts::Kind;
using Role = MappedColumn::Role;

// The tree of one row.
class RowTree {
 public:
  RowTree(const RowTexts& texts, core::Diagnostics& structure, core::Diagnostics& values)
      : mapper_(texts.mapper),
        chunk_(texts.chunk),
        row_(texts.row),
        cells_(texts.cells),
        structure_(structure),
        values_(values) {}

  // Nothing where the row is rejected.
  std::optional<Node> build() {
    Node root = build_head();
    if (structure_.has_errors()) return std::nullopt;
    for (const RowMapper::Section& section : mapper_.sections_) {
      if (auto node = section_node(section)) put(root, section.key, std::move(*node));
    }
    for (std::size_t i = 0; i < mapper_.entries_.size(); ++i) {
      std::vector<const RowMapper::Entry*> entries;
      for (const RowMapper::Entry& entry : mapper_.entries_[i]) entries.push_back(&entry);
      put(root, list(i).id, list_node(file().lists[i], entries));
    }
    return root;
  }

  Node build_head() {
    Node root = mapping_node();
    put(root, "profile", text_node("1"));
    for (const auto& [key, column] : {std::pair{"id", mapper_.id_},
                                      {"as_of", mapper_.as_of_},
                                      {"jurisdiction", mapper_.jurisdiction_}}) {
      if (column == nullptr) continue;
      if (auto node = head(*column)) put(root, key, std::move(*node));
    }
    if (!file().as_of.empty()) put(root, "as_of", text_node(file().as_of));
    if (!file().jurisdiction.empty()) put(root, "jurisdiction", text_node(file().jurisdiction));
    return root;
  }

  ProfileParts build_parts(const std::vector<const Piece*>& pieces) {
    ProfileParts parts;
    std::vector<std::vector<const RowMapper::Entry*>> entries(mapper_.entries_.size());
    for (const Piece* piece : pieces) {
      if (const auto at = mapper_.entry_at_[piece->slot]) {
        entries[at->first].push_back(&mapper_.entries_[at->first][at->second]);
        continue;
      }
      for (const RowMapper::Section& leaf : mapper_.leaves_[piece->slot]) {
        if (auto node = fact_node(leaf))
          parts.facts.emplace_back(leaf.value->fact, std::move(*node));
      }
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (!entries[i].empty())
        parts.lists.emplace_back(file().lists[i].list, list_node(file().lists[i], entries[i]));
    }
    return parts;
  }

 private:
  [[nodiscard]] const MappingFile& file() const { return *mapper_.mapping_; }
  [[nodiscard]] const facts::ListDef& list(std::size_t index) const {
    return mapper_.knowledge_->vocabulary.lists()[file().lists[index].list];
  }
  // Of no length: the row, and none of its cells.
  [[nodiscard]] core::Span row_span() const {
    return {chunk_.source.get(), row_.begin, row_.begin};
  }
  [[nodiscard]] const Cell& cell(const MappedColumn& column) const {
    return cells_.cells[mapper_.cell_of(column)];
  }

  static void put(Node& mapping, std::string_view key, Node value) {
    Node name;
    name.kind = Node::Kind::scalar;
    name.text = key;
    name.span = value.span;
    mapping.items.push_back(std::move(name));
    mapping.items.push_back(std::move(value));
  }
  [[nodiscard]] Node mapping_node() const {
    Node node;
    node.kind = Node::Kind::mapping;
    node.span = row_span();
    return node;
  }
  static Node text_at(const core::Span& span, std::string_view text) {
    Node node;
    node.kind = Node::Kind::scalar;
    node.text = text;
    node.span = span;
    return node;
  }
  // What the mapping says, in this row.
  [[nodiscard]] Node text_node(std::string_view text) const { return text_at(row_span(), text); }
  [[nodiscard]] Node cell_node(const Cell& cell, std::string text) const {
    Node node;
    node.kind = Node::Kind::scalar;
    node.text = std::move(text);
    node.span = {chunk_.source.get(), cell.begin, std::max(cell.end, cell.begin + 1)};
    return node;
  }

  // --- cells ---

  [[nodiscard]] std::optional<CellWord> word(std::string_view cell) const {
    if (cell.empty()) return CellWord::empty;
    // Folding may shorten a name, but hardly to a third.
    if (cell.size() > 3 * mapper_.longest_word_) return std::nullopt;
    const auto found = file().words.find(core::fold_name(cell));
    return found == file().words.end() ? std::nullopt : std::optional(found->second);
  }

  [[nodiscard]] const std::string* own_word(const MappedColumn& column,
                                            std::string_view cell) const {
    if (column.words.empty() || cell.size() > 3 * mapper_.longest_word_) return nullptr;
    const auto found = column.words.find(core::fold_name(cell));
    return found == column.words.end() ? nullptr : &found->second;
  }

  std::optional<Node> head(const MappedColumn& column) {
    const Cell& from = cell(column);
    if (word(from.text) == CellWord::empty) return std::nullopt;
    if (is_spreadsheet_error(from.text)) {
      structure_.add({Code::error_in_head,
                      {chunk_.source.get(), from.begin, from.end},
                      "this is an error of the spreadsheet, not a value",
                      std::string(from.text)});
      return std::nullopt;
    }
    if (const std::string* own = own_word(column, from.text)) return cell_node(from, *own);
    return cell_node(from, column.role == Role::as_of ? date(from.text) : std::string(from.text));
  }

  // Nothing where the cell is empty.
  std::optional<Node> value(const MappedColumn& column, const facts::ValueType& type) const {
    const Cell& from = cell(column);
    if (const std::string* own = own_word(column, from.text)) return cell_node(from, *own);
    const auto said = word(from.text);
    if (said == CellWord::empty) return std::nullopt;
    if (said == CellWord::unknown) return cell_node(from, "unknown");
    switch (type.kind) {
      case Kind::truth:
        if (said) return cell_node(from, said == CellWord::yes ? "yes" : "no");
        break;
      case Kind::word:
        if (said && !type.words.find(from.text))
          return cell_node(from, said == CellWord::yes ? "yes" : "no");
        break;
      case Kind::number:
      case Kind::span:
        return cell_node(from, number(column, from.text));
      case Kind::date:
        return cell_node(from, date(from.text));
      case Kind::period:
      case Kind::concept_name:
        break;
    }
    return cell_node(from, std::string(from.text));
  }

  // As a profile writes it. What is no number in the way that was declared must not pass for one:
  // 1.234 may be a thousand where a comma is the decimal sign.
  [[nodiscard]] std::string number(const MappedColumn& column, std::string_view cell) const {
    std::string text(cell);
    if (file().decimal == ',') {
      const auto unit = std::find_if(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      });
      if (std::find(text.begin(), unit, '.') != unit) return '"' + text + '"';
      const auto comma = std::find(text.begin(), unit, ',');
      if (comma != unit) *comma = '.';
    }
    if (column.unit.empty()) return text;
    const auto numeral = facts::parse_numeral(text);
    if (numeral && numeral->unit.empty()) text.append(" ").append(column.unit);
    return text;
  }

  [[nodiscard]] std::string date(std::string_view cell) const {
    return profile_date(cell, file().dates, file().separators).value_or(std::string(cell));
  }

  // --- sections ---

  std::optional<Node> section_node(const RowMapper::Section& section) const {
    if (section.inner.empty()) return fact_node(section);
    Node node = mapping_node();
    for (const RowMapper::Section& inner : section.inner) {
      if (auto found = section_node(inner)) put(node, inner.key, std::move(*found));
    }
    return node.items.empty() ? std::nullopt : std::optional(std::move(node));
  }

  std::optional<Node> fact_node(const RowMapper::Section& leaf) const {
    const facts::FactDef& fact = mapper_.knowledge_->vocabulary.facts()[leaf.value->fact];
    auto stated = value(*leaf.value, fact.type);
    if (!stated || leaf.date == nullptr) return stated;
    const Cell& when = cell(*leaf.date);
    if (word(when.text).value_or(CellWord::yes) == CellWord::empty) return stated;
    Node node = mapping_node();
    node.span = stated->span;
    put(node, "value", std::move(*stated));
    put(node, "date", cell_node(when, date(when.text)));
    return node;
  }

  // --- lists ---

  // What one entry adds to its list.
  struct Outcome {
    std::optional<Node> entry;
    bool incomplete = false;
  };

  Node list_node(const MappedList& mapped, const std::vector<const RowMapper::Entry*>& entries) {
    Node sequence;
    sequence.kind = Node::Kind::sequence;
    sequence.span = row_span();
    bool incomplete = false;
    for (const RowMapper::Entry* entry : entries) {
      Outcome outcome = entry_node(*entry);
      if (outcome.entry) sequence.items.push_back(std::move(*outcome.entry));
      incomplete = incomplete || outcome.incomplete;
    }
    const facts::ListDef& list = mapper_.knowledge_->vocabulary.lists()[mapped.list];
    const bool closed = mapped.state == facts::ListState::complete && !incomplete;
    const bool open = mapped.state == facts::ListState::incomplete || incomplete;
    if (!list.closable || (!closed && !open)) return sequence;
    Node node = mapping_node();
    put(node, "complete", text_node(closed ? "yes" : "no"));
    put(node, "entries", std::move(sequence));
    return node;
  }

  // What a cell says of the entry, where it says so instead of a value.
  std::optional<Presence> said_of_entry(const MappedColumn& column) {
    const Cell& from = cell(column);
    if (own_word(column, from.text) != nullptr) return std::nullopt;
    const auto said = word(from.text);
    const bool asked = column.role == Role::presence;
    if (said == CellWord::empty) return column.empty.value_or(Presence::nothing);
    if (said == CellWord::unknown) return column.unknown.value_or(Presence::unknown);
    if (said == CellWord::yes && (asked || column.yes))
      return column.yes.value_or(Presence::present);
    if (said == CellWord::no && (asked || column.no)) return column.no.value_or(Presence::absent);
    if (column.zero) {
      const auto numeral = facts::parse_numeral(number(column, from.text));
      if (numeral && numeral->value.is_point() && *numeral->value.low.at == facts::Rational(0))
        return column.zero;
    }
    if (!asked) return std::nullopt;
    return in_words_of_a_profile(column, from);
  }

  Presence in_words_of_a_profile(const MappedColumn& column, const Cell& from) {
    if (const auto flag = core::parse_yes_no(from.text))
      return *flag ? column.yes.value_or(Presence::present) : column.no.value_or(Presence::absent);
    if (core::fold_name(from.text) != "unknown") {
      values_.add({Code::value_not_yes_no,
                   {chunk_.source.get(), from.begin, from.end},
                   "yes or no is expected",
                   std::string(from.text)});
      return Presence::unknown;
    }
    return column.unknown.value_or(Presence::unknown);
  }

  Outcome entry_node(const RowMapper::Entry& entry) {
    bool present = false;
    bool absent = false;
    bool unknown = false;
    const MappedColumn* absent_by = nullptr;
    const auto note = [&](const MappedColumn& column, Presence presence) {
      present = present || presence == Presence::present;
      unknown = unknown || presence == Presence::unknown;
      if (presence == Presence::absent) {
        absent = true;
        absent_by = &column;
      }
    };
    const facts::ListDef& list = mapper_.knowledge_->vocabulary.lists()[entry.mapped->list];
    Node node = mapping_node();
    std::size_t told = 0;
    std::vector<const MappedColumn*> not_known;
    for (const MappedColumn* column : entry.fields) {
      if (const auto presence = said_of_entry(*column)) {
        // `nothing` of an empty cell outweighs nothing that another cell says.
        const bool is_empty = word(cell(*column).text) == CellWord::empty;
        const bool is_unknown = *presence == Presence::unknown && !is_empty;
        if (is_unknown) not_known.push_back(column);
        if (!is_empty && !is_unknown) note(*column, *presence);
        continue;
      }
      const facts::FieldDef& field = list.fields[column->field];
      if (auto stated = value(*column, field.type)) {
        if (node.items.empty()) node.span = stated->span;
        put(node, field.id, std::move(*stated));
        ++told;
      }
    }
    if (entry.presence != nullptr) {
      if (const auto presence = said_of_entry(*entry.presence)) {
        note(*entry.presence, *presence);
        if (told == 0) node.span = cell_span(*entry.presence);
      }
    }
    const bool nothing_said = told == 0 && !present && !absent && !unknown && not_known.empty();
    if (nothing_said && entry.presence == nullptr) {
      for (const MappedColumn* column : entry.fields) {
        if (column->empty) note(*column, *column->empty);
      }
    }
    if (absent && (told > 0 || present)) {
      values_.add({Code::cells_disagree, cell_span(*absent_by),
                   "this says that the entry is absent, another cell says something of it"});
      return {std::nullopt, true};
    }
    if (absent) {
      node.items.clear();
      finish(entry, list, node, false);
      put(node, "status", text_node("absent"));
      return {std::move(node), false};
    }
    if (told == 0 && !present) return {std::nullopt, unknown || !not_known.empty()};
    for (const MappedColumn* column : not_known)
      put(node, list.fields[column->field].id, cell_node(cell(*column), "unknown"));
    finish(entry, list, node, true);
    return {std::move(node), false};
  }

  [[nodiscard]] core::Span cell_span(const MappedColumn& column) const {
    const Cell& from = cell(column);
    return {chunk_.source.get(), from.begin, std::max(from.end, from.begin + 1)};
  }

  // What the mapping says of the entry; who it is, where nobody says.
  static void finish(const RowMapper::Entry& entry, const facts::ListDef& list, Node& node,
                     bool all) {
    for (const auto& [field, text] : entry.mapped->fixed) {
      if (all || field == list.identity) put(node, list.fields[field].id, text_at(node.span, text));
    }
    const std::string& identity = list.fields[list.identity].id;
    if (node.find(identity) == nullptr) put(node, identity, text_at(node.span, "unknown"));
  }

  const RowMapper& mapper_;
  const ListChunk& chunk_;
  const RawRow& row_;
  const Cells& cells_;
  core::Diagnostics& structure_;
  core::Diagnostics& values_;
};

std::optional<Node> row_tree(const RowTexts& texts, core::Diagnostics& structure,
                             core::Diagnostics& values) {
  return RowTree(texts, structure, values).build();
}

Node row_head(const RowTexts& texts, core::Diagnostics& structure, core::Diagnostics& values) {
  return RowTree(texts, structure, values).build_head();
}

ProfileParts row_parts(const RowTexts& texts, const std::vector<const Piece*>& pieces,
                       core::Diagnostics& structure, core::Diagnostics& values) {
  return RowTree(texts, structure, values).build_parts(pieces);
}

}  // namespace regimen::io
