// TextIndex: from short texts to numbers, for texts that come again and again.
//
// A text is kept once, beside the others; looking one up that is there allocates nothing.
// Thread-safety: for one thread.
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
  // Of the texts, in bytes.
  [[nodiscard]] std::size_t text_bytes() const { return texts_.size(); }

 private:
  struct Place {
    std::uint32_t hash = 0;
    std::uint32_t group = 0;
    std::uint32_t begin = 0;
    std::uint32_t length = 0;
    std::uint32_t number = 0;
    bool taken = false;
  };

  [[nodiscard]] std::size_t place_of(std::uint32_t hash, std::uint32_t group,
                                     std::string_view text) const;
  void grow();

  std::vector<Place> places_;  // a power of two, or none; at most half are taken
  std::string texts_;
  std::size_t size_ = 0;
};

}  // namespace regimen::core
