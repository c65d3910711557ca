// What `evidence compare` says of each arm: its intervals, and how probably it is the best, on a
// made-up study of three soils.
#include <doctest/doctest.h>

#include <string>

#include "engine/io/evidence_parts.h"
#include "tests/io/shipped.h"

namespace regimen::io {

namespace {

evidence::Count count(const std::string& arm, std::int64_t events, std::int64_t total) {
  evidence::Count result;
  result.arm = arm;
  result.events = events;
  result.total = total;
  return result;
}

evidence::Outcome outcome(const std::string& id, const std::string& direction) {
  evidence::Outcome result;
  result.id = id;
  result.name = {{"en", "Plants with " + id}, {"de", "Pflanzen mit " + id}};
  result.kind = "event";
  result.direction = direction;
  return result;
}

evidence::Row row(const std::string& id, const std::string& of) {
  evidence::Row result;
  result.id = id;
  result.outcome = of;
  result.horizon = "6 weeks";
  result.source = "garden-book";
  result.at = "page 6";
  result.counts = {count("compost", 5, 20), count("manure", 25, 40), count("lime", 12, 30)};
  return result;
}

evidence::Evidence hedge() {
  evidence::Evidence result;
  result.outcomes = {outcome("bloom", "benefit"), outcome("wilt", "harm"),
                     outcome("moss", "neutral")};
  evidence::Study study;
  study.id = "hedge";
  study.source = "garden-book";
  study.arms = {{"compost", "", {{"en", "Compost"}, {"de", "Kompost"}}},
                {"manure", "", {{"en", "Manure"}, {"de", "Mist"}}},
                {"lime", "", {{"en", "Lime"}, {"de", "Kalk"}}}};
  study.comparisons = {{"manure-compost", "manure", "compost", 0, ""}};
  study.rows = {row("bloom-6", "bloom"), row("wilt-6", "wilt"), row("moss-6", "moss")};
  study.rows.push_back(row("two-arms", "bloom"));
  study.rows.back().counts.pop_back();
  result.studies = {study};
  return result;
}

std::string compared(const std::string& ref, const std::string& locale, ReportFormat format) {
  const evidence::Evidence evidence = hedge();
  const auto text = evidence_compare({evidence, knowledge(), locale, format}, ref);
  REQUIRE(text.has_value());
  return *text;
}

Json compared(const std::string& ref) {
  return Json::parse(compared(ref, "en", ReportFormat::json));
}

}  // namespace

// 5/20. Wilson's by hand, with z = 1.959964: the ends are (10 + z^2 -+ z sqrt(z^2 + 15)) /
// (2 (20 + z^2)) = (13.841459 -+ 8.507567) / 47.682918 = 0.1118617, 0.4687009. The rest by R 4.2:
// qbeta(.025, 5, 16) and qbeta(.975, 6, 15); qbeta(c(.025, .975), 5.5, 15.5); and where
// pbinom(5, 20, p) - dbinom(5, 20, p) / 2 is 0.025 and 0.975.
TEST_CASE("each arm has its proportion and four intervals") {
  const Json arms = compared("hedge/bloom-6")["arms"];
  REQUIRE(arms.size() == 3);
  CHECK(arms[0].dump() ==
        R"json({"arm":"compost","events":5,"total":20,"estimate":0.25,"intervals":[)json"
        R"json({"method":"wilson","level":0.95,"low":0.111862,"high":0.468701},)json"
        R"json({"method":"clopper_pearson","level":0.95,"low":0.0865715,"high":0.491046},)json"
        R"json({"method":"mid_p","level":0.95,"low":0.0978601,"high":0.470224},)json"
        R"json({"method":"jeffreys","level":0.95,"low":0.102398,"high":0.464195}]})json");
  CHECK(arms[2]["arm"] == "lime");
  CHECK(arms[2]["estimate"] == 0.4);
}

// By R 4.2: integrate() over dbeta of one arm times pbeta of the other two, each with half an event
// added on both sides.
TEST_CASE("of three arms each has a probability of being the best") {
  CHECK(compared("hedge/bloom-6")["best"].dump() ==
        R"json({"prior":"beta(1/2,1/2)","best":"highest","arms":[)json"
        R"json({"arm":"compost","probability":0.0023694},)json"
        R"json({"arm":"manure","probability":0.967162},)json"
        R"json({"arm":"lime","probability":0.0304684}]})json");
  CHECK(compared("hedge/wilt-6")["best"].dump() ==
        R"json({"prior":"beta(1/2,1/2)","best":"lowest","arms":[)json"
        R"json({"arm":"compost","probability":0.863598},)json"
        R"json({"arm":"manure","probability":0.000604288},)json"
        R"json({"arm":"lime","probability":0.135798}]})json");
  CHECK(compared("hedge/moss-6")["best"].is_null());
  CHECK(compared("hedge/two-arms")["best"].is_null());
}

TEST_CASE("the text says the same, in the words and with the decimal sign of its language") {
  const std::string english = compared("hedge/wilt-6", "en", ReportFormat::text);
  CHECK(english.find("Plants with wilt, 6 weeks\n") != std::string::npos);
  CHECK(english.find("  Compost 5/20\n") != std::string::npos);
  CHECK(english.find(
            "Clopper and Pearson                             0.25   0.0865715    0.491046\n") !=
        std::string::npos);
  CHECK(english.find("Probability of the lowest proportion, Jeffreys' prior\n") !=
        std::string::npos);
  const std::string german = compared("hedge/bloom-6", "de", ReportFormat::text);
  CHECK(german.find("Pflanzen mit bloom, 6 Wochen\n") != std::string::npos);
  CHECK(german.find(
            "Clopper und Pearson                             0,25   0,0865715    0,491046\n") !=
        std::string::npos);
  CHECK(german.find("Wahrscheinlichkeit des höchsten Anteils, Prior nach Jeffreys\n") !=
        std::string::npos);
  CHECK(german.find("Mist 25/40 gegen Kompost 5/20\n") != std::string::npos);
  CHECK(compared("hedge/moss-6", "en", ReportFormat::text).find("Probability of the") ==
        std::string::npos);
}

}  // namespace regimen::io
