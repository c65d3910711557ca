// Holds how findings are joined: value, decisive and other missing facts, and the assumptions that
// a value leans on.
#include "engine/program/logic.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace regimen::program {

namespace {

using facts::Cause;
using facts::Truth;

// A part that misses `misses` while it is unknown, and leans on `assumes`.
Finding part(Truth value, const std::string& misses = {}, std::vector<std::string> assumes = {}) {
  Finding finding;
  finding.value = value;
  if (!misses.empty()) {
    facts::MissingSet& set = value == Truth::unknown ? finding.decisive : finding.other;
    facts::insert(set, {misses, Cause::not_supplied});
  }
  finding.assumed = std::move(assumes);
  return finding;
}

std::string keys(const facts::MissingSet& missing) {
  std::string text;
  for (const facts::Missing& one : missing) text += one.key;
  return text;
}

std::string texts(const std::vector<std::string>& all) {
  std::string text;
  for (const std::string& one : all) text += one;
  return text;
}

Finding joint(std::vector<Finding> parts) {
  Finding finding;
  finding.children = std::move(parts);
  return finding;
}

constexpr Truth no = Truth::no;
constexpr Truth unknown = Truth::unknown;
constexpr Truth yes = Truth::yes;

}  // namespace

TEST_CASE("what is missing decides only while the whole is unknown, and only where a part is") {
  Finding one = joint({part(unknown, "a"), part(yes, "b"), part(unknown, "c")});
  join_and(one);
  CHECK(truth_of(one) == unknown);
  CHECK(keys(one.decisive) == "ac");
  CHECK(keys(one.other) == "b");

  Finding two = joint({part(unknown, "a"), part(no, "b"), part(unknown, "c")});
  join_and(two);
  CHECK(truth_of(two) == no);
  CHECK(keys(two.decisive) == "");
  CHECK(keys(two.other) == "abc");

  Finding three = joint({part(unknown, "a"), part(no, "b")});
  join_or(three);
  CHECK(truth_of(three) == unknown);
  CHECK(keys(three.decisive) == "a");
  CHECK(keys(three.other) == "b");

  Finding four = joint({part(unknown, "a"), part(yes, "b")});
  join_or(four);
  CHECK(truth_of(four) == yes);
  CHECK(keys(four.decisive) == "");
  CHECK(keys(four.other) == "ab");
}

TEST_CASE("what decides is never told a second time as what does not") {
  Finding one = joint({part(unknown, "a"), part(yes, "a")});
  join_and(one);
  CHECK(keys(one.decisive) == "a");
  CHECK(keys(one.other) == "");
}

TEST_CASE("not keeps all but the value") {
  Finding one = joint({part(unknown, "a", {"x"})});
  join_not(one);
  CHECK(truth_of(one) == unknown);
  CHECK(keys(one.decisive) == "a");
  CHECK(texts(one.assumed) == "x");
}

TEST_CASE("at least n") {
  const auto value = [](std::vector<Truth> parts, std::size_t needed) {
    std::vector<Finding> findings;
    for (const Truth truth : parts) findings.push_back(part(truth, "a"));
    Finding one = joint(std::move(findings));
    join_at_least(one, needed);
    CHECK(keys(one.decisive) == (truth_of(one) == unknown ? "a" : ""));
    return truth_of(one);
  };
  CHECK(value({yes, yes, unknown}, 2) == yes);
  CHECK(value({yes, unknown, no}, 2) == unknown);
  CHECK(value({unknown, unknown, no}, 2) == unknown);
  CHECK(value({unknown, no, no}, 2) == no);
  CHECK(value({yes, no, no}, 2) == no);
  CHECK(value({unknown}, 1) == unknown);
}

// One part alone settles the whole: then only its assumptions are leant on, and the fewest that do.
TEST_CASE("a settled value leans on no more than it needs") {
  Finding one = joint({part(no, "", {"x"}), part(no), part(yes, "", {"y"})});
  join_and(one);
  CHECK(truth_of(one) == no);
  CHECK(texts(one.assumed) == "");

  Finding two = joint({part(no, "", {"x", "y"}), part(no, "", {"z"})});
  join_and(two);
  CHECK(texts(two.assumed) == "z");

  Finding three = joint({part(yes, "", {"x"}), part(yes, "", {"y"})});
  join_and(three);
  CHECK(truth_of(three) == yes);
  CHECK(texts(three.assumed) == "xy");

  Finding four = joint({part(yes, "", {"x"}), part(no, "", {"y"})});
  join_or(four);
  CHECK(texts(four.assumed) == "x");

  Finding five = joint({part(unknown, "a", {"x"}), part(no, "", {"y"})});
  join_or(five);
  CHECK(truth_of(five) == unknown);
  CHECK(texts(five.assumed) == "xy");
}

TEST_CASE("a value of all its parts") {
  Finding open = joint({part(unknown, "a"), part(unknown, "b")});
  open.value = facts::Interval::closed(1, 2);
  join_all(open);
  CHECK(keys(open.decisive) == "ab");

  Finding settled = joint({part(unknown, "a", {"x"}), part(unknown, "b")});
  settled.value = facts::Interval::point(1);
  join_all(settled);
  CHECK(keys(settled.decisive) == "");
  CHECK(keys(settled.other) == "ab");
  CHECK(texts(settled.assumed) == "x");
}

TEST_CASE("readings") {
  struct Row {
    std::vector<Finding> readings;
    Truth value;
    bool differ;
    std::string decisive;
  };
  const std::vector<Row> rows = {
      {{part(yes), part(yes)}, yes, false, ""},
      {{part(no), part(no)}, no, false, ""},
      {{part(yes, "a"), part(no, "b")}, unknown, true, "interpretation.x"},
      {{part(yes), part(unknown, "a")}, unknown, false, "a"},
      {{part(unknown, "a"), part(unknown, "b")}, unknown, false, "ab"},
      {{part(yes), part(no), part(unknown, "a")}, unknown, true, "interpretation.x"},
      {{part(yes)}, yes, false, ""},
  };
  for (const Row& row : rows) {
    Truth value = no;
    facts::MissingSet decisive;
    facts::MissingSet other;
    std::vector<std::string> assumed;
    CAPTURE(row.decisive);
    CHECK(join_readings(row.readings, "x", value, decisive, other, assumed) == row.differ);
    CHECK(value == row.value);
    CHECK(keys(decisive) == row.decisive);
  }
}

TEST_CASE("assumptions are kept sorted, each once") {
  std::vector<std::string> all = {"b"};
  merge_assumed(all, {"c", "a", "b"});
  CHECK(texts(all) == "abc");
}

}  // namespace regimen::program
