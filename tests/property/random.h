// Random: numbers that are the same on every machine for one seed.
//
// The distributions of the standard library differ from one implementation to the next, so none is
// used. Thread-safety: for one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace regimen::property {

class Random {
 public:
  // REGIMEN_SEED in the environment asks for other examples; each run of one seed is the same.
  explicit Random(std::uint64_t seed) : engine_(seed + other_seed()) {}

  // From 0 to one below `count`. REQUIRES: count > 0
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  // Both ends belong to it.
  int from_to(int low, int high) {
    return low + static_cast<int>(below(static_cast<std::size_t>(high - low + 1)));
  }
  bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
  // REQUIRES: !items.empty()
  template <typename T>
  const T& pick(const std::vector<T>& items) {
    return items[below(items.size())];
  }
  std::string pick(std::initializer_list<const char*> items) {
    return *(items.begin() + static_cast<std::ptrdiff_t>(below(items.size())));
  }
  template <typename T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }

 private:
  static std::uint64_t other_seed() {
    const char* text = std::getenv("REGIMEN_SEED");
    return text == nullptr ? 0 : std::strtoull(text, nullptr, 10) * 1'000'003;
  }

  std::mt19937_64 engine_;
};

}  // namespace regimen::property
