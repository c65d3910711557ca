// Entry: library_data, pack_folder. Test: tests/embed/c/library_test.cpp, tests/install/check.sh.
#include "engine/embed/c/folders.h"

#include <dlfcn.h>

#include <system_error>

#include "engine/embed/build_config.h"

namespace regimen::embed::c {

namespace {

bool holds_data(const std::filesystem::path& folder) {
  std::error_code error;
  return std::filesystem::is_directory(folder / "knowledge", error) &&
         std::filesystem::is_directory(folder / "rules", error);
}

// The file that this code was loaded from. Of a function the address might be that of a program.
std::filesystem::path own_file() {
  static const char here = 0;
  Dl_info found{};
  if (::dladdr(&here, &found) == 0) return {};
  std::error_code error;
  return std::filesystem::canonical(found.dli_fname, error);
}

}  // namespace

std::filesystem::path library_data() {
  const std::filesystem::path own = own_file();
  std::filesystem::path beside =
      (own.parent_path() / build_config::library_to_data).lexically_normal();
  if (!own.empty() && holds_data(beside)) return beside;
  const std::string build = std::string(build_config::binary_dir) + '/';
  if (own.string().rfind(build, 0) == 0 && holds_data(build_config::source_dir))
    return build_config::source_dir;
  if (holds_data(build_config::data_dir)) return build_config::data_dir;
  return {};
}

std::filesystem::path pack_folder(const std::filesystem::path& data, const std::string& name) {
  return name.find('/') != std::string::npos ? std::filesystem::path(name) : data / "rules" / name;
}

}  // namespace regimen::embed::c
