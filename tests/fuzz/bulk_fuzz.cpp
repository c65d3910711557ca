// Any text as the files of a bulk export of FHIR, parted by a byte of nought: it is no export, or
// each patient of it is read or rejected with a reason, and the numbers of the rows leave none out.
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "engine/io/list.h"
#include "tests/fuzz/fuzz_world.h"

namespace {

namespace fs = std::filesystem;
namespace core = regimen::core;
namespace io = regimen::io;
using regimen::fuzz::engine;
using regimen::fuzz::require;

// In memory where the machine has a place for that.
class Folder {
 public:
  Folder() {
    std::error_code error;
    const fs::path memory = "/dev/shm";
    path_ = (fs::is_directory(memory, error) ? memory : fs::temp_directory_path()) /
            ("regimen-bulk-fuzz-" + std::to_string(::getpid()));
    fs::create_directory(path_, error);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  void write(const char* name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

std::string_view take(std::string_view& text) {
  const std::string_view part = text.substr(0, text.find('\0'));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

void show(const core::Diagnostics& diagnostics) {
  for (const auto values : {core::ShowValues::no, core::ShowValues::yes})
    core::render(diagnostics, values);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const char* name : {"Patient.ndjson", "Condition.ndjson", "all.ndjson"})
    folder.write(name, take(text));
  io::ListOptions options;
  options.fhir = engine().fhir();
  io::ListOpening opening = io::List::open(folder.path(), options, engine().knowledge());
  show(opening.diagnostics);
  show(opening.remarks);
  require(
      opening.list.has_value() != (opening.failure.has_value() || opening.diagnostics.has_errors()),
      "neither opened nor refused, or both");
  std::uint64_t number = 0;
  while (opening.list) {
    const auto chunk = opening.list->next();
    if (!chunk.ok() || !chunk.value()) break;
    for (std::size_t i = 0; i < chunk.value()->rows.size(); ++i) {
      const io::RowReading row =
          opening.list->read(*chunk.value(), i, regimen::facts::Day{20758});  // 1 November 2026
      require(row.number == ++number, "a row was lost");
      require(row.record.has_value() != row.structure.has_errors(),
              "neither read nor rejected, or both");
      show(row.structure);
      show(row.values);
    }
  }
  return 0;
}
