// Sums over rows made by hand.
#include "engine/screening/attrition.h"

#include <doctest/doctest.h>

namespace regimen::screening {

namespace {

ScreenedRow row(const char* eligibility, std::vector<Outcome> outcomes,
                std::vector<std::string_view> missing = {}) {
  ScreenedRow result;
  result.eligibility = eligibility;
  result.outcomes = std::move(outcomes);
  result.missing = std::move(missing);
  return result;
}

constexpr auto pass = Outcome::pass;
constexpr auto fail = Outcome::fail;
constexpr auto unknown = Outcome::unknown;
constexpr auto dropped = Outcome::not_applicable;

}  // namespace

TEST_CASE("each criterion counts how rows come out, and where it decides alone") {
  Attrition attrition({"a", "b"});
  attrition.add(row("eligible", {pass, pass}));
  attrition.add(row("ineligible", {fail, pass}));     // a alone
  attrition.add(row("ineligible", {fail, fail}));     // neither alone
  attrition.add(row("ineligible", {fail, unknown}));  // b may fail too
  attrition.add(row("indeterminate", {pass, unknown}, {"labs.x"}));
  attrition.add(row("eligible", {pass, dropped}));
  CHECK(attrition.rows == 6);
  const CriterionCounts& a = attrition.criteria[0];
  CHECK(a.pass == 3);
  CHECK(a.fail == 3);
  CHECK(a.unknown == 0);
  CHECK(a.fails_alone == 1);
  const CriterionCounts& b = attrition.criteria[1];
  CHECK(b.pass == 2);
  CHECK(b.fail == 1);
  CHECK(b.unknown == 2);
  CHECK(b.not_applicable == 1);
  CHECK(b.fails_alone == 0);
  CHECK(b.unknown_alone == 1);
  for (const CriterionCounts& one : attrition.criteria)
    CHECK(one.pass + one.fail + one.unknown + one.not_applicable == attrition.rows);
}

TEST_CASE("a missing fact settles the rows in which nothing else is missing") {
  Attrition attrition({"a"});
  attrition.add(row("indeterminate", {unknown}, {"labs.x"}));
  attrition.add(row("indeterminate", {unknown}, {"labs.x", "tests (y)"}));
  attrition.add(row("indeterminate", {unknown}, {"labs.x"}));
  attrition.add(row("eligible_with_assumptions", {pass}));
  CHECK(attrition.missing.size() == 2);
  CHECK(attrition.missing.at("labs.x").rows == 3);
  CHECK(attrition.missing.at("labs.x").alone == 2);
  CHECK(attrition.missing.at("tests (y)").alone == 0);
}

TEST_CASE("a rejected row is a row and nothing else") {
  Attrition attrition({"a"});
  ScreenedRow rejected;
  rejected.rejected = true;
  attrition.add(rejected);
  CHECK(attrition.rows == 1);
  CHECK(attrition.rejected == 1);
  CHECK(attrition.eligibility.empty());
  CHECK(attrition.criteria[0].pass == 0);
}

TEST_CASE("parts joined in any order are the whole") {
  const std::vector<ScreenedRow> rows = {row("eligible", {pass}), row("ineligible", {fail}),
                                         row("indeterminate", {unknown}, {"m"})};
  Attrition whole({"a"});
  for (const ScreenedRow& one : rows) whole.add(one);
  Attrition first({"a"});
  first.add(rows[2]);
  Attrition second({"a"});
  second.add(rows[0]);
  second.add(rows[1]);
  second.join(first);
  CHECK(second.rows == whole.rows);
  CHECK(second.eligibility == whole.eligibility);
  CHECK(second.criteria[0].fails_alone == whole.criteria[0].fails_alone);
  CHECK(second.missing.at("m").alone == 1);
}

TEST_CASE("who is ranked first, alone, with another, or on condition") {
  Attrition attrition({});
  ScreenedRow one;
  one.eligibility = "eligible";
  one.regimens = {{"x", "no_finding", "", "", {1, 1, 1, false, {}}},
                  {"y", "caution", "", "", {2, 2, 2, false, {}}}};
  attrition.add(one);
  one.regimens[1].rank.rank = 1;
  attrition.add(one);
  one.regimens[0].rank.conditional = true;
  attrition.add(one);
  CHECK(attrition.first.at("x").at("alone") == 1);
  CHECK(attrition.first.at("x").at("shared") == 1);
  CHECK(attrition.first.at("x").at("conditional") == 1);
  CHECK(attrition.first.at("y").at("shared") == 2);
  CHECK(attrition.safety.at("y").at("caution") == 3);
}

}  // namespace regimen::screening
