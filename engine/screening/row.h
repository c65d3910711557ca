// ScreenedRow: what a list says of one of its rows: a defined projection of the Decision that an
// evaluation of the same patient gives.
//
// Its texts are views into Names (names.h) and into the list. Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/decision/decision.h"
#include "engine/screening/names.h"

namespace regimen::screening {

// How a criterion comes out, with the assumptions that were asked for.
enum class Outcome : std::uint8_t { pass, fail, unknown, not_applicable };

// As results write it: to six significant digits.
struct RowScore {
  std::string_view value;
  std::string_view low;  // over what facts leave open
  std::string_view high;
};

struct RowRank {
  std::optional<int> rank;
  int best = 0;  // 0: it has no rank
  int worst = 0;
  bool conditional = false;  // the rank hangs on missing facts
  std::optional<RowScore> score;
};

struct RowRegimen {
  std::string_view id;
  std::string_view safety;  // `contraindicated`, ..., `unknown`
  std::string_view at_least;
  std::string_view at_most;
  RowRank rank;
};

struct ScreenedRow {
  std::uint64_t number = 0;  // in the list, from 1
  std::uint32_t line = 0;    // where it begins
  std::string_view id;
  bool rejected = false;         // then there is nothing but its number, its line and its id
  std::string_view eligibility;  // as in an evaluation
  std::vector<std::string_view> failed;
  std::vector<std::string_view> unknown;  // criteria, with the assumptions
  // Facts that may still change the eligibility once all is assumed that was asked for.
  std::vector<std::string_view> missing;
  std::vector<std::string_view> assumptions;  // what the eligibility leans on
  std::vector<RowRegimen> regimens;
  std::size_t set_aside = 0;      // values that could not be used
  std::vector<Outcome> outcomes;  // of the criteria that decide, in the order of the pack
};

// What the rows of one list say of their patients, and not of the list.
void clear(ScreenedRow& row);

// The names of missing facts in the order in which an evaluation tells them, each once: `path`,
// `list (a, b)` where a list is asked for something, or `list.field (a)` of its entry.
void add_missing(const facts::MissingSet& missing, Names& names,
                 std::vector<std::string_view>& into);

RowRank rank_of(const decision::RankedRegimen& ranked, Names& names);

// Everything but its number, its line and its id.
void project(const decision::Decision& decision, Names& names, ScreenedRow& row);

}  // namespace regimen::screening
