// Settle: what a record says on the day of evaluation: the newest observation, what is too old, in
// the future or contradictory, and what follows from other facts. On a vocabulary of its own.
#include "engine/facts/settle.h"

#include <algorithm>

#include "tests/facts/fixture.h"

namespace {

using regimen::core::Diagnostics;
using regimen::facts::Cause;
using regimen::facts::ConceptName;
using regimen::facts::DateRange;
using regimen::facts::Entry;
using regimen::facts::FieldId;
using regimen::facts::Interval;
using regimen::facts::is_settled;
using regimen::facts::ListDef;
using regimen::facts::ListState;
using regimen::facts::Missing;
using regimen::facts::MissingSet;
using regimen::facts::Observation;
using regimen::facts::Period;
using regimen::facts::Rational;
using regimen::facts::Record;
using regimen::facts::settle;
using regimen::facts::Settled;
using regimen::facts::SettledEntry;
using regimen::facts::SettledFact;
using regimen::facts::Span;
using regimen::facts::span_of_days;
using regimen::facts::span_of_months;
using regimen::facts::StaleRule;
using regimen::facts::Stated;
using regimen::facts::Terminology;
using regimen::facts::Truth;
using regimen::facts::unknown_value;
using regimen::facts::Value;
using regimen::facts::Vocabulary;
using regimen::facts::Word;
using regimen::facts_tests::codes;
using regimen::facts_tests::date;
using regimen::facts_tests::day;
using regimen::facts_tests::number;
using regimen::facts_tests::shipped;
using regimen::facts_tests::Tree;

constexpr auto vocabulary_text = R"(
vocabulary: "1"
sections: [patient, labs]
facts:
  - {id: born, at: patient.born, type: date, example: x}
  - {id: age, at: patient.age, type: span, plausible: [0 years, 120 years], completed: yes,
     from: {since: born}, example: x}
  - {id: score, at: labs.score, type: number, plausible: [0, 1000], example: x}
  - {id: weekly, at: labs.weekly, type: number, plausible: [0, 1000], stale: 8 weeks, example: x}
  - {id: monthly, at: labs.monthly, type: number, plausible: [0, 1000], stale: 6 months, example: x}
  - {id: lesion, at: labs.lesion, type: word, words: ["yes", "no", not_done],
     unanswered: [not_done], example: x}
lists:
  - id: therapies
    singular: therapy
    identity: drug
    existed: start
    fields:
      - {id: drug, type: concept, domain: drug}
      - {id: start, type: date}
      - {id: stop, type: date, future: yes}
      - {id: ongoing, type: yes_no}
      - {id: duration, type: span, plausible: [0 days, 100 years]}
      - {id: response, type: word, words: [none, full, lost], unanswered: [lost]}
      - {id: factor, type: number, from: {attribute_of: drug, attribute: factor}}
      - {id: marked, type: yes_no, from: {kind_of: drug, yes: red, no: blue}}
      - {id: taken, type: period, from: {first: start, last: stop, lasting: ongoing,
         length: duration}}
  - id: conditions
    singular: condition
    identity: condition
    existed: onset
    fields:
      - {id: condition, type: concept, domain: condition}
      - {id: status, type: word, words: [active, resolved]}
      - {id: onset, type: date}
      - {id: end, type: date}
      - {id: present, type: period, from: {first: onset, last: end, lasting: {field: status,
         is: active}, over: {field: status, is: resolved}}}
)";

constexpr auto drugs_text = R"(
terminology: drug
concepts:
  - {id: red, name: {en: red}}
  - {id: blue, name: {en: blue}}
  - {id: alpha, name: {en: alpha}}
  - {id: red_one, name: {en: red one}, is_a: [red]}
  - {id: blue_one, name: {en: blue one}, is_a: [blue]}
  - {id: red_and_blue, name: {en: red and blue}, is_a: [red, blue]}
  - {id: beta, name: {en: beta}, attributes: {factor: {value: "5/4", source: s, at: h}}}
)";

constexpr auto conditions_text = R"(
terminology: condition
concepts:
  - {id: fever, name: {en: fever}}
  - {id: cough, name: {en: cough}}
)";

// Words, by their place in the vocabulary above.
constexpr regimen::facts::WordId yes_word = 0;
constexpr regimen::facts::WordId no_word = 1;
constexpr regimen::facts::WordId not_done = 2;
constexpr regimen::facts::WordId active = 0;
constexpr regimen::facts::WordId resolved = 1;

struct World {
  Tree vocabulary_tree{vocabulary_text};
  Tree drugs_tree{drugs_text};
  Tree conditions_tree{conditions_text};
  Terminology terminology;
  Vocabulary vocabulary;

  World() {
    Diagnostics diagnostics;
    terminology.add_file(drugs_tree.root(), diagnostics);
    terminology.add_file(conditions_tree.root(), diagnostics);
    terminology.finish(diagnostics);
    vocabulary =
        Vocabulary::load(vocabulary_tree.root(), shipped().units, terminology, diagnostics);
    REQUIRE(codes(diagnostics) == "");
  }
};

