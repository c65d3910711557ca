// Entry: write_assumptions, assume. Test: tests/io/text_plan_test.cpp and the golden reports of
// tests/golden.
#include <algorithm>

#include "engine/io/text_parts.h"
#include "engine/program/logic.h"

namespace regimen::io {

using program::Verdict;

void assume(const Writing& writing, const std::vector<std::string>& ids, std::size_t indent) {
  const Speaker& speaker = writing.speaker;
  for (const std::string& id : ids) {
    writing.page.item(
        '*', speaker.say("assuming", {{"assumption", speaker.word("assumptions", id)}}), indent);
  }
}

std::vector<std::string> assumed_for_safety(const decision::Decision& decision) {
  std::vector<std::string> all;
  for (const decision::RegimenSafety& regimen : decision.regimens)
    program::merge_assumed(all, regimen.assumptions);
  return all;
}

std::vector<std::string> assumed_for_plans(const decision::Decision& decision) {
  std::vector<std::string> all;
  for (const decision::RegimenPlan& plan : decision.plans)
    program::merge_assumed(all, plan.assumptions);
  return all;
}

void write_assumptions(const Writing& writing) {
  const decision::Decision& decision = writing.decision;
  std::vector<std::string> all;
  // Shown as met by assumption, also where the verdict does not lean on it.
  for (const decision::Criterion& criterion : decision.eligibility.criteria) {
    if (criterion.decides && criterion.verdict == Verdict::unknown &&
        criterion.assumed_verdict == Verdict::pass)
      program::merge_assumed(all, criterion.assumed);
  }
  program::merge_assumed(all, assumed_for_safety(decision));
  program::merge_assumed(all, assumed_for_plans(decision));
  std::erase_if(all, [&](const std::string& id) {
    return std::ranges::count(decision.eligibility.assumptions, id) > 0;
  });
  if (all.empty()) return;
  writing.page.blank();
  assume(writing, all, 0);
}

}  // namespace regimen::io
