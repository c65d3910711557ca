// JournalFile: lines that are added one by one to a file, each with a digest of itself and of all
// before it. What was cut off in the middle of a line, or is not what was written, is not there.
//
// It is locked while it is open, so that two runs never write the same outputs. Lines are not
// flushed to the disk: a process that is killed loses nothing by that, and a machine that loses its
// power loses what it had not written by itself, of the outputs and of the journal in whatever
// order; so a line is believed only where the outputs bear it out (outputs.h). Thread-safety: for
// one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.h"

namespace regimen::screening {

class JournalFile {
 public:
  static core::Result<JournalFile> open(const std::filesystem::path& path);
  JournalFile(JournalFile&& other) noexcept;
  JournalFile& operator=(JournalFile&&) = delete;
  JournalFile(const JournalFile&) = delete;
  JournalFile& operator=(const JournalFile&) = delete;
  ~JournalFile();

  // The whole lines that stand there, in order, without their digests.
  core::Result<std::vector<std::string>> lines();
  // Only the first of them stay.
  std::optional<core::Failure> keep(std::size_t lines);
  // REQUIRES: keep() was called.
  std::optional<core::Failure> add(std::string_view line);
  std::optional<core::Failure> remove();

 private:
  struct Mark {
    std::uint64_t end = 0;  // in the file
    std::string digest;
  };

  JournalFile(std::filesystem::path path, int descriptor)
      : path_(std::move(path)), descriptor_(descriptor) {}

  std::filesystem::path path_;
  int descriptor_;
  std::vector<Mark> marks_;  // of the lines that stand there
  std::string digest_;       // of the last line
};

}  // namespace regimen::screening
