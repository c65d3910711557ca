// Entry: borne_out. Test: tests/screening/resume_test.cpp.
#include "engine/screening/borne_out.h"

#include <algorithm>
#include <fstream>

#include "engine/core/digest.h"

namespace regimen::screening {

namespace {

constexpr std::size_t piece = std::size_t{1} << 16;

// Whether the next bytes of the file have that digest.
bool follows(std::ifstream& file, const Added& added) {
  core::Digest digest;
  std::string room(std::min<std::uint64_t>(piece, added.bytes), '\0');
  for (std::uint64_t left = added.bytes; left > 0;) {
    const std::uint64_t size = std::min<std::uint64_t>(left, room.size());
    if (!file.read(room.data(), static_cast<std::streamsize>(size))) return false;
    digest.add(std::string_view(room).substr(0, size));
    left -= size;
  }
  return digest.take() == added.digest;
}

}  // namespace

BorneOut borne_out(const std::filesystem::path& path, const std::string& head,
                   const std::vector<JournalEntry>& entries, Added JournalEntry::*added) {
  BorneOut result;
  std::ifstream file(path, std::ios::binary);
  std::string begin(head.size(), '\0');
  result.head =
      file &&
      (head.empty() ||
       (file.read(begin.data(), static_cast<std::streamsize>(begin.size())) && begin == head));
  if (!result.head) return result;
  while (result.entries < entries.size() && follows(file, entries[result.entries].*added))
    ++result.entries;
  const bool all = result.entries == entries.size();
  result.whole = all && file.peek() == std::ifstream::traits_type::eof();
  return result;
}

std::uint64_t length_with(const std::string& head, const std::vector<JournalEntry>& entries,
                          std::size_t count, Added JournalEntry::*added) {
  std::uint64_t length = head.size();
  for (std::size_t i = 0; i < count; ++i) length += (entries[i].*added).bytes;
  return length;
}

}  // namespace regimen::screening
