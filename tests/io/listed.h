// Listed: lists of tests: a file with its mapping, opened, and all its rows read.
// Thread-safety: for one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/io/list.h"
#include "tests/io/shipped.h"
#include "tests/support/temporary_folder.h"

namespace regimen::io {

struct Listed {
  std::shared_ptr<core::Sources> sources = std::make_shared<core::Sources>();
  ListOpening opening;
  std::optional<core::Failure> failure;
  std::vector<RowReading> rows;

  // All that was complained of, opening and rows; without the folder.
  [[nodiscard]] std::string told() const {
    std::string text = io::told(opening.diagnostics);
    for (const RowReading& row : rows) {
      for (const core::Diagnostics* found : {&row.structure, &row.values}) {
        if (!found->empty()) text += (text.empty() ? "" : "; ") + io::told(*found);
      }
    }
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder))
      text.erase(at, folder.size());
    return text;
  }
  std::string folder = "/";
};

inline std::optional<MappingFile> mapping_of(core::Sources& sources, const std::string& text,
                                             core::Diagnostics& diagnostics) {
  return read_mapping(sources.add("m", text, core::Privacy::open), knowledge(), diagnostics);
}

// Written to `name` in a folder of its own and read back.
inline Listed list(const std::string& bytes, const std::string& mapping, ListOptions options = {},
                   const std::string& name = "l") {
  Listed listed;
  const support::TemporaryFolder folder;
  listed.folder = folder.path().string() + "/";
  std::ofstream(folder / name, std::ios::binary) << bytes;
  if (!mapping.empty()) {
    options.mapping = mapping_of(*listed.sources, mapping, listed.opening.diagnostics);
    REQUIRE_MESSAGE(options.mapping,
                    core::render(listed.opening.diagnostics, core::ShowValues::yes));
  }
  listed.opening = List::open((folder / name).string(), options, knowledge());
  if (!listed.opening.list) return listed;
  while (true) {
    auto chunk = listed.opening.list->next();
    if (!chunk.ok()) {
      listed.failure = chunk.failure();
      return listed;
    }
    if (!chunk.value()) return listed;
    for (std::size_t row = 0; row < chunk.value()->rows.size(); ++row)
      listed.rows.push_back(listed.opening.list->read(*chunk.value(), row, std::nullopt));
  }
}

}  // namespace regimen::io
