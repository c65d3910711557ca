// Entry: to_text, merge. Test: tests/facts/truth_test.cpp.
#include "engine/facts/truth.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace regimen::facts {

std::string_view to_text(Truth truth) {
  switch (truth) {
    case Truth::no:
      return "no";
    case Truth::unknown:
      return "unknown";
    case Truth::yes:
      return "yes";
  }
  return "unknown";
}

std::string_view to_text(Cause cause) {
  switch (cause) {
    case Cause::not_supplied:
      return "not_supplied";
    case Cause::not_known:
      return "not_known";
    case Cause::invalid:
      return "invalid";
    case Cause::stale:
      return "stale";
    case Cause::conflicting:
      return "conflicting";
    case Cause::unresolved_name:
      return "unresolved_name";
    case Cause::unit_not_convertible:
      return "unit_not_convertible";
    case Cause::imprecise:
      return "imprecise";
    case Cause::unanswered:
      return "unanswered";
    case Cause::unavailable:
      return "unavailable";
    case Cause::silent_source:
      return "silent_source";
  }
  return "not_supplied";
}

void insert(MissingSet& set, const Missing& missing) {
  const auto place = std::lower_bound(set.begin(), set.end(), missing);
  if (place == set.end() || *place != missing) set.insert(place, missing);
}

void merge(MissingSet& into, const MissingSet& other) {
  if (into.empty()) {
    into = other;
    return;
  }
  constexpr std::size_t few = 4;
  if (other.size() <= few) {
    for (const Missing& missing : other) insert(into, missing);
    return;
  }
  MissingSet all;
  all.reserve(into.size() + other.size());
  std::set_union(into.begin(), into.end(), other.begin(), other.end(), std::back_inserter(all));
  into = std::move(all);
}

void append(MissingSet& into, const MissingSet& other) {
  into.insert(into.end(), other.begin(), other.end());
}

void normalise(MissingSet& set) {
  std::sort(set.begin(), set.end());
  set.erase(std::unique(set.begin(), set.end()), set.end());
}

MissingSet without(const MissingSet& all, const MissingSet& taken) {
  MissingSet rest;
  std::set_difference(all.begin(), all.end(), taken.begin(), taken.end(), std::back_inserter(rest));
  return rest;
}

}  // namespace regimen::facts
