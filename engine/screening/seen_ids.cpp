// Entry: SeenIds. Test: tests/screening/seen_ids_test.cpp.
#include "engine/screening/seen_ids.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

#include "engine/core/files.h"

namespace regimen::screening {

namespace {

constexpr std::size_t read_ahead = 4096;  // hashes of a run

core::Failure trouble(core::FailureKind kind) {
  return {kind, "temporary file", "the ids cannot be compared: " + core::last_error()};
}

// One sorted run, from its least hash on.
class Run {
 public:
  Run(std::FILE* file, std::size_t begin, std::size_t count)
      : file_(file), next_(begin), left_(count) {}

  // Nothing at the end of the run; a failure is what `failed` tells.
  std::optional<std::uint64_t> take() {
    if (at_ == hashes_.size() && !fill()) return std::nullopt;
    return hashes_[at_++];
  }
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  bool fill() {
    hashes_.resize(std::min(left_, read_ahead));
    at_ = 0;
    if (hashes_.empty()) return false;
    const auto place = static_cast<off_t>(next_ * sizeof(std::uint64_t));
    failed_ =
        fseeko(file_, place, SEEK_SET) != 0 ||
        std::fread(hashes_.data(), sizeof(std::uint64_t), hashes_.size(), file_) != hashes_.size();
    if (failed_) hashes_.clear();
    next_ += hashes_.size();
    left_ -= hashes_.size();
    return !failed_;
  }

  std::FILE* file_;
  std::size_t next_;
  std::size_t left_;
  std::vector<std::uint64_t> hashes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

}  // namespace

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

std::optional<core::Failure> SeenIds::lay_aside() {
  if (!file_) file_.reset(std::tmpfile());
  if (!file_) return trouble(core::FailureKind::cannot_write);
  std::ranges::sort(held_);
  const std::size_t put =
      std::fwrite(held_.data(), sizeof(std::uint64_t), held_.size(), file_.get());
  if (put != held_.size() || std::fflush(file_.get()) != 0)
    return trouble(core::FailureKind::cannot_write);
  runs_.push_back(held_.size());
  held_.clear();
  return std::nullopt;
}

std::optional<core::Failure> SeenIds::add(const std::vector<std::uint64_t>& hashes) {
  held_.insert(held_.end(), hashes.begin(), hashes.end());
  return held_.size() < most_ ? std::nullopt : lay_aside();
}

core::Result<std::uint64_t> SeenIds::repeated() {
  std::uint64_t repeated = 0;
  std::optional<std::uint64_t> before;
  const auto count = [&](std::uint64_t hash) {
    if (before == hash) ++repeated;
    before = hash;
  };
  if (runs_.empty()) {
    std::ranges::sort(held_);
    std::ranges::for_each(held_, count);
    return repeated;
  }
  if (!held_.empty()) {
    if (auto failure = lay_aside()) return *std::move(failure);
  }
  held_.shrink_to_fit();
  std::vector<Run> runs;
  std::size_t begin = 0;
  for (const std::size_t length : runs_) {
    runs.emplace_back(file_.get(), begin, length);
    begin += length;
  }
  using Head = std::pair<std::uint64_t, std::size_t>;  // a hash, and the run that it heads
  std::priority_queue<Head, std::vector<Head>, std::greater<>> heads;
  const auto advance = [&](std::size_t run) {
    if (const auto hash = runs[run].take()) heads.emplace(*hash, run);
    return !runs[run].failed();
  };
  bool good = true;
  for (std::size_t run = 0; run < runs.size(); ++run) good = advance(run) && good;
  while (good && !heads.empty()) {
    const auto [hash, run] = heads.top();
    heads.pop();
    count(hash);
    good = advance(run);
  }
  if (!good) return trouble(core::FailureKind::cannot_read);
  return repeated;
}

}  // namespace regimen::screening
