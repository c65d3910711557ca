// Project files: the texts of the source tree, as the architecture tests read them.
//
// Thread-safety: pure functions.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace regimen::architecture {

struct ProjectFile {
  std::string path;  // from the root of the project, with `/`
  std::string text;
};

std::filesystem::path project_root();

// All files under a folder of the project with one of the extensions, sorted by path.
std::vector<ProjectFile> read_files(std::string_view folder,
                                    std::initializer_list<std::string_view> extensions);

// REQUIRES: a file of the project
ProjectFile read_file(std::string_view path);

std::vector<std::string> lines_of(std::string_view text);

}  // namespace regimen::architecture
