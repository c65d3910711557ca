// Entry: RowMapper::bind, RowMapper::read. Test: tests/io/list_test.cpp.
#include "engine/io/mapped_row.h"

#include <algorithm>
#include <utility>

#include "engine/core/mapping.h"
#include "engine/core/text.h"
#include "engine/io/profile.h"

namespace regimen::io {

using core::Code;
using core::Node;
using facts::Kind;
using Role = MappedColumn::Role;

bool is_spreadsheet_error(std::string_view cell) {
  if (cell.size() < 3 || cell.front() != '#') return false;
  return std::all_of(cell.begin() + 1, cell.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '!' || c == '?' ||
           c == '_';
  });
}

namespace {

// Stands in no row that is cut.
constexpr char end_of_cell = '\x1F';

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A day or a month, with or without its nought; nothing where it is none.
std::string two_digits(std::string_view text) {
  if (!is_digits(text) || text.size() > 2) return {};
  return text.size() == 2 ? std::string(text) : "0" + std::string(text);
}

// `2026-11-01 00:00:00`, as databases write a day.
std::string_view without_midnight(std::string_view cell) {
  const auto blank = cell.find_first_of(" T");
  if (blank == std::string_view::npos) return cell;
  const std::string_view time = cell.substr(blank + 1);
  const bool midnight =
      time.size() >= 4 && time.find_first_not_of("0:.Z") == std::string_view::npos;
  return midnight ? cell.substr(0, blank) : cell;
}

}  // namespace

std::optional<std::string> profile_date(std::string_view cell, DateOrder order,
                                        std::string_view separators) {
  cell = without_midnight(cell);
  if (facts::parse_date(cell)) return std::string(cell);
  if (order == DateOrder::iso) return std::nullopt;
  const auto first = cell.find_first_of(separators);
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = cell.find(cell[first], first + 1);
  std::string text;
  if (second == std::string_view::npos) {
    const std::string month = two_digits(cell.substr(0, first));
    text.append(cell.substr(first + 1)).append("-").append(month);
  } else {
    std::string day = two_digits(cell.substr(0, first));
    std::string month = two_digits(cell.substr(first + 1, second - first - 1));
    if (order == DateOrder::mdy) std::swap(day, month);
    text.append(cell.substr(second + 1)).append("-").append(month).append("-").append(day);
  }
  return facts::parse_date(text) ? std::optional(text) : std::nullopt;
}

// --- binding ---

std::optional<RowMapper> RowMapper::bind(MappingFile mapping, const CsvHeader& header,
                                         const facts::Knowledge& knowledge, const RowLimits& limits,
                                         core::Diagnostics& diagnostics) {
  core::Diagnostics found;
  RowMapper mapper(std::move(mapping), knowledge, limits, header.delimiter);
  const std::vector<MappedColumn>& columns = mapper.mapping_->columns;
  std::unordered_map<std::string, std::size_t> by_name;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < columns.size(); ++i)
    by_name.emplace(core::fold_name(columns[i].header), i);
  constexpr auto nowhere = static_cast<std::size_t>(-1);
  mapper.cell_of_.assign(columns.size(), nowhere);
  // What spreadsheets leave behind the last column is none.
  const std::vector<Cell>& cells = header.cells.cells;
  mapper.width_ = cells.size();
  while (mapper.width_ > 0 && cells[mapper.width_ - 1].text.empty()) --mapper.width_;
  mapper.column_of_.assign(mapper.width_, nullptr);
  for (std::size_t i = 0; i < mapper.width_; ++i) {
    const auto known = by_name.find(core::fold_name(cells[i].text));
    if (known != by_name.end() && mapper.cell_of_[known->second] == nowhere) {
      mapper.cell_of_[known->second] = i;
      mapper.column_of_[i] = &columns[known->second];
    } else if (known != by_name.end() && columns[known->second].role != Role::ignored) {
      found.add({Code::doubled_column,
                 {header.chunk.source.get(), cells[i].begin, cells[i].end},
                 "column " + std::to_string(i + 1) + " is called as column " +
                     std::to_string(mapper.cell_of_[known->second] + 1) + " is",
                 std::string(cells[i].text)});
    }
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (mapper.cell_of_[i] == nowhere) names.push_back(columns[i].header);
  }
  for (std::size_t i = 0; i < mapper.width_; ++i) {
    if (mapper.column_of_[i] != nullptr || by_name.count(core::fold_name(cells[i].text)) > 0)
      continue;
    std::string help = core::did_you_mean(cells[i].text, names);
    if (help.empty()) help = "map it, or say `ignore`";
    found.add({Code::column_not_mapped,
               {header.chunk.source.get(), cells[i].begin, cells[i].end},
               "the mapping says nothing of column " + std::to_string(i + 1),
               std::string(cells[i].text),
               help});
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (mapper.cell_of_[i] != nowhere) continue;
    found.add(
        {Code::column_missing, columns[i].place, "the list has no such column", columns[i].header});
  }
  diagnostics.append(found);
  if (found.has_errors()) return std::nullopt;
  mapper.plan();
  return mapper;
}

