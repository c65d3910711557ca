// Entry: RowMapper::bind, RowMapper::cut, RowMapper::read. Test: tests/io/list_test.cpp.
#include "engine/io/mapped_row.h"

#include <algorithm>
#include <utility>

#include "engine/core/mapping.h"
#include "engine/core/text.h"
#include "engine/io/cell_text.h"
#include "engine/io/node_json.h"
#include "engine/io/profile.h"
#include "engine/io/row_tree.h"

namespace regimen::io {

using core::Code;
using core::Node;
using Role = MappedColumn::Role;

namespace {

// Stands in no row that is cut.
constexpr char end_of_cell = '\x1F';

}  // namespace

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
  for (Cutting& one : cuttings_) {
    one.adjacent = std::adjacent_find(one.cells.begin(), one.cells.end(),
                                      [](auto a, auto b) { return a + 1 != b; }) == one.cells.end();
  }
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
  if (is_spreadsheet_error(text(id_))) return false;
  pieces.id = text(id_);
  pieces.as_of = text(as_of_);
  pieces.jurisdiction = text(jurisdiction_);
  if (std::any_of(cells.cells.begin(), cells.cells.end(),
                  [&](const Cell& cell) { return cell.text.size() > limits_.cell_bytes; }))
    return false;
  // Room for all keys, so that views of them stay.
  pieces.keys.reserve(raw.end - raw.begin + cells.cells.size());
  for (const Cutting& cutting : cuttings_)
    pieces.pieces.push_back({cutting.slot, key_of(cutting, chunk, cells, pieces.keys)});
  return true;
}

// What stands between the first and the last of the cells tells them apart, unless quotes do.
std::string_view RowMapper::key_of(const Cutting& cutting, const ListChunk& chunk,
                                   const Cells& cells, std::string& keys) {
  const Cell& first = cells.cells[cutting.cells.front()];
  if (cutting.cells.size() == 1) return first.text;
  if (cutting.adjacent && !cells.quoted) {
    const std::uint32_t end = cells.cells[cutting.cells.back()].end;
    return chunk.source->text().substr(first.begin, end - first.begin);
  }
  const std::size_t begin = keys.size();
  for (const std::size_t cell : cutting.cells)
    keys.append(cells.cells[cell].text).push_back(end_of_cell);
  return std::string_view(keys).substr(begin);
}

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
  const RowTexts texts{*this, chunk, raw, cells};
  if (const auto root = row_tree(texts, reading.structure, reading.values)) {
    ProfileReading profile = read_profile(*root, *knowledge_, as_of);
    reading.record = std::move(profile.record);
    reading.structure.append(profile.structure);
    reading.values.append(profile.values);
  }
  return finish();
}

std::string RowMapper::document(const ListChunk& chunk, std::size_t row) const {
  const RawRow& raw = chunk.rows[row];
  Cells cells;
  split_cells(chunk.source->text(), raw, delimiter_, limits_.columns, cells);
  core::Diagnostics told;  // by read()
  const auto root = row_tree({*this, chunk, raw, cells}, told, told);
  return root ? node_json(*root) : std::string();
}

RowReading RowMapper::read_head(const ListChunk& chunk, std::size_t row, const Cells& cells,
                                const std::optional<facts::Day>& as_of) const {
  RowReading reading;
  const RowTexts texts{*this, chunk, chunk.rows[row], cells};
  const Node root = row_head(texts, reading.structure, reading.values);
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
  const RowTexts texts{*this, chunk, chunk.rows[row], cells};
  ProfileReading reading =
      read_profile_parts(row_parts(texts, pieces, structure, values), *knowledge_, as_of);
  reading.structure.append(structure);
  reading.values.append(values);
  return reading;
}

}  // namespace regimen::io
