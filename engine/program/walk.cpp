// Entry: walk. Operators stand in operators.cpp, lists are looked through in quantify.cpp, scores
// summed in score.cpp.
// Test: tests/program/walk_test.cpp, tests/conformance, tests/property.
#include "engine/program/walk.h"

#include "engine/program/logic.h"
#include "engine/program/walker.h"

namespace regimen::program {

using facts::Cause;
using facts::Truth;
using language::Expr;
using language::ExprId;
using language::ExprKind;
using language::NodeInfo;
using language::RefKind;

Walker::Walker(const language::CheckedPack& pack, const facts::Settled& patient, World world,
               Conflicts conflicts)
    : pack_(pack),
      patient_(patient),
      world_(world),
      conflicts_(conflicts),
      definitions_(pack.pack.definitions.size()),
      scores_(pack.pack.scores.size()),
      nobodies_(pack.knowledge->vocabulary.lists().size()) {}

Finding Walker::at(ExprId id, const EntryView* entry) {
  Finding finding;
  find(id, entry, finding);
  return finding;
}

void Walker::find(ExprId id, const EntryView* entry, Finding& finding) {
  const Expr& expr = pack_.pack.ast.at(id);
  finding.expr = id;
  switch (expr.kind) {
    case ExprKind::number:
      finding.value = *pack_.nodes[id].literal;
      break;
    case ExprKind::date:
      finding.value = expr.date;
      break;
    case ExprKind::name:
      name(pack_.nodes[id], entry, finding);
      break;
    case ExprKind::negation:
      children(expr, entry, finding);
      join_not(finding);
      break;
    case ExprKind::conjunction:
      children(expr, entry, finding);
      join_and(finding);
      break;
    case ExprKind::disjunction:
      children(expr, entry, finding);
      join_or(finding);
      break;
    case ExprKind::at_least:
      children(expr, entry, finding);
      join_at_least(finding, static_cast<std::size_t>(expr.number.numerator()));
      break;
    case ExprKind::compare:
    case ExprKind::between:
      children(expr, entry, finding);
      compare(expr, pack_.nodes[id], finding);
      break;
    case ExprKind::is:
    case ExprKind::in:
      children(expr, entry, finding);
      is_in(expr, pack_.nodes[id], finding);
      break;
    case ExprKind::known:
      children(expr, entry, finding);
      finding.value =
          facts::truth(facts::is_settled(finding.children.front().value) != expr.negated);
      break;
    case ExprKind::within:
      children(expr, entry, finding);
      within(expr, finding);
      break;
    case ExprKind::arithmetic:
    case ExprKind::minus:
      children(expr, entry, finding);
      arithmetic(expr, finding);
      break;
    case ExprKind::conditional:
      children(expr, entry, finding);
      conditional(finding);
      break;
    case ExprKind::any:
    case ExprKind::none:
    case ExprKind::count:
    case ExprKind::sum:
    case ExprKind::latest:
    case ExprKind::positive:
      quantify(expr, pack_.nodes[id], finding);
      break;
  }
}

void Walker::children(const Expr& expr, const EntryView* entry, Finding& finding) {
  finding.children.reserve(expr.children.size());
  for (const ExprId child : expr.children) find(child, entry, finding.children.emplace_back());
}

void Walker::name(const NodeInfo& info, const EntryView* entry, Finding& finding) {
  switch (info.ref) {
    case RefKind::as_of:
      finding.value = facts::DateRange{patient_.as_of, patient_.as_of};
      return;
    case RefKind::field: {
      finding.value = entry->entry->values[info.index];
      if (!entry->unlisted) finding.entry = entry->position;
      const auto& cause = entry->entry->causes[info.index];
      if (cause) missing_field(*entry, info.index, *cause, finding.decisive);
      return;
    }
    case RefKind::fact:
      fact(info.index, finding);
      return;
    case RefKind::definition: {
      auto& known = definitions_[info.index];
      if (known == nullptr) known = std::make_unique<Finding>(definition(info.index));
      finding.value = known->value;
      finding.decisive = known->decisive;
      finding.other = known->other;
      finding.assumed = known->assumed;
      finding.children.push_back(*known);
      return;
    }
    case RefKind::none:
      return;
  }
}

Finding Walker::definition(std::size_t index) {
  const language::Statement& statement = pack_.pack.definitions[index].value;
  if (!statement.is_interpretation()) return at(statement.alternatives.front().when, nullptr);
  Finding finding;
  for (const language::Alternative& alternative : statement.alternatives)
    finding.children.push_back(at(alternative.when, nullptr));
  Truth value = Truth::unknown;
  join_readings(finding.children, statement.silent_on, value, finding.decisive, finding.other,
                finding.assumed);
  finding.value = value;
  return finding;
}

// A fact as it was stated, or as its score sums it up, or as it is assumed while it is not
// supplied.
void Walker::fact(facts::FactId id, Finding& finding) {
  const facts::SettledFact& settled = patient_.facts[id];
  if (pack_.score_of[id]) {
    scored(*pack_.score_of[id], settled, finding);
    return;
  }
  const auto assumption = pack_.assumption_of[id];
  // In its own assumption a fact stands for what was stated.
  const bool missing = assuming_ != id && !settled.supplied && !facts::is_settled(settled.value);
  if (world_ == World::assumed && assumption && missing) {
    const language::Assumption& assumed = pack_.pack.assumptions[*assumption];
    assuming_ = id;
    Finding value = at(assumed.value, nullptr);
    assuming_.reset();
    finding.value = value.value;
    finding.children.push_back(std::move(value));
    join_all(finding);
    merge_assumed(finding.assumed, {assumed.id});
    return;
  }
  finding.value = settled.value;
  finding.decisive = settled.missing;
}

// A field that is derived misses what it is derived from.
void Walker::missing_field(const EntryView& entry, facts::FieldId field, Cause cause,
                           facts::MissingSet& missing) const {
  if (entry.unlisted) return;
  const auto& from = entry.list->fields[field].from;
  std::vector<facts::FieldId> origins;
  if (const auto* period = std::get_if<facts::PeriodOf>(&from))
    origins = {period->first, period->last};
  if (const auto* attribute = std::get_if<facts::AttributeOf>(&from)) origins = {attribute->field};
  bool named = false;
  for (const facts::FieldId origin : origins) {
    const auto& origin_cause = entry.entry->causes[origin];
    if (!origin_cause) continue;
    facts::insert(missing, missing_of(entry, origin, *origin_cause));
    named = true;
  }
  if (!named) facts::insert(missing, missing_of(entry, field, cause));
}

// With what the entry is, where that is known.
facts::Missing Walker::missing_of(const EntryView& entry, facts::FieldId field, Cause cause) const {
  const auto& identity = std::get<facts::ConceptName>(entry.entry->values[entry.list->identity]);
  return {entry.list->id + "[" + std::to_string(entry.entry->index) + "]." +
              entry.list->fields[field].id,
          cause, identity.id ? pack_.knowledge->terminology.at(*identity.id).id : std::string()};
}

RuleFinding Walker::rule(std::size_t index) {
  const language::Rule& rule = pack_.pack.rules[index];
  RuleFinding finding;
  finding.rule = index;
  finding.alternatives.reserve(rule.when.alternatives.size());
  for (const language::Alternative& alternative : rule.when.alternatives)
    find(alternative.when, nullptr, finding.alternatives.emplace_back());
  if (rule.when.is_interpretation()) {
    finding.readings_differ = join_readings(finding.alternatives, rule.when.silent_on, finding.when,
                                            finding.decisive, finding.other, finding.assumed);
  } else {
    const bool asked = rule.kind == language::RuleKind::workup;
    const bool known = asked && facts::is_settled(finding.alternatives.front().value);
    finding.when =
        asked ? (known ? Truth::yes : Truth::unknown) : truth_of(finding.alternatives.front());
    finding.decisive = finding.alternatives.front().decisive;
    finding.other = finding.alternatives.front().other;
    finding.assumed = finding.alternatives.front().assumed;
  }
  const Truth passes =
      rule.kind == language::RuleKind::exclusion ? facts::negation(finding.when) : finding.when;
  finding.verdict = passes == Truth::yes ? Verdict::pass
                                         : (passes == Truth::no ? Verdict::fail : Verdict::unknown);
  if (rule.applies_when != language::no_expr) guard(rule, finding);
  return finding;
}

// A false guard drops the rule; an unknown one leaves it unknown unless it passes anyway.
void Walker::guard(const language::Rule& rule, RuleFinding& finding) {
  finding.guard = at(rule.applies_when, nullptr);
  const Truth applies = truth_of(*finding.guard);
  facts::merge(finding.other, finding.guard->other);
  if (applies == Truth::yes) {
    merge_assumed(finding.assumed, finding.guard->assumed);
    return;
  }
  if (applies == Truth::no) {
    facts::merge(finding.other, finding.decisive);
    finding.decisive.clear();
    finding.verdict = Verdict::not_applicable;
    finding.assumed = finding.guard->assumed;
    return;
  }
  if (finding.verdict == Verdict::pass) {
    facts::merge(finding.other, finding.guard->decisive);
    return;
  }
  finding.verdict = Verdict::unknown;
  facts::merge(finding.decisive, finding.guard->decisive);
  merge_assumed(finding.assumed, finding.guard->assumed);
  keep_apart(finding.decisive, finding.other);
}

Findings walk(const language::CheckedPack& pack, const facts::Settled& patient, World world,
              Conflicts conflicts, const Wanted& wanted) {
  Walker walker(pack, patient, world, conflicts);
  Findings findings;
  findings.rules.reserve(pack.pack.rules.size());
  for (std::size_t i = 0; i < pack.pack.rules.size(); ++i) {
    if (!wanted || wanted(i)) {
      findings.rules.push_back(walker.rule(i));
    } else {
      findings.rules.emplace_back().rule = i;
    }
  }
  return findings;
}

RuleFinding walk_rule(const language::CheckedPack& pack, const facts::Settled& patient, World world,
                      std::size_t rule) {
  return Walker(pack, patient, world).rule(rule);
}

Finding walk_expression(const language::CheckedPack& pack, const facts::Settled& patient,
                        World world, ExprId root) {
  return Walker(pack, patient, world).at(root, nullptr);
}

}  // namespace regimen::program
