// Entry: fold_name, format_message and their kin. The only file that sees ICU. Test:
// tests/core/text_test.cpp.
#include "engine/core/text.h"

#include <unicode/datefmt.h>
#include <unicode/decimfmt.h>
#include <unicode/gregocal.h>
#include <unicode/locid.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <unicode/normalizer2.h>
#include <unicode/timezone.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <set>

namespace regimen::core {

namespace {

icu::UnicodeString to_icu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string from_icu(const icu::UnicodeString& text) {
  std::string result;
  text.toUTF8String(result);
  return result;
}

icu::Locale to_locale(std::string_view locale) { return icu::Locale(std::string(locale).c_str()); }

bool is_apostrophe(UChar32 c) {
  return c == U'\'' || c == U'\u2019' || c == U'\u2018' || c == U'\u00B4' || c == U'`';
}
bool is_separator(UChar32 c) {
  return c == U'_' || c == U'-' || c == U'\u2010' || c == U'\u2011' || u_isUWhiteSpace(c) != 0;
}

// Most names are plain ASCII, and a start folds a thousand of them.
std::string fold_ascii(std::string_view name) {
  std::string result;
  result.reserve(name.size());
  bool gap = false;
  for (const char raw : name) {
    const bool upper = raw >= 'A' && raw <= 'Z';
    const char c = upper ? static_cast<char>(raw - 'A' + 'a') : raw;
    if (c == '\'' || c == '`') continue;
    if (c == '_' || c == '-' || c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      gap = !result.empty();
      continue;
    }
    if (gap) result += ' ';
    gap = false;
    result += c;
  }
  return result;
}

}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  const auto* bytes =
      reinterpret_cast<const std::uint8_t*>(text.data());  // NOLINT: ICU wants unsigned bytes
  const auto length = static_cast<std::int64_t>(text.size());
  std::int64_t i = 0;
  while (i < length) {
    if (bytes[i] < 0x80) {
      ++i;
      continue;
    }
    const std::int64_t start = i;
    UChar32 c = 0;
    U8_NEXT(bytes, i, length, c);
    if (c < 0) return static_cast<std::size_t>(start);
  }
  return std::nullopt;
}

std::string fold_name(std::string_view name) {
  const bool ascii = std::all_of(name.begin(), name.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return fold_ascii(name);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status) != 0) return fold_ascii(name);
  icu::UnicodeString unfolded = to_icu(name);
  // Normalisation would take the accent apart into a blank and a mark.
  unfolded.findAndReplace(icu::UnicodeString(u"\u00B4"), icu::UnicodeString(u"'"));
  const icu::UnicodeString folded = normalizer->normalize(unfolded, status);
  icu::UnicodeString result;
  bool gap = false;
  for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
    const UChar32 c = folded.char32At(i);
    if (is_apostrophe(c)) continue;
    if (is_separator(c)) {
      gap = !result.isEmpty();
      continue;
    }
    if (gap) result.append(static_cast<UChar32>(U' '));
    gap = false;
    result.append(c);
  }
  return from_icu(result);
}

std::string skeleton(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<USpoofChecker, decltype(&uspoof_close)> checker(uspoof_open(&status),
                                                                        &uspoof_close);
  if (U_FAILURE(status) != 0) return fold_name(name);
  icu::UnicodeString result;
  uspoof_getSkeletonUnicodeString(checker.get(), 0, to_icu(fold_name(name)), result, &status);
  return U_FAILURE(status) != 0 ? fold_name(name) : from_icu(result);
}

bool mixes_scripts(std::string_view name) {
  const icu::UnicodeString text = to_icu(name);
  std::set<UScriptCode> scripts;
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    UErrorCode status = U_ZERO_ERROR;
    const UScriptCode script = uscript_getScript(c, &status);
    if (u_isalpha(c) != 0 && script != USCRIPT_COMMON && script != USCRIPT_INHERITED)
      scripts.insert(script);
  }
  return scripts.size() > 1;
}

std::size_t display_width(std::string_view text) {
  const icu::UnicodeString unicode = to_icu(text);
  std::size_t width = 0;
  for (std::int32_t i = 0; i < unicode.length(); i = unicode.moveIndex32(i, 1)) {
    const UChar32 c = unicode.char32At(i);
    const auto type = u_charType(c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) continue;
    const auto east_asian = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    width += east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
  }
  return width;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t used = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t begin = text.find_first_not_of(" \n", i);
    if (begin == std::string_view::npos) break;
    std::size_t end = text.find_first_of(" \n", begin);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view word = text.substr(begin, end - begin);
    const std::size_t word_width = display_width(word);
    if (used > 0 && used + 1 + word_width > width) {
      lines.push_back(line);
      line.clear();
      used = 0;
    }
    if (used > 0) line += ' ';
    used += (used > 0 ? 1 : 0) + word_width;
    line += word;
    i = end;
  }
  if (!line.empty() || lines.empty()) lines.push_back(line);
  return lines;
}