const World& world() {
  static const World made;
  return made;
}

Value num(std::int64_t value) { return Interval::point(value); }

// An entry while it is being written down.
class Item {
 public:
  explicit Item(const ListDef& list) : list_(list) { entry_.fields.resize(list.fields.size()); }
  Item& with(std::string_view field, Value value) {
    Stated& stated = entry_.fields[id(field)];
    stated.value = std::move(value);
    stated.shown = "given";
    return *this;
  }
  Item& on(std::string_view field, std::string_view when) { return with(field, date(when)); }
  Item& lacks(std::string_view field, Cause cause) {
    entry_.fields[id(field)].cause = cause;
    return *this;
  }
  Item& named(std::string_view domain, std::string_view name) {
    const Terminology& terminology = world().terminology;
    return with(domain, ConceptName{terminology.find_id(*terminology.domain(domain), name)});
  }
  Item& absent() {
    entry_.absent = true;
    return *this;
  }
  [[nodiscard]] const Entry& entry() const { return entry_; }

 private:
  [[nodiscard]] FieldId id(std::string_view field) const {
    const auto found = list_.find_field(field);
    REQUIRE(found.has_value());
    return *found;
  }

  const ListDef& list_;
  Entry entry_;
};

Item therapy() { return Item(world().vocabulary.lists()[0]).named("drug", "alpha"); }
Item condition() { return Item(world().vocabulary.lists()[1]).named("condition", "fever"); }

// A profile while it is being written down, and what comes of it.
class Patient {
 public:
  explicit Patient(std::string_view as_of) : record_(world().vocabulary) {
    record_.as_of = day(as_of);
  }

  // `when` may be empty: no date.
  Patient& says(std::string_view fact, std::optional<Value> value, std::string_view when = {},
                Cause cause = Cause::not_known) {
    Observation observation;
    observation.stated.value = std::move(value);
    observation.stated.cause = cause;
    observation.stated.shown = "given";
    if (!when.empty()) observation.date = date(when);
    return adds(fact, std::move(observation));
  }
  Patient& adds(std::string_view fact, Observation observation) {
    record_.facts[*world().vocabulary.find_fact(fact)].push_back(std::move(observation));
    return *this;
  }
  Patient& has(std::string_view list, const Item& item) {
    auto& entries = record_.lists[*world().vocabulary.find_list(list)].entries;
    entries.push_back(item.entry());
    entries.back().index = entries.size() - 1;
    return state(list, ListState::plain);
  }
  Patient& state(std::string_view list, ListState state) {
    record_.lists[*world().vocabulary.find_list(list)].state = state;
    return *this;
  }

  [[nodiscard]] Settled settled(const std::vector<StaleRule>& stale = {}) const {
    return settle(record_, world().vocabulary, world().terminology, stale);
  }
  [[nodiscard]] SettledFact fact(std::string_view id,
                                 const std::vector<StaleRule>& stale = {}) const {
    return settled(stale).facts[*world().vocabulary.find_fact(id)];
  }

 private:
  Record record_;
};

// The only entry of a list of one entry.
SettledEntry settled_therapy(std::string_view as_of, const Item& item) {
  const Settled settled = Patient(as_of).has("therapies", item).settled();
  REQUIRE(settled.lists[0].entries.size() == 1);
  return settled.lists[0].entries[0];
}

SettledEntry settled_condition(std::string_view as_of, const Item& item) {
  const Settled settled = Patient(as_of).has("conditions", item).settled();
  REQUIRE(settled.lists[1].entries.size() == 1);
  return settled.lists[1].entries[0];
}

FieldId field(const ListDef& list, std::string_view id) { return *list.find_field(id); }

template <typename Kind>
const Kind& get(const SettledEntry& entry, std::string_view id, std::size_t list = 0) {
  return std::get<Kind>(entry.values[field(world().vocabulary.lists()[list], id)]);
}

std::optional<Cause> cause(const SettledEntry& entry, std::string_view id, std::size_t list = 0) {
  return entry.causes[field(world().vocabulary.lists()[list], id)];
}

// What a fact is: the number, or why there is none.
std::string told(const SettledFact& fact) {
  if (!fact.missing.empty()) return std::string(to_text(fact.missing.front().cause));
  const auto* value = std::get_if<Interval>(&fact.value);
  REQUIRE(value != nullptr);
  REQUIRE(value->is_point());
  return to_fraction(*value->low.at);
}

bool holds_reason(const Settled& settled, std::string_view key, std::string_view reason) {
  return std::any_of(settled.ignored.begin(), settled.ignored.end(),
                     [&](const auto& one) { return one.key == key && one.reason == reason; });
}

Truth at_least(const Interval& value, std::int64_t least) {
  return less_equal(Interval::point(least), value);
}

bool well_formed(const Interval& value) {
  return !value.is_bounded() || *value.low.at <= *value.high.at;
}

}  // namespace

// --- single facts ---

