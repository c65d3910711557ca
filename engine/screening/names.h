// Names: texts that stand in many rows (criteria, facts, assumptions, scores), each kept once, so
// that a row is made of views and making one allocates nothing.
//
// A view stays valid as long as the Names it came from. Thread-safety: for one thread; what was
// kept may be read by others once it is handed over.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_set>

namespace regimen::screening {

class Names {
 public:
  std::string_view keep(std::string_view text) {
    const auto found = known_.find(text);
    if (found != known_.end()) return *found;
    return *known_.insert(texts_.emplace_back(text)).first;
  }

 private:
  std::deque<std::string> texts_;
  std::unordered_set<std::string_view> known_;  // views into texts_
};

}  // namespace regimen::screening
