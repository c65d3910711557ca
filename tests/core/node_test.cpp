// Node and ScalarMap: where a scalar stands, and where a stretch of its value stands in the text.
#include "engine/core/node.h"

#include "tests/core/reading.h"

namespace {

using regimen::core::Node;
using regimen::core::ScalarMap;
using regimen::core::Span;
using regimen::core_tests::covered;
using regimen::core_tests::json;
using regimen::core_tests::Reading;
using regimen::core_tests::yaml;

// The value at the key `k`.
const Node& value_of(const Reading& reading) {
  REQUIRE(reading.root.has_value());
  const Node* value = reading.root->find("k");
  REQUIRE(value != nullptr);
  return *value;
}

// Where `part` of the value stands in the text.
Span locate(const Node& scalar, const std::string& part) {
  const std::size_t begin = scalar.text.find(part);
  REQUIRE(begin != std::string::npos);
  return ScalarMap(scalar).span(begin, begin + part.size());
}

}  // namespace

TEST_CASE("a key is found by its exact text") {
  const Reading reading = yaml("a: 1\nA: 2\n");
  REQUIRE(reading.root.has_value());
  REQUIRE(reading.root->find("A") != nullptr);
  CHECK(reading.root->find("A")->text == "2");
  CHECK(reading.root->find("1") == nullptr);  // a value is no key
  CHECK(reading.root->find("") == nullptr);
}

TEST_CASE("a plain scalar covers its own characters") {
  // The byte order mark, letters of two and three bytes and CRLF stand before what is looked for.
  const Reading reading = yaml(
      "\xEF\xBB\xBF\xC3\xBC: \xE2\x82\xAC"
      "1\r\nk: [x, {y: zz}]\r\n");
  const Node& list = value_of(reading);
  CHECK(to_text(list.span) == "t:2:4");
  REQUIRE(list.items.size() == 2);
  CHECK(covered(list.items[0].span) == "x");
  const Node* inner = list.items[1].find("y");
  REQUIRE(inner != nullptr);
  CHECK(covered(inner->span) == "zz");
  CHECK(to_text(inner->span) == "t:2:12");
  CHECK(covered(reading.root->items[0].span) == "\xC3\xBC");
  CHECK(covered(reading.root->items[1].span) ==
        "\xE2\x82\xAC"
        "1");
  CHECK(to_text(reading.root->items[2].span) == "t:2:1");
}

TEST_CASE("a stretch of a scalar's value is found in the text, however the scalar is written") {
  struct Row {
    std::string name;
    std::string text;
    std::string part;
    std::string place;
  };
  for (const Row& row : {
           Row{"plain", "k: a + b\n", "b", "t:1:8"},
           Row{"plain over two lines", "k: a +\n   b and\n   c\n", "c", "t:3:4"},
           Row{"literal", "k: |\n  a >= 220\n  and b > 8\n", "b >", "t:3:7"},
           Row{"literal, first line", "k: |\n  a >= 220\n", "a", "t:2:3"},
           Row{"literal, indented more", "k: |\n  a\n     b\n", "b", "t:3:6"},
           Row{"literal, an empty line in it", "k: |\n  a\n\n  b\n", "b", "t:4:3"},
           Row{"literal, an empty line before it", "k: |\n\n  b\n", "b", "t:3:3"},
           Row{"literal, stripped", "k: |-\n  a\n  b\n", "b", "t:3:3"},
           Row{"literal, kept", "k: |+\n  a\n  b\n\n", "b", "t:3:3"},
           Row{"literal, indentation told", "k: |1\n   a\n b\n", "b", "t:3:2"},
           Row{"literal, a comment in its header", "k: | # a >\n  a\n", "a", "t:2:3"},
           Row{"literal, with quotes and bars", "k: |\n  \"a\" | 'b'\n", "'b'", "t:2:9"},
           Row{"literal, letters of two bytes", "k: |\n  \xC3\xA4\xC3\xB6 b\n", "b", "t:2:6"},
           Row{"literal, CRLF", "k: |\r\n  a\r\n  b\r\n", "b", "t:3:3"},
           Row{"folded", "k: >\n  a\n  b\n", "b", "t:3:3"},
           Row{"folded, a paragraph", "k: >\n  a\n\n  b\n", "b", "t:4:3"},
           Row{"folded, stripped", "k: >-\n  a\n  b c\n", "c", "t:3:5"},
           Row{"double quotes", "k: \"a b\"\n", "b", "t:1:7"},
           Row{"single quotes", "k: 'a b'\n", "b", "t:1:7"},
           Row{"double quotes over two lines", "k: \"a\n   b\"\n", "b", "t:2:4"},
           Row{"in a flow mapping", "{j: 1, k: a = b}\n", "b", "t:1:15"},
       }) {
    CAPTURE(row.name);
    const Reading reading = yaml(row.text);
    const Span span = locate(value_of(reading), row.part);
    CHECK(to_text(span) == row.place);
    CHECK(covered(span) == row.part);
  }
}

TEST_CASE("a stretch of a JSON text is found") {
  const Reading reading = json("{\"j\": 1,\n \"k\": \"a = b\"}");
  CHECK(to_text(locate(value_of(reading), "b")) == "t:2:12");
  CHECK(covered(locate(value_of(reading), "a =")) == "a =");
}

TEST_CASE("after an escape the whole scalar is the place: never a wrong one") {
  for (const std::string text :
       {"k: \"a\\u0041 b\"\n", "k: \"\\x61 b\"\n", "k: \"a\\nb\"\n", "k: 'it''s b'\n"}) {
    CAPTURE(text);
    const Reading reading = yaml(text);
    const Node& value = value_of(reading);
    CHECK(to_text(locate(value, "b")) == "t:1:4");
  }
  const Reading reading = json("{\"k\": \"a\\u0041 b\"}");
  CHECK(to_text(locate(value_of(reading), "b")) == "t:1:7");
}

TEST_CASE("what is missing at the end of a value is just behind its last character") {
  const Reading literal = yaml("k: |-\n  a and\nj: 1\n");
  const std::size_t end = value_of(literal).text.size();
  CHECK(to_text(ScalarMap(value_of(literal)).span(end, end)) == "t:2:8");
  const Reading plain = yaml("k: a and\n");
  CHECK(to_text(ScalarMap(value_of(plain)).span(5, 5)) == "t:1:9");
}

TEST_CASE("an empty scalar and one without a source have the place they have") {
  const Reading reading = yaml("k: ''\n");
  CHECK(to_text(ScalarMap(value_of(reading)).span(0, 0)) == "t:1:4");
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = "abc";
  CHECK(ScalarMap(node).span(1, 2).source == nullptr);
}
