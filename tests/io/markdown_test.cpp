// Text in, Markdown out: what a reader sees is the text, letter by letter.
#include "engine/io/markdown.h"

#include <doctest/doctest.h>

namespace regimen::io {

TEST_CASE("no text is markup") {
  CHECK(escape_markdown("a b c 5") == "a b c 5");
  CHECK(escape_markdown("<b>&</b>") == "&lt;b&gt;&amp;&lt;/b&gt;");
  CHECK(escape_markdown("**x** _y_ `z`") == "\\*\\*x\\*\\* \\_y\\_ \\`z\\`");
  CHECK(escape_markdown("[x](http://evil.example)") == "\\[x\\]\\(http&#58;//evil\\.example\\)");
  CHECK(escape_markdown("www.evil.example a@b.example") ==
        "www\\.evil\\.example a&#64;b\\.example");
  CHECK(escape_markdown("# head\n- item | cell") == "\\# head \\- item \\| cell");
  CHECK(escape_markdown("\\<") == "\\\\&lt;");
}

TEST_CASE("control characters and those that turn the direction do not come through") {
  const std::string text = escape_markdown(
      "a\x07"
      "b\x1b[31m");
  CHECK(text.find('\x07') == std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("blocks are parted by an empty line, the items of a list are not") {
  Markdown page;
  page.strong("one");
  page.item("a");
  page.under("b");
  page.item("c");
  page.heading("two");
  page.row({"", "x"});
  page.row({"y", "1"});
  page.end_table();
  page.paragraph("end");
  CHECK(page.take() ==
        "**one**\n\n- a\n  - b\n- c\n\n### two\n\n|  | x |\n| --- | ---: |\n| y | 1 |\n\nend\n");
}

}  // namespace regimen::io
