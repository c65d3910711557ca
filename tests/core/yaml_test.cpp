// Strict YAML: scalars stay text, only what has one meaning is let through, and hostile texts end
// in a located error.
#include "engine/core/yaml.h"

#include "engine/core/text.h"
#include "tests/core/reading.h"

namespace {

using regimen::core::Privacy;
using regimen::core::read_document;
using regimen::core::read_yaml;
using regimen::core::ShowValues;
using regimen::core::TextLimits;
using regimen::core_tests::codes;
using regimen::core_tests::first_code;
using regimen::core_tests::outline;
using regimen::core_tests::read;
using regimen::core_tests::Reading;
using regimen::core_tests::repeat;
using regimen::core_tests::yaml;

constexpr TextLimits wide{std::size_t{64} << 20, 32, 200'000};

}  // namespace

TEST_CASE("what is read is what was written: nothing becomes a number, a truth or a date") {
  struct Row {
    std::string text;
    std::string outline;
  };
  for (const Row& row : {
           Row{"k: 010", "{k: '010'}"},
           Row{"k: no", "{k: 'no'}"},
           Row{"k: True", "{k: 'True'}"},
           Row{"k: 1e3", "{k: '1e3'}"},
           Row{"k: 0x1F", "{k: '0x1F'}"},
           Row{"k: 1_000", "{k: '1_000'}"},
           Row{"k: 12:30:45", "{k: '12:30:45'}"},
           Row{"k: 2026-11-01", "{k: '2026-11-01'}"},
           Row{"k: .inf", "{k: '.inf'}"},
           Row{"k: 70.20 kg", "{k: '70.20 kg'}"},
           Row{"k: a # b", "{k: 'a'}"},
           Row{"k: a#b", "{k: 'a#b'}"},
           Row{"k: 'it''s'", "{k: 'it's'}"},
           Row{"k: \"a\\tb\\u00e4\"", "{k: 'a\tb\xC3\xA4'}"},
           Row{"k: |\n  a\n  b\n", "{k: 'a\nb\n'}"},
           Row{"k: >-\n  a\n  b\n", "{k: 'a b'}"},
           Row{"k: null", "{k: ~}"},
           Row{"k: ~", "{k: ~}"},
           Row{"k:", "{k: ~}"},
           Row{"k: 'null'", "{k: 'null'}"},
           Row{"k: \"~\"", "{k: '~'}"},
           Row{"k: ''", "{k: ''}"},
           Row{"k: []", "{k: []}"},
           Row{"k: {}", "{k: {}}"},
           Row{"- 1\n- [2, {a: 3}]\n- - 4\n", "['1', ['2', {a: '3'}], ['4']]"},
           Row{"a: 1\r\nb: 2\r\n", "{a: '1', b: '2'}"},
           Row{"\xEF\xBB\xBF"
               "a: 1",
               "{a: '1'}"},
           Row{"# c\n---\na: 1\n...\n", "{a: '1'}"},
           Row{"\"k\": 1", "{k: '1'}"},
           Row{"no: 1", "{no: '1'}"},
           Row{"k: a\xC2\xA0"
               "b",
               "{k: 'a\xC2\xA0"
               "b'}"},
           Row{"text", "'text'"},
       }) {
    CAPTURE(row.text);
    const Reading reading = yaml(row.text);
    CHECK(codes(reading.diagnostics) == "");
    CHECK(outline(reading.root) == row.outline);
  }
}

TEST_CASE("what has no one meaning is refused, in its place") {
  struct Row {
    std::string name;
    std::string text;
    std::string codes;
  };
  for (const Row& row : {
           Row{"key twice", "a: 1\nb: 2\na: 3\n", "E0105 3:1"},
           Row{"key twice, in flow", "{a: 1, a: 2}", "E0105 1:8"},
           Row{"key twice, quoted once", "a: 1\n'a': 2\n", "E0105 2:1"},
           Row{"key twice, by an escape", "a: 1\n\"\\x61\": 2\n", "E0105 2:1"},
           Row{"key thrice, deep inside", "x:\n  - {a: 1, a: 2, a: 3}\n", "E0105 2:12, E0105 2:18"},
           Row{"the same key in two mappings", "x: {a: 1}\ny: {a: 1}\n", ""},
           Row{"anchor", "a: &x 1\n", "E0106 1:4"},
           Row{"anchor of a mapping", "a: &x {b: 1}\n", "E0106 1:4"},
           Row{"anchor and alias", "a: &x 1\nb: *x\n", "E0106 1:4, E0106 2:4"},
           Row{"alias of nothing", "a: *x\n", "E0106 1:4"},
           Row{"tag", "a: !!str 1\n", "E0107 1:4"},
           Row{"tag of its own", "a: !secret [1]\n", "E0107 1:4"},
           Row{"tag without a name", "a: ! 1\n", "E0107 1:4"},
           Row{"tag in full", "a: !<tag:yaml.org,2002:int> 1\n", "E0107 1:4"},
           Row{"merge key", "a: 1\n<<: {b: 2}\n", "E0108 2:1"},
           Row{"second document", "a: 1\n---\nb: 2\n", "E0111 3:1"},
           Row{"second document, empty", "a: 1\n---\n", "E0111 3:1"},
           Row{"list as key", "? [a]\n: 1\n", "E0112 1:3"},
           Row{"mapping as key", "{{a: 1}: 2}", "E0112 1:2"},
           Row{"nothing as key", "~: 1\n", "E0112 1:1"},
       }) {
    CAPTURE(row.name);
    const Reading reading = yaml(row.text);
    CHECK(codes(reading.diagnostics) == row.codes);
    CHECK(reading.root.has_value() == row.codes.empty());
  }
}

TEST_CASE("what is no YAML is refused, with a place") {
  for (const std::string text :
       {"a: [1, 2", "a: {b: 1", "a: \"x", "a: 'x", "a: b: c", "a: 1\n b: 2\n", "\ta: 1\n", "a: ]",
        "a: 1\n- 2\n", "a: \"\\q\"", "a: \"\\ud800\"", "a: @x", "a: `x`", "k: |\n  a\n b\n"}) {
    CAPTURE(text);
    const Reading reading = yaml(text);
    CHECK_FALSE(reading.root.has_value());
    CHECK(first_code(reading.diagnostics) == "E0101");
  }
  CHECK_FALSE(yaml("- a\nb: 1\n").root.has_value());
  CHECK(codes(yaml("a: 1\nb: c: d\n").diagnostics) == "E0101 2:5");
}

TEST_CASE("a text that holds nothing is empty") {
  for (const std::string text :
       {"", " ", "\n\n", "\r\n\t ", "# a comment\n", "\xEF\xBB\xBF", "\xEF\xBB\xBF\n"}) {
    CAPTURE(text);
    const Reading reading = yaml(text);
    CHECK_FALSE(reading.root.has_value());
    CHECK(codes(reading.diagnostics) == "E0104 1:1");
  }
}

TEST_CASE("bytes that are not UTF-8 are refused where they stand") {
  // Ill-formed sequences by Unicode 15, table 3-7.
  struct Row {
    std::string name;
    std::string bytes;
  };
  for (const Row& row : {
           Row{"a lone continuation", "\x80"},
           Row{"a byte that never occurs", "\xFF"},
           Row{"overlong slash", "\xC0\xAF"},
           Row{"overlong in three bytes", "\xE0\x80\xAF"},
           Row{"overlong in four bytes", "\xF0\x80\x80\xAF"},
           Row{"a surrogate", "\xED\xA0\x80"},
           Row{"beyond U+10FFFF", "\xF4\x90\x80\x80"},
           Row{"five bytes", "\xF8\x88\x80\x80\x80"},
           Row{"cut short", "\xE2\x82"},
           Row{"Latin-1", "M\xFCller"},
       }) {
    CAPTURE(row.name);
    const Reading reading = yaml("a: 1\nb: " + row.bytes);
    CHECK_FALSE(reading.root.has_value());
    const std::string place = row.bytes[0] == 'M' ? "E0103 2:5" : "E0103 2:4";
    CHECK(codes(reading.diagnostics) == place);
  }
  CHECK(outline(yaml("\xF4\x8F\xBF\xBF").root) == "'\xF4\x8F\xBF\xBF'");  // U+10FFFF itself
}

TEST_CASE("UTF-16 and UTF-32 are refused, not guessed") {
  const std::string utf16("\xFE\xFF\0a\0:\0 \0001", 10);
  CHECK(codes(yaml(utf16).diagnostics) == "E0103 1:1");
  const std::string unmarked("a\0:\0 \0001\0", 8);
  CHECK(codes(yaml(unmarked).diagnostics) == "E0103 1:2");
}

TEST_CASE("control characters are refused where they stand") {
  for (int c = 0; c <= 0x7F; ++c) {
    const bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F;
    if (!control) continue;
    CAPTURE(c);
    const Reading reading = yaml("a: x" + std::string(1, static_cast<char>(c)) + "\n");
    CHECK(codes(reading.diagnostics) == "E0103 1:5");
  }
}

TEST_CASE("a text is as long as the limit, or too long") {
  TextLimits limits;
  limits.bytes = 10;
  CHECK(yaml("a: 3456789", limits).root.has_value());
  const Reading reading = yaml("a: 34567890", limits);
  CHECK_FALSE(reading.root.has_value());
  CHECK(codes(reading.diagnostics) == "E0117 1:1");
}

TEST_CASE("collections nest as deep as the limit, or too deep") {
  TextLimits limits;
  limits.depth = 3;
  CHECK(yaml("[[[]]]", limits).root.has_value());
  CHECK(yaml("[[[1]]]", limits).root.has_value());
  CHECK(yaml("a: {b: {c: 1}}", limits).root.has_value());
  CHECK(yaml("a:\n  b:\n    c: 1\n", limits).root.has_value());
  CHECK(codes(yaml("[[[[]]]]", limits).diagnostics) == "E0109 1:4");
  CHECK(codes(yaml("a:\n  b:\n    c:\n      d: 1\n", limits).diagnostics) == "E0109 4:7");
  CHECK(codes(yaml("- - - - 1\n", limits).diagnostics) == "E0109 1:7");
}

TEST_CASE("there are as many values as the limit, or too many") {
  TextLimits limits;
  limits.nodes = 5;  // four texts and the list around them
  CHECK(yaml("[1, 2, 3, 4]", limits).root.has_value());
  const Reading reading = yaml("[1, 2, 3, 4, 5]", limits);
  CHECK_FALSE(reading.root.has_value());
  CHECK(first_code(reading.diagnostics) == "E0110");
}

TEST_CASE("nesting by the hundred thousand ends in an error, not in the end of the stack") {
  constexpr std::size_t times = 300'000;
  std::string stairs;  // a block mapping, each level on a line of its own
  for (std::size_t i = 0; i < 600; ++i) stairs += std::string(i, ' ') + "a:\n";
  struct Row {
    std::string name;
    std::string text;
  };
  for (const Row& row : {
           Row{"[", repeat("[", times)},
           Row{"[ and ]", repeat("[", times) + repeat("]", times)},
           Row{"{a: ", repeat("{a: ", times)},
           Row{"{a: and }", repeat("{a: ", times) + repeat("}", times)},
           Row{"- ", repeat("- ", times)},
           Row{"- 1", repeat("- ", times) + "1"},
           Row{"? ", repeat("? ", times)},
           Row{": ", repeat(": ", times)},
           Row{"-\\t", repeat("-\t", times)},
           Row{"- [", repeat("- [", times)},
           Row{"[\\n", repeat("[\n", times)},
           Row{"stairs", stairs},
       }) {
    CAPTURE(row.name);
    const Reading reading = yaml(row.text, wide);
    CHECK_FALSE(reading.root.has_value());
    const std::string code = first_code(reading.diagnostics);
    CHECK_MESSAGE((code == "E0109" || code == "E0101"), code);
  }
  CHECK(first_code(yaml(repeat("[", times), wide).diagnostics) == "E0109");
  CHECK(first_code(yaml(repeat("- ", times), wide).diagnostics) == "E0109");
}

TEST_CASE("many values on one line are not nested") {
  // Within every limit: 2,401 values, two levels, 20 kilobytes.
  std::string flow = "{k0: 0";
  std::string list = "[- 0";  // texts that begin with a dash and a letter
  list = "[a- 0";
  for (int i = 1; i < 1200; ++i) {
    flow += ", k" + std::to_string(i) + ": 1";
    list += ", a- 1";
  }
  CHECK(codes(yaml(flow + "}").diagnostics) == "");
  CHECK(codes(yaml(list + "]").diagnostics) == "");
}

TEST_CASE("an alias bomb is refused at its anchors") {
  std::string text = "a: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c <= 'z'; ++c) {
    text += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) text += std::string(i > 0 ? ", *" : "*") + static_cast<char>(c - 1);
    text += "]\n";
  }
  const Reading reading = yaml(text);
  CHECK_FALSE(reading.root.has_value());
  for (const auto& one : reading.diagnostics.sorted())
    CHECK(regimen::core::info(one.code).id == "E0106");
  CHECK(reading.diagnostics.error_count() == 26 + 25 * 9);  // 26 anchors, 25 lines of 9 aliases
}

