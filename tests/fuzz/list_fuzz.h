// What the fuzz targets of lists share: a file in memory where the machine has a place for that,
// the mapping of the example, and the reading of all rows. Thread-safety: for one thread.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <utility>

#include "engine/io/list.h"
#include "tests/fuzz/fuzz_world.h"

namespace regimen::fuzz {

class ListFile {
 public:
  ListFile() {
    std::error_code error;
    const std::filesystem::path memory = "/dev/shm";
    const auto folder = std::filesystem::is_directory(memory, error)
                            ? memory
                            : std::filesystem::temp_directory_path();
    path_ = folder / ("regimen-list-fuzz-" + std::to_string(::getpid()));
  }
  ListFile(const ListFile&) = delete;
  ListFile& operator=(const ListFile&) = delete;
  ~ListFile() {
    std::error_code error;
    std::filesystem::remove(path_, error);
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The mapping of the example list.
inline const io::MappingFile& mapping() {
  static core::Sources sources;
  static const io::MappingFile read = [] {
    const std::filesystem::path root = REGIMEN_TEST_SOURCE_DIR;
    std::ostringstream text;
    text << std::ifstream(root / "examples/lists/referrals.mapping.yaml").rdbuf();
    core::Diagnostics diagnostics;
    auto found = io::read_mapping(sources.add("m", text.str(), core::Privacy::open),
                                  engine().knowledge(), diagnostics);
    require(found.has_value(), core::render(diagnostics, core::ShowValues::yes));
    return *found;
  }();
  return read;
}

inline void read_all(const std::string& bytes, io::ListOptions options) {
  static const ListFile file;
  std::ofstream(file.path(), std::ios::binary) << bytes;
  io::ListOpening opening =
      io::List::open(file.path().string(), std::move(options), engine().knowledge());
  for (const auto show : {core::ShowValues::no, core::ShowValues::yes})
    core::render(opening.diagnostics, show);
  const bool refused = opening.failure.has_value() || opening.diagnostics.has_errors();
  require(opening.list.has_value() != refused, "neither opened nor refused, or both");
  if (!opening.list) return;
  std::uint64_t number = 0;
  while (true) {
    const auto chunk = opening.list->next();
    if (!chunk.ok() || !chunk.value()) return;
    require(!chunk.value()->rows.empty(), "a chunk without rows");
    for (std::size_t i = 0; i < chunk.value()->rows.size(); ++i) {
      const io::RowReading row = opening.list->read(*chunk.value(), i, facts::Day{20758});
      require(row.number == ++number, "a row was lost");
      require(row.record.has_value() != row.structure.has_errors(),
              "neither read nor rejected, or both");
      for (const auto show : {core::ShowValues::no, core::ShowValues::yes}) {
        core::render(row.structure, show);
        core::render(row.values, show);
      }
    }
  }
}

}  // namespace regimen::fuzz
