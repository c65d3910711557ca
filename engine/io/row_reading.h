// RowReading: what one row of a list has become: a Record, or why it was rejected, with the values
// that were set aside. The same for every kind of list. Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/source.h"
#include "engine/facts/record.h"
#include "engine/facts/settle.h"

namespace regimen::io {

struct RowReading {
  std::uint64_t number = 0;  // of the row, from 1
  std::uint32_t line = 0;    // where it begins
  std::string id;            // also of a row that was rejected, as far as it can be told
  std::optional<facts::Record> record;
  core::Diagnostics structure;                 // why it was rejected
  core::Diagnostics values;                    // values that were set aside
  std::vector<facts::Ignored> ignored;         // what of it was not used, beside those
  std::shared_ptr<const core::Source> source;  // what the places lead to
};

}  // namespace regimen::io
