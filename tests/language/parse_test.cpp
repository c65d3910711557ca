// Holds the lexer and the parser: what the words are, what belongs to what, where it stands, and
// the limits.
#include "engine/language/parse.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/core/yaml.h"
#include "engine/language/lex.h"
#include "tests/language/workbench.h"

namespace regimen::language {

namespace {

using testing::parsed;

// `n` number, `d` date, `w` word, `u` unit, `s` sign, joined by blanks; the end is left out.
std::string tokens(std::string_view text, std::string& codes) {
  core::Sources texts;
  const core::Source& source = texts.add("expression", std::string(text), core::Privacy::open);
  core::Node scalar;
  scalar.kind = core::Node::Kind::scalar;
  scalar.text = std::string(text);
  scalar.span = {&source, 0, static_cast<std::uint32_t>(text.size())};
  core::Diagnostics diagnostics;
  const core::ScalarMap map(scalar);
  std::string result;
  for (const Token& token : lex(text, map, diagnostics)) {
    if (token.kind == TokenKind::end) continue;
    const char kind = token.kind == TokenKind::number ? 'n'
                      : token.kind == TokenKind::date ? 'd'
                      : token.kind == TokenKind::word ? 'w'
                      : token.kind == TokenKind::unit ? 'u'
                                                      : 's';
    result.append(result.empty() ? "" : " ").append(1, kind).append(":").append(token.text);
    CHECK(text.substr(token.begin, token.stop - token.begin) == token.text);
  }
  for (const core::Diagnostic& diagnostic : diagnostics.sorted())
    codes.append(codes.empty() ? "" : " ").append(core::info(diagnostic.code).id);
  return result;
}

// Every part in parentheses of its own: what belongs to what.
std::string shape(const Ast& ast, ExprId id) {
  static const std::vector<std::string> names = {
      "number",  "date", "name",  "not",   "and",    "or",         "at-least", "compare",
      "between", "is",   "in",    "known", "within", "arithmetic", "minus",    "if",
      "any",     "no",   "count", "sum",   "latest", "positive"};
  static const std::vector<std::string> ops = {
      "", "<", "<=", ">", ">=", "=", "!=", "+", "-", "*", "/", "before", "after"};
  const Expr& expr = ast.at(id);
  if (expr.kind == ExprKind::number)
    return expr.text + (expr.unit.text.empty() ? "" : expr.unit.text);
  if (expr.kind == ExprKind::date) return facts::to_text(expr.date);
  if (expr.kind == ExprKind::name) return expr.text;
  std::string text = "(" + (expr.op == Op::none ? names[static_cast<std::size_t>(expr.kind)]
                                                : ops[static_cast<std::size_t>(expr.op)]);
  if (expr.negated) text += "!";
  if (expr.kind == ExprKind::at_least) text += " " + facts::to_fraction(expr.number);
  for (const NameAt& name : expr.names) text += " " + name.text;
  if (!expr.text.empty()) text += " " + expr.text;
  for (const ExprId child : expr.children) text += " " + shape(ast, child);
  return text + ")";
}

std::string shape(std::string_view expression) {
  const auto one = parsed(expression);
  return one.root == no_expr ? one.codes() : shape(one.pack.ast, one.root);
}

struct Row {
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("words, numbers, units, dates and signs") {
  const std::vector<Row> rows = {
      {"", ""},
      {"p and not q", "w:p w:and w:not w:q"},
      {"2.4 g/day", "n:2.4 u:g/day"},
      {"2.4g/day", "n:2.4 u:g/day"},
      {"22.1 kg/m2", "n:22.1 u:kg/m2"},
      {"47 %", "n:47 u:%"},
      {"47%", "n:47 u:%"},
      {"5 [in_i]", "n:5 u:[in_i]"},
      {"5 \xC2\xB5g", "n:5 u:\xC2\xB5g"},
      {"5 mg/kg/d", "n:5 u:mg/kg/d"},
      {"5\n  cm", "n:5 u:cm"},
      // a word of the language is no unit
      {"5 and x", "n:5 w:and w:x"},
      {"at least 2 of (p)", "w:at w:least n:2 w:of s:( w:p s:)"},
      {"x between 2 and 6", "w:x w:between n:2 w:and n:6"},
      {"6 weeks before as_of", "n:6 u:weeks w:before w:as_of"},
      {"x / 2 g", "w:x s:/ n:2 u:g"},
      {"2 g / x", "n:2 u:g s:/ w:x"},
      {"2026-11-01", "d:2026-11-01"},
      {"2026 - 11 - 1", "n:2026 s:- n:11 s:- n:1"},
      {"9-5", "n:9 s:- n:5"},
      {"a<=b>=c!=d<e>f=g", "w:a s:<= w:b s:>= w:c s:!= w:d s:< w:e s:> w:f s:= w:g"},
      {"in {a,b}", "w:in s:{ w:a s:, w:b s:}"},
      {"-x*(y+1)", "s:- w:x s:* s:( w:y s:+ n:1 s:)"},
      {"p # and q\nor r", "w:p w:or w:r"},
      {"# nothing", ""},
      {"\tp\r\n", "w:p"},
      {"_x1", "w:_x1"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    std::string codes;
    CHECK(tokens(row.text, codes) == row.expected);
    CHECK(codes == "");
  }
}

TEST_CASE("characters that mean nothing, each of them") {
  const std::vector<Row> rows = {{"!p", "E0301"},
                                 {"p & q", "E0301"},
                                 {"p && q", "E0301 E0301"},
                                 {"\"rose\"", "E0301 E0301"},
                                 {"p; q", "E0301"},
                                 {"x ~ 1", "E0301"},
                                 {"[x]", "E0301 E0301"},
                                 {"x \xE2\x89\xA5 1", "E0301"},
                                 {"x ^ 2", "E0301"},
                                 {"p | q", "E0301"},
                                 {"a.b", "E0301"},
                                 {"a:b", "E0301"},
                                 {"$x", "E0301"},
                                 {"@2026", "E0301"},
                                 {"p?", "E0301"}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(parsed(row.text).codes() == row.expected);
  }
}

TEST_CASE("what belongs to what") {
  const std::vector<Row> rows = {
      {"p", "p"},
      {"((p))", "p"},
      {"p and q and r", "(and p q r)"},
      {"p or q or r", "(or p q r)"},
      {"(p and q) and r", "(and (and p q) r)"},
      {"not p and q", "(and (not p) q)"},
      {"not (p and q)", "(not (and p q))"},
      {"not not p", "(not (not p))"},
      {"not x < 1", "(not (< x 1))"},
      {"not any feeding", "(not (any feeding))"},
      {"x + 1 < y * 2", "(< (+ x 1) (* y 2))"},
      {"x + y * z", "(+ x (* y z))"},
      {"x - y - z", "(- (- x y) z)"},
      {"x / y * z", "(* (/ x y) z)"},
      {"x - (y - z)", "(- x (- y z))"},
      {"-x * y", "(* (minus x) y)"},
      {"-x + y", "(+ (minus x) y)"},
      {"--x", "(minus (minus x))"},
      {"x - -y", "(- x (minus y))"},
      {"x between y and z and p", "(and (between x y z) p)"},
      {"x between 1 + 1 and 2 * 3", "(between x (+ 1 1) (* 2 3))"},
      {"colour is green", "(is green colour)"},
      {"colour is not green", "(is! green colour)"},
      {"colour is no", "(is no colour)"},
      {"colour in {green, no}", "(in green no colour)"},
      {"colour not in {green}", "(in! green colour)"},
      {"species in shrub", "(in shrub species)"},
      {"x is known", "(known x)"},
      {"x is not known", "(known! x)"},
      {"day within 6 months before as_of", "(before day 6mo as_of)"},
      {"day not within 6 weeks after other_day", "(after! day 6wk other_day)"},
      {"day within 1 year before as_of - 1 day", "(before day 1a (- as_of 1d))"},
      {"at least 2 of (p, q and r, not p)", "(at-least 2 p (and q r) (not p))"},
      {"if p then x else y + 1", "(if p x (+ y 1))"},
      {"(if p then x else y) + 1", "(+ (if p x y) 1)"},
      {"1 + if p then x else y", "(+ 1 (if p x y))"},
      {"if p then 1 else if q then 2 else 3", "(if p 1 (if q 2 3))"},
      {"if p and q then x else y", "(if (and p q) x y)"},
      {"if p then x else y < 3", "(< (if p x y) 3)"},
      {"any feeding where (product is urea) and p", "(and (any feeding (is urea product)) p)"},
      {"no feeding or p", "(or (no feeding) p)"},
      {"count feeding where (p) >= 2", "(>= (count feeding p) 2)"},
      {"sum (2 * dose) of feeding where (p) > 1 g/d", "(> (sum feeding (* 2 dose) p) 1g/d)"},
      {"sum (dose) of feeding", "(sum feeding dose)"},
      {"result of latest check where (p) is clear", "(is clear (latest result check p))"},
      {"date of latest check", "(latest date check)"},
      {"positive check where (p)", "(positive check p)"},
      {"day < 2026-11-01", "(< day 2026-11-01)"},
      {"x < 1.50", "(< x 1.50)"},
      {"height < 10 grams", "(< height 10g)"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(shape(row.text) == row.expected);
  }
}

TEST_CASE("what cannot be read, each with one mistake") {
  const std::vector<Row> rows = {
      {"", "E0309"},
      {"   ", "E0309"},
      {"and p", "E0304"},
      {"p and", "E0304"},
      {"p q", "E0304"},
      {"(p", "E0304"},
      {"p)", "E0304"},
      {"()", "E0304"},
      {"not", "E0304"},
      {"p not q", "E0304"},
      {"x <", "E0304"},
      {"x + ", "E0304"},
      {"x + + y", "E0304"},
      {"* x", "E0304"},
      {"x => 1", "E0304"},
      {"x <> 1", "E0304"},
      {"x is", "E0304"},
      {"x is 5", "E0304"},
      {"x is not", "E0304"},
      {"x in", "E0304"},
      {"x in {}", "E0304"},
      {"x in {a,}", "E0304"},
      {"x in {a b}", "E0304"},
      {"x in {known}", "E0304"},
      {"where", "E0304"},
      {"x between 1", "E0304"},
      {"x between 1 or 2", "E0304"},
      {"day within 6 months", "E0304"},
      {"day within 6 months of as_of", "E0304"},
      {"at least of (p)", "E0304"},
      {"at least 2 (p, q)", "E0304"},
      {"at least 2 of p", "E0304"},
      {"at least 2 of ()", "E0304"},
      {"at most 2 of (p)", "E0304"},
      {"if p then x", "E0304"},
      {"if p x else y", "E0304"},
      {"any", "E0304"},
      {"any where (p)", "E0304"},
      {"any feeding where", "E0304"},
      {"any feeding where ()", "E0304"},
      {"any feeding where (p", "E0304"},
      {"sum of feeding", "E0304"},
      {"sum (dose) feeding", "E0304"},
      {"latest check", "E0304"},
      {"result of check", "E0304"},
      {"p and q or r", "E0305"},
      {"1 < 2 < 3", "E0308"},
      {"x = y = z", "E0308"},
      {"colour is green < 3", "E0308"},
      {"x < 5 stone", "E0307"},
      {"x < 5 g/", "E0304"},
      {"x < 5 g//d", "E0307"},
      {"day < 2026-02-30", "E0303"},
      {"day < 2026-00-01", "E0303"},
      {"day < 2026-11-012", "E0304"},
      {"x < 007", "E0302"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto one = parsed(row.text);
    CHECK(one.root == no_expr);
    CHECK(one.codes() == row.expected);
  }
}

// The places of the parts, in a block of YAML with indentation, comments and letters of two bytes.
TEST_CASE("every part knows its place") {
  const std::string text =
      "when: |   # why\n"
      "    # \xC3\xBC"
      "ber\n"
      "    height >= 10 cm\n"
      "    and any feeding where (\n"
      "      product is compost   # na\xC3\xAFve\n"
      "      and dose > 5 g/d)\n";
  core::Sources texts;
  const core::Source& source = texts.add("rules.yaml", text, core::Privacy::open);
  core::Diagnostics diagnostics;
  const auto root = core::read_yaml(source, {}, diagnostics);
  REQUIRE(root);
  const auto one = parsed(root->items[1], testing::garden());
  REQUIRE(one.root != no_expr);
  std::vector<std::string> places;
  for (ExprId id = 0; id < one.pack.ast.size(); ++id) {
    const core::Span& span = one.pack.ast.at(id).span;
    const std::string part(source.text().substr(span.begin, span.end - span.begin));
    places.push_back(part.substr(0, part.find('\n')) + " @" +
                     core::to_text(span).substr(std::string("rules.yaml:").size()));
  }
  const std::vector<std::string> expected = {"height @3:5",
                                             "10 cm @3:15",
                                             "height >= 10 cm @3:5",
                                             "product @5:7",
                                             "product is compost @5:7",
                                             "dose @6:11",
                                             "5 g/d @6:18",
                                             "dose > 5 g/d @6:11",
                                             "product is compost   # na\xC3\xAFve @5:7",
                                             "any feeding where ( @4:9",
                                             "height >= 10 cm @3:5"};
  CHECK(places == expected);
}

TEST_CASE("an expression is text") {
  for (const char* text : {"[p, q]", "{p: q}"}) {
    core::Sources texts;
    core::Diagnostics diagnostics;
    const auto node =
        core::read_yaml(texts.add("rules.yaml", text, core::Privacy::open), {}, diagnostics);
    REQUIRE(node);
    CHECK(parsed(*node, testing::garden()).codes() == "E0115");
  }
}

namespace {

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

// A pair of parentheses takes four of the 40 levels, and so does the expression itself.
TEST_CASE("limits: depth") {
  const auto nested = [](std::size_t pairs) {
    return parsed(repeated("(", pairs) + "p" + repeated(")", pairs)).codes();
  };
  CHECK(nested(9) == "");
  CHECK(nested(10) == "E0306");
  CHECK(nested(3000 / 2) == "E0306");
  const auto denied = [](std::size_t times) {
    return parsed(repeated("not ", times) + "p").codes();
  };
  CHECK(denied(36) == "");
  CHECK(denied(37) == "E0306");
  CHECK(parsed(repeated("-", 3000) + "x").codes() == "E0306");
  CHECK(parsed(repeated("if p then 1 else ", 600) + "2").codes() == "E0306");
  // Side by side is not nested.
  CHECK(parsed("x" + repeated(" + x", 1900)).codes() == "");
}

// 4,000 words and signs, the end among them.
TEST_CASE("limits: words") {
  CHECK(parsed("p" + repeated(" and p", 1999)).codes() == "");
  CHECK(parsed("p" + repeated(" and p", 2000)).codes() == "E0306");
}

TEST_CASE("limits: bytes") {
  CHECK(parsed("p #" + repeated("x", 16 * 1024 - 3)).codes() == "");
  CHECK(parsed("p #" + repeated("x", 16 * 1024 - 2)).codes() == "E0306");
}

TEST_CASE("limits: digits") {
  CHECK(parsed("x < 999999999999999999").codes() == "");
  CHECK(parsed("x < 9999999999999999999").codes() == "E0302");
  CHECK(parsed("x < 0.000000000000000001").codes() == "E0302");
  CHECK(parsed("x < 0.00000000000000001").codes() == "");
}

}  // namespace regimen::language
