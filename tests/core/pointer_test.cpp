// Places as JSON pointers, of JSON and of YAML; the pointers are worked by hand after RFC 6901.
#include "engine/core/pointer.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/core/yaml.h"

namespace regimen::core {

namespace {

// The pointer to where `words` first stand in the text.
std::string at(const std::string& text, const std::string& words) {
  Sources sources;
  const Source& source = sources.add("t", text, Privacy::open);
  Diagnostics diagnostics;
  const auto root = read_document(source, TextLimits{}, diagnostics);
  REQUIRE_MESSAGE(root, render(diagnostics, ShowValues::yes));
  const auto begin = static_cast<std::uint32_t>(text.find(words));
  return pointer_to(*root, {&source, begin, begin + 1});
}

}  // namespace

TEST_CASE("a value of JSON") {
  const std::string text = R"({"a": {"b": [10, {"c~d/e": 20}]}, "f": "long text"})";
  CHECK(at(text, "10") == "/a/b/0");
  CHECK(at(text, "20") == "/a/b/1/c~0d~1e");
  CHECK(at(text, "text") == "/f");
  CHECK(at(text, "[") == "/a/b");
  CHECK(at(text, "{\"c") == "/a/b/1");
}

TEST_CASE("a value of YAML, in block and in flow style") {
  const std::string text = "a:\n  - {b: one, c: two}\n  - three\nd: four\n";
  CHECK(at(text, "two") == "/a/0/c");
  CHECK(at(text, "three") == "/a/1");
  CHECK(at(text, "four") == "/d");
}

TEST_CASE("a key is told by the mapping that has it") {
  CHECK(at(R"({"a": {"x": 1, "secret": 2}})", "\"secret") == "/a");
  CHECK(at("a:\n  x: 1\n  secret: 2\n", "secret") == "/a");
  CHECK(at("secret: 2\n", "secret") == "");
}

TEST_CASE("the whole, and what is in no value, are empty") {
  const std::string text = R"( {"a": 1} )";
  CHECK(at(text, "{") == "");
  CHECK(at(text, ": ") == "");
}

}  // namespace regimen::core
