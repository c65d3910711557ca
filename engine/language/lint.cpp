// Entry: lint. Test: tests/language/lint_test.cpp and the golden files of tests/golden.
#include "engine/language/lint.h"

#include <algorithm>

#include "engine/language/cells.h"

namespace regimen::language {

using core::Code;

namespace {

// Whether the rule is true in the cell: its guard and all its readings.
bool fires(const Cells& cells, const Rule& rule) {
  if (rule.applies_when != no_expr && !cells.holds(rule.applies_when)) return false;
  return std::all_of(rule.when.alternatives.begin(), rule.when.alternatives.end(),
                     [&](const Alternative& alternative) { return cells.holds(alternative.when); });
}

void add(Cells& cells, const Rule& rule) {
  cells.add(rule.applies_when);
  for (const Alternative& alternative : rule.when.alternatives) cells.add(alternative.when);
}

void never_fires(const CheckedPack& pack, core::Diagnostics& diagnostics) {
  for (const Rule& rule : pack.pack.rules) {
    if (rule.kind == RuleKind::workup) continue;
    Cells cells(pack);
    add(cells, rule);
    bool fired = false;
    const bool all_seen = cells.visit([&] {
      fired = fires(cells, rule);
      return !fired;
    });
    if (all_seen && !fired)
      diagnostics.add(
          {Code::never_fires, rule.span, "no patient can make this rule true", rule.id});
  }
}

// Whether all regimens of one rule are among those of the other: rules of two drugs meet in their
// combination only, and there each speaks for its own.
bool within_regimens(const Rule& a, const Rule& b) {
  return std::all_of(a.safety.regimens.begin(), a.safety.regimens.end(), [&](std::size_t regimen) {
    return std::find(b.safety.regimens.begin(), b.safety.regimens.end(), regimen) !=
           b.safety.regimens.end();
  });
}

// Safety rules that hold on the same facts and weigh them differently. Twins disagree openly.
bool weigh_differently(const Rule& a, const Rule& b) {
  const bool same_place = a.safety.jurisdiction == b.safety.jurisdiction;
  const bool twins = a.safety.twin == b.id || b.safety.twin == a.id;
  return a.kind == RuleKind::safety && b.kind == RuleKind::safety && same_place && !twins &&
         (within_regimens(a, b) || within_regimens(b, a)) && a.safety.severity != b.safety.severity;
}

bool passes(const Cells& cells, const Rule& rule) {
  const bool when =
      std::all_of(rule.when.alternatives.begin(), rule.when.alternatives.end(),
                  [&](const Alternative& alternative) { return cells.holds(alternative.when); });
  if (rule.applies_when != no_expr && !cells.holds(rule.applies_when)) return true;
  if (rule.kind == RuleKind::inclusion) return when;
  return std::none_of(
      rule.when.alternatives.begin(), rule.when.alternatives.end(),
      [&](const Alternative& alternative) { return cells.holds(alternative.when); });
}

void contradict(const CheckedPack& pack, const Rule& a, const Rule& b,
                core::Diagnostics& diagnostics) {
  Cells one(pack);
  add(one, a);
  Cells other(pack);
  add(other, b);
  Cells cells(pack);
  add(cells, a);
  add(cells, b);
  const std::string other_id = "the other is `" + b.id + "`";
  if (weigh_differently(a, b) && one.variables() == other.variables()) {
    bool same = true;
    const bool all_seen = cells.visit([&] {
      same = fires(cells, a) == fires(cells, b);
      return same;
    });
    if (all_seen && same) {
      diagnostics.add({Code::contradicting_rules, a.span,
                       "two rules weigh the same facts differently", a.id, other_id});
    }
  }
  if (a.is_criterion() && b.is_criterion()) {
    bool passed = false;
    const bool all_seen = cells.visit([&] {
      passed = passes(cells, a) && passes(cells, b);
      return !passed;
    });
    if (all_seen && !passed) {
      diagnostics.add(
          {Code::contradicting_rules, a.span, "no patient can pass both", a.id, other_id});
    }
  }
}

void contradictions(const CheckedPack& pack, core::Diagnostics& diagnostics) {
  const auto& rules = pack.pack.rules;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (std::size_t j = i + 1; j < rules.size(); ++j)
      contradict(pack, rules[i], rules[j], diagnostics);
  }
}

// A rule of one jurisdiction and its twin name each other.
void twins(const CheckedPack& pack, core::Diagnostics& diagnostics) {
  for (const Rule& rule : pack.pack.rules) {
    if (rule.kind != RuleKind::safety || rule.safety.jurisdiction.empty()) continue;
    const bool found =
        std::any_of(pack.pack.rules.begin(), pack.pack.rules.end(), [&](const Rule& other) {
          return other.id == rule.safety.twin && other.safety.twin == rule.id &&
                 other.safety.jurisdiction != rule.safety.jurisdiction;
        });
    if (!found)
      diagnostics.add({Code::missing_twin, rule.span,
                       "this rule has no twin in another jurisdiction", rule.id});
  }
}

void stale_sources(const CheckedPack& pack, const LintOptions& options,
                   core::Diagnostics& diagnostics) {
  if (!options.today) return;
  const facts::Day oldest = facts::add_months(*options.today, -options.stale_months);
  for (const Rule& rule : pack.pack.rules) {
    const bool dated =
        rule.kind == RuleKind::safety || rule.kind == RuleKind::workup || rule.is_planned();
    if (dated && rule.safety.verified.last < oldest) {
      diagnostics.add({Code::stale_source, rule.span,
                       "its source was last read on " + facts::to_text(rule.safety.verified),
                       rule.id});
    }
  }
}

}  // namespace

void lint(const CheckedPack& pack, const LintOptions& options, core::Diagnostics& diagnostics) {
  never_fires(pack, diagnostics);
  contradictions(pack, diagnostics);
  twins(pack, diagnostics);
  stale_sources(pack, options, diagnostics);
}

}  // namespace regimen::language