TEST_CASE("no message of a broken text holds the words of a patient") {
  for (const std::string text : {"*Schmidt: 1\n",
                                 "a: *Schmidt\n",
                                 "a: *Schmidt*\n",
                                 "a: &Schmidt 1\n",
                                 "a: !Schmidt 1\n",
                                 "Schmidt: 1\nSchmidt: 2\n",
                                 "a: Schmidt: 2\n",
                                 "a: \"Schmidt\n",
                                 "a: \"\\Schmidt\"\n",
                                 "a: [Schmidt\n",
                                 "a: {Schmidt: \n",
                                 "\tSchmidt: 1\n",
                                 "%Schmidt 1\n---\na: 1\n",
                                 "%YAML Schmidt\n---\na: 1\n",
                                 "%TAG Schmidt x\n---\na: 1\n",
                                 "a: @Schmidt\n",
                                 "a: |Schmidt\n  x\n",
                                 "a: 1\n---\nSchmidt: 2\n",
                                 "{Schmidt: 1}: 2\n",
                                 "<<: Schmidt\n"}) {
    CAPTURE(text);
    const Reading reading = read(&read_yaml, text, {}, Privacy::patient);
    const std::string shown = render(reading.diagnostics, ShowValues::no);
    CHECK_MESSAGE(shown.find("Schmidt") == std::string::npos, shown);
  }
}

