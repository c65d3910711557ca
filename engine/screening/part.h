// Part: what a chunk of a list has become. Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/screening/attrition.h"
#include "engine/screening/stored_row.h"

namespace regimen::screening {

struct Part {
  std::string rows;               // as text
  std::vector<StoredRow> stored;  // or as values
  std::string errors;
  std::vector<std::uint64_t> ids;  // hashes, of the rows that have one
  Attrition attrition;
  std::string line = {};  // of the journal, where one is kept
  std::size_t bytes = 0;  // of the chunk
};

}  // namespace regimen::screening
