// JSON as it is written, against nlohmann-json, which dumps a tree of the same.
#include "engine/io/json_writer.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

#include "tests/support/written.h"

namespace regimen::io {

namespace {

std::string dumped(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace);
}

template <typename Value>
std::string alone(const Value& value) {
  return support::written([&](JsonWriter& out) { out.value(value); });
}

}  // namespace

TEST_CASE("objects and lists in one another, empty or not") {
  const std::string text = support::written([](JsonWriter& out) {
    const auto object = out.object();
    out.field("a", 1);
    { const auto empty = out.key("b").list(); }
    { const auto empty = out.key("c").object(); }
    {
      const auto list = out.key("d").list();
      out.value("x");
      { const auto inner = out.list(); }
      {
        const auto inner = out.object();
        out.field("e", true);
        out.key("f").null();
      }
      out.value(false);
    }
    out.key("g").text_or_null("");
    out.key("h").text_or_null("y");
  });
  const Json expected = {{"a", 1},
                         {"b", Json::array()},
                         {"c", Json::object()},
                         {"d", {"x", Json::array(), {{"e", true}, {"f", nullptr}}, false}},
                         {"g", nullptr},
                         {"h", "y"}};
  CHECK(text == dumped(expected));
}

TEST_CASE("every byte of a text, escaped or not, and what is no UTF-8") {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text = std::string("a") + static_cast<char>(byte) + "z";
    CHECK(alone(text) == dumped(Json(text)));
    // Longer texts are looked at eight bytes at a time.
    for (std::size_t place = 0; place < 17; ++place) {
      std::string longer(17, 'm');
      longer[place] = static_cast<char>(byte);
      CHECK(alone(longer) == dumped(Json(longer)));
    }
  }
  for (const std::string text : {"", "\"", "back\\slash", "Crohn\xE2\x80\x99s", "\xF0\x9F\x99\x82"})
    CHECK(alone(text) == dumped(Json(text)));
}

TEST_CASE("numbers") {
  for (const double value :
       {0.0, -0.0, 1.0, -1.5, 0.1, 0.0001, 0.00009, 1e-300, 123456789.0, 1e14, 1e15, 1.5e15, 1e16,
        -2.5e-7, 1.7976931348623157e308, std::numeric_limits<double>::infinity(),
        std::numeric_limits<double>::quiet_NaN()}) {
    CHECK(alone(value) == dumped(Json(value)));
  }
  CHECK(alone(std::numeric_limits<std::int64_t>::min()) == "-9223372036854775808");
  CHECK(alone(std::numeric_limits<std::uint64_t>::max()) == "18446744073709551615");
}

TEST_CASE("figures are the shortest texts of what they are rounded to") {
  const auto same = [](double value) {
    // Not against nlohmann-json, whose text of a number is not always the shortest.
    CHECK(support::written([&](JsonWriter& out) { out.figure(value); }) ==
          alone(rounded_figure(value)));
  };
  for (const double value : {0.0, -0.0, 1.0, 0.1, 1e-4, 9.9999949e-5, 9.9999951e-5, 99999.95,
                             99999.96, 100000.0, 999999.5, 1e6, 1e15, 1e16, 1e-300, 2.0 / 3})
    same(value);
  // Over many sizes, by a step that meets no power of ten.
  for (double value = 1e-7; value < 1e9; value *= 1.0173) {
    same(value);
    same(-value);
  }
}

TEST_CASE("a text that is longer than any room that was made") {
  const std::string longest(100'000, 'x');
  const std::string text = support::written([&](JsonWriter& out) {
    const auto list = out.list();
    for (int i = 0; i < 5; ++i) out.value(longest);
  });
  CHECK(text == dumped(Json::array({longest, longest, longest, longest, longest})));
}

TEST_CASE("a writer begins anew once its text is taken") {
  JsonWriter out;
  for (int i = 0; i < 2; ++i) {
    {
      const auto list = out.list();
      out.value(i);
    }
    CHECK(out.take() == dumped(Json::array({i})));
  }
}

}  // namespace regimen::io
