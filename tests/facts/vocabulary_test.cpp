// Vocabulary: facts and lists as they are defined, words with their synonyms, and bad definitions
// as errors in their place.
#include "engine/facts/vocabulary.h"

#include <algorithm>

#include "tests/facts/fixture.h"

namespace {

using regimen::core::Diagnostics;
using regimen::facts::Interval;
using regimen::facts::Kind;
using regimen::facts::ListDef;
using regimen::facts::parse_span;
using regimen::facts::PeriodOf;
using regimen::facts::Rational;
using regimen::facts::Span;
using regimen::facts::Terminology;
using regimen::facts::Units;
using regimen::facts::ValueType;
using regimen::facts::Vocabulary;
using regimen::facts_tests::codes;
using regimen::facts_tests::number;
using regimen::facts_tests::placed;
using regimen::facts_tests::shipped;
using regimen::facts_tests::Tree;

Vocabulary load(const Tree& tree, Diagnostics& diagnostics) {
  return Vocabulary::load(tree.root(), shipped().units, shipped().terminology, diagnostics);
}

// The fact of that id; the id must exist.
const regimen::facts::FactDef& fact(const Vocabulary& vocabulary, std::string_view id) {
  const auto found = vocabulary.find_fact(id);
  REQUIRE(found.has_value());
  return vocabulary.facts()[*found];
}

constexpr auto good = R"(
vocabulary: "1"
jurisdictions: [US, EU]
sections: [patient, labs]
facts:
  - {id: born, at: patient.born, type: date, example: "1991-03-14"}
  - {id: age, at: patient.age, type: span, plausible: [0 years, 120 years], completed: yes,
     from: {since: born}, example: 35 years}
  - {id: weight, at: patient.weight, type: quantity, unit: kg, plausible: [20 kg, 400 kg],
     stale: 6 months, example: 70 kg}
  - {id: items, at: labs.scores.items, type: number, plausible: [0, 6], whole: yes, example: "3"}
  - {id: lesion, at: labs.lesion, type: word, words: ["yes", "no", not_done],
     unanswered: [not_done], synonyms: {positive: "yes", Not-Seen: "no"}, example: "yes"}
  - {id: begin, at: labs.begin, type: date, future: yes, example: "2026-11-15"}
lists:
  - id: therapies
    singular: therapy
    identity: drug
    assumption: therapies-listed
    existed: start
    fields:
      - {id: drug, type: concept, domain: drug}
      - {id: start, type: date}
      - {id: stop, type: date}
      - {id: ongoing, type: yes_no}
      - {id: length, type: span}
      - {id: factor, type: number, from: {attribute_of: drug, attribute: prednisone_factor}}
      - {id: taken, type: period, from: {first: start, last: stop, lasting: ongoing,
         length: length}}
    example: "{drug: mesalamine}"
  - id: tests
    singular: test
    identity: test
    closable: no
    outcome: {field: result, positive: positive, negative: negative, none: not_done}
    fields:
      - {id: test, type: concept, domain: test}
      - {id: result, type: word, words: [positive, negative, not_done]}
)";

}  // namespace