TEST_CASE("a fact of which nothing was said is not supplied, and open within its range") {
  const SettledFact fact = Patient("2026-11-01").fact("score");
  CHECK_FALSE(fact.supplied);
  CHECK(fact.missing == MissingSet{Missing{"labs.score", Cause::not_supplied}});
  CHECK(fact.value == Value(Interval::closed(0, 1000)));
}

TEST_CASE("the reason why nothing is known is kept") {
  for (const Cause cause : {Cause::not_known, Cause::invalid, Cause::unit_not_convertible}) {
    const SettledFact fact =
        Patient("2026-11-01").says("score", std::nullopt, {}, cause).fact("score");
    CHECK(fact.supplied);
    CHECK(fact.missing == MissingSet{Missing{"labs.score", cause}});
    CHECK_FALSE(is_settled(fact.value));
  }
}

TEST_CASE("the newest observation counts, in whatever order they stand") {
  struct Said {
    std::int64_t value;
    std::string when;
  };
  struct Row {
    std::string name;
    std::vector<Said> said;
    std::string told;
  };
  for (const Row& row : {
           Row{"one without a date", {{5, ""}}, "5"},
           Row{"one with a date", {{5, "2026-10-20"}}, "5"},
           Row{"on the day itself", {{5, "2026-11-01"}}, "5"},
           Row{"two", {{5, "2026-10-20"}, {6, "2026-10-21"}}, "6"},
           Row{"the month before", {{5, "2026-09"}, {6, "2026-10-01"}}, "6"},
           Row{"one day, one value", {{5, "2026-10-20"}, {5, "2026-10-20"}}, "5"},
           Row{"one day, two values", {{5, "2026-10-20"}, {6, "2026-10-20"}}, "conflicting"},
           Row{"the newest agree", {{4, "2026-10-01"}, {5, "2026-10-20"}, {5, "2026-10-20"}}, "5"},
           Row{"the month may be newer", {{5, "2026-10-20"}, {6, "2026-10"}}, "conflicting"},
           Row{"the month may be newer, and agrees", {{5, "2026-10-20"}, {5, "2026-10"}}, "5"},
           Row{"one without a date may be newer", {{5, "2026-10-20"}, {6, ""}}, "conflicting"},
           Row{"one without a date agrees", {{5, "2026-10-20"}, {5, ""}}, "5"},
           Row{"without a date, but not newer than today",
               {{5, "2026-11-01"}, {6, ""}},
               "conflicting"},
           Row{"tomorrow is not yet", {{5, "2026-10-20"}, {6, "2026-11-02"}}, "5"},
           Row{"nothing but tomorrow", {{6, "2026-11-02"}}, "not_supplied"},
           Row{"perhaps after today", {{6, "2026-11"}}, "imprecise"},
           Row{"perhaps after today, all of them", {{6, "2026-11"}, {6, "2026"}}, "imprecise"},
       }) {
    CAPTURE(row.name);
    Patient forward("2026-11-01");
    Patient backward("2026-11-01");
    for (const Said& said : row.said) forward.says("score", num(said.value), said.when);
    for (auto said = row.said.rbegin(); said != row.said.rend(); ++said)
      backward.says("score", num(said->value), said->when);
    CHECK(told(forward.fact("score")) == row.told);
    CHECK(told(backward.fact("score")) == row.told);
    CHECK(forward.fact("score").supplied);
  }
}

TEST_CASE("an observation that may lie after today sets no other one aside") {
  // If November is the 20th, it is unused, and the one without a date may be older than the 5 of
  // October: 5 or 6.
  const SettledFact fact = Patient("2026-11-15")
                               .says("score", num(5), "2026-10-01")
                               .says("score", num(6), "2026-11")
                               .says("score", num(6))
                               .fact("score");
  CHECK_FALSE(is_settled(fact.value));
  CHECK_FALSE(fact.missing.empty());
}

TEST_CASE("values that contradict each other are kept, so that the worse can be taken") {
  const SettledFact conflict = Patient("2026-11-01")
                                   .says("score", num(4), "2026-10-01")
                                   .says("score", num(5), "2026-10-20")
                                   .says("score", num(6), "2026-10-20")
                                   .fact("score");
  CHECK(conflict.candidates == std::vector<Value>{num(5), num(6)});
  CHECK(Patient("2026-11-01").says("score", num(5)).fact("score").candidates.empty());
}

TEST_CASE("what was not used is listed with its reason") {
  const Settled settled = Patient("2026-11-01")
                              .says("score", num(5), "2026-10-20")
                              .says("score", num(6), "2026-10-01")
                              .says("weekly", num(7), "2026-12-01")
                              .settled();
  CHECK(holds_reason(settled, "labs.score", "superseded"));
  CHECK(holds_reason(settled, "labs.weekly", "after_as_of"));
  CHECK(settled.ignored.size() == 2);
}

TEST_CASE("an observation that is no value is newer than a value, and then nothing is known") {
  Patient patient("2026-11-01");
  patient.says("score", num(5), "2026-10-01");
  patient.says("score", std::nullopt, "2026-10-20", Cause::invalid);
  CHECK(told(patient.fact("score")) == "invalid");
  patient.says("score", num(6), "2026-10-21");
  CHECK(told(patient.fact("score")) == "6");
}

