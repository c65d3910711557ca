// Entry: TextIndex. Test: tests/core/text_index_test.cpp.
#include "engine/core/text_index.h"

#include <algorithm>
#include <functional>

namespace regimen::core {

namespace {

std::uint32_t hash_of(std::uint32_t group, std::string_view text) {
  const std::size_t hash = std::hash<std::string_view>()(text);
  return static_cast<std::uint32_t>(hash ^ (hash >> 32U)) + group * 0x9E3779B9U;
}

}  // namespace

// Where the text is, or where it would go. REQUIRES: a free place
std::size_t TextIndex::place_of(std::uint32_t hash, std::uint32_t group,
                                std::string_view text) const {
  const std::size_t mask = places_.size() - 1;
  std::size_t at = hash & mask;
  while (places_[at].taken) {
    const Place& one = places_[at];
    const bool same = one.hash == hash && one.group == group && one.length == text.size() &&
                      std::string_view(texts_).substr(one.begin, one.length) == text;
    if (same) break;
    at = (at + 1) & mask;
  }
  return at;
}

std::optional<std::uint32_t> TextIndex::find(std::uint32_t group, std::string_view text) const {
  if (places_.empty()) return std::nullopt;
  const Place& place = places_[place_of(hash_of(group, text), group, text)];
  return place.taken ? std::optional(place.number) : std::nullopt;
}

void TextIndex::grow() {
  constexpr std::size_t fewest = 64;
  std::vector<Place> former(std::max(fewest, 2 * places_.size()));
  former.swap(places_);
  const std::size_t mask = places_.size() - 1;
  for (const Place& place : former) {
    if (!place.taken) continue;
    std::size_t at = place.hash & mask;
    while (places_[at].taken) at = (at + 1) & mask;
    places_[at] = place;
  }
}

void TextIndex::add(std::uint32_t group, std::string_view text, std::uint32_t number) {
  if (2 * (size_ + 1) > places_.size()) grow();
  const std::uint32_t hash = hash_of(group, text);
  places_[place_of(hash, group, text)] = {hash,
                                          group,
                                          static_cast<std::uint32_t>(texts_.size()),
                                          static_cast<std::uint32_t>(text.size()),
                                          number,
                                          true};
  texts_ += text;
  ++size_;
}

void TextIndex::clear() {
  places_.clear();
  texts_.clear();
  size_ = 0;
}

}  // namespace regimen::core