TEST_CASE("facts are found by their id and by their place in a profile") {
  const Tree tree(good);
  Diagnostics diagnostics;
  const Vocabulary vocabulary = load(tree, diagnostics);
  REQUIRE(codes(diagnostics) == "");
  CHECK(vocabulary.sections() == std::vector<std::string>{"patient", "labs"});
  CHECK(vocabulary.jurisdictions() == std::vector<std::string>{"US", "EU"});
  CHECK(vocabulary.facts().size() == 6);
  CHECK(vocabulary.find_path("labs.scores.items") == vocabulary.find_fact("items"));
  CHECK_FALSE(vocabulary.find_fact("labs.scores.items").has_value());
  CHECK_FALSE(vocabulary.find_path("items").has_value());
  CHECK(vocabulary.fact_ids().front() == "born");

  const auto& age = fact(vocabulary, "age");
  CHECK(age.type.kind == Kind::span);
  CHECK(age.type.completed);
  REQUIRE(age.since.has_value());
  CHECK(age.since->date == vocabulary.find_fact("born"));
  CHECK(age.type.plausible_months == Interval::closed(0, 1440));
  const auto& weight = fact(vocabulary, "weight");
  CHECK(weight.type.kind == Kind::number);
  CHECK(weight.type.unit.text == "kg");
  CHECK(weight.type.plausible == Interval::closed(20'000, 400'000));  // in grams
  REQUIRE(weight.stale.has_value());
  CHECK(weight.stale->months == Interval::point(6));
  CHECK(fact(vocabulary, "items").type.whole);
  CHECK(fact(vocabulary, "begin").type.future);
  CHECK_FALSE(fact(vocabulary, "born").type.future);
}

TEST_CASE("words are found by their spellings on input, and exactly in rules") {
  const Tree tree(good);
  Diagnostics diagnostics;
  const Vocabulary vocabulary = load(tree, diagnostics);
  const auto& words = fact(vocabulary, "lesion").type.words;
  CHECK(words.find("YES") == 0U);
  CHECK(words.find("positive") == 0U);
  CHECK(words.find("not seen") == 1U);
  CHECK(words.find("Not done") == 2U);
  CHECK_FALSE(words.find("perhaps").has_value());
  CHECK(words.find_exactly("not_done") == 2U);
  CHECK_FALSE(words.find_exactly("Not done").has_value());
  CHECK_FALSE(words.find_exactly("positive").has_value());
  CHECK(words.unanswered == std::vector<bool>{false, false, true});
}

TEST_CASE("lists have an identity, fields, and what follows from them") {
  const Tree tree(good);
  Diagnostics diagnostics;
  const Vocabulary vocabulary = load(tree, diagnostics);
  REQUIRE(vocabulary.lists().size() == 2);
  CHECK(vocabulary.find_list("therapies") == 0U);
  CHECK(vocabulary.find_singular("test") == 1U);
  CHECK_FALSE(vocabulary.find_list("therapy").has_value());
  CHECK_FALSE(vocabulary.find_singular("therapies").has_value());
  const ListDef& therapies = vocabulary.lists()[0];
  CHECK(therapies.closable);
  CHECK(therapies.assumption == "therapies-listed");
  CHECK(therapies.identity == therapies.find_field("drug"));
  CHECK(therapies.existed == therapies.find_field("start"));
  const auto* taken = std::get_if<PeriodOf>(&therapies.fields.back().from);
  REQUIRE(taken != nullptr);
  CHECK(taken->first == therapies.find_field("start"));
  CHECK(taken->last == therapies.find_field("stop"));
  REQUIRE(taken->lasting.has_value());
  CHECK(taken->lasting->field == therapies.find_field("ongoing"));
  CHECK(taken->length == therapies.find_field("length"));
  const ListDef& tests = vocabulary.lists()[1];
  CHECK_FALSE(tests.closable);
  CHECK(tests.assumption.empty());
  REQUIRE(tests.outcome.has_value());
  CHECK(tests.outcome->positive == 0U);
  CHECK(tests.outcome->negative == 1U);
  CHECK(tests.outcome->none == 2U);
}

TEST_CASE("spans are read with a unit of time") {
  const Units& units = shipped().units;
  CHECK(parse_span("28 days", units)->days == Interval::point(28));
  CHECK(parse_span("4 weeks", units)->days == Interval::point(28));
  CHECK(parse_span("2 years", units)->months == Interval::point(24));
  CHECK(parse_span("2.3 years", units)->months == Interval::point(number("27.6")));
  CHECK(parse_span("36 h", units)->days == Interval::point(number("1.5")));
  for (const std::string text : {"", "28", "28 kg", "days", "<28 days", "28 days ago", "2,5 years",
                                 "9999999999999999999 days"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_span(text, units).has_value());
  }
}