TEST_CASE("a document is JSON where it is JSON throughout, else YAML") {
  struct Row {
    std::string text;
    std::string outline;
  };
  for (const Row& row : {
           Row{"{\"a\": \"\\ud83d\\ude00\"}", "{a: '\xF0\x9F\x98\x80'}"},  // JSON's two escapes
           Row{" \n{\"a\":1}", "{a: '1'}"},
           Row{"\xEF\xBB\xBF{\"a\": 1}", "{a: '1'}"},
           Row{"{a: 1}", "{a: '1'}"},
           Row{"[a, b]", "['a', 'b']"},
           Row{"[1, 2]", "['1', '2']"},
           Row{"{}", "{}"},
           Row{"{'a': 1}", "{a: '1'}"},
           Row{"# c\n{a: 1}", "{a: '1'}"},
           Row{"a: {\"b\": 1}", "{a: {b: '1'}}"},
           Row{"{\"a\": x}", "{a: 'x'}"},
           Row{"{\"a\": 1, b: 70 kg}", "{a: '1', b: '70 kg'}"},
           Row{"[\"a\", b]", "['a', 'b']"},
       }) {
    CAPTURE(row.text);
    const Reading reading = read(&read_document, row.text);
    CHECK(codes(reading.diagnostics) == "");
    CHECK(outline(reading.root) == row.outline);
  }
  // Neither the one nor the other.
  for (const std::string text : {"{\"a\": 1", "[", "{\"a\": \"x", "]"}) {
    CAPTURE(text);
    const Reading reading = read(&read_document, text);
    CHECK_FALSE(reading.root.has_value());
    CHECK(reading.diagnostics.has_errors());
  }
  // A key that stands twice is no reason to try the other way of reading.
  CHECK(first_code(read(&read_document, "{\"a\": 1, \"a\": 2}").diagnostics) == "E0105");
}
