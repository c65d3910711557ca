// Strict JSON: numbers stay as they were typed, escapes are undone, and what is broken, doubled or
// nested too deep is refused in its place.
#include "engine/core/yaml.h"
#include "tests/core/reading.h"

namespace {

using regimen::core::Node;
using regimen::core::Privacy;
using regimen::core::read_json;
using regimen::core::ShowValues;
using regimen::core::TextLimits;
using regimen::core_tests::codes;
using regimen::core_tests::covered;
using regimen::core_tests::first_code;
using regimen::core_tests::json;
using regimen::core_tests::outline;
using regimen::core_tests::read;
using regimen::core_tests::Reading;
using regimen::core_tests::repeat;
using regimen::core_tests::yaml;

constexpr TextLimits wide{std::size_t{64} << 20, 32, 200'000};

}  // namespace

TEST_CASE("values are read as text, in the tree that YAML yields") {
  struct Row {
    std::string text;
    std::string outline;
  };
  for (const Row& row : {
           Row{"{}", "{}"},
           Row{"[]", "[]"},
           Row{"[1, -2.50, 1e3, 1E+3, 0, -0, 0.1]",
               "['1', '-2.50', '1e3', '1E+3', '0', '-0', '0.1']"},
           Row{"[true, false, null]", "['true', 'false', ~]"},
           Row{"[\"\", \"null\", \"true\", \"010\"]", "['', 'null', 'true', '010']"},
           Row{"{\"a\":{\"b\":[1,[2]]}}", "{a: {b: ['1', ['2']]}}"},
           Row{" \t\r\n{ \"a\" :\r\n1 } \n", "{a: '1'}"},
           Row{"\xEF\xBB\xBF{\"a\": 1}", "{a: '1'}"},
           Row{"[\"\\\"\\\\\\/\\n\\r\\t\"]", "['\"\\/\n\r\t']"},
           Row{"[\"\\u00e4\\u20AC\\ud83d\\ude00\"]", "['\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80']"},
           Row{"{\"\": 1}", "{: '1'}"},
       }) {
    CAPTURE(row.text);
    const Reading reading = json(row.text);
    CHECK(codes(reading.diagnostics) == "");
    CHECK(outline(reading.root) == row.outline);
  }
}

TEST_CASE("a number keeps all its digits, also where no computer number holds it") {
  for (const std::string number :
       {"123456789012345678901234567890", "0.1000000000000000055511151231257827",
        "-9223372036854775809", "1e400", "-1e-400", "1E999999999"}) {
    CAPTURE(number);
    const Reading reading = json("{\"a\": " + number + "}");
    CHECK(codes(reading.diagnostics) == "");
    CHECK(outline(reading.root) == "{a: '" + number + "'}");
  }
}

TEST_CASE("scalars and keys know their place") {
  const Reading reading = json("{\"first\": 12,\n \"k\xC3\xBC\": \"text\",\n \"z\": [true, null]}");
  REQUIRE(reading.root.has_value());
  const std::vector<Node>& items = reading.root->items;
  REQUIRE(items.size() == 6);
  CHECK(to_text(reading.root->span) == "t:1:1");
  CHECK(to_text(items[0].span) == "t:1:2");
  CHECK(to_text(items[1].span) == "t:1:11");
  CHECK(covered(items[1].span) == "12");
  CHECK(to_text(items[2].span) == "t:2:2");
  CHECK(to_text(items[3].span) == "t:2:8");
  CHECK(covered(items[3].span) == "\"text\"");
  REQUIRE(items[5].items.size() == 2);
  CHECK(to_text(items[5].items[0].span) == "t:3:8");
  CHECK(to_text(items[5].items[1].span) == "t:3:14");
}

TEST_CASE("a byte order mark shifts no place") {
  const Reading reading = json("\xEF\xBB\xBF{\n\"a\": 1}");
  REQUIRE(reading.root.has_value());
  CHECK(to_text(reading.root->items[1].span) == "t:2:6");
}

TEST_CASE("a key that stands twice is refused where it stands again") {
  CHECK(codes(json("{\"a\": 1, \"a\": 2}").diagnostics) == "E0105 1:10");
  CHECK(codes(json("{\"a\": 1,\n\"\\u0061\": 2}").diagnostics) == "E0105 2:1");
  CHECK(codes(json("{\"b\": {\"a\": 1}, \"a\": {\"b\": 1}}").diagnostics) == "");
  CHECK_FALSE(json("{\"a\": 1, \"a\": 1}").root.has_value());
}

TEST_CASE("what is no JSON is refused") {
  for (const std::string text : {"{\"a\": 1} {}",
                                 "{} x",
                                 "{}]",
                                 "[1] 2",
                                 "{\"a\": 1",
                                 "[1, 2",
                                 "{\"a\": \"x",
                                 "{\"a\"",
                                 "{\"a\":",
                                 "{\"a\": 1,",
                                 "[1,]",
                                 "{\"a\": 1,}",
                                 "[1 2]",
                                 "[,1]",
                                 "[1,,2]",
                                 "{\"a\" 1}",
                                 "{a: 1}",
                                 "{'a': 1}",
                                 "{1: 2}",
                                 "[1}",
                                 "{\"a\": 1]",
                                 "[01]",
                                 "[+1]",
                                 "[.5]",
                                 "[1.]",
                                 "[1e]",
                                 "[-]",
                                 "[0x1F]",
                                 "[NaN]",
                                 "[Infinity]",
                                 "[1_000]",
                                 "[tru]",
                                 "[truex]",
                                 "[nul]",
                                 "[nullx]",
                                 "[True]",
                                 "[\"\\q\"]",
                                 "[\"\\u12\"]",
                                 "[\"\\uZZZZ\"]",
                                 "[\"a\nb\"]",
                                 "[\"a\tb\"]",
                                 "// c\n{}",
                                 "[1] // c",
                                 "abc",
                                 "]",
                                 "}"}) {
    CAPTURE(text);
    const Reading reading = json(text);
    CHECK_FALSE(reading.root.has_value());
    CHECK(first_code(reading.diagnostics) == "E0102");
  }
  CHECK(codes(json("{\"a\": 1} {}").diagnostics) == "E0102 1:10");
}

TEST_CASE("half of a pair of escapes is no character") {
  for (const std::string text :
       {"[\"\\ud83d\"]", "[\"\\ude00\"]", "[\"\\ud83dx\"]", "[\"\\ud83d\\u0041\"]",
        "[\"\\ude00\\ud83d\"]", "{\"\\ud83d\": 1}"}) {
    CAPTURE(text);
    const Reading reading = json(text);
    CHECK_FALSE(reading.root.has_value());
    CHECK(first_code(reading.diagnostics) == "E0102");
  }
}

TEST_CASE(
    "an escaped control character is refused as a bare one is, but not those of white space") {
  for (const std::string escape : {"\\u0000", "\\u0001", "\\u001b", "\\u007f"}) {
    CAPTURE(escape);
    CHECK_FALSE(json("[\"a" + escape + "b\"]").root.has_value());
    CHECK_FALSE(json("{\"a" + escape + "b\": 1}").root.has_value());
    const std::string two = escape.substr(4);  // YAML's own short form
    CHECK_FALSE(yaml("k: \"a\\x" + two + "b\"").root.has_value());
  }
  CHECK_FALSE(json("[\"a\\bb\"]").root.has_value());
  CHECK_FALSE(json("[\"a\\fb\"]").root.has_value());
  CHECK(json("[\"a\\u0009\\u000a\\u000db\"]").root.has_value());
  CHECK(yaml("k: \"a\\t\\n\\rb\"").root.has_value());
}

TEST_CASE("what holds for every text holds for JSON") {
  CHECK(codes(json("").diagnostics) == "E0104 1:1");
  CHECK(codes(json(" \n").diagnostics) == "E0104 1:1");
  CHECK(codes(json("\xEF\xBB\xBF").diagnostics) == "E0104 1:1");
  CHECK(codes(json("{\"a\": \"\xFF\"}").diagnostics) == "E0103 1:8");
  CHECK(codes(json("{\"a\": \"\x01\"}").diagnostics) == "E0103 1:8");
  TextLimits limits;
  limits.bytes = 7;
  CHECK(json("{\"a\":1}", limits).root.has_value());
  CHECK(codes(json("{\"a\": 1}", limits).diagnostics) == "E0117 1:1");
}

TEST_CASE("collections nest as deep as the limit, as in YAML") {
  TextLimits limits;
  limits.depth = 3;
  for (const std::string text : {"[[[]]]", "[[[1]]]", "{\"a\": {\"b\": {\"c\": 1}}}"}) {
    CAPTURE(text);
    CHECK(json(text, limits).root.has_value());
    CHECK(yaml(text, limits).root.has_value());
  }
  for (const std::string text : {"[[[[]]]]", "[[[[1]]]]", "{\"a\": {\"b\": {\"c\": {}}}}"}) {
    CAPTURE(text);
    CHECK(first_code(json(text, limits).diagnostics) == "E0109");
    CHECK(first_code(yaml(text, limits).diagnostics) == "E0109");
  }
}

TEST_CASE("there are as many values as the limit, as in YAML") {
  TextLimits limits;
  limits.nodes = 5;  // four numbers and the list around them
  CHECK(json("[1, 2, 3, 4]", limits).root.has_value());
  CHECK(first_code(json("[1, 2, 3, 4, 5]", limits).diagnostics) == "E0110");
}

TEST_CASE("nesting by the hundred thousand ends in an error, not in the end of the stack") {
  constexpr std::size_t times = 300'000;
  for (const std::string& text : {repeat("[", times), repeat("[", times) + repeat("]", times),
                                  repeat("{\"a\":", times), repeat("[{\"a\":", times)}) {
    const Reading reading = json(text, wide);
    CHECK_FALSE(reading.root.has_value());
    CHECK(reading.diagnostics.has_errors());
  }
  const std::string closed = repeat("[", times) + repeat("]", times);
  CHECK(first_code(json(closed, wide).diagnostics) == "E0109");
}

TEST_CASE("every beginning of a document is refused, and none of them ends the program") {
  const std::string text =
      "{\"a\": [1, -2.5e3, \"x\\u00e4\\n\", true, null], \"b\": {\"c\": false}}";
  REQUIRE(json(text).root.has_value());
  for (std::size_t length = 0; length < text.size(); ++length) {
    CAPTURE(length);
    const Reading reading = json(text.substr(0, length));
    CHECK_FALSE(reading.root.has_value());
    CHECK(reading.diagnostics.has_errors());
  }
}

TEST_CASE("no message of a broken text holds the words of a patient") {
  for (const std::string text :
       {"{\"Schmidt\": 1, \"Schmidt\": 2}", "{\"a\": \"Schmidt}", "{\"a\": Schmidt}",
        "[\"Schmidt\" 1]", "{} Schmidt", "{\"Schmidt\" 1}"}) {
    CAPTURE(text);
    const Reading reading = read(&read_json, text, {}, Privacy::patient);
    CHECK(reading.diagnostics.has_errors());
    const std::string shown = render(reading.diagnostics, ShowValues::no);
    CHECK_MESSAGE(shown.find("Schmidt") == std::string::npos, shown);
  }
}
