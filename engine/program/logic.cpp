// Entry: join_and, join_or, join_readings. Test: tests/program/logic_test.cpp and
// tests/conformance/logic.yaml.
#include "engine/program/logic.h"

#include <algorithm>

namespace regimen::program {

using facts::Truth;

std::string_view to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::fail:
      return "fail";
    case Verdict::unknown:
      return "unknown";
    case Verdict::not_applicable:
      return "not_applicable";
  }
  return "unknown";
}

Truth truth_of(const Finding& finding) { return std::get<Truth>(finding.value); }

void keep_apart(const facts::MissingSet& decisive, facts::MissingSet& other) {
  if (!decisive.empty() && !other.empty()) other = facts::without(other, decisive);
}

void merge_assumed(std::vector<std::string>& into, const std::vector<std::string>& other) {
  for (const std::string& id : other) {
    const auto place = std::lower_bound(into.begin(), into.end(), id);
    if (place == into.end() || *place != id) into.insert(place, id);
  }
}

namespace {

// The missing facts of the parts that are unknown decide; those of the others do not.
void collect_missing(Finding& joint, bool known) {
  for (const Finding& child : joint.children) {
    const bool decides = !known && truth_of(child) == Truth::unknown;
    facts::append(decides ? joint.decisive : joint.other, child.decisive);
    facts::append(joint.other, child.other);
  }
  facts::normalise(joint.decisive);
  facts::normalise(joint.other);
  keep_apart(joint.decisive, joint.other);
}

// A value that one part alone settles leans on the assumptions of the part that assumes least.
void collect_assumed(Finding& joint, Truth settling) {
  const Finding* least = nullptr;
  for (const Finding& child : joint.children) {
    if (truth_of(child) != settling) continue;
    if (least == nullptr || child.assumed.size() < least->assumed.size()) least = &child;
  }
  if (truth_of(joint) == settling && least != nullptr) {
    joint.assumed = least->assumed;
    return;
  }
  for (const Finding& child : joint.children) merge_assumed(joint.assumed, child.assumed);
}

}  // namespace

// LANGUAGE.md, "Logic"
void join_and(Finding& joint) {
  Truth value = Truth::yes;
  for (const Finding& child : joint.children) value = facts::both(value, truth_of(child));
  joint.value = value;
  collect_missing(joint, value != Truth::unknown);
  collect_assumed(joint, Truth::no);
}

void join_or(Finding& joint) {
  Truth value = Truth::no;
  for (const Finding& child : joint.children) value = facts::either(value, truth_of(child));
  joint.value = value;
  collect_missing(joint, value != Truth::unknown);
  collect_assumed(joint, Truth::yes);
}

void join_not(Finding& joint) {
  joint.value = facts::negation(truth_of(joint.children.front()));
  joint.decisive = joint.children.front().decisive;
  joint.other = joint.children.front().other;
  joint.assumed = joint.children.front().assumed;
}

void join_at_least(Finding& joint, std::size_t needed) {
  std::size_t holding = 0;
  std::size_t open = 0;
  for (const Finding& child : joint.children) {
    if (truth_of(child) == Truth::yes) ++holding;
    if (truth_of(child) == Truth::unknown) ++open;
  }
  const Truth value =
      holding >= needed ? Truth::yes : (holding + open < needed ? Truth::no : Truth::unknown);
  joint.value = value;
  collect_missing(joint, value != Truth::unknown);
  for (const Finding& child : joint.children) merge_assumed(joint.assumed, child.assumed);
}

void join_all(Finding& joint) {
  const bool settled = facts::is_settled(joint.value);
  for (const Finding& child : joint.children) {
    facts::merge(settled ? joint.other : joint.decisive, child.decisive);
    facts::merge(joint.other, child.other);
    merge_assumed(joint.assumed, child.assumed);
  }
  keep_apart(joint.decisive, joint.other);
}

bool join_readings(const std::vector<Finding>& readings, const std::string& silent_on, Truth& value,
                   facts::MissingSet& decisive, facts::MissingSet& other,
                   std::vector<std::string>& assumed) {
  bool holds = false;
  bool fails = false;
  bool open = false;
  for (const Finding& reading : readings) {
    holds = holds || truth_of(reading) == Truth::yes;
    fails = fails || truth_of(reading) == Truth::no;
    open = open || truth_of(reading) == Truth::unknown;
    merge_assumed(assumed, reading.assumed);
  }
  const bool differ = holds && fails;
  value = open || differ ? Truth::unknown : facts::truth(holds);
  if (differ) facts::insert(decisive, {"interpretation." + silent_on, facts::Cause::silent_source});
  for (const Finding& reading : readings) {
    // Once two readings differ, no fact can bring them together.
    const bool decides = !differ && truth_of(reading) == Truth::unknown;
    facts::merge(decides ? decisive : other, reading.decisive);
    facts::merge(other, reading.other);
  }
  keep_apart(decisive, other);
  return differ;
}

}  // namespace regimen::program
