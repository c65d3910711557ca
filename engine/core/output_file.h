// OutputFile: text that is written piece by piece beside its final name and gets it at the end.
//
// Until commit() nothing stands under the final name, and what stood there stays. A file that is
// not committed is removed. `-` is standard output, and a pipe or a device is written to as it
// comes. Thread-safety: for one thread at a time.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace regimen::core {

class OutputFile {
 public:
  static Result<OutputFile> open(const std::filesystem::path& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  // Nothing where all went well; after a Failure nothing more is written.
  std::optional<Failure> write(std::string_view text);
  // Flushes, and renames. Once.
  std::optional<Failure> commit();

 private:
  OutputFile(std::filesystem::path path, std::string temporary, int descriptor)
      : path_(std::move(path)), temporary_(std::move(temporary)), descriptor_(descriptor) {}

  std::filesystem::path path_;
  std::string temporary_;  // empty: written to directly
  int descriptor_;         // -1: done
};

}  // namespace regimen::core
