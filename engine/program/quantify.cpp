// Entry: Walker::quantify: `any`, `no`, `count`, `sum`, `latest` and `positive` over a list.
// Test: tests/conformance/list.yaml and tests/property.
#include <algorithm>

#include "engine/program/logic.h"
#include "engine/program/walker.h"

namespace regimen::program {

using facts::Cause;
using facts::Interval;
using facts::ListState;
using facts::Truth;
using language::Expr;
using language::ExprKind;
using language::NodeInfo;

void Walker::quantify(const Expr& expr, const NodeInfo& info, Finding& finding) {
  switch (expr.kind) {
    case ExprKind::any:
      any(expr, info, finding);
      return;
    case ExprKind::none:
      any(expr, info, finding);
      finding.value = facts::negation(truth_of(finding));
      return;
    case ExprKind::count:
      count(expr, info, finding);
      return;
    case ExprKind::sum:
      sum(expr, info, finding);
      return;
    case ExprKind::latest:
      latest(expr, info, finding);
      return;
    case ExprKind::positive:
      positive(expr, info, finding);
      return;
    default:
      return;
  }
}

Cause absence(const facts::SettledList& settled) {
  if (settled.state == ListState::unavailable) return Cause::unavailable;
  return settled.state == ListState::asked ? Cause::not_known : Cause::not_supplied;
}

facts::DateRange date_of(const facts::SettledEntry& entry, facts::FieldId field, facts::Day as_of) {
  const auto& stated = std::get<facts::DateRange>(entry.values[field]);
  return {stated.first, std::min(stated.last, as_of)};
}

namespace {

std::size_t where_of(const Expr& expr) { return expr.kind == ExprKind::sum ? 1 : 0; }

}  // namespace

// An entry of which nothing is known, as any that is not in the list.
const facts::SettledEntry& Walker::nobody(facts::ListId list) {
  auto& known = nobodies_[list];
  if (known != nullptr) return *known;
  known = std::make_unique<facts::SettledEntry>();
  for (const facts::FieldDef& field : pack_.knowledge->vocabulary.lists()[list].fields) {
    known->values.push_back(facts::unknown_value(field.type));
    known->causes.emplace_back(Cause::not_supplied);
  }
  return *known;
}

// One finding for each entry: whether it is there and satisfies the `where`.
std::vector<Finding> Walker::entries(const Expr& expr, const NodeInfo& info) {
  const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[info.list];
  const facts::SettledList& settled = patient_.lists[info.list];
  const std::size_t where = where_of(expr);
  std::vector<Finding> result;
  result.reserve(settled.entries.size() + 1);  // and one for those that are not listed
  for (std::size_t i = 0; i < settled.entries.size(); ++i) {
    const facts::SettledEntry& entry = settled.entries[i];
    const EntryView view{&list, &entry, i};
    Finding& finding = result.emplace_back();
    finding.value = Truth::yes;
    if (expr.children.size() > where) find(expr.children[where], &view, finding);
    finding.entry = i;
    const auto doubt = [&](facts::FieldId field, Cause cause) {
      if (truth_of(finding) == Truth::no) return;
      finding.value = Truth::unknown;
      facts::insert(finding.decisive, missing_of(view, field, cause));
    };
    if (entry.doubtful) {
      doubt(list.identity, Cause::not_known);
    } else if (entry.exists != Truth::yes) {
      doubt(*list.existed, Cause::imprecise);
    }
    const auto& identity = std::get<facts::ConceptName>(entry.values[list.identity]);
    const bool denied =
        identity.id &&
        std::any_of(settled.absent.begin(), settled.absent.end(), [&](facts::ConceptId absent) {
          return pack_.knowledge->terminology.is_a(*identity.id, absent) == Truth::yes;
        });
    if (denied) doubt(list.identity, Cause::conflicting);
  }
  return result;
}

// The `where` of an entry that is not in the list: what it asks of the patient may be known, or be
// missing, all the same.
Finding Walker::unlisted_where(const Expr& expr, facts::ListId list) {
  const std::size_t where = where_of(expr);
  if (expr.children.size() <= where) {
    Finding finding;
    finding.value = Truth::yes;
    return finding;
  }
  const EntryView view{&pack_.knowledge->vocabulary.lists()[list], &nobody(list), 0, true};
  return at(expr.children[where], &view);
}

// Whether an entry that is not in the list may satisfy the `where`: no where the list is closed for
// it, unknown where it is open, and no by assumption where a plain list is taken to name all.
Finding Walker::remainder(const Expr& expr, const NodeInfo& info) {
  const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[info.list];
  const facts::SettledList& settled = patient_.lists[info.list];
  Finding finding;
  finding.value = Truth::no;
  if (settled.state == ListState::none || settled.state == ListState::complete) return finding;
  std::string about;
  bool denied = info.targets.has_value();
  if (info.targets) {
    for (const facts::ConceptId target : *info.targets) {
      const bool absent =
          std::any_of(settled.absent.begin(), settled.absent.end(), [&](facts::ConceptId id) {
            return pack_.knowledge->terminology.is_a(target, id) == Truth::yes;
          });
      if (absent) continue;
      denied = false;
      about += (about.empty() ? "" : ", ") + pack_.knowledge->terminology.at(target).id;
    }
  }
  if (denied) return finding;
  const bool assumable = settled.state == ListState::plain && !list.assumption.empty();
  if (world_ == World::assumed && assumable) {
    finding.assumed.push_back(list.assumption);
    return finding;
  }
  Finding where = unlisted_where(expr, info.list);
  if (truth_of(where) == Truth::no) {
    finding.other = std::move(where.decisive);
    return finding;
  }
  finding.value = Truth::unknown;
  finding.decisive = std::move(where.decisive);
  finding.other = std::move(where.other);
  facts::insert(finding.decisive, {list.id, absence(settled), about});
  return finding;
}

void Walker::any(const Expr& expr, const NodeInfo& info, Finding& finding) {
  finding.children = entries(expr, info);
  finding.children.push_back(remainder(expr, info));
  join_or(finding);
}

void Walker::count(const Expr& expr, const NodeInfo& info, Finding& finding) {
  finding.children = entries(expr, info);
  std::int64_t fewest = 0;
  std::int64_t most = 0;
  for (const Finding& child : finding.children) {
    fewest += truth_of(child) == Truth::yes ? 1 : 0;
    most += truth_of(child) == Truth::no ? 0 : 1;
  }
  finding.children.push_back(remainder(expr, info));
  finding.value = Interval::closed(fewest, most);
  if (truth_of(finding.children.back()) == Truth::unknown)
    finding.value = Interval{{fewest, false}, {}};
  join_all(finding);
}

// What entries that are not listed may add, as often as there are any: nothing is the least where
// none can be below nought, and the most where none can be above.
Interval Walker::unlisted(const Expr& expr, facts::ListId list) {
  const EntryView view{&pack_.knowledge->vocabulary.lists()[list], &nobody(list), 0, true};
  const auto part = std::get<Interval>(at(expr.children[0], &view).value);
  Interval result = Interval::everything();
  const facts::Bound nought{facts::Rational(0), false};
  if (part.low.at && *part.low.at >= facts::Rational(0)) result.low = nought;
  if (part.high.at && *part.high.at <= facts::Rational(0)) result.high = nought;
  return result;
}

void Walker::sum(const Expr& expr, const NodeInfo& info, Finding& finding) {
  const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[info.list];
  const facts::SettledList& settled = patient_.lists[info.list];
  std::vector<Finding> where = entries(expr, info);
  Interval total = Interval::point(0);
  for (std::size_t i = 0; i < where.size(); ++i) {
    const Truth counts = truth_of(where[i]);
    if (counts == Truth::no) continue;
    const EntryView view{&list, &settled.entries[i], i};
    Finding part = at(expr.children[0], &view);
    auto amount = std::get<Interval>(part.value);
    if (counts == Truth::unknown) amount = facts::hull(amount, Interval::point(0));
    total = facts::add(total, amount);
    part.value = amount;
    part.entry = i;
    facts::merge(part.decisive, where[i].decisive);
    merge_assumed(part.assumed, where[i].assumed);
    finding.children.push_back(std::move(part));
  }
  Finding rest = remainder(expr, info);
  if (truth_of(rest) == Truth::unknown) total = facts::add(total, unlisted(expr, info.list));
  facts::merge(finding.decisive, rest.decisive);
  merge_assumed(finding.assumed, rest.assumed);
  finding.value = total;
  join_all(finding);
}

// `latest` speaks of the entries that are known: that a newer one may exist somewhere is always so.
void Walker::latest(const Expr& expr, const NodeInfo& info, Finding& finding) {
  const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[info.list];
  const facts::SettledList& settled = patient_.lists[info.list];
  const facts::FieldId field = info.ids.front();
  finding.value = facts::unknown_value(list.fields[field].type);
  std::vector<Finding> where = entries(expr, info);
  const auto date = [&](std::size_t i) {
    return date_of(settled.entries[i], *list.existed, patient_.as_of);
  };
  std::vector<std::size_t> newest;
  for (std::size_t i = 0; i < where.size(); ++i) {
    bool superseded = truth_of(where[i]) == Truth::no;
    for (std::size_t other = 0; other < where.size() && !superseded; ++other) {
      superseded = truth_of(where[other]) == Truth::yes && date(i).last < date(other).first;
    }
    if (!superseded) newest.push_back(i);
  }
  bool sure = false;
  bool settled_all = true;
  bool agree = true;
  for (const std::size_t i : newest) {
    sure = sure || truth_of(where[i]) == Truth::yes;
    const EntryView view{&list, &settled.entries[i], i};
    const auto& cause = settled.entries[i].causes[field];
    if (cause) facts::insert(finding.decisive, missing_of(view, field, *cause));
    facts::merge(finding.decisive, where[i].decisive);
    const facts::Value& value = settled.entries[i].values[field];
    settled_all = settled_all && facts::is_settled(value);
    agree = agree && value == settled.entries[newest.front()].values[field];
  }
  // Two that are equally vague may turn out to differ.
  agree = newest.size() == 1 || (agree && settled_all);
  finding.children = std::move(where);
  if (newest.empty()) {
    facts::merge(finding.decisive, unlisted_where(expr, info.list).decisive);
    facts::insert(finding.decisive, {list.id, absence(settled)});
    return;
  }
  if (!sure) return;
  if (!agree) {
    const EntryView view{&list, &settled.entries[newest.front()], newest.front()};
    // Without their dates it is not known which is the newest.
    bool undated = false;
    for (const std::size_t i : newest) {
      const auto& cause = settled.entries[i].causes[*list.existed];
      if (!cause) continue;
      const EntryView each{&list, &settled.entries[i], i};
      facts::insert(finding.decisive, missing_of(each, *list.existed, *cause));
      undated = true;
    }
    if (!undated && settled_all)
      facts::insert(finding.decisive, missing_of(view, field, Cause::conflicting));
    return;
  }
  finding.value = settled.entries[newest.front()].values[field];
  if (!facts::is_settled(finding.value)) return;
  finding.other = finding.decisive;
  finding.decisive.clear();
}

}  // namespace regimen::program
