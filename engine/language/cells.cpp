// Entry: Cells. Test: tests/language/lint_test.cpp.
#include "engine/language/cells.h"

#include <algorithm>

#include "engine/language/print.h"

namespace regimen::language {

using facts::Kind;
using facts::Rational;

void Cells::add(ExprId root) {
  if (root == no_expr) return;
  const Expr& expr = pack_.pack.ast.at(root);
  const NodeInfo& info = pack_.nodes[root];
  switch (expr.kind) {
    case ExprKind::negation:
    case ExprKind::conjunction:
    case ExprKind::disjunction:
    case ExprKind::at_least:
      for (const ExprId child : expr.children) add(child);
      return;
    case ExprKind::name:
      if (info.ref == RefKind::definition) {
        add_statement(pack_.pack.definitions[info.index].value);
        return;
      }
      break;
    default:
      break;
  }
  Variable& variable = variables_[key(root)];
  if (is_cut(expr)) {
    for (std::size_t i = 1; i < expr.children.size(); ++i) {
      variable.cuts.push_back(*cut(expr.children[0], expr.children[i]));
    }
    std::sort(variable.cuts.begin(), variable.cuts.end());
    variable.cuts.erase(std::unique(variable.cuts.begin(), variable.cuts.end()),
                        variable.cuts.end());
  }
  if (expr.kind == ExprKind::is || expr.kind == ExprKind::in) {
    const NodeInfo& child = pack_.nodes[expr.children[0]];
    const bool words = child.ref == RefKind::fact && child.type->kind == Kind::word;
    if (words) variable.words = child.type->declared->words.words.size();
  }
  std::size_t index = 0;
  for (auto& [name, each] : variables_) each.index = index++;
}

void Cells::add_statement(const Statement& statement) {
  for (const Alternative& alternative : statement.alternatives) add(alternative.when);
}

std::vector<std::string> Cells::variables() const {
  std::vector<std::string> names;
  for (const auto& [name, variable] : variables_) names.push_back(name);
  return names;
}

// Like an odometer.
void Cells::advance() {
  for (const auto& [name, variable] : variables_) {
    std::size_t& digit = cell_[variable.index];
    if (++digit < variable.size()) return;
    digit = 0;
  }
}

std::optional<Rational> Cells::cut(ExprId fact, ExprId constant) const {
  const NodeInfo& info = pack_.nodes[fact];
  const Expr& literal = pack_.pack.ast.at(constant);
  if (info.ref != RefKind::fact || literal.kind != ExprKind::number) return std::nullopt;
  return facts::multiply(literal.number, literal.unit.factor);
}

bool Cells::is_cut(const Expr& expr) const {
  if (expr.kind != ExprKind::compare && expr.kind != ExprKind::between) return false;
  for (std::size_t i = 1; i < expr.children.size(); ++i) {
    if (!cut(expr.children[0], expr.children[i])) return false;
  }
  return true;
}

// Conditions on one fact share a variable; `no` is the denial of `any`.
std::string Cells::key(ExprId id) const {
  const Expr& expr = pack_.pack.ast.at(id);
  const auto fact = [&](ExprId child) { return pack_.pack.ast.at(child).text; };
  if (is_cut(expr)) {
    // Months and days of one span are cut apart.
    return fact(expr.children[0]) + (pack_.nodes[expr.children[1]].calendar ? " (months)" : "");
  }
  if (expr.kind == ExprKind::is || expr.kind == ExprKind::in) {
    const NodeInfo& child = pack_.nodes[expr.children[0]];
    if (child.ref == RefKind::fact && child.type->kind == Kind::word) return fact(expr.children[0]);
  }
  std::string text = print(pack_.pack.ast, id);
  if (expr.kind == ExprKind::none) text = "any" + text.substr(2);
  return text;
}

std::size_t Cells::value(const std::string& key) const { return cell_[variables_.at(key).index]; }

bool Cells::compare(ExprId id, const Expr& expr) const {
  const Variable& variable = variables_.at(key(id));
  const std::size_t at = cell_[variable.index];
  // Odd positions are the cuts themselves, even ones what lies between them.
  const auto side = [&](ExprId constant) {
    const Rational wanted = *cut(expr.children[0], constant);
    const auto place = std::lower_bound(variable.cuts.begin(), variable.cuts.end(), wanted);
    const auto position = static_cast<std::size_t>(place - variable.cuts.begin()) * 2 + 1;
    return at < position ? -1 : (at > position ? 1 : 0);
  };
  if (expr.kind == ExprKind::between)
    return side(expr.children[1]) >= 0 && side(expr.children[2]) <= 0;
  const int found = side(expr.children[1]);
  switch (expr.op) {
    case Op::less:
      return found < 0;
    case Op::less_equal:
      return found <= 0;
    case Op::greater:
      return found > 0;
    case Op::greater_equal:
      return found >= 0;
    case Op::equal:
      return found == 0;
    default:
      return found != 0;
  }
}

bool Cells::holds_statement(const Statement& statement) const {
  return std::all_of(statement.alternatives.begin(), statement.alternatives.end(),
                     [&](const Alternative& alternative) { return holds(alternative.when); });
}

bool Cells::holds(ExprId root) const {
  const Expr& expr = pack_.pack.ast.at(root);
  const NodeInfo& info = pack_.nodes[root];
  const auto child_holds = [&](ExprId child) { return holds(child); };
  switch (expr.kind) {
    case ExprKind::negation:
      return !holds(expr.children[0]);
    case ExprKind::conjunction:
      return std::all_of(expr.children.begin(), expr.children.end(), child_holds);
    case ExprKind::disjunction:
      return std::any_of(expr.children.begin(), expr.children.end(), child_holds);
    case ExprKind::at_least:
      return Rational(std::count_if(expr.children.begin(), expr.children.end(), child_holds)) >=
             expr.number;
    case ExprKind::none:
      return value(key(root)) == 0;
    case ExprKind::name:
      if (info.ref == RefKind::definition)
        return holds_statement(pack_.pack.definitions[info.index].value);
      return value(key(root)) == 1;
    case ExprKind::is:
    case ExprKind::in: {
      const Variable& variable = variables_.at(key(root));
      if (variable.words == 0) return cell_[variable.index] == 1;
      const bool named =
          std::find(info.ids.begin(), info.ids.end(), cell_[variable.index]) != info.ids.end();
      return named != expr.negated;
    }
    default:
      if (is_cut(expr)) return compare(root, expr);
      return value(key(root)) == 1;
  }
}

}  // namespace regimen::language
