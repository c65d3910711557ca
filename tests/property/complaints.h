// Complaints: what a property test found, told together, so that one failure does not hide the
// next. Thread-safety: for one thread.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace regimen::property {

class Complaints {
 public:
  void add(const std::string& text) {
    ++count_;
    if (first_.size() < 8) first_.push_back(text);
  }
  [[nodiscard]] std::size_t count() const { return count_; }
  // Fails the test where there are any.
  void report() const {
    std::string all;
    for (const std::string& text : first_) all += "- " + text + "\n";
    CHECK_MESSAGE(count_ == 0, count_, " complaints, the first of them:\n", all);
  }

 private:
  std::size_t count_ = 0;
  std::vector<std::string> first_;
};

}  // namespace regimen::property
