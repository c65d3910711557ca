// Entry: BulkRemarks. Test: tests/io/fhir_bulk_test.cpp.
#include "engine/io/fhir/bulk_remarks.h"

#include <algorithm>

namespace regimen::io {

using core::Code;

namespace {

// A longer line is told by its number alone.
constexpr std::size_t most_kept = std::size_t{1} << 16;

std::string_view kept(std::string_view text) {
  return text.size() <= most_kept ? text : std::string_view();
}

}  // namespace

void BulkRemarks::add_line(Code code, const std::string& file, std::uint32_t line,
                           const std::string& message, std::string_view text) {
  if (!has_room(code)) return;
  const core::Source& source = add_source(file, kept(text), core::Privacy::patient, line);
  said_.add({code, {&source, 0, 0}, message});
}

void BulkRemarks::add_lines(const core::Diagnostics& found) {
  for (const core::Diagnostic& one : found.sorted()) {
    if (!has_room(one.code)) continue;
    const core::Source& source = *one.span.source;
    core::Diagnostic copy = one;
    copy.span.source =
        &add_source(source.name(), kept(source.text()), source.privacy(), source.place(0).line);
    said_.add(std::move(copy));
  }
}

void BulkRemarks::add(Code code, const std::string& path, const std::string& message) {
  if (!has_room(code)) return;
  said_.add({code, {&add_source(path, "", core::Privacy::patient), 0, 0}, message});
}

void BulkRemarks::add_more(Code code, std::uint64_t count) { told_[code] += count; }

core::Diagnostics BulkRemarks::take(const std::string& folder) {
  for (const auto& [code, count] : told_) {
    if (count <= most_of_a_kind) continue;
    said_.add({code,
               {&add_source(folder, "", core::Privacy::patient), 0, 0},
               "and " + std::to_string(count - most_of_a_kind) + " more of these"});
  }
  return std::move(said_);
}

}  // namespace regimen::io