TEST_CASE("a date that is none makes its observation invalid, and it may be the newest") {
  Observation observation;
  observation.stated.value = num(6);
  observation.bad_date = true;
  CHECK(told(Patient("2026-11-01").adds("score", observation).fact("score")) == "invalid");
  CHECK(told(Patient("2026-11-01")
                 .says("score", num(5), "2026-10-20")
                 .adds("score", observation)
                 .fact("score")) == "invalid");
}

TEST_CASE("the circumstances of the observation that was chosen are kept") {
  Observation observation;
  observation.stated.value = num(11);
  observation.stated.shown = "1.1 mg/dL";
  observation.stated.converted = "11 mg/L";
  observation.date = date("2026-10-20");
  observation.origin = "clinic letter";
  const SettledFact fact = Patient("2026-11-01")
                               .says("score", num(5), "2026-10-01")
                               .adds("score", observation)
                               .fact("score");
  CHECK(fact.shown == "1.1 mg/dL");
  CHECK(fact.converted == "11 mg/L");
  CHECK(fact.date == date("2026-10-20"));
  CHECK(fact.origin == "clinic letter");
}

TEST_CASE("an observation speaks for today so long, to the day") {
  struct Row {
    std::string fact, as_of, when, told;
  };
  for (const Row& row : {
           // 8 weeks, 56 days, before 1 November: 30 of October and 26 of September
           Row{"weekly", "2026-11-01", "2026-09-06", "5"},
           Row{"weekly", "2026-11-01", "2026-09-05", "stale"},
           Row{"weekly", "2026-11-01", "2026-10", "5"},
           Row{"weekly", "2026-11-01", "2026-09", "stale"},  // perhaps
           Row{"weekly", "2026-11-01", "", "5"},             // no date: stated for today
           // 6 months before 31 August are 28 February
           Row{"monthly", "2026-08-31", "2026-02-28", "5"},
           Row{"monthly", "2026-08-31", "2026-02-27", "stale"},
           Row{"monthly", "2026-11-01", "2026-05-01", "5"},
           Row{"monthly", "2026-11-01", "2026-04-30", "stale"},
           Row{"score", "2026-11-01", "1999-01-01", "5"},
       }) {
    CAPTURE(row.fact);
    CAPTURE(row.when);
    CHECK(told(Patient(row.as_of).says(row.fact, num(5), row.when).fact(row.fact)) == row.told);
  }
}

TEST_CASE("a pack may say how long an observation speaks for today") {
  const auto& vocabulary = world().vocabulary;
  const std::vector<StaleRule> rules = {
      {*vocabulary.find_fact("score"), span_of_days(Rational(10))},
      {*vocabulary.find_fact("weekly"), span_of_days(Rational(1000))}};
  Patient patient("2026-11-01");
  patient.says("score", num(5), "2026-10-21").says("weekly", num(5), "2026-01-01");
  patient.says("monthly", num(5), "2026-01-01");
  CHECK(told(patient.fact("score", rules)) == "stale");  // 11 days
  CHECK(told(patient.fact("score")) == "5");
  CHECK(told(patient.fact("weekly", rules)) == "5");
  CHECK(told(patient.fact("monthly", rules)) == "stale");  // as the vocabulary has it
}

TEST_CASE("an answer to the form is no answer to the question") {
  CHECK(Patient("2026-11-01").says("lesion", Word{not_done}).fact("lesion").missing ==
        MissingSet{Missing{"labs.lesion", Cause::unanswered}});
  for (const auto word : {yes_word, no_word}) {
    const SettledFact fact = Patient("2026-11-01").says("lesion", Word{word}).fact("lesion");
    CHECK(fact.missing.empty());
    CHECK(fact.value == Value(Word{word}));
  }
}

// --- what follows from a date ---

TEST_CASE("an age follows from the birth date; the birthday of 29 February is 1 March") {
  struct Row {
    std::string born, as_of;
    int years;
  };
  for (const Row& row : {
           Row{"1991-03-14", "2026-03-13", 34},
           Row{"1991-03-14", "2026-03-14", 35},
           Row{"2000-02-29", "2026-02-28", 25},
           Row{"2000-02-29", "2026-03-01", 26},
           Row{"2000-02-29", "2024-02-29", 24},
       }) {
    CAPTURE(row.as_of);
    const SettledFact age = Patient(row.as_of).says("born", date(row.born)).fact("age");
    CHECK(age.missing.empty());
    const auto& span = std::get<Span>(age.value);
    CHECK(at_least(span.months, row.years * 12) == Truth::yes);
    CHECK(at_least(span.months, (row.years + 1) * 12) == Truth::no);
  }
}

