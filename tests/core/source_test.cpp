// Source and Span: lines and columns from byte offsets, in characters; lines without their breaks.
#include "engine/core/source.h"

#include <doctest/doctest.h>

namespace {

using regimen::core::Place;
using regimen::core::Privacy;
using regimen::core::Source;
using regimen::core::Sources;
using regimen::core::Span;

}  // namespace

TEST_CASE("an offset becomes a line and a column, both from 1, columns in characters") {
  // Bytes: a=0 ü=1,2 b=3 \n=4 | \n=5 | €=6,7,8 c=9 (no line break at the end)
  const Source source("s",
                      "a\xC3\xBC"
                      "b\n\n\xE2\x82\xAC"
                      "c",
                      Privacy::open);
  struct Row {
    std::uint32_t offset, line, column;
  };
  for (const Row& row : {Row{0, 1, 1}, Row{1, 1, 2}, Row{3, 1, 3}, Row{4, 1, 4}, Row{5, 2, 1},
                         Row{6, 3, 1}, Row{9, 3, 2}, Row{10, 3, 3}}) {
    CAPTURE(row.offset);
    const Place place = source.place(row.offset);
    CHECK(place.line == row.line);
    CHECK(place.column == row.column);
  }
}

TEST_CASE("an offset beyond the end is the end") {
  const Source source("s", "ab\ncd", Privacy::open);
  for (const std::uint32_t offset : {5U, 6U, 4'000'000'000U}) {
    CAPTURE(offset);
    CHECK(source.place(offset).line == 2);
    CHECK(source.place(offset).column == 3);
  }
}

TEST_CASE("a line is given without its line break, LF or CRLF") {
  const Source source("s", "one\r\n\r\nthree\nfour\r", Privacy::open);
  CHECK(source.line(1) == "one");
  CHECK(source.line(2).empty());
  CHECK(source.line(3) == "three");
  CHECK(source.line(4) == "four");  // a lone carriage return at the end is no part of it either
  CHECK(source.line(0).empty());
  CHECK(source.line(5).empty());
}

TEST_CASE("an empty text has one empty line, and the line after the last line break is one") {
  const Source empty("s", "", Privacy::open);
  CHECK(empty.place(0).line == 1);
  CHECK(empty.place(0).column == 1);
  CHECK(empty.line(1).empty());
  const Source ended("s", "a\n", Privacy::open);
  CHECK(ended.place(2).line == 2);
  CHECK(ended.line(2).empty());
}

TEST_CASE("sources stay where they are while others are added") {
  Sources sources;
  const Source& first = sources.add("first", "x", Privacy::patient);
  for (int i = 0; i < 1000; ++i) sources.add("n", "y", Privacy::open);
  CHECK(first.name() == "first");
  CHECK(first.text() == "x");
  CHECK(first.privacy() == Privacy::patient);
}

TEST_CASE("a span is written as file:line:column, and as nothing where no place is known") {
  Sources sources;
  const Source& source = sources.add("dir/p.yaml", "a\nbcd", Privacy::open);
  CHECK(to_text(Span{&source, 3, 4}) == "dir/p.yaml:2:2");
  CHECK(to_text(Span{}).empty());
}
