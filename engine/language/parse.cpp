// Entry: parse. Test: tests/language/parse_test.cpp, tests/conformance.
#include "engine/language/parse.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/core/mapping.h"
#include "engine/language/lex.h"

namespace regimen::language {

using core::Code;

namespace {

// Recursive descent; a mistake is reported once, and then the whole expression is given up.
class Parser {
 public:
  Parser(std::vector<Token> tokens, const core::ScalarMap& map, const facts::Units& units, Ast& ast,
         core::Diagnostics& diagnostics)
      : tokens_(std::move(tokens)),
        map_(map),
        units_(units),
        ast_(ast),
        diagnostics_(diagnostics) {}

  ExprId run() {
    const ExprId root = condition();
    if (!failed_ && here().kind != TokenKind::end) unexpected("the end of the expression");
    return failed_ ? no_expr : root;
  }

 private:
  // --- tokens ---

  [[nodiscard]] const Token& here() const { return tokens_[at_]; }
  [[nodiscard]] const Token& ahead() const {
    return tokens_[std::min(at_ + 1, tokens_.size() - 1)];
  }
  [[nodiscard]] bool is(std::string_view text) const {
    return (here().kind == TokenKind::word || here().kind == TokenKind::symbol) &&
           here().text == text;
  }
  bool take(std::string_view text) {
    if (failed_ || !is(text)) return false;
    ++at_;
    return true;
  }
  void expect(std::string_view text) {
    if (!take(text)) unexpected("`" + std::string(text) + "`");
  }

  void fail(Code code, const core::Span& span, const std::string& message,
            const std::string& offender = {}, const std::string& help = {}) {
    if (failed_) return;
    failed_ = true;
    diagnostics_.add({code, span, message, offender, help});
  }
  void unexpected(const std::string& wanted) {
    const std::string got = here().kind == TokenKind::end ? "the expression ends here" : "found";
    // At the end the place is that behind the last word.
    const std::size_t end = at_ > 0 ? tokens_[at_ - 1].stop : here().begin;
    const bool ended = here().kind == TokenKind::end;
    fail(Code::unexpected_token,
         ended ? map_.span(end, end + 1) : map_.span(here().begin, here().stop),
         got == "found" ? "expected " + wanted + ", found" : "expected " + wanted + ", but " + got,
         here().text);
  }

  [[nodiscard]] core::Span span_from(std::size_t first_token) const {
    const std::size_t last = at_ > first_token ? at_ - 1 : first_token;
    return map_.span(tokens_[first_token].begin, tokens_[last].stop);
  }

  ExprId add(Expr expr, std::size_t first_token) {
    if (failed_) return no_expr;
    expr.span = span_from(first_token);
    return ast_.add(std::move(expr));
  }

  // Bounds the recursion of whatever is nested.
  class Level {
   public:
    explicit Level(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > ExpressionLimits::depth) {
        parser_.fail(Code::expression_too_deep,
                     parser_.map_.span(parser_.here().begin, parser_.here().stop),
                     "nested deeper than " + std::to_string(ExpressionLimits::depth) + " levels");
      }
    }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --parser_.depth_; }

   private:
    Parser& parser_;
  };

  // --- condition, unary, relation ---

  ExprId condition() {
    const Level level(*this);
    if (failed_) return no_expr;
    const std::size_t first = at_;
    const ExprId head = unary();
    if (failed_ || (!is("and") && !is("or"))) return head;
    const std::string joint = here().text;
    Expr expr;
    expr.kind = joint == "and" ? ExprKind::conjunction : ExprKind::disjunction;
    expr.children.push_back(head);
    while (take(joint)) expr.children.push_back(unary());
    if (!failed_ && (is("and") || is("or"))) {
      fail(Code::mixed_and_or, map_.span(here().begin, here().stop),
           "`and` and `or` stand side by side", {}, "put parentheses around what belongs together");
    }
    return add(std::move(expr), first);
  }

  ExprId unary() {
    const Level level(*this);
    if (failed_) return no_expr;
    const std::size_t first = at_;
    if (!take("not")) return relation();
    Expr expr;
    expr.kind = ExprKind::negation;
    expr.children.push_back(unary());
    return add(std::move(expr), first);
  }

  [[nodiscard]] std::optional<Op> comparison() const {
    static constexpr std::array<std::pair<std::string_view, Op>, 6> operators = {
        {{"<", Op::less},
         {"<=", Op::less_equal},
         {">", Op::greater},
         {">=", Op::greater_equal},
         {"=", Op::equal},
         {"!=", Op::not_equal}}};
    if (here().kind != TokenKind::symbol) return std::nullopt;
    for (const auto& [text, op] : operators) {
      if (here().text == text) return op;
    }
    return std::nullopt;
  }

