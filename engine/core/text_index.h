// TextIndex: from short texts to numbers, for texts that come again and again.
//
// Looking one up that is there allocates nothing, and for a text of up to 16 bytes, as most are,
// looks at one place in memory. Thread-safety: for one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace regimen::core {

class TextIndex {
 public:
  // Texts of one group are not those of another.
  [[nodiscard]] std::optional<std::uint32_t> find(std::uint32_t group, std::string_view text) const;
  // REQUIRES: it is not there
  void add(std::uint32_t group, std::string_view text, std::uint32_t number);
  void clear();

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  static constexpr std::uint32_t free = 0xFFFFFFFF;

  // A text: its bytes, or of a long one its hash and where it stands.
  struct Place {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    std::uint32_t length = free;
    std::uint32_t group = 0;
    std::uint32_t number = 0;
  };

  static Place place_for(std::uint32_t group, std::string_view text);
  [[nodiscard]] bool same(const Place& one, const Place& other, std::string_view text) const;
  [[nodiscard]] std::size_t find_place(const Place& wanted, std::string_view text) const;
  void grow();

  std::vector<Place> places_;  // a power of two, or none; at most three quarters are taken
  std::string texts_;          // the long ones
  std::size_t size_ = 0;
};

}  // namespace regimen::core
