// ScreenedRow: what a list says of one of its rows: a defined projection of the Decision that an
// evaluation of the same patient gives. Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/decision/decision.h"

namespace regimen::screening {

// How a criterion comes out, with the assumptions that were asked for.
enum class Outcome : std::uint8_t { pass, fail, unknown, not_applicable };

struct RowRegimen {
  std::string id;
  std::string safety;  // `contraindicated`, ..., `unknown`
  std::string at_least;
  std::string at_most;
  std::optional<int> rank;
  int best = 0;  // 0: it has no rank
  int worst = 0;
  bool conditional = false;  // the rank hangs on missing facts
  std::optional<decision::Score> score;
};

struct ScreenedRow {
  std::uint64_t number = 0;  // in the list, from 1
  std::uint32_t line = 0;
  std::string id;
  bool rejected = false;    // then there is nothing but its number, its line and its id
  std::string eligibility;  // as in an evaluation
  std::vector<std::string> failed;
  std::vector<std::string> unknown;      // criteria, with the assumptions
  std::vector<std::string> missing;      // facts that may still change the eligibility
  std::vector<std::string> assumptions;  // what the eligibility leans on
  std::vector<RowRegimen> regimens;
  std::size_t set_aside = 0;      // values that could not be used
  std::vector<Outcome> outcomes;  // of the criteria that decide, in the order of the pack
};

// `path`, or `path (a, b)` where a list is asked for something.
std::string missing_name(const facts::Missing& missing);

ScreenedRow screened(const decision::Decision& decision);

}  // namespace regimen::screening
