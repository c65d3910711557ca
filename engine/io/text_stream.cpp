// Entry: TextStream::more. Test: tests/io/csv_test.cpp.
#include "engine/io/text_stream.h"

#include <algorithm>

namespace regimen::io {

namespace {

constexpr std::size_t piece = std::size_t{1} << 18;

}  // namespace

core::Result<bool> TextStream::more(std::string& text) {
  if (ended_) return false;
  bytes_.resize(piece);
  std::size_t held = 0;
  // A pipe gives little at a time; what a mark or a line break begins must not be cut.
  while (held < piece) {
    const auto got = input_.read(bytes_.data() + held, piece - held);
    if (!got.ok()) return got.failure();
    held += got.value();
    ended_ = got.value() == 0;
    if (ended_) break;
  }
  std::string_view bytes(bytes_.data(), held);
  if (!begun_) {
    begun_ = true;
    const core::ByteOrderMark mark = core::find_mark(bytes);
    bytes.remove_prefix(mark.length);
    if (mark.length > 0) transcoder_ = core::Transcoder(mark.encoding);
  }
  const std::size_t before = text.size();
  transcoder_.add(bytes, ended_, text);
  const auto added = text.begin() + static_cast<std::ptrdiff_t>(before);
  if (!lone_returns_) {
    const auto feed = std::find(added, text.end(), '\n');
    const auto lone = std::find(added, text.end(), '\r');
    if (feed != text.end()) {
      lone_returns_ = false;
    } else if (lone != text.end() && lone + 1 != text.end()) {
      lone_returns_ = true;
    }
  }
  if (lone_returns_.value_or(false)) std::replace(added, text.end(), '\r', '\n');
  return true;
}

}  // namespace regimen::io