void RowMapper::add_leaf(const MappedColumn& column) {
  std::string_view path = knowledge_->vocabulary.facts()[column.fact].at;
  std::vector<Section>* level = &sections_;
  while (true) {
    const auto point = path.find('.');
    const std::string key(path.substr(0, point));
    auto found = std::find_if(level->begin(), level->end(),
                              [&key](const Section& one) { return one.key == key; });
    if (found == level->end()) found = level->insert(level->end(), Section{key, {}});
    if (point == std::string_view::npos) {
      (column.role == Role::fact ? found->value : found->date) = &column;
      return;
    }
    level = &found->inner;
    path.remove_prefix(point + 1);
  }
}

void RowMapper::plan() {
  for (facts::PartId part = 0; part < parts_.fact_parts(); ++part) slots_.push_back(part);
  entries_.resize(mapping_->lists.size());
  std::vector<Entry> entries;
  for (const MappedEntry& entry : mapping_->entries) entries.push_back({&entry, nullptr, {}});
  for (const MappedColumn& column : mapping_->columns) {
    switch (column.role) {
      case Role::ignored:
        break;
      case Role::id:
        id_ = &column;
        break;
      case Role::as_of:
        as_of_ = &column;
        break;
      case Role::jurisdiction:
        jurisdiction_ = &column;
        break;
      case Role::fact:
      case Role::date_of_fact:
        add_leaf(column);
        break;
      case Role::field:
        entries[column.entry].fields.push_back(&column);
        break;
      case Role::presence:
        entries[column.entry].presence = &column;
        break;
    }
    for (const auto& [word, text] : column.words)
      longest_word_ = std::max(longest_word_, word.size());
  }
  for (const auto& [word, kind] : mapping_->words)
    longest_word_ = std::max(longest_word_, word.size());
  for (const Entry& entry : entries) {
    for (std::size_t i = 0; i < mapping_->lists.size(); ++i) {
      if (mapping_->lists[i].list == entry.mapped->list) entries_[i].push_back(entry);
    }
  }
  plan_pieces();
}

std::size_t RowMapper::cell_of(const MappedColumn& column) const {
  return cell_of_[static_cast<std::size_t>(&column - mapping_->columns.data())];
}

void RowMapper::plan_pieces() {
  leaves_.resize(slots_.size());
  for (std::size_t slot = 0; slot < slots_.size(); ++slot)
    cuttings_.push_back({static_cast<std::uint32_t>(slot), {}});
  for (const MappedColumn& column : mapping_->columns) {
    if (column.role != Role::fact && column.role != Role::date_of_fact) continue;
    const facts::PartId slot = parts_.of_fact(column.fact);
    cuttings_[slot].cells.push_back(cell_of(column));
    if (column.role == Role::fact) leaves_[slot].push_back({{}, {}, &column, nullptr});
  }
  for (const MappedColumn& column : mapping_->columns) {
    if (column.role != Role::date_of_fact) continue;
    for (Section& leaf : leaves_[parts_.of_fact(column.fact)]) {
      if (leaf.value->fact == column.fact) leaf.date = &column;
    }
  }
  entry_at_.resize(slots_.size());
  for (std::size_t list = 0; list < entries_.size(); ++list) {
    for (std::size_t place = 0; place < entries_[list].size(); ++place) {
      const Entry& entry = entries_[list][place];
      Cutting cutting{static_cast<std::uint32_t>(slots_.size()), {}};
      slots_.push_back(parts_.of_list(entry.mapped->list));
      entry_at_.emplace_back(std::pair(list, place));
      if (entry.presence != nullptr) cutting.cells.push_back(cell_of(*entry.presence));
      for (const MappedColumn* column : entry.fields) cutting.cells.push_back(cell_of(*column));
      cuttings_.push_back(std::move(cutting));
    }
  }
  std::erase_if(cuttings_, [](const Cutting& one) { return one.cells.empty(); });
}

bool RowMapper::is_ragged(const Cells& cells) const {
  return cells.cells.size() < width_ ||
         std::any_of(cells.cells.begin() + static_cast<std::ptrdiff_t>(width_), cells.cells.end(),
                     [](const Cell& cell) { return !cell.text.empty(); });
}

