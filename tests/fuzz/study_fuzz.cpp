// Any text as a study: it is refused with reasons, or it can be audited, stored and read back.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/evidence/audit.h"
#include "engine/evidence/load.h"
#include "engine/evidence/robustness.h"
#include "engine/evidence/store.h"
#include "tests/fuzz/fuzz_world.h"

namespace {

using regimen::fuzz::engine;
using regimen::fuzz::require;
namespace core = regimen::core;
namespace evidence = regimen::evidence;
namespace fs = std::filesystem;

// Files stand in memory where the machine has a place for that.
class Folder {
 public:
  Folder() {
    std::error_code error;
    const fs::path memory = "/dev/shm";
    path_ = (fs::is_directory(memory, error) ? memory : fs::temp_directory_path()) /
            ("regimen-study-fuzz-" + std::to_string(::getpid()));
    fs::create_directories(path_ / "studies" / "sonic");
    fs::copy_file(fs::path(REGIMEN_TEST_SOURCE_DIR) / "knowledge" / "outcomes.yaml",
                  path_ / "outcomes.yaml", fs::copy_options::overwrite_existing);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  void write(const std::string& text) const {
    std::ofstream(path_ / "studies" / "sonic" / "study.yaml", std::ios::binary) << text;
  }
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  folder.write(std::string(reinterpret_cast<const char*>(data), size));
  core::Sources sources;
  core::Diagnostics diagnostics;
  const auto loaded =
      evidence::load_evidence(folder.path(), engine().knowledge(), sources, diagnostics);
  core::render(diagnostics, core::ShowValues::yes);
  require(loaded != nullptr || diagnostics.has_errors(), "refused without a reason");
  if (loaded == nullptr) return 0;
  core::render(evidence::diagnostics_of(evidence::audit(*loaded)), core::ShowValues::yes);
  for (const evidence::Study& study : loaded->studies) evidence::robustness(*loaded, study);
  auto built = evidence::build_store(*loaded, engine().knowledge(), "digest");
  // What the schema forbids is refused, such as two sets of one name.
  if (!built.ok()) return 0;
  core::Database store = std::move(built).value();
  const evidence::Evidence back = evidence::read_store(store);
  require(back.studies.size() == loaded->studies.size(), "a study was lost");
  require(back.studies.front().rows.size() == loaded->studies.front().rows.size(),
          "a row was lost");
  return 0;
}
