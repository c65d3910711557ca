// RowMapper: a mapping bound to the header of one table: row -> Record.
//
// A row becomes the tree that a profile would be, and is read as one, so a value, a unit and a date
// mean the same in a table as in a profile. Headers, paths and words are looked up once for a file.
// An error of a spreadsheet (`#N/A`) is an invalid value, never text. Thread-safety: immutable;
// read() may be called from any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/io/csv.h"
#include "engine/io/mapping_file.h"
#include "engine/io/profile.h"
#include "engine/io/row_pieces.h"
#include "engine/io/row_reading.h"

namespace regimen::io {

class RowMapper {
 public:
  // Every column of the header must be mapped or ignored, every mapped one must be there. Nothing
  // where that does not hold.
  static std::optional<RowMapper> bind(MappingFile mapping, const CsvHeader& header,
                                       const facts::Knowledge& knowledge, const RowLimits& limits,
                                       core::Diagnostics& diagnostics);

  // `as_of` is the day asked for, if one was.
  [[nodiscard]] RowReading read(const ListChunk& chunk, std::size_t row,
                                const std::optional<facts::Day>& as_of) const;
  // The profile that the row would be, as JSON. REQUIRES: read() makes a record of it
  [[nodiscard]] std::string document(const ListChunk& chunk, std::size_t row) const;
  // A row that says nothing but its day and its place of evaluation.
  // REQUIRES: cut() has cut the row into `cells`; likewise below
  [[nodiscard]] RowReading read_head(const ListChunk& chunk, std::size_t row, const Cells& cells,
                                     const std::optional<facts::Day>& as_of) const;
  // What of a row these pieces of it say, on the day of its evaluation.
  [[nodiscard]] ProfileReading read_pieces(const ListChunk& chunk, std::size_t row,
                                           const Cells& cells,
                                           const std::vector<const Piece*>& pieces,
                                           facts::Day as_of) const;

  // What the pieces of a row are of: the facts, then each entry that columns fill.
  [[nodiscard]] const PieceSlots& slots() const { return slots_; }
  // False where the row must be read as a whole. `cells` is room to work in. A slot that no column
  // fills has no piece.
  bool cut(const ListChunk& chunk, std::size_t row, Cells& cells, RowPieces& pieces) const;

 private:
  friend class RowTree;

  // The sections of a profile as a tree; a leaf has a column.
  struct Section {
    std::string key;
    std::vector<Section> inner;
    const MappedColumn* value = nullptr;
    const MappedColumn* date = nullptr;
  };
  struct Entry {
    const MappedEntry* mapped = nullptr;
    const MappedColumn* presence = nullptr;
    std::vector<const MappedColumn*> fields;
  };
  // The cells that say what one slot is.
  struct Cutting {
    std::uint32_t slot = 0;
    std::vector<std::size_t> cells;
    bool adjacent = false;  // each cell stands behind the one before
  };

  RowMapper(MappingFile mapping, const facts::Knowledge& knowledge, const RowLimits& limits,
            char delimiter)
      : mapping_(std::make_shared<const MappingFile>(std::move(mapping))),
        knowledge_(&knowledge),
        limits_(limits),
        delimiter_(delimiter),
        parts_(knowledge.vocabulary) {}

  void plan();
  void plan_pieces();
  void add_leaf(const MappedColumn& column);
  [[nodiscard]] std::size_t cell_of(const MappedColumn& column) const;
  [[nodiscard]] bool is_ragged(const Cells& cells) const;
  static std::string_view key_of(const Cutting& cutting, const ListChunk& chunk, const Cells& cells,
                                 std::string& keys);

  std::shared_ptr<const MappingFile> mapping_;  // shared, so that pointers into it stay valid
  const facts::Knowledge* knowledge_;
  RowLimits limits_;
  char delimiter_;
  std::size_t width_ = 0;                       // cells of a row
  std::vector<std::size_t> cell_of_;            // by column of the mapping
  std::vector<const MappedColumn*> column_of_;  // by cell
  const MappedColumn* id_ = nullptr;
  const MappedColumn* as_of_ = nullptr;
  const MappedColumn* jurisdiction_ = nullptr;
  std::vector<Section> sections_;
  std::vector<std::vector<Entry>> entries_;  // by list of the mapping
  std::size_t longest_word_ = 0;             // longer cells are no words
  facts::Parts parts_;
  PieceSlots slots_;
  std::vector<Cutting> cuttings_;             // by slot that has columns
  std::vector<std::vector<Section>> leaves_;  // by slot of facts: those that columns fill
  // By slot, among entries_: list and entry; nothing: of facts.
  std::vector<std::optional<std::pair<std::size_t, std::size_t>>> entry_at_;
};

}  // namespace regimen::io
