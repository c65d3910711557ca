// Attrition: how many rows of a list come out how, criterion by criterion, and which missing facts
// would settle how many of them.
//
// Sums alone, so that it does not matter in which order rows are added or parts are joined.
// Thread-safety: for one thread; join what each thread has summed.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/screening/row.h"

namespace regimen::screening {

struct CriterionCounts {
  std::string id;
  std::uint64_t pass = 0;
  std::uint64_t fail = 0;
  std::uint64_t unknown = 0;
  std::uint64_t not_applicable = 0;
  std::uint64_t fails_alone = 0;    // the one criterion that is not met, and none is unknown
  std::uint64_t unknown_alone = 0;  // the one criterion that is unknown, and all others are met
};

struct MissingCounts {
  std::uint64_t rows = 0;   // in which it may still change the eligibility
  std::uint64_t alone = 0;  // in which it is the only one: learning it settles the row
};

// Looked up by views, as rows hold them.
template <typename Value>
using ByName = std::map<std::string, Value, std::less<>>;

struct Attrition {
  std::uint64_t rows = 0;
  std::uint64_t rejected = 0;
  std::uint64_t set_aside = 0;            // rows with values that could not be used
  std::uint64_t repeated_ids = 0;         // rows whose id stood in a row before
  ByName<std::uint64_t> eligibility;      // status -> rows
  std::vector<CriterionCounts> criteria;  // that decide, in the order of the pack
  ByName<MissingCounts> missing;
  ByName<ByName<std::uint64_t>> safety;  // regimen -> status -> rows
  ByName<ByName<std::uint64_t>> first;   // regimen -> `alone`, `shared`, `conditional`

  // `criteria` are the ids of those that decide.
  explicit Attrition(const std::vector<std::string>& deciding);
  void add(const ScreenedRow& row);
  void join(const Attrition& other);
};

}  // namespace regimen::screening
