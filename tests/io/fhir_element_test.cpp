// Elements: the forms of FHIR's primitives, and paths through resources.
#include "engine/io/fhir/element.h"

#include <string>

#include "tests/io/bundled.h"

namespace regimen::io {

namespace {

struct Parsed {
  core::Sources sources;
  core::Diagnostics broken;
  core::Node node;

  explicit Parsed(const std::string& text) {
    const auto root =
        core::read_json(sources.add("e", text, core::Privacy::patient), fhir_limits, broken);
    REQUIRE(root);
    node = *root;
  }
  std::string all(const FhirPath& path) {
    std::string text;
    for (const core::Node* found : elements(node, path, broken))
      text += (text.empty() ? "" : " ") + found->text;
    return text;
  }
};

}  // namespace

TEST_CASE("a path goes into every item of a list, and into any type of a choice") {
  Parsed parsed(R"({"a": [{"b": 1}, {"b": [2, 3]}, {"c": 4}, null], "valueString": "x",
                    "value": "no", "values": "no", "valueInteger": null})");
  CHECK(parsed.all({"a", "b"}) == "1 2 3");
  CHECK(parsed.all({"a", "d"}).empty());
  CHECK(parsed.all({"value[x]"}) == "x");
  CHECK(parsed.broken.empty());
  CHECK(parsed.all({"valueString", "code"}).empty());
  CHECK(parsed.broken.has_errors());
}

TEST_CASE("the first path that leads anywhere decides; several elements are none") {
  Parsed parsed(R"({"a": [1, 2], "b": 3})");
  core::Diagnostics& broken = parsed.broken;
  CHECK(first_element(parsed.node, {{"x"}, {"b"}}, broken)->text == "3");
  CHECK(first_element(parsed.node, {{"a"}, {"b"}}, broken) == nullptr);
}

TEST_CASE("a decimal loses its exponent and nothing else") {
  struct Row {
    std::string typed;
    std::string plain;
  };
  const std::vector<Row> rows = {{"70.2", "70.2"},       {"-3", "-3"},        {"1e2", "100"},
                                 {"1.5e1", "15"},        {"1.25E+1", "12.5"}, {"1.5e-1", "0.15"},
                                 {"-1.5e-3", "-0.0015"}, {"0e5", "0"},        {"120e-1", "12"},
                                 {"1e400", "1e400"},     {"1e", "1e"},        {"1ex", "1ex"},
                                 {"0.001e3", "1"}};
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    CHECK(plain_decimal(row.typed) == row.plain);
  }
}

TEST_CASE("days are as they were written, minutes are the world's") {
  CHECK(date_text("2026-10-20T23:30:00-05:00") == "2026-10-20");
  CHECK(date_text("2026-10") == "2026-10");
  CHECK(date_text("").empty());
  // 1970-01-02 is day 1: 1440 minutes after the first.
  CHECK(instant("1970-01-02T00:10:00Z") == 1450);
  CHECK(instant("1970-01-02T01:10:00+01:00") == 1450);
  CHECK(instant("1970-01-01T23:40:00.5-00:30") == 1450);
  for (const char* text :
       {"1970-01-02", "1970-01-02T00:10:00", "1970-01T00:10:00Z", "1970-01-02T24:10:00Z",
        "1970-01-02T00:1", "1970-01-02T", "", "1970-01-02T00:10:00+1", "T00:10:00Z"})
    CHECK_FALSE(instant(text).has_value());
}

TEST_CASE("a quantity is written as a profile writes it") {
  const auto text = [](const std::string& quantity) {
    Parsed parsed(quantity);
    return quantity_text(parsed.node, parsed.broken);
  };
  CHECK(text(R"({"value": 11, "unit": "milligrams", "code": "mg/L"})") == "11 mg/L");
  CHECK(text(R"({"value": 11, "unit": "mg/L"})") == "11 mg/L");
  CHECK(text(R"({"value": 5, "comparator": "<=", "code": "mg/L"})") == "<=5 mg/L");
  CHECK(text(R"({"value": 287, "code": "1"})") == "287");
  CHECK(text(R"({"value": 287, "code": "{score}"})") == "287");
  CHECK(text(R"({"value": 11, "code": "mg{protein}/L"})") == "11 mg/L");
}

}  // namespace regimen::io
