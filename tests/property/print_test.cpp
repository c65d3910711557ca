// What is printed parses to an equal tree; and every word and every concept that a patient can have
// can be written in a rule.
#include "engine/language/print.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/language/parse.h"
#include "tests/property/complaints.h"
#include "tests/property/shipped_world.h"

namespace regimen::property {

namespace {

using language::Ast;
using language::Expr;
using language::ExprId;
using language::ExprKind;
using language::Op;

// A tree of any shape that the grammar has; it need not be well typed.
class TreeMaker {
 public:
  TreeMaker(Random& random, const facts::Units& units, Ast& ast)
      : random_(random), units_(units), ast_(ast) {}

  ExprId any(int depth) {
    const auto kind =
        static_cast<ExprKind>(random_.below(static_cast<std::size_t>(ExprKind::positive) + 1));
    Expr expr;
    expr.kind = depth > 0 ? kind : leaf();
    fill(expr, depth - 1);
    return ast_.add(std::move(expr));
  }

 private:
  ExprKind leaf() {
    switch (random_.below(3)) {
      case 0:
        return ExprKind::number;
      case 1:
        return ExprKind::date;
      default:
        return ExprKind::name;
    }
  }

  language::NameAt name() {
    return {random_.pick({"alpha", "b2", "gamma_ray", "known_thing", "d", "kg"}), {}};
  }
  void children(Expr& expr, std::size_t count, int depth) {
    for (std::size_t i = 0; i < count; ++i) expr.children.push_back(any(depth));
  }
  void list(Expr& expr, int depth) {
    expr.text = random_.pick({"thing", "probe"});
    if (random_.chance(70)) children(expr, 1, depth);
  }
  Op pick(const std::vector<Op>& ops) { return random_.pick(ops); }

  void fill(Expr& expr, int depth) {
    switch (expr.kind) {
      case ExprKind::number:
        expr.text = random_.pick({"0", "3", "2.4", "0.25", "2026", "100000"});
        expr.number = *facts::Rational::parse(expr.text);
        if (random_.chance(50))
          expr.unit = *units_.parse(random_.pick(
              {"kg", "mg/L", "g/day", "weeks", "months", "%", "kg/m2", "[lb_av]", "mg/kg/d"}));
        break;
      case ExprKind::date:
        expr.date = *facts::parse_date(random_.pick({"2026-02-28", "0001-01-01", "9999-12-31"}));
        break;
      case ExprKind::name:
        expr.text = name().text;
        break;
      case ExprKind::negation:
      case ExprKind::minus:
        children(expr, 1, depth);
        break;
      case ExprKind::conjunction:
      case ExprKind::disjunction:
        children(expr, 2 + random_.below(2), depth);
        break;
      case ExprKind::at_least:
        children(expr, 1 + random_.below(3), depth);
        expr.number = facts::Rational(random_.from_to(1, 3));
        break;
      case ExprKind::compare:
        expr.op = pick(
            {Op::less, Op::less_equal, Op::greater, Op::greater_equal, Op::equal, Op::not_equal});
        children(expr, 2, depth);
        break;
      case ExprKind::between:
        children(expr, 3, depth);
        break;
      case ExprKind::is:
        expr.negated = random_.chance(50);
        expr.names.push_back(random_.chance(10) ? language::NameAt{"yes", {}} : name());
        children(expr, 1, depth);
        break;
      case ExprKind::in:
        expr.negated = random_.chance(50);
        expr.braced = random_.chance(60);
        expr.names.push_back(name());
        while (expr.braced && random_.chance(50)) expr.names.push_back(name());
        children(expr, 1, depth);
        break;
      case ExprKind::known:
        expr.negated = random_.chance(50);
        children(expr, 1, depth);
        break;
      case ExprKind::within:
        expr.negated = random_.chance(50);
        expr.op = pick({Op::before, Op::after});
        children(expr, 3, depth);
        break;
      case ExprKind::arithmetic:
        expr.op = pick({Op::add, Op::subtract, Op::multiply, Op::divide});
        children(expr, 2, depth);
        break;
      case ExprKind::conditional:
        children(expr, 3, depth);
        break;
      case ExprKind::any:
      case ExprKind::none:
      case ExprKind::count:
      case ExprKind::positive:
        list(expr, depth);
        break;
      case ExprKind::sum:
        children(expr, 1, depth);
        list(expr, depth);
        break;
      case ExprKind::latest:
        expr.names.push_back(name());
        list(expr, depth);
        break;
    }
  }

