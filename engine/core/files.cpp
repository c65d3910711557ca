// Entry: read_file. Test: tests/core/files_test.cpp.
#include "engine/core/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace regimen::core {

std::string last_error() {
  std::string text = std::strerror(errno);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

namespace {

Failure failure(FailureKind kind, const std::filesystem::path& path, const std::string& what) {
  return Failure{kind, path.string(), what};
}

// Closes what it holds.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

Result<std::string> read_all(int descriptor, const std::filesystem::path& path,
                             std::size_t most_bytes) {
  std::string text;
  std::array<char, 65536> buffer{};
  while (true) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(FailureKind::cannot_read, path, last_error());
    if (got == 0) return text;
    if (text.size() + static_cast<std::size_t>(got) > most_bytes) {
      return failure(FailureKind::too_large, path,
                     "larger than " + std::to_string(most_bytes) + " bytes");
    }
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

Result<std::string> read_file(const std::filesystem::path& path, std::size_t most_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) return failure(FailureKind::cannot_read, path, last_error());
  struct stat status {};
  if (::fstat(file.number(), &status) != 0)
    return failure(FailureKind::cannot_read, path, last_error());
  if (S_ISDIR(status.st_mode))
    return failure(FailureKind::is_directory, path, "this is a directory");
  if (S_ISREG(status.st_mode) && static_cast<std::uintmax_t>(status.st_size) > most_bytes) {
    return failure(FailureKind::too_large, path,
                   "larger than " + std::to_string(most_bytes) + " bytes");
  }
  return read_all(file.number(), path, most_bytes);
}

Result<std::string> read_standard_input(std::size_t most_bytes) {
  return read_all(STDIN_FILENO, "<stdin>", most_bytes);
}

}  // namespace regimen::core
