#include "tests/architecture/project_files.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace regimen::architecture {

std::filesystem::path project_root() { return REGIMEN_TEST_SOURCE_DIR; }

std::vector<ProjectFile> read_files(std::string_view folder,
                                    std::initializer_list<std::string_view> extensions) {
  std::vector<ProjectFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(project_root() / folder)) {
    const bool wanted =
        std::ranges::find(extensions, entry.path().extension().string()) != extensions.end();
    if (!entry.is_regular_file() || !wanted) continue;
    files.push_back(read_file(entry.path().lexically_relative(project_root()).generic_string()));
  }
  std::ranges::sort(files, {}, &ProjectFile::path);
  return files;
}

ProjectFile read_file(std::string_view path) {
  std::ostringstream text;
  text << std::ifstream(project_root() / path, std::ios::binary).rdbuf();
  return {std::string(path), text.str()};
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace regimen::architecture