TEST_CASE("an age follows as exactly as the birth date is known") {
  const SettledFact age = Patient("2026-11-01").says("born", date("1991")).fact("age");
  CHECK(age.missing == MissingSet{Missing{"patient.born", Cause::imprecise}});
  const auto& span = std::get<Span>(age.value);
  CHECK(at_least(span.months, 34 * 12) == Truth::yes);
  CHECK(at_least(span.months, 35 * 12) == Truth::unknown);
  CHECK(at_least(span.months, 36 * 12) == Truth::no);
}

TEST_CASE("without a birth date the age is missing, or the reason is that of the date") {
  CHECK(Patient("2026-11-01").fact("age").missing ==
        MissingSet{Missing{"patient.age", Cause::not_supplied}});
  CHECK(Patient("2026-11-01").says("born", std::nullopt, {}, Cause::invalid).fact("age").missing ==
        MissingSet{Missing{"patient.born", Cause::invalid}});
}

namespace {

// As a reader states it: 35 years of age is at least 35 years, and under 36.
Span years_of_age(int years) {
  Span span = hull(span_of_months(Rational(years * 12)), span_of_months(Rational(years * 12 + 12)));
  span.days.high.open = true;
  span.months.high.open = true;
  return span;
}

}  // namespace

TEST_CASE("a stated age and a birth date that agree are one, and else a conflict") {
  const auto both = [](int years, std::string_view born) {
    return Patient("2026-11-01")
        .says("age", years_of_age(years))
        .says("born", date(born))
        .fact("age");
  };
  CHECK(both(35, "1991-03-14").missing.empty());
  CHECK(at_least(std::get<Span>(both(35, "1991-03-14").value).months, 35 * 12 + 7) == Truth::yes);
  // The year alone leaves 34 or 35: what was stated decides.
  const SettledFact by_year = both(35, "1991");
  CHECK(at_least(std::get<Span>(by_year.value).months, 35 * 12) == Truth::yes);
  CHECK(at_least(std::get<Span>(by_year.value).months, 36 * 12) == Truth::no);
  for (const std::string born : {"1992-03-14", "1989-01-01", "1993"}) {
    CAPTURE(born);
    const SettledFact conflict = both(35, born);
    CHECK(conflict.missing == MissingSet{Missing{"patient.age", Cause::conflicting}});
    CHECK_FALSE(is_settled(conflict.value));
  }
}

TEST_CASE("an age stated on an earlier day is not the age of today") {
  // 17 at the beginning of 2024: 19 or 20 in November 2026.
  const SettledFact age =
      Patient("2026-11-01").says("age", years_of_age(17), "2024-01-01").fact("age");
  CHECK(at_least(std::get<Span>(age.value).months, 18 * 12) != Truth::no);
}

// --- entries of lists ---

TEST_CASE("the duration counts the first and the last day") {
  struct Row {
    std::string as_of, start, stop;
    int days, complete_months;
  };
  for (const Row& row : {
           Row{"2026-11-01", "2026-05-01", "2026-07-01", 62, 2},  // 31 + 30 + 1
           Row{"2026-11-01", "2026-05-01", "2026-05-28", 28, 0},
           Row{"2026-11-01", "2026-05-01", "2026-05-31", 31, 1},
           Row{"2026-11-01", "2026-05-01", "2026-05-01", 1, 0},
           Row{"2026-11-01", "2026-02-01", "2026-02-28", 28, 1},
           Row{"2026-11-01", "2026-10-01", "2026-11-01", 32, 1},
           Row{"2026-11-01", "2026-10-01", "2026-12-31", 32, 1},  // what is to come does not count
       }) {
    CAPTURE(row.start);
    CAPTURE(row.stop);
    const SettledEntry entry =
        settled_therapy(row.as_of, therapy().on("start", row.start).on("stop", row.stop));
    CHECK_FALSE(cause(entry, "duration").has_value());
    CHECK(get<Span>(entry, "duration").days == Interval::point(row.days));
    CHECK(at_least(get<Span>(entry, "duration").months, row.complete_months) == Truth::yes);
    CHECK(at_least(get<Span>(entry, "duration").months, row.complete_months + 1) == Truth::no);
  }
}

TEST_CASE("what is ongoing lasts until today at least") {
  const SettledEntry entry = settled_therapy(
      "2026-11-01", therapy().on("start", "2026-10-01").with("ongoing", Truth::yes));
  CHECK(get<Span>(entry, "duration").days == Interval::point(32));
  CHECK_FALSE(cause(entry, "duration").has_value());
  const auto& taken = get<Period>(entry, "taken");
  CHECK(taken.first == date("2026-10-01"));
  CHECK(taken.last.first == day("2026-11-01"));
  CHECK(overlaps(taken, date("2026-11-01"), date("2026-11-01")) == Truth::yes);
}

