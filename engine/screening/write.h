// Write: the rows of a screened list as CSV or NDJSON, what was rejected or set aside, and the
// summary.
//
// CSV is RFC 4180 with a header; a cell that a spreadsheet would take for a formula is written with
// an apostrophe before it. Lists within a cell are joined by `; `. Thread-safety: pure functions.
#pragma once

#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/screening/attrition.h"
#include "engine/screening/row.h"

namespace regimen::screening {

enum class RowFormat : std::uint8_t { csv, ndjson };

// The header of CSV, with its line break; nothing of NDJSON.
std::string row_head(RowFormat format, const std::vector<std::string>& regimens);
// Adds a row with its line break. `explanation` is a JSON document of the whole decision, or empty.
void add_row(RowFormat format, const ScreenedRow& row, const std::vector<std::string>& regimens,
             const std::string& explanation, std::string& text);

// What could not be used, as CSV: row, line, id, whether the row was rejected, place, code,
// message, the name of the file. Never the offending text: that is the patient's.
std::string error_head();
std::string error_rows(const ScreenedRow& row, const core::Diagnostics& diagnostics);
// The same of what is said of the list and of no row.
std::string remark_rows(const core::Diagnostics& diagnostics);

// What the summary is of.
struct RunName {
  std::string input;
  std::string pack;  // id and version
  std::string pack_digest;
  std::string safety_digest;  // empty without safety rules
  std::string knowledge_digest;
  std::string engine_version;
  std::string input_digest = {};  // of the file as it is; empty of standard input
};

std::string summary_json(const RunName& run, const Attrition& attrition);

}  // namespace regimen::screening
