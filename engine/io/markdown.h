// Markdown: paragraphs, lists and tables of GitHub-flavoured Markdown out of plain text.
//
// Every text that is given is text and nothing else in what comes out, whoever wrote it: no markup,
// no HTML, no link and no line break of its own. Thread-safety: for one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace regimen::io {

// The text as a reader of Markdown or HTML will see it, letter by letter.
std::string escape_markdown(std::string_view text);

class Markdown {
 public:
  void heading(std::string_view text);
  void paragraph(std::string_view text);
  void strong(std::string_view text);  // a paragraph
  void item(std::string_view text);
  // Under the item before.
  void under(std::string_view text);
  void row(const std::vector<std::string>& cells);  // the first row of a table is its head
  void end_table();
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void begin_block(bool list);

  std::string text_;
  bool in_list_ = false;
  std::size_t rows_ = 0;
};

}  // namespace regimen::io
