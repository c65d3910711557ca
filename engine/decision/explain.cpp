// Entry: observed, distance. Test: tests/decision/explain_test.cpp.
#include "engine/decision/explain.h"

#include <algorithm>

#include "engine/program/logic.h"

namespace regimen::decision {

using facts::Interval;
using facts::Truth;
using language::Expr;
using language::ExprKind;
using language::NodeInfo;
using language::Op;
using language::RefKind;
using program::Finding;

namespace {

bool is_quantifier(ExprKind kind) { return kind >= ExprKind::any; }

class Collector {
 public:
  Collector(const language::CheckedPack& pack, const facts::Settled& patient)
      : pack_(pack), patient_(patient) {}

  void visit(const Finding& finding) {
    if (finding.expr == language::no_expr) {
      for (const Finding& child : finding.children) visit(child);
      return;
    }
    const Expr& expr = pack_.pack.ast.at(finding.expr);
    const NodeInfo& info = pack_.nodes[finding.expr];
    if (is_quantifier(expr.kind)) {
      visit_list(finding, info);
      return;
    }
    if (expr.kind == ExprKind::name && info.ref == RefKind::fact) {
      add_fact(info.index, finding);
      return;
    }
    for (const Finding& child : finding.children) visit(child);
  }

  std::vector<Observed> take() { return std::move(result_); }

 private:
  void add(Observed observed) {
    const bool known = std::any_of(result_.begin(), result_.end(), [&](const Observed& other) {
      return other.key == observed.key;
    });
    if (!known) result_.push_back(std::move(observed));
  }

  void add_fact(facts::FactId id, const Finding& finding) {
    const facts::FactDef& def = pack_.knowledge->vocabulary.facts()[id];
    const facts::SettledFact& settled = patient_.facts[id];
    Observed observed{def.at, settled.shown, settled.converted, "", settled.origin};
    if (settled.date) observed.date = facts::to_text(*settled.date);
    const bool known =
        finding.value != facts::unknown_value(def.type) || facts::is_settled(finding.value);
    if (observed.value.empty() && known)
      observed.value = facts::to_text(finding.value, def.type, pack_.knowledge->terminology);
    if (pack_.score_of[id] && !finding.children.empty())
      add_terms(pack_.pack.scores[*pack_.score_of[id]], finding.children.back(), observed);
    if (!observed.value.empty()) add(std::move(observed));
  }

  static void add_terms(const language::Score& score, const Finding& total, Observed& observed) {
    for (std::size_t i = 0; i < score.terms.size() && i < total.children.size(); ++i) {
      observed.terms.emplace_back(
          score.terms[i].id,
          facts::to_text(std::get<Interval>(total.children[i].value), facts::Unit{}));
    }
  }

  // The entries that count, or may count.
  void visit_list(const Finding& finding, const NodeInfo& info) {
    for (const Finding& child : finding.children) {
      if (!child.entry) continue;
      const auto* truth = std::get_if<Truth>(&child.value);
      if (truth != nullptr && *truth == Truth::no) continue;
      add_entry(info.list, *child.entry);
    }
  }

  void add_entry(facts::ListId list_id, std::size_t position) {
    const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[list_id];
    const facts::SettledEntry& entry = patient_.lists[list_id].entries[position];
    const auto& identity = std::get<facts::ConceptName>(entry.values[list.identity]);
    Observed observed{list.id + "[" + std::to_string(entry.index) + "]", entry.shown[list.identity],
                      "", "", entry.origin};
    if (identity.id) observed.value = pack_.knowledge->terminology.at(*identity.id).id;
    for (facts::FieldId i = 0; i < list.fields.size(); ++i) {
      if (i == list.identity || entry.shown[i].empty()) continue;
      observed.fields.emplace_back(list.fields[i].id, entry.shown[i]);
    }
    add(std::move(observed));
  }

  const language::CheckedPack& pack_;
  const facts::Settled& patient_;
  std::vector<Observed> result_;
};

using Distances = std::optional<std::vector<Distance>>;

class Measurer {
 public:
  Measurer(const language::CheckedPack& pack, const facts::Settled& patient)
      : pack_(pack), patient_(patient) {}

  Distances at(const Finding& finding, Truth wanted) const {
    if (program::truth_of(finding) == wanted) return std::vector<Distance>{};
    if (finding.expr == language::no_expr) return std::nullopt;
    const Expr& expr = pack_.pack.ast.at(finding.expr);
    switch (expr.kind) {
      case ExprKind::negation:
        return at(finding.children.front(), facts::negation(wanted));
      case ExprKind::conjunction:
        return wanted == Truth::yes ? all(finding, wanted) : nearest(finding, wanted);
      case ExprKind::disjunction:
      case ExprKind::any:
        return wanted == Truth::yes ? nearest(finding, wanted) : all(finding, wanted);
      case ExprKind::none:
        return wanted == Truth::yes ? all(finding, Truth::no) : nearest(finding, Truth::yes);
      case ExprKind::name:
        return finding.children.empty() ? std::nullopt : at(finding.children.front(), wanted);
      case ExprKind::compare:
      case ExprKind::between:
        return measure(finding, expr, wanted);
      default:
        return std::nullopt;
    }
  }