TEST_CASE("what is no longer taken, since when is not said, was not taken tomorrow") {
  const SettledEntry entry =
      settled_therapy("2026-11-01", therapy().on("start", "2026-10-01").with("ongoing", Truth::no));
  const auto& taken = get<Period>(entry, "taken");
  CHECK(taken.first == date("2026-10-01"));
  CHECK(taken.last.first == day("2026-10-01"));
  CHECK(taken.last.last <= day("2026-11-01"));
  CHECK(cause(entry, "taken").has_value());
  CHECK(at_least(get<Span>(entry, "duration").days, 1) == Truth::yes);
  CHECK(at_least(get<Span>(entry, "duration").days, 20) == Truth::unknown);
  CHECK(at_least(get<Span>(entry, "duration").days, 33) == Truth::no);
}

TEST_CASE("dates known to the month give a range of durations") {
  const SettledEntry entry =
      settled_therapy("2026-11-01", therapy().on("start", "2026-05").on("stop", "2026-07-01"));
  // From 31 May, 32 days with both ends, to 1 May, 62 days.
  CHECK(get<Span>(entry, "duration").days == Interval::closed(32, 62));
  CHECK(cause(entry, "duration") == Cause::imprecise);
  const SettledEntry within_month =
      settled_therapy("2026-11-01", therapy().on("start", "2026-05").on("stop", "2026-05"));
  CHECK(get<Span>(within_month, "duration").days == Interval::closed(1, 31));
}

TEST_CASE("without a start a duration is a day at least, and nothing more is known") {
  const SettledEntry entry = settled_therapy("2026-11-01", therapy().on("stop", "2026-07-01"));
  CHECK(cause(entry, "duration") == Cause::not_supplied);
  CHECK(at_least(get<Span>(entry, "duration").days, 28) == Truth::unknown);
  CHECK_FALSE(get<Span>(entry, "duration").days.high.at.has_value());
  CHECK(cause(entry, "taken") == Cause::not_supplied);
  CHECK(overlaps(get<Period>(entry, "taken"), date("2026-07-02"), date("2026-11-01")) == Truth::no);
  CHECK(overlaps(get<Period>(entry, "taken"), date("2026-07-01"), date("2026-11-01")) ==
        Truth::yes);
}

TEST_CASE("a duration that was stated without dates is taken as it is") {
  const SettledEntry entry =
      settled_therapy("2026-11-01", therapy().with("duration", span_of_days(Rational(56))));
  CHECK(get<Span>(entry, "duration").days == Interval::point(56));
  CHECK_FALSE(cause(entry, "duration").has_value());
}

TEST_CASE("a stated duration of so many days agrees with dates so many days apart") {
  std::string wrong;
  for (int days = 1; days <= 400; ++days) {
    const DateRange stop{day("2025-05-01") + days - 1, day("2025-05-01") + days - 1};
    const SettledEntry entry =
        settled_therapy("2026-11-01", therapy()
                                          .on("start", "2025-05-01")
                                          .with("stop", stop)
                                          .with("duration", span_of_days(Rational(days))));
    const bool right = !cause(entry, "duration").has_value() &&
                       get<Span>(entry, "duration").days == Interval::point(days);
    if (!right) wrong += " " + std::to_string(days);
  }
  CHECK_MESSAGE(wrong.empty(), "conflicting at days:" << wrong.substr(0, 200));
}

TEST_CASE("a stated month is 28 to 31 days, whichever the dates are") {
  struct Row {
    std::string start, stop;
    bool conflict;
  };
  for (const Row& row : {
           Row{"2026-06-01", "2026-06-30", false},  // 30 days, and a calendar month
           Row{"2026-06-01", "2026-06-28", false},  // 28 days
           Row{"2026-06-10", "2026-07-10", false},  // 31 days
           Row{"2026-06-01", "2026-06-27", true},   // 27 days
           Row{"2026-06-01", "2026-07-02", true},   // 32 days
       }) {
    CAPTURE(row.start);
    CAPTURE(row.stop);
    const SettledEntry entry =
        settled_therapy("2026-11-01", therapy()
                                          .on("start", row.start)
                                          .on("stop", row.stop)
                                          .with("duration", span_of_months(Rational(1))));
    CHECK((cause(entry, "duration") == Cause::conflicting) == row.conflict);
  }
}

TEST_CASE("a stated duration that the dates contradict is a conflict") {
  const SettledEntry entry =
      settled_therapy("2026-11-01", therapy()
                                        .on("start", "2026-05-01")
                                        .on("stop", "2026-05-10")
                                        .with("duration", span_of_days(Rational(56))));
  CHECK(cause(entry, "duration") == Cause::conflicting);
  CHECK_FALSE(is_settled(Value(get<Span>(entry, "duration"))));
}

TEST_CASE("whether it is ongoing follows from its last day") {
  struct Row {
    std::string stop;
    Truth ongoing;
  };
  for (const Row& row : {
           Row{"2026-10-31", Truth::no},
           Row{"2026-10", Truth::no},
           Row{"2026-11-01", Truth::yes},  // the last day is a day on which it is taken
           Row{"2026-12-31", Truth::yes},
           Row{"2026-11", Truth::yes},  // today or later
           Row{"2026", Truth::unknown},
       }) {
    CAPTURE(row.stop);
    const SettledEntry entry =
        settled_therapy("2026-11-01", therapy().on("start", "2026-05-01").on("stop", row.stop));
    CHECK(get<Truth>(entry, "ongoing") == row.ongoing);
    CHECK(cause(entry, "ongoing").has_value() == (row.ongoing == Truth::unknown));
  }
}

