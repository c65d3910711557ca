// Study: a figure keeps what was printed; a text comes in the language that is asked for.
#include "engine/evidence/study.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using regimen::evidence::Evidence;
using regimen::evidence::in_locale;
using regimen::evidence::Localized;
using regimen::evidence::parse_figure;
using regimen::evidence::Row;
using regimen::evidence::Study;
using regimen::facts::Rational;

}  // namespace

TEST_CASE("a figure is a number with the digits that were printed") {
  struct Case {
    std::string printed;
    Rational value;
    int decimals;
    bool below;
  };
  for (const Case& one : {
           Case{"30", Rational(30), 0, false},
           Case{"30.0", Rational(30), 1, false},
           Case{"0.05", *Rational::make(1, 20), 2, false},
           Case{"0", Rational(0), 0, false},
           Case{"-1.5", *Rational::make(-3, 2), 1, false},
           Case{"<0.001", *Rational::make(1, 1000), 3, true},
           Case{"<1", Rational(1), 0, true},
       }) {
    CAPTURE(one.printed);
    const auto figure = parse_figure(one.printed);
    REQUIRE(figure.has_value());
    CHECK(figure->printed == one.printed);
    CHECK(figure->value == one.value);
    CHECK(figure->decimals == one.decimals);
    CHECK(figure->below == one.below);
  }
}

TEST_CASE("what is no figure gives nothing") {
  for (const char* text : {"",
                           "<",
                           "<<1",
                           "> 1",
                           ">1",
                           "1,5",
                           ".5",
                           "5.",
                           "1.2.3",
                           "1e3",
                           "30 %",
                           "30%",
                           " 30",
                           "30 ",
                           "0x10",
                           "010",
                           "+1",
                           "about 3",
                           "nan",
                           "1/4",
                           "1.0/2",
                           "< 0.001",
                           "1234567890123456789"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_figure(text).has_value());
  }
}

TEST_CASE("two figures are the same only if they were printed the same") {
  CHECK(*parse_figure("30.0") == *parse_figure("30.0"));
  CHECK_FALSE(*parse_figure("30.0") == *parse_figure("30"));
  CHECK_FALSE(*parse_figure("<0.5") == *parse_figure("0.5"));
}

TEST_CASE("a text is that of the language, else English, else nothing") {
  const Localized both = {{"de", "Blüte"}, {"en", "bloom"}};
  CHECK(in_locale(both, "de") == "Blüte");
  CHECK(in_locale(both, "en") == "bloom");
  CHECK(in_locale(both, "fr") == "bloom");
  CHECK(in_locale(both, "") == "bloom");
  CHECK(in_locale({{"de", "Blüte"}}, "fr").empty());
  CHECK(in_locale({}, "en").empty());
}

TEST_CASE("what is looked up by its name is found, and nothing else") {
  Study study;
  study.id = "hedge";
  study.arms = {{"compost", "rich", {}}, {"lime", "", {}}};
  study.sets = {{"whole", "other", {}, {}, {}, ""}};
  Row row;
  row.id = "bloom-6";
  row.counts = {{"compost", 5, 20, {}, {}}, {"all", 30, {}, {}, {}}};
  study.rows = {row};
  REQUIRE(study.row("bloom-6") != nullptr);
  CHECK(study.row("bloom-6")->count("compost")->events == 5);
  CHECK_FALSE(study.row("bloom-6")->count("all")->total.has_value());
  CHECK(study.row("bloom-6")->count("lime") == nullptr);
  CHECK(study.row("bloom") == nullptr);
  CHECK(study.set("whole") == study.sets.data());
  CHECK(study.set("") == nullptr);
  CHECK(study.arm("lime") == &study.arms[1]);
  CHECK(study.arm("rich") == nullptr);
  CHECK(study.arm_of("rich") == study.arms.data());
  CHECK(study.arm_of("compost") == nullptr);
  Evidence evidence;
  evidence.studies = {study};
  evidence.outcomes.resize(1);
  evidence.outcomes[0].id = "bloom";
  CHECK(evidence.study("hedge") == evidence.studies.data());
  CHECK(evidence.study("wall") == nullptr);
  CHECK(evidence.outcome("bloom") == evidence.outcomes.data());
  CHECK(evidence.outcome("leafing") == nullptr);
}