 private:
  Distances all(const Finding& finding, Truth wanted) const {
    std::vector<Distance> result;
    for (const Finding& child : finding.children) {
      const auto part = at(child, wanted);
      if (!part) return std::nullopt;
      result.insert(result.end(), part->begin(), part->end());
    }
    return result;
  }

  // The way that asks for the fewest changes.
  Distances nearest(const Finding& finding, Truth wanted) const {
    Distances best;
    for (const Finding& child : finding.children) {
      auto part = at(child, wanted);
      if (part && !part->empty() && (!best || part->size() < best->size())) best = std::move(part);
    }
    return best;
  }

  Distances measure(const Finding& finding, const Expr& expr, Truth wanted) const {
    if (program::truth_of(finding) == Truth::unknown) return std::nullopt;
    const auto& operands = finding.children;
    if (expr.kind == ExprKind::between) {
      if (wanted != Truth::yes) return std::nullopt;
      auto low = gap(operands[0], operands[1], true, finding.expr);
      return low ? low : gap(operands[0], operands[2], false, finding.expr);
    }
    const bool rising = expr.op == Op::greater || expr.op == Op::greater_equal;
    const bool falling = expr.op == Op::less || expr.op == Op::less_equal;
    if (!rising && !falling) return std::nullopt;
    // The side that names a fact, and whether it must grow for the comparison to become as wanted.
    const bool grows = rising == (wanted == Truth::yes);
    auto left = gap(operands[0], operands[1], grows, finding.expr);
    return left ? left : gap(operands[1], operands[0], !grows, finding.expr);
  }

  // How far `value` lies below (or above) `bound`; nothing where it does not, or where it is no
  // number.
  Distances gap(const Finding& value, const Finding& bound, bool too_low,
                language::ExprId comparison) const {
    const NodeInfo& info = pack_.nodes[value.expr];
    if (info.ref != RefKind::fact && info.ref != RefKind::field) return std::nullopt;
    const facts::ValueType& type = *info.type->declared;
    Interval seen;
    Interval limit;
    const bool months = pack_.nodes[comparison].by_months || pack_.nodes[bound.expr].calendar;
    if (const auto* span = std::get_if<facts::Span>(&value.value)) {
      const auto& other = std::get<facts::Span>(bound.value);
      seen = months ? span->months : span->days;
      limit = months ? other.months : other.days;
    } else if (const auto* number = std::get_if<Interval>(&value.value)) {
      seen = *number;
      limit = std::get<Interval>(bound.value);
    } else {
      return std::nullopt;
    }
    const auto& from = too_low ? seen.high.at : limit.high.at;
    const auto& to = too_low ? limit.low.at : seen.low.at;
    if (!from || !to) return std::nullopt;
    const auto difference = facts::subtract(*to, *from);
    if (!difference || *difference < facts::Rational(0)) return std::nullopt;
    std::string text;
    if (type.kind != facts::Kind::span) {
      text = facts::to_text(Interval::point(*difference), type.unit);
    } else if (months) {
      text = rounded(*difference) + " mo";
    } else {
      text = rounded(*difference) + " d";
    }
    return std::vector<Distance>{{key(info, value), text, too_low}};
  }

  // To a tenth.
  static std::string rounded(const facts::Rational& value) {
    const auto tenths = facts::multiply(value, facts::Rational(10));
    const auto halved = tenths ? facts::add(*tenths, *facts::Rational::make(1, 2)) : std::nullopt;
    if (!halved) return facts::to_decimal(value, 1);
    return facts::to_decimal(*facts::Rational::make(halved->floor(), 10));
  }

  [[nodiscard]] std::string key(const NodeInfo& info, const Finding& value) const {
    if (info.ref == RefKind::fact) return pack_.knowledge->vocabulary.facts()[info.index].at;
    const facts::ListDef& list = pack_.knowledge->vocabulary.lists()[info.list];
    const std::size_t index =
        value.entry ? patient_.lists[info.list].entries[*value.entry].index : 0;
    return list.id + "[" + std::to_string(index) + "]." + list.fields[info.index].id;
  }

  const language::CheckedPack& pack_;
  const facts::Settled& patient_;
};

}  // namespace

std::vector<Observed> observed(const language::CheckedPack& pack, const facts::Settled& patient,
                               const std::vector<Finding>& findings) {
  Collector collector(pack, patient);
  for (const Finding& finding : findings) collector.visit(finding);
  return collector.take();
}

Distances distance(const language::CheckedPack& pack, const facts::Settled& patient,
                   const Finding& finding, Truth wanted) {
  return Measurer(pack, patient).at(finding, wanted);
}

}  // namespace regimen::decision
