// Entry: Input::open, Input::read. The only file that sees zlib. Test: tests/core/input_test.cpp.
#include "engine/core/input.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

namespace regimen::core {

namespace {

// zlib's own: 15 is the largest window, 16 more asks for the header of gzip.
constexpr int gzip_window = 15 + 16;
constexpr unsigned char gzip_first = 0x1F;
constexpr unsigned char gzip_second = 0x8B;

std::string reason() {
  std::string text = std::strerror(errno);
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace

class Input::State {
 public:
  explicit State(std::FILE* file) : file_(file) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (packed_) inflateEnd(&stream_);
    if (file_ != stdin) std::fclose(file_);
  }

  Result<std::size_t> read(const std::string& name, char* room, std::size_t size) {
    if (!begun_) {
      begun_ = true;
      if (!fill()) return Failure{FailureKind::cannot_read, name, reason()};
      packed_ = begins_member() && inflateInit2(&stream_, gzip_window) == Z_OK;
    }
    return packed_ ? unpack(name, room, size) : copy(name, room, size);
  }

 private:
  [[nodiscard]] std::size_t left() const { return held_ - at_; }

  [[nodiscard]] bool begins_member() const {
    return left() >= 2 && bytes_[at_] == gzip_first && bytes_[at_ + 1] == gzip_second;
  }

  // Reads more behind what is left. False where the system refuses.
  bool fill() {
    std::memmove(bytes_.data(), bytes_.data() + at_, left());
    held_ = left();
    at_ = 0;
    held_ += std::fread(bytes_.data() + held_, 1, bytes_.size() - held_, file_);
    return std::ferror(file_) == 0;
  }

  Result<std::size_t> copy(const std::string& name, char* room, std::size_t size) {
    if (left() == 0 && !fill()) return Failure{FailureKind::cannot_read, name, reason()};
    const std::size_t count = std::min(size, left());
    std::memcpy(room, bytes_.data() + at_, count);
    at_ += count;
    return count;
  }

  Result<std::size_t> unpack(const std::string& name, char* room, std::size_t size) {
    stream_.next_out = reinterpret_cast<unsigned char*>(room);  // NOLINT: zlib wants unsigned
    stream_.avail_out = static_cast<unsigned>(std::min<std::size_t>(size, 1U << 30U));
    const std::size_t wanted = stream_.avail_out;
    while (stream_.avail_out == wanted) {
      if (left() < 2 && !fill()) return Failure{FailureKind::cannot_read, name, reason()};
      if (between_members_) {  // a file of gzip may be several, one after the other
        if (left() == 0) return std::size_t{0};
        if (!begins_member()) return damaged(name, "something follows the packed data");
        inflateReset(&stream_);
        between_members_ = false;
      }
      if (left() == 0) return damaged(name, "the packed data end too early");
      stream_.next_in = bytes_.data() + at_;
      stream_.avail_in = static_cast<unsigned>(left());
      const int state = inflate(&stream_, Z_NO_FLUSH);
      at_ = held_ - stream_.avail_in;
      if (state != Z_OK && state != Z_STREAM_END)
        return damaged(name, "the packed data are damaged");
      between_members_ = state == Z_STREAM_END;
    }
    return wanted - stream_.avail_out;
  }

  static Failure damaged(const std::string& name, const std::string& what) {
    return {FailureKind::damaged, name, what};
  }

  std::FILE* file_;
  bool begun_ = false;
  bool packed_ = false;
  bool between_members_ = false;
  z_stream stream_{};
  std::array<unsigned char, 65536> bytes_{};
  std::size_t at_ = 0;
  std::size_t held_ = 0;
};

void Input::Close::operator()(State* state) const {
  delete state;  // NOLINT(cppcoreguidelines-owning-memory): the deleter of its owner
}

Result<Input> Input::open(const std::string& path) {
  if (path == "-") return Input("<stdin>", std::make_unique<State>(stdin).release());
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    return Failure{FailureKind::is_directory, path, "this is a directory"};
  std::FILE* file = std::fopen(path.c_str(), "rbe");
  if (file == nullptr) return Failure{FailureKind::cannot_read, path, reason()};
  return Input(path, std::make_unique<State>(file).release());
}

Result<std::size_t> Input::read(char* room, std::size_t size) {
  return state_->read(name_, room, size);
}

}  // namespace regimen::core
