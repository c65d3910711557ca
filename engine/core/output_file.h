// OutputFile: text that is written piece by piece beside its final name and gets it at the end.
//
// Until commit() nothing stands under the final name, and what stood there stays. A file that is
// not committed is removed; one that was opened to be gone on with is kept, beside its final name.
// `-` is standard output, and a pipe or a device is written to as it comes. Thread-safety: for one
// thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/core/result.h"

namespace regimen::core {

class OutputFile {
 public:
  static Result<OutputFile> open(const std::filesystem::path& path);
  // Goes on with what an earlier run has left beside `path`, of which the first `kept` bytes count.
  static Result<OutputFile> go_on(const std::filesystem::path& path, std::uint64_t kept);
  // Where that is written until it is committed.
  static std::filesystem::path partial_name(const std::filesystem::path& path);
  // Whether it is a file, or will be one: no pipe, no device, not standard output.
  static bool is_file(const std::filesystem::path& path);

  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile();

  // Nothing where all went well; after a Failure nothing more is written.
  std::optional<Failure> write(std::string_view text);
  // To the disk, and no more is written: what may still fail, before the first of several is
  // renamed. Once.
  std::optional<Failure> flush();
  // Flushes, unless that is done, and renames. Once.
  std::optional<Failure> commit();
  // What was opened to be gone on with is removed like any other.
  void discard() { kept_ = false; }

 private:
  OutputFile(std::filesystem::path path, std::string temporary, int descriptor, bool kept = false)
      : path_(std::move(path)),
        temporary_(std::move(temporary)),
        descriptor_(descriptor),
        kept_(kept) {}

  std::filesystem::path path_;
  std::string temporary_;  // empty: written to directly
  int descriptor_;         // -1: done
  bool kept_;
};

// What was renamed in this folder stays renamed, whatever happens to the machine.
std::optional<Failure> flush_folder_of(const std::filesystem::path& path);

}  // namespace regimen::core
