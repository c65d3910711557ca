// Text: all that needs Unicode, save encodings (encoding.h). ICU lives behind this header.
//
// Text that comes in is checked for UTF-8 at the edge; names are compared after normalisation
// (NFKC) and case folding by the root locale; what goes out is formatted from ICU message patterns.
// Thread-safety: pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace regimen::core {

// The offset of the first byte that is not UTF-8.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

// The form in which names are compared: NFKC, case folded, apostrophes dropped, `_`, `-` and white
// space one blank.
std::string fold_name(std::string_view name);

// The form in which look-alikes are equal (Unicode TS #39 skeleton of the folded name).
std::string skeleton(std::string_view name);

// Whether letters of more than one script stand in the name.
bool mixes_scripts(std::string_view name);

// Columns on a terminal: marks that combine take none, wide characters two.
std::size_t display_width(std::string_view text);

// Breaks at blanks; a word longer than the width keeps a line of its own. REQUIRES: width > 0
std::vector<std::string> wrap(std::string_view text, std::size_t width);

using MessageArguments = std::vector<std::pair<std::string, std::string>>;

// An ICU MessageFormat pattern with named text arguments; an argument of digits also serves
// `plural`. Nothing where the pattern is broken. `locale` is a BCP 47 tag such as `en` or `de`.
std::optional<std::string> format_message(std::string_view pattern,
                                          const MessageArguments& arguments,
                                          std::string_view locale);

// The names of the arguments in a pattern, or nothing where the pattern is broken.
std::optional<std::vector<std::string>> message_arguments(std::string_view pattern,
                                                          std::string_view locale);

// The long form of a date: `November 1, 2026`, `1. November 2026`. REQUIRES: a date of the calendar
std::string format_date(int year, int month, int day, std::string_view locale);

// A decimal numeral as typed (`1234.5`) with the locale's decimal sign, without grouping.
std::string format_decimal(std::string_view numeral, std::string_view locale);

// Edit distance of at most `most`, counting a swap of neighbours as one; `most + 1` where it is
// larger.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t most);

// The candidate that `name` was probably meant to be.
std::optional<std::string> closest(std::string_view name,
                                   const std::vector<std::string>& candidates);

}  // namespace regimen::core
