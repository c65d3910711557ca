// Mapping: unknown and missing keys, wrong shapes, and yes or no, each told once and in its place.
#include "engine/core/mapping.h"

#include "tests/core/reading.h"

namespace {

using regimen::core::Diagnostics;
using regimen::core::Mapping;
using regimen::core::Node;
using regimen::core::parse_yes_no;
using regimen::core_tests::codes;
using regimen::core_tests::Reading;
using regimen::core_tests::yaml;

Reading read_tree(const std::string& text) {
  Reading reading = yaml(text);
  REQUIRE(reading.root.has_value());
  REQUIRE(reading.diagnostics.empty());
  return reading;
}

}  // namespace

TEST_CASE("an unknown key is reported under itself, with the nearest known one") {
  const Reading reading = read_tree("name: x\nagee: 3\nzzzzzz: 1\n");
  Diagnostics diagnostics;
  const Mapping mapping(*reading.root, {"name", "age"}, "person", diagnostics);
  CHECK_FALSE(mapping.ok());
  CHECK(codes(diagnostics) == "E0113 2:1, E0113 3:1");
  const auto sorted = diagnostics.sorted();
  CHECK(sorted[0].offender == "agee");
  CHECK(sorted[0].help == "did you mean `age`?");
  CHECK(sorted[1].help.empty());
}

TEST_CASE("what is no mapping is reported once, however often it is asked") {
  for (const std::string text : {"plain", "[a, b]", "~"}) {
    CAPTURE(text);
    const Reading reading = read_tree(text);
    Diagnostics diagnostics;
    Mapping mapping(*reading.root, {"name"}, "person", diagnostics);
    CHECK_FALSE(mapping.ok());
    CHECK(mapping.text("name").empty());
    CHECK(mapping.required("name") == nullptr);
    CHECK(mapping.items("name").empty());
    CHECK(codes(diagnostics) == "E0115 1:1");
  }
}

TEST_CASE("a key without a value is missing where it is required, absent where it is not") {
  const Reading reading = read_tree("name:\nage: ~\n");
  Diagnostics diagnostics;
  Mapping mapping(*reading.root, {"name", "age", "size"}, "person", diagnostics);
  CHECK(mapping.find("name") == nullptr);
  CHECK(mapping.text_or("age", "none") == "none");
  CHECK(diagnostics.empty());
  CHECK(mapping.text("name").empty());
  CHECK(mapping.text("size").empty());
  CHECK(codes(diagnostics) == "E0114 1:1, E0114 1:1");
  CHECK_FALSE(mapping.ok());
}

TEST_CASE("a value of the wrong shape is reported where it stands") {
  const Reading reading = read_tree("text: [1]\nlist: one\ntexts: [a, [b], c]\nflag: perhaps\n");
  Diagnostics diagnostics;
  Mapping mapping(*reading.root, {"text", "list", "texts", "flag"}, "thing", diagnostics);
  REQUIRE(mapping.ok());
  CHECK(mapping.text_or("text", "else") == "else");
  CHECK(mapping.items("list").empty());
  CHECK(mapping.texts("texts") == std::vector<std::string>{"a", "c"});
  CHECK(mapping.flag_or("flag", true));
  CHECK(codes(diagnostics) == "E0115 1:7, E0115 2:7, E0115 3:12, E0116 4:7");
  CHECK_FALSE(mapping.ok());
}

TEST_CASE("what is there is given as it stands") {
  const Reading reading = read_tree("text: 010\nempty: ''\nlist: [a, [b]]\nflag: TRUE\n");
  Diagnostics diagnostics;
  Mapping mapping(*reading.root, {"text", "empty", "list", "flag", "not"}, "thing", diagnostics);
  CHECK(mapping.text("text") == "010");
  CHECK(mapping.text_or("empty", "else").empty());
  CHECK(mapping.items("list").size() == 2);
  CHECK(mapping.flag_or("flag", false));
  CHECK(mapping.flag_or("not", true));
  CHECK(mapping.ok());
  CHECK(diagnostics.empty());
}

TEST_CASE("yes and no are the four words, in any case, and nothing else") {
  for (const std::string text : {"yes", "Yes", "YES", "true", "True"}) {
    CAPTURE(text);
    CHECK(parse_yes_no(text) == true);
  }
  for (const std::string text : {"no", "No", "NO", "false", "False"}) {
    CAPTURE(text);
    CHECK(parse_yes_no(text) == false);
  }
  for (const std::string text :
       {"", "y", "n", "on", "off", "1", "0", "yess", "unknown", "yes no"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_yes_no(text).has_value());
  }
}

TEST_CASE("pairs are the keys and values in their order, or a diagnostic") {
  const Reading reading = read_tree("b: 1\na: [2]\n");
  Diagnostics diagnostics;
  const auto pairs = regimen::core::pairs(*reading.root, "thing", diagnostics);
  REQUIRE(pairs.size() == 2);
  CHECK(pairs[0].first->text == "b");
  CHECK(pairs[1].second->is_sequence());
  CHECK(diagnostics.empty());
  CHECK(regimen::core::pairs(*pairs[0].second, "thing", diagnostics).empty());
  CHECK(codes(diagnostics) == "E0115 1:4");
}