namespace {

bool is_integer(std::string_view text) {
  return !text.empty() && text.size() <= 9 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::unique_ptr<icu::MessageFormat> parse_pattern(std::string_view pattern,
                                                  std::string_view locale) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError place{};
  auto format =
      std::make_unique<icu::MessageFormat>(to_icu(pattern), to_locale(locale), place, status);
  if (U_FAILURE(status) != 0) return nullptr;
  return format;
}

// The arguments of a pattern that is not broken, at every depth; or those alone that are counted.
std::set<std::string> arguments_of(std::string_view text, bool counted_only) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::MessagePattern pattern(to_icu(text), nullptr, status);
  std::set<std::string> names;
  if (U_FAILURE(status) != 0) return names;
  bool counted = false;
  for (std::int32_t i = 0; i < pattern.countParts(); ++i) {
    const icu::MessagePattern::Part& part = pattern.getPart(i);
    if (part.getType() == UMSGPAT_PART_TYPE_ARG_START)
      counted = UMSGPAT_ARG_TYPE_HAS_PLURAL_STYLE(part.getArgType());
    const bool name = part.getType() == UMSGPAT_PART_TYPE_ARG_NAME ||
                      part.getType() == UMSGPAT_PART_TYPE_ARG_NUMBER;
    if (name && (counted || !counted_only)) names.insert(from_icu(pattern.getSubstring(part)));
  }
  return names;
}

// Where nothing but bare arguments stands in a pattern there is nothing to parse.
std::optional<std::string> fill_plain(std::string_view pattern, const MessageArguments& arguments) {
  std::string result;
  while (!pattern.empty()) {
    const std::size_t special = std::min(pattern.find_first_of("{}'"), pattern.size());
    result += pattern.substr(0, special);
    pattern.remove_prefix(special);
    if (pattern.empty()) break;
    const std::size_t end = pattern.find_first_of("}'", 1);
    if (pattern.front() != '{' || end == std::string_view::npos || pattern[end] != '}')
      return std::nullopt;
    const std::string_view name = pattern.substr(1, end - 1);
    const auto given = std::find_if(arguments.begin(), arguments.end(),
                                    [&](const auto& one) { return one.first == name; });
    if (given == arguments.end()) return std::nullopt;
    result += given->second;
    pattern.remove_prefix(end + 1);
  }
  return result;
}

}  // namespace

std::optional<std::string> format_message(std::string_view pattern,
                                          const MessageArguments& arguments,
                                          std::string_view locale) {
  if (auto plain = fill_plain(pattern, arguments)) return plain;
  const auto format = parse_pattern(pattern, locale);
  if (format == nullptr) return std::nullopt;
  const std::set<std::string> counted = arguments_of(pattern, true);
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const auto& [name, value] : arguments) {
    names.push_back(to_icu(name));
    values.push_back(is_integer(value) && counted.count(name) > 0
                         ? icu::Formattable(static_cast<std::int32_t>(std::stol(value)))
                         : icu::Formattable(to_icu(value)));
  }
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString result;
  format->format(names.data(), values.data(), static_cast<std::int32_t>(names.size()), result,
                 status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  return from_icu(result);
}

std::optional<std::vector<std::string>> message_arguments(std::string_view pattern,
                                                          std::string_view locale) {
  const auto format = parse_pattern(pattern, locale);
  if (format == nullptr) return std::nullopt;
  const std::set<std::string> names = arguments_of(pattern, false);
  return std::vector<std::string>(names.begin(), names.end());
}

namespace {

constexpr double milliseconds_a_day = 86'400'000;

// Null where there is none. To make one takes longer than to write all dates of a report.
const icu::DateFormat* long_dates(std::string_view locale) {
  thread_local std::map<std::string, std::unique_ptr<icu::DateFormat>, std::less<>> formats;
  if (const auto found = formats.find(locale); found != formats.end()) return found->second.get();
  UErrorCode status = U_ZERO_ERROR;
  icu::GregorianCalendar calendar(*icu::TimeZone::getGMT(), status);
  calendar.setGregorianChange(-8.64e15, status);  // Gregorian at all times
  std::unique_ptr<icu::DateFormat> format(
      icu::DateFormat::createDateInstance(icu::DateFormat::kLong, to_locale(locale)));
  if (U_FAILURE(status) != 0) format.reset();
  if (format != nullptr) format->setCalendar(calendar);
  return formats.emplace(locale, std::move(format)).first->second.get();
}

}  // namespace

std::string format_date(int year, int month, int day, std::string_view locale) {
  std::string iso = std::to_string(year) + (month < 10 ? "-0" : "-") + std::to_string(month) +
                    (day < 10 ? "-0" : "-") + std::to_string(day);
  const icu::DateFormat* const format = long_dates(locale);
  if (format == nullptr) return iso;
  const std::chrono::sys_days date = std::chrono::year(year) / month / day;
  icu::UnicodeString result;
  format->format(static_cast<UDate>(date.time_since_epoch().count()) * milliseconds_a_day, result);
  return from_icu(result);
}

std::string format_decimal(std::string_view numeral, std::string_view locale) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::DecimalFormatSymbols symbols(to_locale(locale), status);
  std::string result(numeral);
  if (U_FAILURE(status) != 0) return result;
  const std::string sign =
      from_icu(symbols.getSymbol(icu::DecimalFormatSymbols::kDecimalSeparatorSymbol));
  const auto dot = result.find('.');
  if (dot != std::string::npos) result.replace(dot, 1, sign);
  return result;
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most) {
  const std::size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) > most || longer > 100) return most + 1;
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return std::min(last[b.size()], most + 1);
}

std::optional<std::string> closest(std::string_view name,
                                   const std::vector<std::string>& candidates) {
  const std::string wanted = fold_name(name);
  std::size_t best = std::max<std::size_t>(1, wanted.size() / 3) + 1;
  std::optional<std::string> result;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(wanted, fold_name(candidate), best);
    if (distance < best) {
      best = distance;
      result = candidate;
    }
  }
  return result;
}

}  // namespace regimen::core
