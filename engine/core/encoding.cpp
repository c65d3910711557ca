// Entry: Transcoder::add. Sees ICU, as text.cpp does. Test: tests/core/encoding_test.cpp.
#include "engine/core/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <unicode/unistr.h>

#include <array>

#include "engine/core/text.h"

namespace regimen::core {

namespace {

const char* name_of(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "UTF-8";
    case Encoding::utf16_le:
      return "UTF-16LE";
    case Encoding::utf16_be:
      return "UTF-16BE";
    case Encoding::windows_1252:
      return "windows-1252";
  }
  return "UTF-8";
}

void append(const UChar* begin, const UChar* end, std::string& text) {
  icu::UnicodeString(false, begin, static_cast<std::int32_t>(end - begin)).toUTF8String(text);
}

}  // namespace

std::optional<Encoding> find_encoding(std::string_view name) {
  const std::string folded = fold_name(name);
  if (folded == "utf 8" || folded == "utf8") return Encoding::utf8;
  if (folded == "utf 16le" || folded == "utf 16 le") return Encoding::utf16_le;
  if (folded == "utf 16be" || folded == "utf 16 be") return Encoding::utf16_be;
  if (folded == "windows 1252" || folded == "cp1252") return Encoding::windows_1252;
  return std::nullopt;
}

ByteOrderMark find_mark(std::string_view head) {
  using namespace std::string_view_literals;
  if (head.substr(0, 3) == "\xEF\xBB\xBF"sv) return {Encoding::utf8, 3};
  if (head.substr(0, 2) == "\xFF\xFE"sv) return {Encoding::utf16_le, 2};
  if (head.substr(0, 2) == "\xFE\xFF"sv) return {Encoding::utf16_be, 2};
  return {};
}

void Transcoder::Close::operator()(UConverter* converter) const { ucnv_close(converter); }

Transcoder::Transcoder(Encoding encoding) : encoding_(encoding) {
  if (encoding == Encoding::utf8) return;
  UErrorCode status = U_ZERO_ERROR;
  converter_.reset(ucnv_open(name_of(encoding), &status));
  if (converter_ == nullptr) return;
  ucnv_setToUCallBack(converter_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                      &status);
}

void Transcoder::add(std::string_view bytes, bool last, std::string& text) {
  if (converter_ == nullptr) {
    // A converter that ICU does not have leaves text that nobody may take for UTF-8.
    text += encoding_ == Encoding::utf8 ? bytes : std::string_view("\xFF");
    return;
  }
  std::array<UChar, 4096> room{};
  const char* from = bytes.data();
  const char* const end = from + bytes.size();
  while (true) {
    UChar* to = room.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_toUnicode(converter_.get(), &to, room.data() + room.size(), &from, end, nullptr,
                   static_cast<UBool>(last), &status);
    append(room.data(), to, text);
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;
    if (U_SUCCESS(status) != 0) return;
    text += '\xFF';
    // The bytes that have no meaning are taken; what follows is read as if they were not there.
    if (from == end) {
      if (last) ucnv_resetToUnicode(converter_.get());
      return;
    }
  }
}

}  // namespace regimen::core
