// Cell text: how spreadsheets and databases write errors and dates in the cells of a table.
// Thread-safety: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/io/mapping_file.h"

namespace regimen::io {

// Whether a spreadsheet has written an error in place of a value: `#N/A`, `#WERT!`, ...
bool is_spreadsheet_error(std::string_view cell);

// A date in the order of the mapping as a profile writes it; nothing where it is none. The year
// alone, month and year, and dates that begin with the year are read in any order; a time of day
// only if it is midnight.
std::optional<std::string> profile_date(std::string_view cell, DateOrder order,
                                        std::string_view separators);

}  // namespace regimen::io
