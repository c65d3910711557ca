// Decisions by source and status, and for each rule how often it was shown and overridden; counted
// by hand.
#include "engine/embed/log/stats.h"

#include <doctest/doctest.h>

#include "tests/embed/log_entries.h"
#include "tests/support/temporary_folder.h"

namespace regimen::embed::log {

namespace {

using Outcome = FeedbackOutcome;
using Folder = support::TemporaryFolder;

Feedback answer(const std::string& card, Outcome outcome, const std::string& reason = {}) {
  return {at(100), card, outcome, reason};
}

}  // namespace

TEST_CASE("the last answer to a card counts, for every rule that the card speaks of") {
  const Folder folder;
  const auto path = folder / "log.db";
  {
    DecisionLog log = opened(path);
    // Cards a and b speak of rule.one, b and c of rule.two; d of rule.three and is not answered.
    log.append(entry(0, {{"a", {"rule.one"}, "warning"}, {"b", {"rule.one", "rule.two"}, "info"}}));
    log.append(entry(1, {{"c", {"rule.two", "rule.two"}, "info"}, {"d", {"rule.three"}, "info"}}));
    Entry other = entry(2);
    other.source = "evaluate";
    other.verdicts = R"({"eligibility":{"status":"ineligible"}})";
    log.append(other);
    log.append_feedback(answer("a", Outcome::accepted));
    log.append_feedback(answer("a", Outcome::overridden, "known"));  // now this counts
    log.append_feedback(answer("b", Outcome::overridden));
    log.append_feedback(answer("c", Outcome::accepted));
    log.append_feedback(answer("elsewhere", Outcome::accepted));
  }
  const auto result = stats(path);
  REQUIRE(result.ok());
  const LogStats& found = result.value();
  REQUIRE(found.sources.size() == 2);
  CHECK(found.sources[0].source == "evaluate");
  CHECK(found.sources[0].status == "ineligible");
  CHECK(found.sources[0].decisions == 1);
  CHECK(found.sources[1].source == "patient-view");
  CHECK(found.sources[1].decisions == 2);
  CHECK(found.cards == 4);
  CHECK(found.answers == 5);
  CHECK(found.strange_answers == 1);
  CHECK(found.gaps == 0);
  REQUIRE(found.rules.size() == 3);
  const RuleAnswers& one = found.rules[0];
  CHECK(one.rule == "rule.one");
  CHECK(one.shown == 2);
  CHECK(one.accepted == 0);
  CHECK(one.overridden == 2);
  CHECK(one.override_rate() == 1.0);
  CHECK(one.reasons == std::map<std::string, std::int64_t>{{"", 1}, {"known", 1}});
  const RuleAnswers& three = found.rules[1];
  CHECK(three.rule == "rule.three");
  CHECK(three.shown == 1);
  CHECK_FALSE(three.override_rate());
  const RuleAnswers& two = found.rules[2];
  CHECK(two.shown == 2);
  CHECK(two.accepted == 1);
  CHECK(two.overridden == 1);
  CHECK(two.override_rate() == 0.5);
}

TEST_CASE("an empty log has nothing to count, and no log cannot be counted") {
  const Folder folder;
  opened(folder / "log.db");
  const auto result = stats(folder / "log.db");
  REQUIRE(result.ok());
  CHECK(result.value().sources.empty());
  CHECK(result.value().rules.empty());
  CHECK_FALSE(stats(folder / "nothing.db").ok());
}

}  // namespace regimen::embed::log
