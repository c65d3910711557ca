// Entry: Walker::positive: the outcome of the tests of a list.
// Test: tests/conformance/list.yaml and tests/property.
#include "engine/program/logic.h"
#include "engine/program/walker.h"

namespace regimen::program {

using facts::Cause;
using facts::Truth;
using language::Expr;
using language::NodeInfo;

// A negative of the same test and day contradicts a positive. What may be one (its name, its result
// or its date is not known well enough) leaves the positive in doubt too, or learning which test it
// was would take back a verdict. Returns what is in doubt; nothing where nothing contradicts.
facts::MissingSet Walker::contested(const std::vector<Finding>& where, const NodeInfo& info,
                                    std::size_t positive) const {
  const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[info.list];
  const facts::Terminology& terms = pack_.knowledge->terminology;
  const std::vector<facts::SettledEntry>& all = patient_.lists[info.list].entries;
  const facts::FieldId outcome = list.outcome->field;
  const auto result = [&](std::size_t i) {
    return std::get<facts::Word>(all[i].values[outcome]).id;
  };
  const auto test = [&](std::size_t i) {
    return std::get<facts::ConceptName>(all[i].values[list.identity]).id;
  };
  const auto date = [&](std::size_t i) { return date_of(all[i], *list.existed, patient_.as_of); };
  const auto may_be_one_test = [&](std::size_t i) {
    if (!test(i) || !test(positive)) return true;
    return terms.is_a(*test(i), *test(positive)) != Truth::no ||
           terms.is_a(*test(positive), *test(i)) != Truth::no;
  };
  facts::MissingSet missing;
  if (!list.existed || !result(positive)) return missing;
  for (std::size_t i = 0; i < where.size(); ++i) {
    if (i == positive || truth_of(where[i]) == Truth::no) continue;
    if (result(i) && result(i) != list.outcome->negative) continue;
    if (!may_be_one_test(i)) continue;
    if (facts::equal(date(i), date(positive)) == Truth::no) continue;
    const std::size_t before = missing.size();
    for (const std::size_t one : {i, positive}) {
      const EntryView view{&list, &all[one], one};
      for (const facts::FieldId field : {list.identity, outcome, *list.existed}) {
        const auto& cause = all[one].causes[field];
        if (cause) facts::insert(missing, missing_of(view, field, *cause));
      }
    }
    const EntryView view{&list, &all[positive], positive};
    if (missing.size() == before)
      facts::insert(missing, missing_of(view, outcome, Cause::conflicting));
  }
  return missing;
}

// Yes by a valid positive; no only by a valid negative and no positive, indeterminate or unreadable
// one; else unknown.
void Walker::positive(const Expr& expr, const NodeInfo& info, Finding& finding) {
  const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[info.list];
  const facts::SettledList& settled = patient_.lists[info.list];
  const facts::Outcome& outcome = *list.outcome;
  finding.children = entries(expr, info);
  bool found = false;
  bool passed = false;
  bool doubtful = false;
  facts::MissingSet missing;
  for (std::size_t i = 0; i < finding.children.size(); ++i) {
    const Finding& where = finding.children[i];
    const facts::SettledEntry& entry = settled.entries[i];
    const EntryView view{&list, &entry, i};
    const auto& result = std::get<facts::Word>(entry.values[outcome.field]);
    if (truth_of(where) == Truth::no) continue;
    if (result.id && outcome.none && result.id == outcome.none) {
      facts::insert(missing, missing_of(view, outcome.field, Cause::unanswered));
      continue;
    }
    const bool sure = truth_of(where) == Truth::yes;
    if (result.id == outcome.negative) {
      passed = passed || sure;
      facts::merge(missing, where.decisive);
      continue;
    }
    const facts::MissingSet contest = contested(finding.children, info, i);
    const bool believed = contest.empty() || conflicts_ == Conflicts::worse;
    if (sure && result.id == outcome.positive && believed) {
      found = true;
      continue;
    }
    doubtful = true;
    facts::merge(missing, where.decisive);
    const auto& cause = entry.causes[outcome.field];
    if (cause) facts::insert(missing, missing_of(view, outcome.field, *cause));
    facts::merge(missing, contest);
  }
  const Truth value = found ? Truth::yes : (passed && !doubtful ? Truth::no : Truth::unknown);
  finding.value = value;
  if (value == Truth::unknown && !passed && !doubtful) {
    std::string about;
    for (const facts::ConceptId target : info.targets.value_or(std::vector<facts::ConceptId>())) {
      about += (about.empty() ? "" : ", ") + pack_.knowledge->terminology.at(target).id;
    }
    facts::merge(missing, unlisted_where(expr, info.list).decisive);
    facts::insert(missing, {list.id, absence(settled), about});
  }
  (value == Truth::unknown ? finding.decisive : finding.other) = missing;
}

}  // namespace regimen::program
