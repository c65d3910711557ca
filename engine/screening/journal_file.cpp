// Entry: JournalFile. Test: tests/screening/journal_test.cpp.
#include "engine/screening/journal_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <utility>

#include "engine/core/files.h"

namespace regimen::screening {

using core::Failure;
using core::FailureKind;

namespace {

constexpr std::size_t digest_digits = 64;

Failure cannot_write(const std::filesystem::path& path) {
  return {FailureKind::cannot_write, path.string(), core::last_error()};
}

std::string digest_of(const std::string& before, std::string_view line) {
  return core::sha256(before + std::string(line));
}

}  // namespace

core::Result<JournalFile> JournalFile::open(const std::filesystem::path& path) {
  while (true) {
    JournalFile file(path, ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666));
    if (file.descriptor_ < 0) return cannot_write(path);
    if (::flock(file.descriptor_, LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) return cannot_write(path);
      return Failure{FailureKind::cannot_write, path.string(),
                     "another run is writing these outputs"};
    }
    // The run that held it may have removed it meanwhile.
    struct stat held {};
    struct stat named {};
    if (::fstat(file.descriptor_, &held) != 0) return cannot_write(path);
    if (::stat(path.c_str(), &named) == 0 && held.st_ino == named.st_ino) return file;
  }
}

JournalFile::JournalFile(JournalFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      marks_(std::move(other.marks_)),
      digest_(std::move(other.digest_)) {}

JournalFile::~JournalFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

core::Result<std::vector<std::string>> JournalFile::lines() {
  marks_.clear();
  std::vector<std::string> result;
  std::ifstream file(path_, std::ios::binary);
  if (!file) return Failure{FailureKind::cannot_read, path_.string(), core::last_error()};
  std::string line;
  std::string digest;
  std::uint64_t end = 0;
  while (std::getline(file, line) && !file.eof()) {  // what ends with the file has no line break
    if (line.size() <= digest_digits || line[digest_digits] != ' ') break;
    std::string text = line.substr(digest_digits + 1);
    digest = digest_of(digest, text);
    if (line.compare(0, digest_digits, digest) != 0) break;
    end += line.size() + 1;
    marks_.push_back({end, digest});
    result.push_back(std::move(text));
  }
  return result;
}

std::optional<Failure> JournalFile::keep(std::size_t lines) {
  marks_.resize(lines);
  const auto end = static_cast<off_t>(marks_.empty() ? 0 : marks_.back().end);
  digest_ = marks_.empty() ? std::string() : marks_.back().digest;
  if (::ftruncate(descriptor_, end) != 0 || ::lseek(descriptor_, end, SEEK_SET) != end)
    return cannot_write(path_);
  return std::nullopt;
}

std::optional<Failure> JournalFile::add(std::string_view line) {
  digest_ = digest_of(digest_, line);
  std::string text = digest_ + " ";
  text += line;
  text += '\n';
  std::string_view left = text;
  while (!left.empty()) {
    const ssize_t put = ::write(descriptor_, left.data(), left.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return cannot_write(path_);
    left.remove_prefix(static_cast<std::size_t>(put));
  }
  return std::nullopt;
}

std::optional<Failure> JournalFile::remove() {
  if (::unlink(path_.c_str()) != 0) return cannot_write(path_);
  return std::nullopt;
}

}  // namespace regimen::screening
