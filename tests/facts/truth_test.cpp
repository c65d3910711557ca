// Truth: the tables of strong Kleene logic, and sets of what is missing.
#include "engine/facts/truth.h"

#include <doctest/doctest.h>

#include <array>
#include <set>
#include <string>

namespace {

using regimen::facts::Cause;
using regimen::facts::Missing;
using regimen::facts::MissingSet;
using regimen::facts::Truth;

constexpr Truth t = Truth::yes;
constexpr Truth u = Truth::unknown;
constexpr Truth f = Truth::no;

}  // namespace

TEST_CASE("and, or and not follow the strong tables of Kleene 1952, section 64") {
  // In the order of the book, t, f, u, for the left and the upper side.
  constexpr std::array<Truth, 3> sides = {t, f, u};
  constexpr std::array<std::array<Truth, 3>, 3> conjunction = {{{t, f, u}, {f, f, f}, {u, f, u}}};
  constexpr std::array<std::array<Truth, 3>, 3> disjunction = {{{t, t, t}, {t, f, u}, {t, u, u}}};
  constexpr std::array<Truth, 3> negated = {f, t, u};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(negation(sides[i]) == negated[i]);
    for (std::size_t j = 0; j < 3; ++j) {
      CAPTURE(to_text(sides[i]));
      CAPTURE(to_text(sides[j]));
      CHECK(both(sides[i], sides[j]) == conjunction[i][j]);
      CHECK(either(sides[i], sides[j]) == disjunction[i][j]);
    }
  }
  CHECK(regimen::facts::truth(true) == t);
  CHECK(regimen::facts::truth(false) == f);
}

TEST_CASE("truths and causes have the names that results use") {
  CHECK(to_text(t) == "yes");
  CHECK(to_text(u) == "unknown");
  CHECK(to_text(f) == "no");
  // The names are part of every result: they never change.
  struct Row {
    Cause cause;
    std::string name;
  };
  std::set<std::string> names;
  for (const Row& row : {
           Row{Cause::not_supplied, "not_supplied"},
           Row{Cause::not_known, "not_known"},
           Row{Cause::invalid, "invalid"},
           Row{Cause::stale, "stale"},
           Row{Cause::conflicting, "conflicting"},
           Row{Cause::unresolved_name, "unresolved_name"},
           Row{Cause::unit_not_convertible, "unit_not_convertible"},
           Row{Cause::imprecise, "imprecise"},
           Row{Cause::unanswered, "unanswered"},
           Row{Cause::silent_source, "silent_source"},
       }) {
    CHECK(to_text(row.cause) == row.name);
    names.insert(row.name);
  }
  CHECK(names.size() == 10);
}

TEST_CASE("what is missing is a set: sorted, and each once") {
  const Missing a{"a", Cause::not_supplied};
  const Missing a_stale{"a", Cause::stale};
  const Missing a_about{"a", Cause::not_supplied, "x"};
  const Missing b{"b", Cause::not_supplied};
  MissingSet set;
  for (const Missing& one : {b, a, a_stale, b, a, a_about}) insert(set, one);
  CHECK(set == MissingSet{a, a_about, a_stale, b});
}

TEST_CASE("many sets joined at once are what they are joined one by one") {
  const Missing a{"a", Cause::not_supplied};
  const Missing a_stale{"a", Cause::stale};
  const Missing b{"b", Cause::not_supplied};
  MissingSet at_once;
  for (const MissingSet& one : {MissingSet{b}, MissingSet{a, b}, MissingSet{}, MissingSet{a_stale}})
    append(at_once, one);
  normalise(at_once);
  CHECK(at_once == MissingSet{a, a_stale, b});
  normalise(at_once);
  CHECK(at_once.size() == 3);
}

TEST_CASE("sets are joined and taken from each other") {
  const Missing a{"a", Cause::not_supplied};
  const Missing a_stale{"a", Cause::stale};
  const Missing b{"b", Cause::not_supplied};
  const Missing c{"c", Cause::not_supplied};
  MissingSet into = {a, c};
  merge(into, {a, b});
  CHECK(into == MissingSet{a, b, c});
  merge(into, {});
  CHECK(into.size() == 3);
  CHECK(without(into, {b}) == MissingSet{a, c});
  CHECK(without(into, {a_stale}) == into);  // another cause is another thing
  CHECK(without(into, into).empty());
  CHECK(without({}, into).empty());
}