bool RowMapper::cut(const ListChunk& chunk, std::size_t row, Cells& cells,
                    RowPieces& pieces) const {
  const RawRow& raw = chunk.rows[row];
  if (raw.state != RowState::whole || (!chunk.plain && !is_plain_text(chunk, raw))) return false;
  split_cells(chunk.source->text(), raw, delimiter_, limits_.columns, cells);
  if (cells.cells.size() > limits_.columns || is_ragged(cells)) return false;
  pieces.clear();
  const auto text = [&](const MappedColumn* column) {
    return column == nullptr ? std::string_view() : cells.cells[cell_of(*column)].text;
  };
  if (is_spreadsheet_error(text(id_)) || text(id_).size() > limits_.cell_bytes) return false;
  pieces.id = text(id_);
  pieces.as_of = text(as_of_);
  pieces.jurisdiction = text(jurisdiction_);
  for (const Cutting& cutting : cuttings_) {
    const auto begin = static_cast<std::uint32_t>(pieces.keys.size());
    for (const std::size_t cell : cutting.cells) {
      const std::string_view found = cells.cells[cell].text;
      if (found.size() > limits_.cell_bytes) return false;
      pieces.keys.append(found).push_back(end_of_cell);
    }
    pieces.pieces.push_back({cutting.slot, begin, static_cast<std::uint32_t>(pieces.keys.size())});
  }
  return true;
}

// --- one row ---

// The tree of one row.
class RowTree {
 public:
  RowTree(const RowMapper& mapper, const ListChunk& chunk, const RawRow& row, const Cells& cells,
          core::Diagnostics& structure, core::Diagnostics& values)
      : mapper_(mapper),
        chunk_(chunk),
        row_(row),
        cells_(cells),
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

namespace {

// Row and column, in words that are not the patient's.
std::string place_in_words(const RawRow& row, const std::vector<Cell>& cells,
                           const std::vector<const MappedColumn*>& columns,
                           const core::Span& span) {
  std::string text = " (row " + std::to_string(row.number);
  const auto after =
      std::upper_bound(cells.begin(), cells.end(), span.begin,
                       [](std::uint32_t begin, const Cell& cell) { return begin < cell.begin; });
  const auto column = static_cast<std::size_t>(after - cells.begin());
  if (span.end > span.begin && column > 0 && column <= columns.size() &&
      columns[column - 1] != nullptr)
    text += ", column `" + columns[column - 1]->header + "`";
  return text + ")";
}

core::Diagnostics placed(const core::Diagnostics& diagnostics, const RawRow& row,
                         const std::vector<Cell>& cells,
                         const std::vector<const MappedColumn*>& columns) {
  core::Diagnostics result;
  for (core::Diagnostic diagnostic : diagnostics.sorted()) {
    diagnostic.message += place_in_words(row, cells, columns, diagnostic.span);
    result.add(std::move(diagnostic));
  }
  return result;
}

}  // namespace

RowReading RowMapper::read(const ListChunk& chunk, std::size_t row,
                           const std::optional<facts::Day>& as_of) const {
  const RawRow& raw = chunk.rows[row];
  RowReading reading;
  reading.number = raw.number;
  reading.line = chunk.source->place(raw.begin).line;
  reading.source = chunk.source;
  Cells cells;
  const auto finish = [&] {
    if (!reading.structure.empty())
      reading.structure = placed(reading.structure, raw, cells.cells, column_of_);
    if (!reading.values.empty())
      reading.values = placed(reading.values, raw, cells.cells, column_of_);
    return std::move(reading);
  };
  if (!check_row(chunk, raw, reading.structure)) return finish();
  split_cells(chunk.source->text(), raw, delimiter_, limits_.columns, cells);
  if (!check_cells(chunk, cells, limits_, reading.structure)) return finish();
  if (is_ragged(cells)) {
    reading.structure.add({Code::ragged_row,
                           {chunk.source.get(), raw.begin, raw.begin},
                           std::to_string(cells.cells.size()) + " cells where the header has " +
                               std::to_string(width_)});
    return finish();
  }
  if (id_ != nullptr) reading.id = cells.cells[cell_of(*id_)].text;
  RowTree tree(*this, chunk, raw, cells, reading.structure, reading.values);
  if (const auto root = tree.build()) {
    ProfileReading profile = read_profile(*root, *knowledge_, as_of);
    reading.record = std::move(profile.record);
    reading.structure.append(profile.structure);
    reading.values.append(profile.values);
  }
  return finish();
}

RowReading RowMapper::read_head(const ListChunk& chunk, std::size_t row, const Cells& cells,
                                const std::optional<facts::Day>& as_of) const {
  RowReading reading;
  RowTree tree(*this, chunk, chunk.rows[row], cells, reading.structure, reading.values);
  const Node root = tree.build_head();
  if (reading.structure.has_errors()) return reading;
  ProfileReading profile = read_profile(root, *knowledge_, as_of);
  reading.record = std::move(profile.record);
  reading.structure.append(profile.structure);
  reading.values.append(profile.values);
  return reading;
}

ProfileReading RowMapper::read_pieces(const ListChunk& chunk, std::size_t row, const Cells& cells,
                                      const std::vector<const Piece*>& pieces,
                                      facts::Day as_of) const {
  core::Diagnostics structure;
  core::Diagnostics values;
  RowTree tree(*this, chunk, chunk.rows[row], cells, structure, values);
  ProfileReading reading = read_profile_parts(tree.build_parts(pieces), *knowledge_, as_of);
  reading.structure.append(structure);
  reading.values.append(values);
  return reading;
}

}  // namespace regimen::io