TEST_CASE("a bad definition of a fact is an error in its place") {
  const std::string head = "vocabulary: \"1\"\nsections: [patient]\nfacts:\n";
  const std::string common = "- {id: x, at: patient.x, example: \"1\", type: ";
  const std::string other = "- {id: y, at: patient.y, example: \"1\", type: ";
  struct Row {
    std::string name;
    std::string text;
    std::string codes;
  };
  for (const Row& row : {
           Row{"good", common + "number}\n", ""},
           Row{"no such type", common + "text}\n", "E0604@{id"},
           Row{"no type", "- {id: x, at: patient.x, example: \"1\"}\n", "E0114@{id, E0604@{id"},
           Row{"no id", "- {at: patient.x, type: date, example: \"1\"}\n", "E0114@{at"},
           Row{"no place in a profile", "- {id: x, type: date, example: \"1\"}\n", "E0114@{id"},
           Row{"no example", "- {id: x, at: patient.x, type: date}\n", "E0114@{id"},
           Row{"an unknown key", common + "date, units: kg}\n", "E0113@units"},
           Row{"a quantity without a unit", common + "quantity}\n", "E0114@{id, E0307@{id"},
           Row{"no such unit", common + "quantity, unit: stone}\n", "E0307@{id"},
           Row{"a unit of the calendar", common + "quantity, unit: mo}\n", "E0307@{id"},
           Row{"no such domain", common + "concept, domain: planet}\n", "E0604@{id"},
           Row{"one plausible value", common + "number, plausible: [1]}\n", "E0604@[1"},
           Row{"no plausible number", common + "number, plausible: [1, many]}\n", "E0604@[1"},
           Row{"plausible in another dimension",
               common + "quantity, unit: kg, plausible: [1 kg, 2 m]}\n", "E0604@[1"},
           Row{"plausible without a unit", common + "quantity, unit: kg, plausible: [1, 2]}\n",
               "E0604@[1, E0604@[1"},
           Row{"no plausible span", common + "span, plausible: [0 days, 5 kg]}\n", "E0604@[0"},
           Row{"plausible the wrong way round", common + "number, plausible: [5, 1]}\n",
               "E0604@[5"},
           Row{"unanswered, but no word", common + "word, words: [a], unanswered: [b]}\n",
               "E0604@{id"},
           Row{"a synonym of no word", common + "word, words: [a], synonyms: {c: b}}\n",
               "E0604@b}"},
           Row{"a synonym of two words", common + "word, words: [a, b], synonyms: {A: b}}\n",
               "E0603@A"},
           Row{"a word twice", common + "word, words: [a, A]}\n", "E0603@{id"},
           Row{"stale after no span", common + "date, stale: soon}\n", "E0604@{id"},
           Row{"an id twice",
               common + "date}\n- {at: patient.y, id: x, type: date, example: \"1\"}\n",
               "E0201@{at: patient.y"},
           Row{"a place twice",
               common + "date}\n- {id: y, at: patient.x, type: date, example: \"1\"}\n",
               "E0201@{id: y"},
           Row{"since no fact", common + "span, from: {since: z}}\n", "E0604@{since"},
           Row{"since what is no date", common + "span, from: {since: y}}\n" + other + "number}\n",
               "E0604@{since"},
           Row{"no span, but since a date",
               common + "number, from: {since: y}}\n" + other + "date}\n", "E0604@{since"},
           Row{"an assumption without its source",
               common + "number, assume: {id: a, value: \"1\"}}\n", "E0114@{id: a"},
           Row{"outside of every section",
               "- {id: x, at: elsewhere.x, type: date, example: \"1\"}\n", "E0604@{id"},
       }) {
    CAPTURE(row.name);
    const Tree tree(head + row.text);
    Diagnostics diagnostics;
    static_cast<void>(load(tree, diagnostics));
    CHECK(codes(diagnostics) == placed(head + row.text, row.codes));
  }
}

