// What a pack shows of the evidence: a study and rows that are there, in the order of the pack; a
// name that is none is told with the one that was meant.
#include "engine/decision/effects.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/core/mapping.h"

namespace regimen::decision {

namespace {

using core::Diagnostics;
using evidence::Evidence;
using evidence::OutcomeEffect;

// A hedge of 20 plants in compost, of which 5 bloom, and 40 in manure, of which 25 do.
Evidence garden() {
  Evidence evidence;
  evidence::Outcome bloom;
  bloom.id = "bloom";
  bloom.direction = "benefit";
  evidence.outcomes = {bloom};
  evidence::Study hedge;
  hedge.id = "hedge-2020";
  hedge.arms = {{"compost", "rich", {}}, {"manure", "", {}}};
  hedge.comparisons = {{"manure-compost", "manure", "compost", 1, "page 4"}};
  evidence::Row row;
  row.id = "bloom-6";
  row.outcome = "bloom";
  row.source = "garden-book";
  row.at = "page 6";
  row.counts = {{"compost", 5, 20, {}, {}}, {"manure", 25, 40, {}, {}}};
  evidence::Row later = row;
  later.id = "bloom-12";
  evidence::Row planted = row;
  planted.id = "planted";
  planted.counts = {{"compost", 20, {}, {}, {}}, {"manure", 40, {}, {}, {}}};
  hedge.rows = {row, later, planted};
  evidence.studies = {hedge};
  return evidence;
}

// A pack whose text is the names that it uses, each in its line.
class Uses {
 public:
  Uses(const std::string& study, const std::vector<std::string>& rows) {
    std::string text = study;
    for (const std::string& row : rows) text += "\n" + row;
    const core::Source& source = sources_.add("pack.yaml", text, core::Privacy::open);
    std::uint32_t at = 0;
    const auto span = [&](const std::string& name) {
      const core::Span found{&source, at, at + static_cast<std::uint32_t>(name.size())};
      at += static_cast<std::uint32_t>(name.size()) + 1;
      return found;
    };
    pack_.evidence.study = study;
    pack_.evidence.span = span(study);
    for (const std::string& row : rows) pack_.evidence.rows.push_back({row, span(row)});
  }

  [[nodiscard]] const language::Pack& pack() const { return pack_; }
  // `E0607 pack.yaml:2:1 the study has no such row (bloom-7) did you mean ...`
  [[nodiscard]] std::vector<std::string> told() const {
    Diagnostics diagnostics;
    check_effects(pack_, garden(), diagnostics);
    std::vector<std::string> texts;
    for (const core::Diagnostic& one : diagnostics.sorted()) {
      texts.push_back(std::string(core::info(one.code).id) + " " + core::to_text(one.span) + " " +
                      one.message + " (" + one.offender + ")" +
                      (one.help.empty() ? "" : " " + one.help));
    }
    return texts;
  }

 private:
  core::Sources sources_;
  language::Pack pack_;
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a study and rows that are there are no mistake") {
  CHECK(Uses("hedge-2020", {"bloom-12", "bloom-6"}).told().empty());
  CHECK(Uses("hedge-2020", {}).told().empty());
}

TEST_CASE("a pack need not use any evidence") {
  const Uses none("", {});
  CHECK(none.told().empty());
  CHECK(decide_effects(none.pack(), garden()).empty());
  CHECK(decide_effects(none.pack(), {}).empty());
}

TEST_CASE("an unknown study is told with the one that was meant") {
  CHECK(Uses("hedge-2021", {"bloom-6", "no-row"}).told() ==
        Texts{"E0607 pack.yaml:1:1 no such study (hedge-2021) did you mean `hedge-2020`?"});
  CHECK(Uses("wall", {}).told() == Texts{"E0607 pack.yaml:1:1 no such study (wall)"});
  CHECK(decide_effects(Uses("wall", {"bloom-6"}).pack(), garden()).empty());
}

TEST_CASE("every unknown row is told with the one that was meant") {
  CHECK(Uses("hedge-2020", {"blom-6", "bloom-6", "harvest"}).told() ==
        Texts{"E0607 pack.yaml:2:1 the study has no such row (blom-6) did you mean `bloom-6`?",
              "E0607 pack.yaml:4:1 the study has no such row (harvest)"});
}

TEST_CASE("a row without events of patients has nothing to show") {
  CHECK(Uses("hedge-2020", {"planted"}).told() ==
        Texts{"E0607 pack.yaml:2:1 this row counts no events of patients (planted)"});
}

TEST_CASE("effects come in the order of the pack, each as its row counts it") {
  const Uses uses("hedge-2020", {"bloom-12", "planted", "no-row", "bloom-6"});
  const std::vector<OutcomeEffect> effects = decide_effects(uses.pack(), garden());
  REQUIRE(effects.size() == 2);
  CHECK(effects[0].row == "bloom-12");
  CHECK(effects[1].row == "bloom-6");
  CHECK(effects[1].outcome == "bloom");
  CHECK(effects[1].direction == "benefit");
  CHECK(effects[1].source == "garden-book");
  CHECK(effects[1].at == "page 6");
  REQUIRE(effects[1].arms.size() == 2);
  CHECK(effects[1].arms[0].regimen == "rich");
  CHECK(effects[1].arms[1].regimen.empty());
  CHECK(effects[1].arms[0].per_1000 == doctest::Approx(250));
  CHECK(effects[1].arms[1].per_1000 == doctest::Approx(625));
  REQUIRE(effects[1].contrasts.size() == 1);
  CHECK(effects[1].contrasts[0].difference == doctest::Approx(375));
  // Without an end point of the study's own that this row is, nothing is controlled.
  CHECK_FALSE(effects[1].contrasts[0].controlled);
}

}  // namespace regimen::decision
