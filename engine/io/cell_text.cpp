// Entry: is_spreadsheet_error, profile_date. Test: tests/io/list_test.cpp.
#include "engine/io/cell_text.h"

#include <algorithm>
#include <utility>

namespace regimen::io {

bool is_spreadsheet_error(std::string_view cell) {
  if (cell.size() < 3 || cell.front() != '#') return false;
  return std::all_of(cell.begin() + 1, cell.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '!' || c == '?' ||
           c == '_';
  });
}

namespace {

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// A day or a month, with or without its nought; nothing where it is none.
std::string two_digits(std::string_view text) {
  if (!is_digits(text) || text.size() > 2) return {};
  return text.size() == 2 ? std::string(text) : "0" + std::string(text);
}

// `2026-11-01 00:00:00`, as databases write a day.
std::string_view without_midnight(std::string_view cell) {
  const auto blank = cell.find_first_of(" T");
  if (blank == std::string_view::npos) return cell;
  const std::string_view time = cell.substr(blank + 1);
  const bool midnight =
      time.size() >= 4 && time.find_first_not_of("0:.Z") == std::string_view::npos;
  return midnight ? cell.substr(0, blank) : cell;
}

}  // namespace

std::optional<std::string> profile_date(std::string_view cell, DateOrder order,
                                        std::string_view separators) {
  cell = without_midnight(cell);
  if (facts::parse_date(cell)) return std::string(cell);
  if (order == DateOrder::iso) return std::nullopt;
  const auto first = cell.find_first_of(separators);
  if (first == std::string_view::npos) return std::nullopt;
  const auto second = cell.find(cell[first], first + 1);
  std::string text;
  if (second == std::string_view::npos) {
    const std::string month = two_digits(cell.substr(0, first));
    text.append(cell.substr(first + 1)).append("-").append(month);
  } else {
    std::string day = two_digits(cell.substr(0, first));
    std::string month = two_digits(cell.substr(first + 1, second - first - 1));
    if (order == DateOrder::mdy) std::swap(day, month);
    text.append(cell.substr(second + 1)).append("-").append(month).append("-").append(day);
  }
  return facts::parse_date(text) ? std::optional(text) : std::nullopt;
}

}  // namespace regimen::io