TEST_CASE("ongoing, and stopped in the past: a conflict") {
  const SettledEntry entry = settled_therapy(
      "2026-11-01",
      therapy().on("start", "2026-05-01").on("stop", "2026-07-01").with("ongoing", Truth::yes));
  CHECK(cause(entry, "taken") == Cause::conflicting);
  CHECK(cause(entry, "ongoing") == Cause::conflicting);
  CHECK(get<Truth>(entry, "ongoing") == Truth::unknown);
  CHECK(overlaps(get<Period>(entry, "taken"), date("2026-08-01"), date("2026-11-01")) ==
        Truth::unknown);
}

TEST_CASE("not ongoing, and to be stopped in the future: a conflict") {
  const SettledEntry entry = settled_therapy(
      "2026-11-01",
      therapy().on("start", "2026-05-01").on("stop", "2026-12-31").with("ongoing", Truth::no));
  CHECK(cause(entry, "taken") == Cause::conflicting);
  CHECK(get<Truth>(entry, "ongoing") == Truth::unknown);
  CHECK(overlaps(get<Period>(entry, "taken"), date("2026-11-01"), date("2026-11-01")) ==
        Truth::unknown);
}

TEST_CASE("what ends before it begins is known of neither") {
  const SettledEntry entry =
      settled_therapy("2026-11-01", therapy().on("start", "2026-07-01").on("stop", "2026-05-01"));
  CHECK(cause(entry, "taken").has_value());
  CHECK(cause(entry, "duration").has_value());
  CHECK_FALSE(is_settled(Value(get<Period>(entry, "taken"))));
  CHECK(well_formed(get<Span>(entry, "duration").days));
  CHECK(well_formed(get<Span>(entry, "duration").months));
}

TEST_CASE("partial dates narrow each other where one of two orders is impossible") {
  const SettledEntry late_start =
      settled_therapy("2026-11-01", therapy().on("start", "2026-07").on("stop", "2026-07-05"));
  CHECK(get<Period>(late_start, "taken").first == DateRange{day("2026-07-01"), day("2026-07-05")});
  const SettledEntry early_stop =
      settled_therapy("2026-11-01", therapy().on("start", "2026-07-10").on("stop", "2026-07"));
  CHECK(get<Period>(early_stop, "taken").last == DateRange{day("2026-07-10"), day("2026-07-31")});
}

TEST_CASE("the status of a condition follows from its end") {
  struct Row {
    std::string name;
    std::optional<regimen::facts::WordId> status;
    std::string end;
    std::optional<regimen::facts::WordId> settled;
    Truth today;  // whether it is present today
  };
  for (const Row& row : {
           Row{"active", active, "", active, Truth::yes},
           Row{"resolved", resolved, "", resolved, Truth::no},
           Row{"neither said", std::nullopt, "", std::nullopt, Truth::unknown},
           Row{"ended", std::nullopt, "2026-10-31", resolved, Truth::no},
           Row{"ended, and said so", resolved, "2026-07", resolved, Truth::no},
           Row{"ends today", std::nullopt, "2026-11-01", active, Truth::yes},
           Row{"ends this year", std::nullopt, "2026", std::nullopt, Truth::unknown},
           Row{"active, but ended", active, "2026-07", std::nullopt, Truth::unknown},
       }) {
    CAPTURE(row.name);
    Item item = condition().on("onset", "2010");
    if (row.status) item.with("status", Word{*row.status});
    if (!row.end.empty()) item.on("end", row.end);
    const SettledEntry entry = settled_condition("2026-11-01", item);
    CHECK(get<Word>(entry, "status", 1) == Word{row.settled});
    CHECK(cause(entry, "status", 1).has_value() == !row.settled.has_value());
    const auto& present = get<Period>(entry, "present", 1);
    CHECK(overlaps(present, date("2026-11-01"), date("2026-11-01")) == row.today);
    CHECK(present.first == date("2010"));
  }
}

TEST_CASE("what is active lies in every window up to today, what is resolved without an end may") {
  const SettledEntry is_active =
      settled_condition("2026-11-01", condition().on("onset", "2010").with("status", Word{active}));
  const SettledEntry is_over = settled_condition(
      "2026-11-01", condition().on("onset", "2010").with("status", Word{resolved}));
  const DateRange from = date("2026-05-01");
  const DateRange to = date("2026-11-01");
  CHECK(overlaps(get<Period>(is_active, "present", 1), from, to) == Truth::yes);
  CHECK(overlaps(get<Period>(is_over, "present", 1), from, to) == Truth::unknown);
  CHECK(overlaps(get<Period>(is_over, "present", 1), date("2009-01-01"), date("2009-12-31")) ==
        Truth::no);
}

