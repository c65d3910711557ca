// Entry: add_errors. Test: tests/screening/database_output_test.cpp.
#include "engine/screening/stored_row.h"

#include <filesystem>

namespace regimen::screening {

void add_errors(const core::Diagnostics& diagnostics, std::vector<StoredError>& errors) {
  for (const core::Diagnostic& diagnostic : diagnostics.sorted()) {
    StoredError error;
    if (const core::Source* source = diagnostic.span.source) {
      error.place = source->place(diagnostic.span.begin);
      error.file = std::filesystem::path(source->name()).filename().string();
    }
    error.code = core::info(diagnostic.code).id;
    error.reason = diagnostic.message;
    errors.push_back(std::move(error));
  }
}

}  // namespace regimen::screening
