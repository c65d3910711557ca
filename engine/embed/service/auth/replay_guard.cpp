// Entry: ReplayGuard::remember. Test: tests/service/auth/replay_guard_test.cpp.
#include "engine/embed/service/auth/replay_guard.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "engine/core/files.h"

namespace regimen::embed {

ReplayGuard::Mark ReplayGuard::mark_of(std::string_view issuer, std::string_view id) {
  // With its length before it, so that no other pair makes the same text.
  std::string text = std::to_string(issuer.size());
  text.append(":").append(issuer).append(id);
  const std::string digest = core::sha256(text);
  Mark mark;
  std::from_chars(digest.data(), digest.data() + 16, mark.first, 16);
  std::from_chars(digest.data() + 16, digest.data() + 32, mark.second, 16);
  return mark;
}

ReplayGuard::Answer ReplayGuard::remember(std::string_view issuer, std::string_view id,
                                          Instant until, Instant now) {
  const Mark mark = mark_of(issuer, id);
  const std::scoped_lock lock(mutex_);
  latest_ = std::max(latest_, now);
  while (!endings_.empty() && endings_.top().first <= latest_) {
    marks_.erase(endings_.top().second);
    endings_.pop();
  }
  if (until <= latest_) return Answer::late;
  if (marks_.contains(mark)) return Answer::seen;
  if (marks_.size() >= most_kept_) return Answer::full;
  marks_.insert(mark);
  endings_.emplace(until, mark);
  return Answer::first;
}

std::size_t ReplayGuard::kept() const {
  const std::scoped_lock lock(mutex_);
  return marks_.size();
}

}  // namespace regimen::embed