TEST_CASE("a bad definition of a list is an error") {
  struct Row {
    std::string name;
    std::string replaced, by;  // in a good list
  };
  const std::string list = R"(
lists:
- id: therapies
  singular: therapy
  identity: drug
  existed: start
  outcome: {field: result, positive: good, negative: bad}
  fields:
    - {id: drug, type: concept, domain: drug}
    - {id: start, type: date}
    - {id: stop, type: date}
    - {id: ongoing, type: yes_no}
    - {id: length, type: span}
    - {id: dose, type: number}
    - {id: result, type: word, words: [good, bad]}
    - {id: factor, type: number, from: {attribute_of: drug, attribute: f}}
    - {id: systemic, type: yes_no, from: {kind_of: drug, yes: anti_tnf, no: thiopurine}}
    - {id: taken, type: period, from: {first: start, last: stop, lasting: ongoing,
       over: {field: result, is: bad}, length: length}}
)";
  const auto complaints = [](const std::string& text) {
    const Tree tree("vocabulary: \"1\"\nsections: [patient]\n" + text);
    Diagnostics diagnostics;
    static_cast<void>(load(tree, diagnostics));
    return codes(diagnostics);
  };
  CHECK(complaints(list) == "");
  for (const Row& row : {
           Row{"no identity", "  identity: drug\n", ""},
           Row{"an identity that is no field", "identity: drug", "identity: drag"},
           Row{"an identity that is no concept", "identity: drug", "identity: dose"},
           Row{"existed since no field", "existed: start", "existed: begin"},
           Row{"existed since what is no date", "existed: start", "existed: dose"},
           Row{"an outcome of no field", "field: result, positive", "field: nothing, positive"},
           Row{"an outcome of no word", "positive: good", "positive: great"},
           Row{"an outcome that is not in words", "{field: result, positive",
               "{field: dose, positive"},
           Row{"a period from no field", "first: start", "first: begin"},
           Row{"a period from what is no date", "first: start", "first: dose"},
           Row{"a period until what is no date", "last: stop", "last: dose"},
           Row{"lasting by no field", "lasting: ongoing", "lasting: nothing"},
           Row{"lasting by what is no yes or no", "lasting: ongoing", "lasting: dose"},
           Row{"over by no word", "is: bad", "is: gone"},
           Row{"the length of no field", "length: length", "length: width"},
           Row{"a length that is no span", "length: length", "length: dose"},
           Row{"the attribute of no field", "attribute_of: drug", "attribute_of: drag"},
           Row{"the attribute of what is no concept", "attribute_of: drug", "attribute_of: dose"},
           Row{"an attribute that is no number", "{id: factor, type: number",
               "{id: factor, type: date"},
           Row{"the class of no field", "kind_of: drug", "kind_of: drag"},
           Row{"the class of what is no concept", "kind_of: drug", "kind_of: dose"},
           Row{"a class that is no concept", "yes: anti_tnf", "yes: anti_tnt"},
           Row{"a class without its other", ", no: thiopurine", ""},
           Row{"a class that is no yes or no", "systemic, type: yes_no", "systemic, type: date"},
           Row{"a derived period that is none", "{id: taken, type: period",
               "{id: taken, type: number"},
           Row{"a field twice", "{id: dose,", "{id: drug,"},
           Row{"no singular", "  singular: therapy\n", ""},
           Row{"an unknown key", "existed: start", "exists: start"},
       }) {
    CAPTURE(row.name);
    std::string text = list;
    const auto at = text.find(row.replaced);
    REQUIRE(at != std::string::npos);
    text.replace(at, row.replaced.size(), row.by);
    CHECK(complaints(text) != "");
  }
  CHECK_MESSAGE(complaints(list + list.substr(list.find("- id:"))) != "", "a list twice");
}
