// Entry: find_bulk_files. Test: tests/io/fhir_bulk_test.cpp.
#include "engine/io/fhir/bulk_files.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

namespace regimen::io {

namespace fs = std::filesystem;

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

bool ends_with(std::string_view text, std::string_view ending) {
  return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

std::vector<std::string> words_in(const std::string& name) {
  std::vector<std::string> words;
  bool inside = false;
  for (const char c : name) {
    if (is_letter(c)) {
      if (!inside) words.emplace_back();
      words.back() += c;
    }
    inside = is_letter(c);
  }
  return words;
}

// The digits that begin there, without noughts before them.
std::string_view number_at(const std::string& text, std::size_t& at) {
  while (at < text.size() && text[at] == '0') ++at;
  const std::size_t begin = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  return std::string_view(text).substr(begin, at - begin);
}

}  // namespace

bool before_by_number(const std::string& a, const std::string& b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const std::string_view x = number_at(a, i);
      const std::string_view y = number_at(b, j);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
    } else {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i;
      ++j;
    }
  }
  const std::size_t left_of_a = a.size() - i;
  const std::size_t left_of_b = b.size() - j;
  return left_of_a != left_of_b ? left_of_a < left_of_b : a < b;
}

std::string type_in(const std::string& name, const std::set<std::string>& types) {
  const std::vector<std::string> words = words_in(name.substr(0, name.find(".ndjson")));
  for (const std::string& word : words) {
    for (const std::string& type : types) {
      if (lower(word) == lower(type)) return type;
    }
  }
  // Another type of FHIR: all of them are written so.
  for (const std::string& word : words) {
    if (is_upper(word.front())) return word;
  }
  return {};
}

core::Result<BulkFolder> find_bulk_files(const std::string& folder,
                                         const std::set<std::string>& types) {
  BulkFolder found;
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    std::error_code unknown;
    const std::string name = entries->path().filename().string();
    const bool wanted = ends_with(name, ".ndjson") || ends_with(name, ".ndjson.gz");
    if (wanted && entries->is_regular_file(unknown)) {
      found.files.push_back({entries->path().string(), type_in(name, types)});
    } else {
      found.others.push_back(entries->path().string());
    }
  }
  if (error) return core::Failure{core::FailureKind::cannot_read, folder, error.message()};
  std::sort(found.files.begin(), found.files.end(),
            [](const BulkFile& a, const BulkFile& b) { return before_by_number(a.path, b.path); });
  std::sort(found.others.begin(), found.others.end(), before_by_number);
  return found;
}

}  // namespace regimen::io