  ExprId relation() {
    const std::size_t first = at_;
    const ExprId left = sum();
    if (failed_) return no_expr;
    const ExprId result = relation_to(left, first);
    if (!failed_ && (comparison() || is("between"))) {
      fail(Code::chained_comparison, map_.span(here().begin, here().stop),
           "a comparison follows a comparison", {},
           "use `between`, or join two comparisons by `and`");
    }
    return failed_ ? no_expr : result;
  }

  ExprId relation_to(ExprId left, std::size_t first) {
    Expr expr;
    expr.children.push_back(left);
    if (const auto op = comparison()) {
      ++at_;
      expr.kind = ExprKind::compare;
      expr.op = *op;
      expr.children.push_back(sum());
      return add(std::move(expr), first);
    }
    if (take("between")) {
      expr.kind = ExprKind::between;
      expr.children.push_back(sum());
      expect("and");
      expr.children.push_back(sum());
      return add(std::move(expr), first);
    }
    if (take("is")) {
      expr.negated = take("not");
      expr.kind = ExprKind::is;
      if (take("known")) {
        expr.kind = ExprKind::known;
      } else {
        expr.names.push_back(value("a word or a concept"));
      }
      return add(std::move(expr), first);
    }
    const bool negated = is("not") && (ahead().text == "in" || ahead().text == "within");
    if (negated) ++at_;
    expr.negated = negated;
    if (take("in")) {
      expr.kind = ExprKind::in;
      names(expr);
      return add(std::move(expr), first);
    }
    if (take("within")) {
      expr.kind = ExprKind::within;
      expr.children.push_back(sum());
      expr.op = is("after") ? Op::after : Op::before;
      if (!take("after")) expect("before");
      expr.children.push_back(sum());
      return add(std::move(expr), first);
    }
    return left;
  }

  NameAt name(const std::string& wanted) {
    if (!failed_ && is_keyword(here().text)) {
      unexpected(wanted);
      return {};
    }
    return value(wanted);
  }

  // Where a value must stand, keywords are words as any: `result is positive`, `answer in {yes,
  // no}`.
  NameAt value(const std::string& wanted) {
    if (failed_ || here().kind != TokenKind::word || is("known")) {
      unexpected(wanted);
      return {};
    }
    NameAt result{here().text, map_.span(here().begin, here().stop)};
    ++at_;
    return result;
  }

  void names(Expr& expr) {
    if (!take("{")) {
      expr.names.push_back(name("a class of concepts, or `{`"));
      return;
    }
    expr.braced = true;
    do {
      expr.names.push_back(value("a word or a concept"));
    } while (take(","));
    expect("}");
  }

  // --- sum, product, factor ---

  ExprId sum() {
    const Level level(*this);
    const std::size_t first = at_;
    ExprId left = product();
    while (!failed_ && (is("+") || is("-"))) {
      Expr expr;
      expr.kind = ExprKind::arithmetic;
      expr.op = take("+") ? Op::add : Op::subtract;
      if (expr.op == Op::subtract) ++at_;
      expr.children = {left, product()};
      left = add(std::move(expr), first);
    }
    return left;
  }

  ExprId product() {
    const std::size_t first = at_;
    ExprId left = factor();
    while (!failed_ && (is("*") || is("/"))) {
      Expr expr;
      expr.kind = ExprKind::arithmetic;
      expr.op = take("*") ? Op::multiply : Op::divide;
      if (expr.op == Op::divide) ++at_;
      expr.children = {left, factor()};
      left = add(std::move(expr), first);
    }
    return left;
  }

  ExprId factor() {
    const Level level(*this);
    if (failed_) return no_expr;
    const std::size_t first = at_;
    if (here().kind == TokenKind::number) return number(first);
    if (here().kind == TokenKind::date) return date(first);
    if (take("(")) {
      const ExprId inner = condition();
      expect(")");
      return inner;
    }
    Expr expr;
    if (take("-")) {
      expr.kind = ExprKind::minus;
      expr.children.push_back(factor());
      return add(std::move(expr), first);
    }
    if (is("if")) return conditional(first);
    if (is("at")) return at_least(first);
    if (is("sum")) return sum_of(first);
    static constexpr std::array<std::pair<std::string_view, ExprKind>, 4> quantifiers = {
        {{"any", ExprKind::any},
         {"no", ExprKind::none},
         {"count", ExprKind::count},
         {"positive", ExprKind::positive}}};
    for (const auto& [word, kind] : quantifiers) {
      if (take(word)) return quantifier(kind, first);
    }
    if (here().kind == TokenKind::word && ahead().kind == TokenKind::word && ahead().text == "of")
      return latest(first);
    expr.kind = ExprKind::name;
    expr.text = name("a name, a number or `(`").text;
    return add(std::move(expr), first);
  }

