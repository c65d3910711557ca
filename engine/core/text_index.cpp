// Entry: TextIndex. Test: tests/core/text_index_test.cpp.
#include "engine/core/text_index.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace regimen::core {

namespace {

constexpr std::size_t half = sizeof(std::uint64_t);
constexpr std::size_t longest_short = 2 * half;

template <typename Number>
std::uint64_t load(const char* at) {
  Number number = 0;
  std::memcpy(&number, at, sizeof number);
  return number;
}

// First and last bytes, which may overlap: of texts of one length they tell all. Without a copy of
// as many bytes as there are, which would be a call.
void load_short(std::string_view text, std::uint64_t& first, std::uint64_t& second) {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  if (text.size() >= half) {
    first = load<std::uint64_t>(begin);
    second = load<std::uint64_t>(end - half);
  } else if (text.size() >= half / 2) {
    first = load<std::uint32_t>(begin);
    second = load<std::uint32_t>(end - half / 2);
  } else if (text.size() >= 2) {
    first = load<std::uint16_t>(begin);
    second = load<std::uint16_t>(end - 2);
  } else if (!text.empty()) {
    first = load<std::uint8_t>(begin);
  }
}

// The multipliers are those of SplitMix64 (Steele, Lea and Flood 2014, OOPSLA).
std::uint64_t mixed(std::uint64_t first, std::uint64_t second, std::uint64_t rest) {
  const std::uint64_t one = (first ^ rest) * 0xbf58476d1ce4e5b9;
  const std::uint64_t other = (second + rest) * 0x94d049bb133111eb;
  const std::uint64_t both = (one ^ (one >> 32U) ^ (other << 13U) ^ (other >> 29U));
  return (both ^ (both >> 31U)) * 0x9E3779B97F4A7C15 >> 32U;
}

}  // namespace

TextIndex::Place TextIndex::place_for(std::uint32_t group, std::string_view text) {
  Place place{0, 0, static_cast<std::uint32_t>(text.size()), group, 0};
  if (text.size() > longest_short) {
    place.first = std::hash<std::string_view>()(text);
  } else {
    load_short(text, place.first, place.second);
  }
  return place;
}

// `other` is that of the text.
bool TextIndex::same(const Place& one, const Place& other, std::string_view text) const {
  if (one.first != other.first || one.length != other.length || one.group != other.group)
    return false;
  if (one.length <= longest_short) return one.second == other.second;
  return std::string_view(texts_).substr(one.second, one.length) == text;
}

// Where the text is, or where it would go. REQUIRES: a free place
std::size_t TextIndex::find_place(const Place& wanted, std::string_view text) const {
  const std::uint64_t second = wanted.length <= longest_short ? wanted.second : 0;
  const std::uint64_t rest = (std::uint64_t{wanted.group} << 32U) + wanted.length;
  const std::size_t mask = places_.size() - 1;
  std::size_t at = mixed(wanted.first, second, rest) & mask;
  while (places_[at].length != free && !same(places_[at], wanted, text)) at = (at + 1) & mask;
  return at;
}

std::optional<std::uint32_t> TextIndex::find(std::uint32_t group, std::string_view text) const {
  if (places_.empty()) return std::nullopt;
  const Place& place = places_[find_place(place_for(group, text), text)];
  return place.length == free ? std::nullopt : std::optional(place.number);
}

void TextIndex::grow() {
  constexpr std::size_t fewest = 16;
  std::vector<Place> former(std::max(fewest, 2 * places_.size()));
  former.swap(places_);
  for (const Place& place : former) {
    if (place.length == free) continue;
    const bool kept = place.length <= longest_short;
    const std::string_view text =
        kept ? std::string_view() : std::string_view(texts_).substr(place.second, place.length);
    places_[find_place(place, text)] = place;
  }
}

void TextIndex::add(std::uint32_t group, std::string_view text, std::uint32_t number) {
  if (4 * (size_ + 1) > 3 * places_.size()) grow();
  Place place = place_for(group, text);
  Place& free_place = places_[find_place(place, text)];
  if (text.size() > longest_short) {
    place.second = texts_.size();
    texts_ += text;
  }
  place.number = number;
  free_place = place;
  ++size_;
}

void TextIndex::clear() {
  places_.clear();
  texts_.clear();
  size_ = 0;
}

}  // namespace regimen::core
