// Entry: SeenIds. Test: tests/screening/seen_ids_test.cpp.
#include "engine/screening/seen_ids.h"

namespace regimen::screening {

std::uint64_t hash_of(std::string_view id) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : id) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  hash = (hash ^ (hash >> 30U)) * 0xbf58476d1ce4e5b9;
  hash = (hash ^ (hash >> 27U)) * 0x94d049bb133111eb;
  return hash ^ (hash >> 31U);
}

bool SeenIds::put(std::vector<std::uint64_t>& places, std::uint64_t hash) {
  const std::size_t mask = places.size() - 1;  // a power of two
  for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
    if (places[i] == hash) return false;
    if (places[i] != 0) continue;
    places[i] = hash;
    return true;
  }
}

bool SeenIds::add(std::uint64_t hash) {
  if (hash == 0) hash = 1;  // 0 stands for a free place
  Table& table = tables_[hash >> 56U];
  // Three quarters full at most.
  if (table.places.size() * 3 <= table.used * 4 + 3) {
    std::vector<std::uint64_t> wider(table.places.empty() ? 16 : table.places.size() * 2);
    for (const std::uint64_t one : table.places) {
      if (one != 0) put(wider, one);
    }
    table.places = std::move(wider);
  }
  if (!put(table.places, hash)) return false;
  ++table.used;
  return true;
}

}  // namespace regimen::screening