  ExprId number(std::size_t first) {
    Expr expr;
    const auto value = facts::Rational::parse(here().text);
    if (!value)
      fail(Code::bad_number, map_.span(here().begin, here().stop), "this number cannot be read",
           here().text);
    ++at_;
    if (value) expr.number = *value;
    expr.text = tokens_[at_ - 1].text;
    if (here().kind == TokenKind::unit) {
      const auto unit = units_.parse(here().text);
      if (unit) {
        expr.unit = *unit;
        if (value && !facts::multiply(*value, unit->factor)) {
          fail(Code::bad_number, map_.span(here().begin, here().stop),
               "this number is too large in its unit");
        }
      } else {
        fail(Code::unknown_unit, map_.span(here().begin, here().stop), "no such unit", here().text,
             core::did_you_mean(here().text, units_.spellings()));
      }
      ++at_;
    }
    return add(std::move(expr), first);
  }

  ExprId date(std::size_t first) {
    Expr expr;
    expr.kind = ExprKind::date;
    const auto value = facts::parse_date(here().text);
    if (!value)
      fail(Code::bad_date, map_.span(here().begin, here().stop), "the calendar has no such day",
           here().text);
    if (value) expr.date = *value;
    ++at_;
    return add(std::move(expr), first);
  }

  ExprId conditional(std::size_t first) {
    Expr expr;
    expr.kind = ExprKind::conditional;
    expect("if");
    expr.children.push_back(condition());
    expect("then");
    expr.children.push_back(sum());
    expect("else");
    expr.children.push_back(sum());
    return add(std::move(expr), first);
  }

  ExprId at_least(std::size_t first) {
    Expr expr;
    expr.kind = ExprKind::at_least;
    expect("at");
    expect("least");
    const auto value =
        here().kind == TokenKind::number ? facts::Rational::parse(here().text) : std::nullopt;
    if (!value || !value->is_whole()) {
      unexpected("a whole number");
      return no_expr;
    }
    expr.number = *value;
    ++at_;
    expect("of");
    expect("(");
    do {
      expr.children.push_back(condition());
    } while (take(","));
    expect(")");
    return add(std::move(expr), first);
  }

  void where(Expr& expr) {
    if (!take("where")) return;
    expect("(");
    expr.children.push_back(condition());
    expect(")");
  }

  ExprId quantifier(ExprKind kind, std::size_t first) {
    Expr expr;
    expr.kind = kind;
    expr.text = name("what is looked for, such as `therapy`").text;
    where(expr);
    return add(std::move(expr), first);
  }

  ExprId sum_of(std::size_t first) {
    Expr expr;
    expr.kind = ExprKind::sum;
    expect("sum");
    expect("(");
    expr.children.push_back(sum());
    expect(")");
    expect("of");
    expr.text = name("what is summed over, such as `therapy`").text;
    where(expr);
    return add(std::move(expr), first);
  }

  ExprId latest(std::size_t first) {
    Expr expr;
    expr.kind = ExprKind::latest;
    expr.names.push_back(name("a field"));
    expect("of");
    expect("latest");
    expr.text = name("what is looked for, such as `test`").text;
    where(expr);
    return add(std::move(expr), first);
  }

  std::vector<Token> tokens_;
  const core::ScalarMap& map_;
  const facts::Units& units_;
  Ast& ast_;
  core::Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  bool failed_ = false;
};

}  // namespace

ExprId parse(const core::Node& scalar, const facts::Units& units, Ast& ast,
             core::Diagnostics& diagnostics) {
  if (!scalar.is_scalar()) {
    diagnostics.add({Code::wrong_shape, scalar.span, "an expression must be text"});
    return no_expr;
  }
  if (scalar.text.size() > ExpressionLimits::bytes) {
    diagnostics.add(
        {Code::expression_too_deep, scalar.span, "the expression is longer than the limit"});
    return no_expr;
  }
  const core::ScalarMap map(scalar);
  const std::size_t errors_before = diagnostics.error_count();
  std::vector<Token> tokens = lex(scalar.text, map, diagnostics);
  if (diagnostics.error_count() > errors_before) return no_expr;
  if (tokens.size() == 1) {
    diagnostics.add({Code::empty_expression, scalar.span, "the expression is empty"});
    return no_expr;
  }
  if (tokens.size() > ExpressionLimits::tokens) {
    diagnostics.add(
        {Code::expression_too_deep, scalar.span, "the expression has more words than the limit"});
    return no_expr;
  }
  return Parser(std::move(tokens), map, units, ast, diagnostics).run();
}

}  // namespace regimen::language
