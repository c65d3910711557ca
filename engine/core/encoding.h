// Encoding: text of a spreadsheet to UTF-8, piece by piece.
//
// What has no meaning in the encoding becomes the byte FF, which no UTF-8 holds: whoever checks the
// text finds it at its place. Thread-safety: a Transcoder is for one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct UConverter;

namespace regimen::core {

enum class Encoding : std::uint8_t { utf8, utf16_le, utf16_be, windows_1252 };

// `utf-8`, `windows-1252`, ... in any case; nothing where the name is none of them.
std::optional<Encoding> find_encoding(std::string_view name);

// The byte order mark that a text begins with.
struct ByteOrderMark {
  Encoding encoding = Encoding::utf8;
  std::size_t length = 0;  // 0: there is none
};
ByteOrderMark find_mark(std::string_view head);

class Transcoder {
 public:
  explicit Transcoder(Encoding encoding);

  // Appends to `text` what `bytes` mean. `last` where nothing follows.
  void add(std::string_view bytes, bool last, std::string& text);

 private:
  struct Close {
    void operator()(UConverter* converter) const;
  };

  Encoding encoding_;
  std::unique_ptr<UConverter, Close> converter_;  // null for UTF-8
};

}  // namespace regimen::core
