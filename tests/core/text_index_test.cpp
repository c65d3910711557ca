// Every text is found under its own number and group, short or long, and none that was not added.
#include "engine/core/text_index.h"

#include <doctest/doctest.h>

#include <string>

namespace regimen::core {

TEST_CASE("texts of every length are told apart") {
  TextIndex index;
  CHECK_FALSE(index.find(0, "").has_value());
  // Each length twice: the texts differ in their last byte alone, or only in their length.
  std::uint32_t number = 0;
  for (std::size_t length = 0; length < 40; ++length) {
    index.add(0, std::string(length, 'a'), number++);
    if (length > 0) index.add(0, std::string(length - 1, 'a') + "b", number++);
  }
  CHECK(index.size() == 79);
  number = 0;
  for (std::size_t length = 0; length < 40; ++length) {
    CHECK(index.find(0, std::string(length, 'a')) == number++);
    if (length > 0) CHECK(index.find(0, std::string(length - 1, 'a') + "b") == number++);
  }
  CHECK_FALSE(index.find(0, std::string(40, 'a')).has_value());
  CHECK_FALSE(index.find(0, std::string(16, 'c')).has_value());
  CHECK_FALSE(index.find(0, std::string(17, 'c')).has_value());
}

TEST_CASE("a byte of nought is not the end, and no byte at all is not a nought") {
  TextIndex index;
  index.add(0, std::string("\0", 1), 1);
  index.add(0, std::string("\0\0", 2), 2);
  CHECK_FALSE(index.find(0, "").has_value());
  CHECK(index.find(0, std::string("\0", 1)) == 1U);
  CHECK(index.find(0, std::string("\0\0", 2)) == 2U);
}

TEST_CASE("the same text has a number for each group") {
  TextIndex index;
  const std::string longer = "a text of more than sixteen bytes";
  index.add(1, "one", 10);
  index.add(2, "one", 20);
  index.add(1, longer, 11);
  index.add(2, longer, 21);
  CHECK(index.find(1, "one") == 10U);
  CHECK(index.find(2, "one") == 20U);
  CHECK(index.find(1, longer) == 11U);
  CHECK(index.find(2, longer) == 21U);
  CHECK_FALSE(index.find(3, longer).has_value());
}

TEST_CASE("nothing is lost by growing, and all by clearing") {
  TextIndex index;
  for (std::uint32_t i = 0; i < 20'000; ++i)
    index.add(0, (i % 2 == 0 ? "" : "a text that is long, with ") + std::to_string(i), i);
  for (std::uint32_t i = 0; i < 20'000; ++i)
    REQUIRE(index.find(0, (i % 2 == 0 ? "" : "a text that is long, with ") + std::to_string(i)) ==
            i);
  index.clear();
  CHECK(index.size() == 0);
  CHECK_FALSE(index.find(0, "0").has_value());
}

}  // namespace regimen::core
