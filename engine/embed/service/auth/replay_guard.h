// Replay guard: remembers which tokens were used, for as long as each could be used again.
//
// Of a token it keeps a digest of issuer and id, so that what it takes is bounded by their number
// alone, about 100 bytes each. When it is full, nothing is forgotten before its time: new tokens
// are turned away. Thread-safety: may be called by threads at once; of two calls with one token,
// one is the first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <queue>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/embed/service/auth/instant.h"

namespace regimen::embed {

class ReplayGuard {
 public:
  enum class Answer : std::uint8_t { first, seen, late, full };

  static constexpr std::size_t most_kept_by_default = 1'000'000;

  explicit ReplayGuard(std::size_t most_kept = most_kept_by_default) : most_kept_(most_kept) {}

  // `until`: when the token can be used no longer. REQUIRES: its signature has been verified.
  // `late` where that time has come; also by the clock of a call that overtook this one, as what
  // was forgotten then is not asked for again.
  Answer remember(std::string_view issuer, std::string_view id, Instant until, Instant now);

  [[nodiscard]] std::size_t kept() const;

 private:
  using Mark = std::pair<std::uint64_t, std::uint64_t>;  // 128 bits of a SHA-256

  struct Hash {
    std::size_t operator()(const Mark& mark) const { return static_cast<std::size_t>(mark.first); }
  };
  using Ending = std::pair<Instant, Mark>;

  static Mark mark_of(std::string_view issuer, std::string_view id);

  const std::size_t most_kept_;
  mutable std::mutex mutex_;
  Instant latest_{};  // the latest `now`
  std::unordered_set<Mark, Hash> marks_;
  std::priority_queue<Ending, std::vector<Ending>, std::greater<>> endings_;  // the next on top
};

}  // namespace regimen::embed
