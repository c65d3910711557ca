// MappingFile: what the columns of a table mean: the path of a profile that each fills, its unit,
// its words for yes and no, and how dates and decimals are written.
//
//   mapping: "1"
//   delimiter: ";"             # , ; or tab; left out: found in the header
//   encoding: windows-1252     # utf-8 where it is left out; a byte order mark decides over it
//   decimal: ","
//   dates: dmy                 # iso | dmy | mdy
//   separator: "."             # of dates; left out: any of . / -
//   yes: [ja, x]               # words of cells, for all columns; likewise no, unknown, empty
//   as_of: 2026-11-01          # or the name of a column; likewise jurisdiction
//   complete: {therapies: plain}   # yes | no | plain: what it means that an entry is not there
//   columns:
//     Number: id
//     Remarks: ignore
//     Weight: {path: patient.weight, unit: kg, words: {light: unknown}}
//     Weighed: {date_of: patient.weight}
//     Dose: {list: therapies, key: one, entry: {drug: ...}, field: dose, unit: g/d, zero: absent}
//     Taken before: {list: therapies, entry: {drug: ...}, yes: present, no: absent, empty: nothing}
//
// Columns of one list and one key fill one entry. It is checked like a pack: against the vocabulary
// and the terminology, every mistake with its place. Thread-safety: plain values; reading is pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/encoding.h"
#include "engine/facts/knowledge.h"
#include "engine/facts/record.h"

namespace regimen::io {

enum class DateOrder : std::uint8_t { iso, dmy, mdy };

enum class CellWord : std::uint8_t { yes, no, unknown, empty };

// What a cell says of an entry of a list.
enum class Presence : std::uint8_t {
  present,
  absent,   // a stated no
  nothing,  // as if the cell were not there
  unknown,  // the entry may be there: the list of this row is not complete
};

struct MappedColumn {
  enum class Role : std::uint8_t {
    ignored,
    id,
    as_of,
    jurisdiction,
    fact,
    date_of_fact,
    field,     // of an entry
    presence,  // of an entry: yes or no
  };

  std::string header;
  core::Span place;
  Role role = Role::ignored;
  facts::FactId fact = 0;
  std::size_t entry = 0;  // among the entries
  facts::FieldId field = 0;
  std::string unit;
  std::unordered_map<std::string, std::string> words;  // folded cell -> as a profile writes it
  std::optional<Presence> yes;
  std::optional<Presence> no;
  std::optional<Presence> empty;
  std::optional<Presence> unknown;
  std::optional<Presence> zero;
};

struct MappedEntry {
  facts::ListId list = 0;
  std::string key;
  std::vector<std::pair<facts::FieldId, std::string>> fixed;  // what its columns do not say
  core::Span place;
};

struct MappedList {
  facts::ListId list = 0;
  facts::ListState state = facts::ListState::plain;  // or complete, or incomplete
};

struct MappingFile {
  std::optional<char> delimiter;
  core::Encoding encoding = core::Encoding::utf8;
  char decimal = '.';
  DateOrder dates = DateOrder::iso;
  std::string separators = "./-";
  std::unordered_map<std::string, CellWord> words;  // by folded cell
  std::string as_of;                                // a date; empty: a column, or none
  std::string jurisdiction;
  std::vector<MappedColumn> columns;
  std::vector<MappedEntry> entries;
  std::vector<MappedList> lists;  // those that columns fill
};

// Nothing where it is not acceptable; why stands in `diagnostics`.
std::optional<MappingFile> read_mapping(const core::Source& source,
                                        const facts::Knowledge& knowledge,
                                        core::Diagnostics& diagnostics);

}  // namespace regimen::io