TEST_CASE("an entry that began after today is unused, one that may have is in doubt") {
  const Settled settled = Patient("2026-11-15")
                              .has("therapies", therapy().on("start", "2026-11-16"))
                              .has("therapies", therapy().on("start", "2026-11"))
                              .has("therapies", therapy().on("start", "2026-11-15"))
                              .has("therapies", therapy())
                              .settled();
  const auto& entries = settled.lists[0].entries;
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].index == 1);
  CHECK(entries[0].exists == Truth::unknown);
  CHECK(get<Period>(entries[0], "taken").first == DateRange{day("2026-11-01"), day("2026-11-15")});
  CHECK(entries[1].index == 2);
  CHECK(entries[1].exists == Truth::yes);
  CHECK(entries[2].exists == Truth::yes);
  CHECK(holds_reason(settled, "therapies[0]", "after_as_of"));
  CHECK(settled.ignored.size() == 1);
}

TEST_CASE("a stated absence is no entry; one whose name nobody knows is neither") {
  const Settled settled = Patient("2026-11-01")
                              .has("conditions", condition().absent())
                              .has("conditions", condition().named("condition", "cough"))
                              .has("conditions", Item(world().vocabulary.lists()[1])
                                                     .lacks("condition", Cause::unresolved_name)
                                                     .absent())
                              .settled();
  REQUIRE(settled.lists[1].entries.size() == 1);
  CHECK(settled.lists[1].entries[0].index == 1);
  const auto domain = *world().terminology.domain("condition");
  CHECK(settled.lists[1].absent ==
        std::vector<regimen::facts::ConceptId>{*world().terminology.find_id(domain, "fever")});
}

TEST_CASE("a number that the drug carries is read from it, and from no other") {
  const auto factor_of = [](const Item& item) {
    const SettledEntry entry = settled_therapy("2026-11-01", item);
    return std::pair(get<Interval>(entry, "factor"), cause(entry, "factor"));
  };
  CHECK(factor_of(therapy().named("drug", "beta")) ==
        std::pair(Interval::point(number("5/4")), std::optional<Cause>()));
  CHECK(factor_of(therapy()).second == Cause::not_supplied);
  CHECK(
      factor_of(Item(world().vocabulary.lists()[0]).lacks("drug", Cause::unresolved_name)).second ==
      Cause::unresolved_name);
}

TEST_CASE("the class of a drug answers what was not stated, and contradicts what was") {
  struct Row {
    std::string drug;
    Truth stated;
    Truth settled;
    std::optional<Cause> cause;
  };
  for (const Row& row : {
           Row{"red_one", Truth::unknown, Truth::yes, std::nullopt},
           Row{"red", Truth::unknown, Truth::yes, std::nullopt},
           Row{"blue_one", Truth::unknown, Truth::no, std::nullopt},
           Row{"alpha", Truth::unknown, Truth::unknown, Cause::not_supplied},
           Row{"red_and_blue", Truth::unknown, Truth::unknown, Cause::not_supplied},
           Row{"red_one", Truth::yes, Truth::yes, std::nullopt},
           Row{"red_one", Truth::no, Truth::unknown, Cause::conflicting},
           Row{"blue_one", Truth::yes, Truth::unknown, Cause::conflicting},
           Row{"alpha", Truth::yes, Truth::yes, std::nullopt},
           Row{"alpha", Truth::no, Truth::no, std::nullopt},
       }) {
    CAPTURE(row.drug);
    CAPTURE(to_text(row.stated));
    Item item = therapy().named("drug", row.drug);
    if (row.stated != Truth::unknown) item.with("marked", row.stated);
    const SettledEntry entry = settled_therapy("2026-11-01", item);
    CHECK(get<Truth>(entry, "marked") == row.settled);
    CHECK(cause(entry, "marked") == row.cause);
  }
  const Item unresolved = Item(world().vocabulary.lists()[0]).lacks("drug", Cause::unresolved_name);
  CHECK(get<Truth>(settled_therapy("2026-11-01", unresolved), "marked") == Truth::unknown);
}

TEST_CASE("fields keep why they are not known; an answer to the form alone is no answer") {
  const SettledEntry entry = settled_therapy("2026-11-01", therapy()
                                                               .with("response", Word{2})
                                                               .lacks("stop", Cause::not_known)
                                                               .lacks("start", Cause::invalid));
  CHECK(get<Word>(entry, "response") == Word{});
  CHECK(cause(entry, "response") == Cause::unanswered);
  CHECK(cause(entry, "stop") == Cause::not_known);
  CHECK(cause(entry, "start") == Cause::invalid);
  CHECK(cause(entry, "duration").has_value());
  CHECK_FALSE(cause(entry, "drug").has_value());
}

TEST_CASE("the state of a list is kept") {
  for (const ListState state : {ListState::missing, ListState::asked, ListState::none,
                                ListState::plain, ListState::complete, ListState::incomplete}) {
    const Settled settled = Patient("2026-11-01").state("therapies", state).settled();
    CHECK(settled.lists[0].state == state);
    CHECK(settled.lists[0].entries.empty());
  }
}