  Random& random_;
  const facts::Units& units_;
  Ast& ast_;
};

bool same(const Ast& a, ExprId left, const Ast& b, ExprId right) {
  const Expr& x = a.at(left);
  const Expr& y = b.at(right);
  const bool alike = x.kind == y.kind && x.op == y.op && x.negated == y.negated &&
                     x.braced == y.braced && x.number == y.number && x.date == y.date &&
                     x.unit.text == y.unit.text && x.unit.factor == y.unit.factor &&
                     x.unit.calendar == y.unit.calendar && x.unit.dimension == y.unit.dimension &&
                     x.names.size() == y.names.size() && x.children.size() == y.children.size();
  if (!alike || (x.kind != ExprKind::at_least && x.text != y.text)) return false;
  for (std::size_t i = 0; i < x.names.size(); ++i) {
    if (x.names[i].text != y.names[i].text) return false;
  }
  for (std::size_t i = 0; i < x.children.size(); ++i) {
    if (!same(a, x.children[i], b, y.children[i])) return false;
  }
  return true;
}

struct Parsed {
  Ast ast;
  ExprId root = language::no_expr;
  std::string trouble;
};

Parsed parsed(const std::string& text, const facts::Units& units) {
  core::Sources sources;
  const core::Source& source = sources.add("<printed>", text, core::Privacy::open);
  core::Node node;
  node.kind = core::Node::Kind::scalar;
  node.text = text;
  node.span = {&source, 0, static_cast<std::uint32_t>(text.size())};
  Parsed result;
  core::Diagnostics diagnostics;
  result.root = language::parse(node, units, result.ast, diagnostics);
  result.trouble = core::render(diagnostics, core::ShowValues::yes);
  return result;
}

}  // namespace

TEST_CASE("a printed tree parses to an equal tree") {
  const ShippedWorld world;
  const facts::Units& units = world.engine().knowledge().units;
  Random random(1952);
  Complaints complaints;
  for (int round = 0; round < 20000; ++round) {
    Ast ast;
    const ExprId root = TreeMaker(random, units, ast).any(random.from_to(1, 4));
    const std::string text = language::print(ast, root);
    const Parsed back = parsed(text, units);
    if (back.root == language::no_expr) {
      complaints.add(text + "\n  " + back.trouble);
    } else if (!same(ast, root, back.ast, back.root)) {
      complaints.add(text + "\n  parses as " + language::print(back.ast, back.root));
    }
  }
  complaints.report();
}

TEST_CASE("every expression of the shipped packs prints to its like") {
  const ShippedWorld world;
  const language::Pack& pack = world.engine().pack().pack;
  std::size_t seen = 0;
  for (const language::Rule& rule : pack.rules) {
    for (const language::Alternative& alternative : rule.when.alternatives) {
      const std::string text = language::print(pack.ast, alternative.when);
      const Parsed back = parsed(text, world.engine().knowledge().units);
      CHECK_MESSAGE(back.root != language::no_expr, back.trouble);
      if (back.root == language::no_expr) continue;
      CHECK_MESSAGE(same(pack.ast, alternative.when, back.ast, back.root), text);
      ++seen;
    }
  }
  CHECK(seen >= pack.rules.size());
}

TEST_CASE("every word and every concept can be written in a rule") {
  const ShippedWorld world;
  const facts::Knowledge& knowledge = world.engine().knowledge();
  std::vector<std::string> names;
  for (const facts::FactDef& fact : knowledge.vocabulary.facts())
    names.insert(names.end(), fact.type.words.words.begin(), fact.type.words.words.end());
  for (const facts::ListDef& list : knowledge.vocabulary.lists()) {
    for (const facts::FieldDef& field : list.fields)
      names.insert(names.end(), field.type.words.words.begin(), field.type.words.words.end());
  }
  for (facts::ConceptId id = 0; id < knowledge.terminology.size(); ++id)
    names.push_back(knowledge.terminology.at(id).id);
  for (const std::string& name : names) {
    for (const std::string& text : {"x is " + name, "x is not " + name, "x in {y, " + name + "}"}) {
      const Parsed back = parsed(text, knowledge.units);
      CHECK_MESSAGE(back.root != language::no_expr, back.trouble);
      if (back.root == language::no_expr) continue;
      CHECK(back.ast.at(back.root).names.back().text == name);
    }
  }
}

}  // namespace regimen::property
