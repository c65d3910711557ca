// Folders: where an engine of the C library reads its packs and its knowledge.
//
// Thread-safety: pure functions of their arguments and of what stands on the disk.
#pragma once

#include <filesystem>
#include <string>

namespace regimen::embed::c {

struct Folders {
  std::filesystem::path data;  // holds rules/ and knowledge/
  std::filesystem::path pack;
  std::filesystem::path safety;  // empty: none
  std::filesystem::path cache;   // empty: none
};

// Where the data stand that belong to this library: beside it where it is installed, the source
// tree where it stands in its build tree, else where they were to be installed. Empty where they
// are nowhere.
std::filesystem::path library_data();

// A name in `rules`, or a path where it has a slash in it.
std::filesystem::path pack_folder(const std::filesystem::path& data, const std::string& name);

}  // namespace regimen::embed::c
