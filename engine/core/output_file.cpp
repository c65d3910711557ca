// Entry: OutputFile, write_file. Test: tests/core/output_file_test.cpp.
#include "engine/core/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "engine/core/files.h"

namespace regimen::core {

namespace {

Failure cannot_write(const std::filesystem::path& path) {
  return {FailureKind::cannot_write, path.string(), last_error()};
}

}  // namespace

Result<OutputFile> OutputFile::open(const std::filesystem::path& path) {
  if (path == "-") return OutputFile("<stdout>", "", ::dup(STDOUT_FILENO));
  if (!is_file(path)) {  // a pipe or a device is written to, not replaced
    const int pipe = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (pipe < 0) return cannot_write(path);
    return OutputFile(path, "", pipe);
  }
  // Not mkstemp: who may read the file is for the umask to say.
  for (int i = 0; i < 100; ++i) {
    std::string temporary =
        path.string() + "." + std::to_string(::getpid()) + "-" + std::to_string(i);
    const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file >= 0) return OutputFile(path, std::move(temporary), file);
    if (errno != EEXIST) break;
  }
  return cannot_write(path);
}

Result<OutputFile> OutputFile::go_on(const std::filesystem::path& path, std::uint64_t kept) {
  const std::string partial = partial_name(path).string();
  const int file = ::open(partial.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) return cannot_write(path);
  OutputFile output(path, partial, file, true);
  const auto size = static_cast<off_t>(kept);
  if (::ftruncate(file, size) != 0 || ::lseek(file, size, SEEK_SET) != size)
    return cannot_write(path);
  return output;
}

std::filesystem::path OutputFile::partial_name(const std::filesystem::path& path) {
  return path.string() + ".partial";
}

bool OutputFile::is_file(const std::filesystem::path& path) {
  std::error_code error;
  return path != "-" &&
         (!std::filesystem::exists(path, error) || std::filesystem::is_regular_file(path, error));
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      kept_(other.kept_) {
  other.temporary_.clear();
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!temporary_.empty() && !kept_) ::unlink(temporary_.c_str());
}

std::optional<Failure> OutputFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = ::write(descriptor_, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return cannot_write(path_);
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return std::nullopt;
}

std::optional<Failure> OutputFile::flush() {
  const int descriptor = std::exchange(descriptor_, -1);
  std::optional<Failure> trouble;
  // A pipe cannot be flushed, and says so.
  if (::fsync(descriptor) != 0 && errno != EINVAL) trouble = cannot_write(path_);
  if (::close(descriptor) != 0 && !trouble) trouble = cannot_write(path_);
  return trouble;
}

std::optional<Failure> OutputFile::commit() {
  if (descriptor_ >= 0) {
    if (auto trouble = flush()) return trouble;
  }
  if (temporary_.empty()) return std::nullopt;
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return cannot_write(path_);
  temporary_.clear();
  return std::nullopt;
}

std::optional<Failure> flush_folder_of(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return cannot_write(folder);
  // Not every file system can.
  const bool flushed = ::fsync(descriptor) == 0 || errno == EINVAL;
  std::optional<Failure> trouble;
  if (!flushed) trouble = cannot_write(folder);
  ::close(descriptor);
  return trouble;
}

std::optional<Failure> write_file(const std::filesystem::path& path, std::string_view text) {
  auto file = OutputFile::open(path);
  if (!file.ok()) return file.failure();
  OutputFile output = std::move(file).value();
  if (auto trouble = output.write(text)) return trouble;
  return output.commit();
}

}  // namespace regimen::core
