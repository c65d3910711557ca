// What clients report of cards.
#include "engine/embed/service/feedback.h"

#include <doctest/doctest.h>

namespace regimen::embed::service {

namespace {

std::variant<std::vector<CardFeedback>, HttpResponse> read(const std::string& text) {
  const core::Source body("body", text, core::Privacy::patient);
  return read_feedback(body);
}

bool refused(const std::string& text) {
  const auto result = read(text);
  const auto* response = std::get_if<HttpResponse>(&result);
  return response != nullptr && response->status == 400;
}

}  // namespace

TEST_CASE("feedback is read, its comments are not") {
  const auto result = read(
      R"({"feedback": [{"card": "c", "outcome": "overridden", "outcomeTimestamp": "2026-11-01T10:00:00Z",
          "overrideReason": {"reason": {"code": "reviewed", "system": "s"}, "userComment": "Mustermann"}},
          {"card": "d", "outcome": "accepted", "outcomeTimestamp": "t", "acceptedSuggestions": [{"id": "s1"}, {"id": "s2"}]}]})");
  const auto* all = std::get_if<std::vector<CardFeedback>>(&result);
  REQUIRE(all != nullptr);
  REQUIRE(all->size() == 2);
  CHECK_FALSE((*all)[0].accepted);
  CHECK((*all)[0].reason == "reviewed");
  CHECK((*all)[1].accepted);
  CHECK((*all)[1].suggestions == std::vector<std::string>{"s1", "s2"});
}

TEST_CASE("what is no feedback is refused") {
  CHECK(refused("{}"));
  CHECK(refused("[]"));
  CHECK(refused("nothing"));
  CHECK(refused(R"({"feedback": []})"));
  CHECK(refused(R"({"feedback": [7]})"));
  CHECK(refused(R"({"feedback": [{"card": "c", "outcome": "ignored", "outcomeTimestamp": "t"}]})"));
  CHECK(refused(R"({"feedback": [{"card": "c", "outcome": "accepted"}]})"));
  CHECK(refused(
      R"({"feedback": [{"card": ["c"], "outcome": "accepted", "outcomeTimestamp": "t"}]})"));
  CHECK(refused(R"({"feedback": [{"card": ")" + std::string(300, 'c') +
                R"(", "outcome": "accepted", "outcomeTimestamp": "t"}]})"));
  std::string many = R"({"feedback": [)";
  for (int i = 0; i < 1001; ++i) many += i == 0 ? "{}" : ", {}";
  CHECK(refused(many + "]}"));
}

}  // namespace regimen::embed::service
