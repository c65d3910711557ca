// Holds the checker of expressions: the type and dimension of each, what its names mean, how spans
// are compared, and what a `where` can only mean.
#include "engine/language/check.h"

#include <doctest/doctest.h>

#include <set>
#include <string>
#include <vector>

#include "engine/language/types.h"
#include "tests/language/workbench.h"

namespace regimen::language {

namespace {

struct Checked {
  testing::Parsed parsed;
  std::vector<NodeInfo> nodes;
  std::optional<Type> type;

  explicit Checked(const std::string& expression) : parsed(testing::parsed(expression)) {
    if (parsed.root == no_expr) return;
    type = check_expression(parsed.pack, parsed.root, testing::garden(), nodes, parsed.diagnostics);
  }
  [[nodiscard]] const NodeInfo& info() const { return nodes[parsed.root]; }
  [[nodiscard]] const Expr& expr() const { return parsed.pack.ast.at(parsed.root); }
};

// `number m1 l-3` for a mass by volume; the kind alone where there is no dimension.
std::string show(const std::optional<Type>& type) {
  if (!type) return "nothing";
  std::string text(facts::to_text(type->kind));
  static constexpr std::string_view bases = "mlta";
  for (std::size_t i = 0; i < type->dimension.size(); ++i) {
    if (type->dimension[i] == 0) continue;
    text.append(" ").append(1, bases[i]).append(std::to_string(type->dimension[i]));
  }
  return text;
}

struct Row {
  std::string text;
  std::string expected;
};

}  // namespace

TEST_CASE("types and dimensions") {
  const std::vector<Row> rows = {
      {"p", "yes or no"},
      {"not p", "yes or no"},
      {"x < 5", "yes or no"},
      {"any feeding", "yes or no"},
      {"x", "number"},
      {"5", "number"},
      {"5 %", "number"},
      {"mass", "number m1"},
      {"5 kg", "number m1"},
      {"nitrate", "number m1 l-3"},
      {"5 g/d", "number m1 t-1"},
      {"-mass", "number m1"},
      {"mass + 5 kg", "number m1"},
      {"mass * height", "number m1 l1"},
      {"mass / height / height", "number m1 l-2"},
      {"mass / mass", "number"},
      {"2 * mass", "number m1"},
      {"1 / mass", "number m-1"},
      {"if p then mass else 5 g", "number m1"},
      {"if p then day else as_of", "date"},
      {"if p then bloom else 3 days", "span of time"},
      {"if p then q else r", "yes or no"},
      {"day", "date"},
      {"as_of", "date"},
      {"2026-11-01", "date"},
      {"day + 3 days", "date"},
      {"day - 6 months", "date"},
      {"as_of - day", "span of time"},
      {"5 weeks", "span of time"},
      {"5 years", "span of time"},
      {"age", "span of time"},
      {"colour", "word"},
      {"species", "concept"},
      {"count feeding", "number"},
      {"sum (dose) of feeding", "number m1 t-1"},
      {"sum (dose * nitrogen) of feeding where (p)", "number m1 t-1"},
      {"result of latest check", "word"},
      {"date of latest check", "date"},
      {"dose of latest feeding", "number m1 t-1"},
      {"given of latest feeding", "period"},
      {"length of latest feeding", "span of time"},
      {"product of latest feeding", "concept"},
      {"as_of - date of latest check", "span of time"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const Checked checked(row.text);
    CHECK(checked.parsed.codes() == "");
    CHECK(show(checked.type) == row.expected);
  }
}

TEST_CASE("mistakes, each reported once") {
  const std::vector<Row> rows = {
      {"s", "E0401"},
      {"s < 5", "E0401"},
      {"p and s and t", "E0401 E0401"},
      {"s + t > 5", "E0401 E0401"},
      {"dose > 5 g/d", "E0401"},
      {"any feeding where (result is clear)", "E0401"},
      {"colour is gren", "E0402"},
      {"colour in {gren, brwn}", "E0402 E0402"},
      {"species in {rose, fern}", "E0403"},
      {"any feeding where (product is rose)", "E0403"},
      {"x and y", "E0404 E0404"},
      {"not mass", "E0404"},
      {"at least 1 of (p, x)", "E0404"},
      {"any feeding where (dose)", "E0404"},
      {"if x then 1 else 2", "E0404"},
      {"colour = species", "E0405"},
      {"p < 5", "E0405"},
      {"day - 5 > day", "E0405"},
      {"5 days - day > 5 days", "E0405"},
      {"day * 2 > day", "E0405"},
      {"mass < height", "E0406"},
      {"mass * mass > 5 g", "E0406"},
      {"bloom > 5", "E0406"},
      {"nitrate > 5 mg", "E0406"},
      {"sum (dose) of feeding > 5 g", "E0406"},
      {"p < q", "E0407"},
      {"colour > colour", "E0407"},
      {"day is green", "E0407"},
      {"given of latest feeding > given of latest feeding", "E0407"},
      {"any feed", "E0408"},
      {"count feedings > 1", "E0408"},
      {"any feeding where (count pest > 1)", "E0409"},
      {"any feeding where (result of latest check is clear)", "E0409"},
      {"positive feeding where (p)", "E0411"},
      {"at least 0 of (p)", "E0412"},
      {"at least 9 of (p)", "E0412"},
      {"x between 9 and 1", "E0413"},
      {"mass between 1 kg and 1 g", "E0413"},
      {"bloom between 2 years and 3 months", "E0413"},
      {"tag of latest tag is gift", "E0414"},
      {"s of latest check is clear", "E0401"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(Checked(row.text).parsed.codes() == row.expected);
  }
}

// `is known` turns on what is known of a fact, so it may not stand where a verdict is made.
TEST_CASE("is known stands in notes only") {
  const auto codes = [](const std::string& kind, const std::string& rule) {
    const auto loaded = testing::loaded(testing::with(
        {{"rules.yaml",
          "rules:\n  - id: inclusion.tall\n    kind: inclusion\n    when: height >= 10 cm\n"
          "    cites: [{source: garden-book, at: page 1}]\n  - id: second.one\n    kind: " +
              kind + "\n" + rule + "    cites: [{source: garden-book, at: page 1}]\n"},
         {"en.yaml",
          "messages: garden\nlocale: en\nrules:\n"
          "  inclusion.tall: {title: tall, fail: It is not.}\n"
          "  second.one: {title: second, fail: It is not." +
              std::string(kind == "stratum" ? ", levels: {a: a, b: b}}\n" : "}\n")}}));
    std::string text;
    for (const std::string& code : loaded.codes()) text += (text.empty() ? "" : " ") + code;
    return text;
  };
  const std::string none;
  const std::string refused = "E0410";
  CHECK(codes("note", "    when: x is known\n") == none);
  CHECK(codes("note", "    when: any feeding where (dose is known)\n") == none);
  CHECK(codes("note", "    when: p\n    applies_when: x is known\n") == refused);
  CHECK(codes("inclusion", "    when: x is known\n") == refused);
  CHECK(codes("exclusion", "    when: any feeding where (dose is not known)\n") == refused);
  CHECK(codes("stratum", "    when: x is known\n    levels: {yes: a, no: b}\n") == refused);
  CHECK(codes("inclusion", "    when: p\n    applies_when: x is known\n") == refused);
}

TEST_CASE("what names mean") {
  const auto ref = [](const std::string& text) {
    const Checked checked(text);
    return std::make_pair(checked.info().ref, checked.info().index);
  };
  const facts::Vocabulary& vocabulary = testing::garden().vocabulary;
  CHECK(ref("x") == std::make_pair(RefKind::fact, *vocabulary.find_fact("x")));
  CHECK(ref("as_of").first == RefKind::as_of);
  // Inside of `where` a field comes before a fact of the same name; there is none outside.
  const Checked field("any cut where (date < 2026-01-01)");
  const NodeInfo& name =
      field.nodes[field.parsed.pack.ast.at(field.expr().children[0]).children[0]];
  CHECK(name.ref == RefKind::field);
  CHECK(name.list == *vocabulary.find_list("cuts"));
  const Checked fact("any cut where (p)");
  CHECK(fact.nodes[fact.expr().children[0]].ref == RefKind::fact);
}

// Months where one side is a written number of months or years; else days.
TEST_CASE("how spans are compared") {
  const std::vector<std::pair<std::string, bool>> rows = {
      {"bloom > 6 months", true},  {"bloom > 2 years", true},
      {"6 months < bloom", true},  {"bloom > 6 weeks", false},
      {"bloom > 6 days", false},   {"bloom > age", false},
      {"as_of - day > 1 a", true}, {"as_of - day > 48 h", false},
      {"1 week = 7 days", false},  {"x > 5", false},
      {"day > 2026-01-01", false}};
  for (const auto& [text, by_months] : rows) {
    const auto& told_text = text;
    CAPTURE(told_text);
    const Checked checked(text);
    REQUIRE(checked.type);
    CHECK(checked.info().by_months == by_months);
  }
}

// Of which concepts an entry must be one to satisfy the `where`; nothing where it may be any.
TEST_CASE("what a where can only mean") {
  const facts::Terminology& terminology = testing::garden().terminology;
  const auto targets = [&](const std::string& where) {
    const Checked checked("any feeding where (" + where + ")");
    REQUIRE(checked.type);
    if (!checked.info().targets) return std::string("any");
    std::set<std::string> ids;
    for (const facts::ConceptId id : *checked.info().targets) ids.insert(terminology.at(id).id);
    std::string text;
    for (const std::string& id : ids) text += (text.empty() ? "" : " ") + id;
    return text;
  };
  const std::vector<Row> rows = {
      {"product is compost", "compost"},
      {"product in organic", "organic"},
      {"product in {compost, urea}", "compost urea"},
      {"product is compost and dose > 5 g/d", "compost"},
      {"dose > 5 g/d and product is compost", "compost"},
      {"p and (dose > 5 g/d and product is compost)", "compost"},
      {"product is compost or product is urea", "compost urea"},
      {"(product is compost and p) or (product is urea and q)", "compost urea"},
      {"product is compost or p", "any"},
      {"product is not compost", "any"},
      {"product not in {compost}", "any"},
      {"not product is compost", "any"},
      {"dose > 5 g/d", "any"},
      {"species is rose", "any"},
      {"at least 1 of (product is compost, p)", "any"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(targets(row.text) == row.expected);
  }
}

}  // namespace regimen::language
