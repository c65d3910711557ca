// BulkRemarks: what is to be said of an export and of no patient of it: lines that could not be
// read, resources of nobody, types and files that are not read.
//
// Of each kind the first are told one by one, with their places, and the rest by their number, so
// that it is never much. Thread-safety: for one thread at a time.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "engine/core/diagnostic.h"
#include "engine/core/source.h"

namespace regimen::io {

class BulkRemarks {
 public:
  // Something is wrong with the line; `text` may be empty where it was not kept.
  void add_line(core::Code code, const std::string& file, std::uint32_t line,
                const std::string& message, std::string_view text = {});
  // What a reader found in it.
  void add_lines(const core::Diagnostics& found);
  // Of a file, or of the folder.
  void add(core::Code code, const std::string& path, const std::string& message);
  // So many more of a kind that was told one by one.
  void add_more(core::Code code, std::uint64_t count);

  // What was said, ending with the numbers of what was not. Once.
  core::Diagnostics take(const std::string& folder);
  // What its places lead to.
  [[nodiscard]] std::shared_ptr<const std::deque<core::Source>> sources() const { return sources_; }

  static constexpr std::uint64_t most_of_a_kind = 30;

 private:
  // Whether one more may be told.
  bool has_room(core::Code code) { return ++told_[code] <= most_of_a_kind; }

  const core::Source& add_source(const std::string& file, std::string_view text,
                                 core::Privacy privacy, std::uint32_t line = 1) {
    return sources_->emplace_back(file, std::string(text), privacy, line);
  }

  std::shared_ptr<std::deque<core::Source>> sources_ = std::make_shared<std::deque<core::Source>>();
  core::Diagnostics said_;
  std::map<core::Code, std::uint64_t> told_;
};

}  // namespace regimen::io
