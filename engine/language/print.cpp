// Entry: print, required. Test: tests/language/print_test.cpp.
#include "engine/language/print.h"

namespace regimen::language {

namespace {

// How tightly a node holds together: a child that binds less tightly than its parent asks gets
// parentheses.
enum class Binding { condition, unary, relation, sum, product, factor };

Binding binding(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::conjunction:
    case ExprKind::disjunction:
      return Binding::condition;
    case ExprKind::negation:
      return Binding::unary;
    case ExprKind::compare:
    case ExprKind::between:
    case ExprKind::is:
    case ExprKind::in:
    case ExprKind::known:
    case ExprKind::within:
      return Binding::relation;
    case ExprKind::arithmetic:
      return expr.op == Op::add || expr.op == Op::subtract ? Binding::sum : Binding::product;
    case ExprKind::conditional:
      return Binding::sum;  // its last part reaches as far as it can
    case ExprKind::number:
    case ExprKind::date:
    case ExprKind::name:
    case ExprKind::at_least:
    case ExprKind::minus:
    case ExprKind::any:
    case ExprKind::none:
    case ExprKind::count:
    case ExprKind::sum:
    case ExprKind::latest:
    case ExprKind::positive:
      return Binding::factor;
  }
  return Binding::factor;
}

std::string op_text(Op op) {
  switch (op) {
    case Op::none:
      return "";
    case Op::less:
      return "<";
    case Op::less_equal:
      return "<=";
    case Op::greater:
      return ">";
    case Op::greater_equal:
      return ">=";
    case Op::equal:
      return "=";
    case Op::not_equal:
      return "!=";
    case Op::add:
      return "+";
    case Op::subtract:
      return "-";
    case Op::multiply:
      return "*";
    case Op::divide:
      return "/";
    case Op::before:
      return "before";
    case Op::after:
      return "after";
  }
  return "";
}

class Printer {
 public:
  explicit Printer(const Ast& ast) : ast_(ast) {}

  std::string at(ExprId id, Binding wanted) const {
    const Expr& expr = ast_.at(id);
    const std::string text = bare(expr);
    return binding(expr) < wanted ? "(" + text + ")" : text;
  }

 private:
  std::string list(const Expr& expr, const std::string& joint, Binding wanted) const {
    std::string text;
    for (const ExprId child : expr.children)
      text += (text.empty() ? "" : joint) + at(child, wanted);
    return text;
  }

  static std::string name_list(const Expr& expr) {
    std::string text;
    for (const NameAt& name : expr.names) text += (text.empty() ? "" : ", ") + name.text;
    return expr.braced ? "{" + text + "}" : text;
  }

  std::string where(const Expr& expr, std::size_t index) const {
    if (expr.children.size() <= index) return expr.text;
    return expr.text + " where (" + at(expr.children[index], Binding::condition) + ")";
  }

  std::string bare(const Expr& expr) const {
    const auto child = [&](std::size_t index, Binding wanted) {
      return at(expr.children[index], wanted);
    };
    const std::string negated = expr.negated ? "not " : "";
    switch (expr.kind) {
      case ExprKind::number:
        return expr.text + (expr.unit.text.empty() ? "" : " " + expr.unit.text);
      case ExprKind::date:
        return facts::to_text(expr.date);
      case ExprKind::name:
        return expr.text;
      case ExprKind::negation:
        return "not " + child(0, Binding::unary);
      case ExprKind::conjunction:
        return list(expr, " and ", Binding::unary);
      case ExprKind::disjunction:
        return list(expr, " or ", Binding::unary);
      case ExprKind::at_least:
        return "at least " + facts::to_decimal(expr.number) + " of (" +
               list(expr, ", ", Binding::condition) + ")";
      case ExprKind::compare:
        return child(0, Binding::sum) + " " + op_text(expr.op) + " " + child(1, Binding::sum);
      case ExprKind::between:
        return child(0, Binding::sum) + " between " + child(1, Binding::sum) + " and " +
               child(2, Binding::sum);
      case ExprKind::is:
        return child(0, Binding::sum) + " is " + negated + name_list(expr);
      case ExprKind::in:
        return child(0, Binding::sum) + " " + negated + "in " + name_list(expr);
      case ExprKind::known:
        return child(0, Binding::sum) + " is " + negated + "known";
      case ExprKind::within:
        return child(0, Binding::sum) + " " + negated + "within " + child(1, Binding::sum) + " " +
               op_text(expr.op) + " " + child(2, Binding::sum);
      case ExprKind::arithmetic: {
        const bool additive = expr.op == Op::add || expr.op == Op::subtract;
        // A conditional on the left would swallow the operator.
        const Binding left = ast_.at(expr.children[0]).kind == ExprKind::conditional
                                 ? Binding::factor
                                 : (additive ? Binding::sum : Binding::product);
        return child(0, left) + " " + op_text(expr.op) + " " +
               child(1, additive ? Binding::product : Binding::factor);
      }
      case ExprKind::minus:
        return "-" + child(0, Binding::factor);
      case ExprKind::conditional:
        return "if " + child(0, Binding::condition) + " then " + child(1, Binding::sum) + " else " +
               child(2, Binding::sum);
      case ExprKind::any:
        return "any " + where(expr, 0);
      case ExprKind::none:
        return "no " + where(expr, 0);
      case ExprKind::count:
        return "count " + where(expr, 0);
      case ExprKind::positive:
        return "positive " + where(expr, 0);
      case ExprKind::sum:
        return "sum (" + child(0, Binding::sum) + ") of " + where(expr, 1);
      case ExprKind::latest:
        return name_list(expr) + " of latest " + where(expr, 0);
    }
    return "";
  }

  const Ast& ast_;
};

}  // namespace

std::string print(const Ast& ast, ExprId root) { return Printer(ast).at(root, Binding::condition); }

std::string required(const Pack& pack, const Rule& rule) {
  std::string text;
  for (const Alternative& alternative : rule.when.alternatives) {
    if (alternative.when == no_expr) continue;  // broken, which has been reported
    if (!text.empty()) text += "; ";
    if (!alternative.id.empty()) text += alternative.id + ": ";
    text += print(pack.ast, alternative.when);
  }
  return rule.kind == RuleKind::exclusion ? "not (" + text + ")" : text;
}

}  // namespace regimen::language
