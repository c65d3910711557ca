// StoredRow: a row of a list as values, for a database; with what could not be used of it.
//
// Texts of the ScreenedRow may be views: what they lead to must live until the row is written.
// Thread-safety: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/screening/row.h"

namespace regimen::screening {

// Never the offending text: that is the patient's.
struct StoredError {
  std::optional<core::Place> place;
  std::string code;
  std::string reason;
  std::string file = {};  // its name, wherever it lies
};

struct StoredRow {
  ScreenedRow row;
  std::vector<StoredError> errors;
  std::string decision;  // the whole decision as JSON, or empty
};

void add_errors(const core::Diagnostics& diagnostics, std::vector<StoredError>& errors);

}  // namespace regimen::screening
