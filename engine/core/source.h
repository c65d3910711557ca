// Source: one text that was read, and Span: a stretch of it.
//
// Every mistake and every rule points at the characters it came from. A Span is three words and
// copies freely; the Source it names is owned by a Sources registry, which must outlive it.
// Thread-safety: a Source is immutable; a Sources registry may be filled by one thread at a time.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace regimen::core {

// Whether the text is a patient's. The words of such a text stay out of messages unless they are
// asked for.
enum class Privacy { open, patient };

// Lines and columns count from 1; a column counts characters, not bytes.
struct Place {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

class Source {
 public:
  // A piece of a longer text says which line it begins with.
  Source(std::string name, std::string text, Privacy privacy, std::uint32_t first_line = 1);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] Privacy privacy() const { return privacy_; }
  [[nodiscard]] Place place(std::uint32_t offset) const;
  // The line of that number without its line break.
  [[nodiscard]] std::string_view line(std::uint32_t number) const;

 private:
  std::string name_;
  std::string text_;
  Privacy privacy_;
  std::uint32_t first_line_;
  std::vector<std::uint32_t> line_starts_;
};

struct Span {
  const Source* source = nullptr;  // null: no place is known
  std::uint32_t begin = 0;
  std::uint32_t end = 0;  // one past the last byte
};

class TreeCache;

class Sources {
 public:
  // Documents that are read for this registry are looked for in `trees` first; null: nowhere. The
  // cache must outlive what is read.
  void keep_trees(TreeCache* trees) { trees_ = trees; }
  [[nodiscard]] TreeCache* trees() const { return trees_; }

  // The reference stays valid as long as this registry lives.
  const Source& add(std::string name, std::string text, Privacy privacy);

 private:
  std::deque<Source> sources_;
  TreeCache* trees_ = nullptr;
};

// `file:line:column`, or the empty text where no place is known.
std::string to_text(const Span& span);

}  // namespace regimen::core
