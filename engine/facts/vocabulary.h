// Vocabulary: the facts that a profile may hold and a rule may read, and the lists of entries.
//
// Read from knowledge/vocabulary.yaml. It is the one place that ties a name in a rule to a place in
// a profile, a type, a unit, a plausible range and an example. A FactId, ListId or field index is a
// position in its vectors. Thread-safety: immutable after loading.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/facts/dates.h"
#include "engine/facts/interval.h"
#include "engine/facts/terminology.h"
#include "engine/facts/units.h"

namespace regimen::facts {

using FactId = std::uint32_t;
using ListId = std::uint32_t;
using FieldId = std::uint32_t;  // within its list
using WordId = std::uint32_t;   // within the words of its fact or field

enum class Kind : unsigned char { truth, number, span, date, period, word, concept_name };

std::string_view to_text(Kind kind);

struct Words {
  std::vector<std::string> words;
  std::unordered_map<std::string, WordId> spellings;  // folded; words and synonyms
  std::vector<bool> unanswered;  // by word: an answer to the form, not to the question

  [[nodiscard]] std::optional<WordId> find(std::string_view text) const;
  [[nodiscard]] std::optional<WordId> find_exactly(std::string_view word) const;
};

// What a fact or a field is.
struct ValueType {
  Kind kind = Kind::truth;
  Unit unit;            // of a number: its dimension, and how it is shown
  bool whole = false;   // of a number
  bool future = false;  // of a date: may lie after `as_of`
  bool completed =
      false;  // of a span: counted in completed units, as ages are: 35 years is from 35 to under 36
  DomainId domain = 0;  // of a concept
  Words words;          // of a word
  // Outside of it a value is taken for a slip; it is also the domain that a missing value can still
  // have.
  Interval plausible =
      Interval::everything();  // of a span: in days, and the months in plausible_months
  Interval plausible_months = Interval::everything();
};

// How a value follows from others where it is not given.
struct Since {  // the span from that date to as_of
  FactId date;
};
struct AttributeOf {  // a number that the concept in another field carries
  FieldId field;
  std::string attribute;
};
// A field that says whether the entry still lasts; `word` is nothing for a yes/no field.
struct LastingSign {
  FieldId field;
  std::optional<WordId> word;
};
// Yes or no by the class that the concept in another field belongs to, where it is not stated.
struct ClassOf {
  FieldId field;
  ConceptId yes;
  ConceptId no;
};
struct PeriodOf {
  FieldId first;
  FieldId last;
  std::optional<LastingSign> lasting;
  std::optional<LastingSign> over;
  std::optional<FieldId> length;  // a span that fits between first and last
};

// A value taken in place of a missing one, as a declared assumption. The expression is read by the
// language.
struct Assume {
  std::string id;
  core::Node expression;
  core::Node cites;
};

struct FactDef {
  std::string id;
  std::string at;  // path in the profile: `section.fact`
  ValueType type;
  std::optional<Since> since;
  std::optional<Assume> assume;
  std::optional<Span> stale;  // how long an observation speaks for today
  std::string example;
  core::Span place;
};

struct FieldDef {
  std::string id;
  ValueType type;
  std::variant<std::monostate, AttributeOf, PeriodOf, ClassOf> from;

  // Whether a profile may state it.
  [[nodiscard]] bool is_given() const {
    return std::holds_alternative<std::monostate>(from) || std::holds_alternative<ClassOf>(from);
  }
};

struct Outcome {
  FieldId field;
  WordId positive;
  WordId negative;
  std::optional<WordId> none;  // the test was not done
};

struct ListDef {
  std::string id;        // `therapies`: the key in a profile
  std::string singular;  // `therapy`: the name in a rule
  FieldId identity = 0;
  bool closable = true;
  std::string assumption;          // id of the assumption that a plain list names all; empty: none
  std::optional<FieldId> existed;  // the date since when the entry holds
  std::optional<Outcome> outcome;
  std::vector<FieldDef> fields;
  std::string example;

  [[nodiscard]] std::optional<FieldId> find_field(std::string_view id) const;
};

class Vocabulary {
 public:
  static Vocabulary load(const core::Node& root, const Units& units, const Terminology& terminology,
                         core::Diagnostics& diagnostics);

  [[nodiscard]] const std::vector<FactDef>& facts() const { return facts_; }
  [[nodiscard]] const std::vector<ListDef>& lists() const { return lists_; }
  [[nodiscard]] const std::vector<std::string>& sections() const { return sections_; }
  [[nodiscard]] const std::vector<std::string>& jurisdictions() const { return jurisdictions_; }
  [[nodiscard]] std::optional<FactId> find_fact(std::string_view id) const;
  [[nodiscard]] std::optional<FactId> find_path(std::string_view path) const;
  [[nodiscard]] std::optional<ListId> find_list(std::string_view id) const;
  [[nodiscard]] std::optional<ListId> find_singular(std::string_view singular) const;
  [[nodiscard]] std::vector<std::string> fact_ids() const;

 private:
  std::vector<FactDef> facts_;
  std::vector<ListDef> lists_;
  std::vector<std::string> sections_;
  std::vector<std::string> jurisdictions_;
  std::unordered_map<std::string, FactId> by_id_;
  std::unordered_map<std::string, FactId> by_path_;
};

// `4 weeks`, `2.3 years`, `28 days`; nothing where it is no span of time.
std::optional<Span> parse_span(std::string_view text, const Units& units);

}  // namespace regimen::facts
