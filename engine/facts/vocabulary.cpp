// Entry: Vocabulary::load. Test: tests/facts/vocabulary_test.cpp.
#include "engine/facts/vocabulary.h"

#include <algorithm>

#include "engine/core/mapping.h"
#include "engine/core/text.h"

namespace regimen::facts {

using core::Code;
using core::Diagnostics;
using core::Mapping;
using core::Node;

std::string_view to_text(Kind kind) {
  switch (kind) {
    case Kind::truth:
      return "yes or no";
    case Kind::number:
      return "number";
    case Kind::span:
      return "span of time";
    case Kind::date:
      return "date";
    case Kind::period:
      return "period";
    case Kind::word:
      return "word";
    case Kind::concept_name:
      return "concept";
  }
  return "value";
}

std::optional<WordId> Words::find(std::string_view text) const {
  const auto place = spellings.find(core::fold_name(text));
  if (place == spellings.end()) return std::nullopt;
  return place->second;
}

std::optional<WordId> Words::find_exactly(std::string_view word) const {
  const auto place = std::find(words.begin(), words.end(), word);
  if (place == words.end()) return std::nullopt;
  return static_cast<WordId>(place - words.begin());
}

std::optional<Span> parse_span(std::string_view text, const Units& units) {
  const auto numeral = parse_numeral(text);
  if (!numeral || !numeral->value.is_point()) return std::nullopt;
  const auto unit = units.parse(numeral->unit);
  if (!unit || unit->dimension != time_dimension) return std::nullopt;
  const auto amount = multiply(*numeral->value.low.at, unit->factor);
  if (!amount) return std::nullopt;
  return unit->calendar ? span_of_months(*amount) : span_of_days(*amount);
}

namespace {

class Loader {
 public:
  Loader(const Units& units, const Terminology& terminology, Diagnostics& diagnostics)
      : units_(units), terminology_(terminology), diagnostics_(diagnostics) {}

  ValueType read_type(Mapping& mapping) {
    ValueType type;
    const std::string kind = mapping.text("type");
    if (kind == "yes_no") {
      type.kind = Kind::truth;
    } else if (kind == "number" || kind == "quantity") {
      type.kind = Kind::number;
      if (kind == "quantity") read_unit(mapping, type);
    } else if (kind == "span") {
      type.kind = Kind::span;
    } else if (kind == "date") {
      type.kind = Kind::date;
    } else if (kind == "period") {
      type.kind = Kind::period;
    } else if (kind == "word") {
      type.kind = Kind::word;
      read_words(mapping, type.words);
    } else if (kind == "concept") {
      type.kind = Kind::concept_name;
      const std::string name = mapping.text("domain");
      if (const auto domain = terminology_.domain(name)) {
        type.domain = *domain;
      } else {
        fail(mapping.node(), "no terminology has this domain", name);
      }
    } else {
      fail(mapping.node(), "no such type", kind);
    }
    type.whole = mapping.flag_or("whole", false);
    type.future = mapping.flag_or("future", false);
    type.completed = mapping.flag_or("completed", false);
    read_plausible(mapping, type);
    return type;
  }

  std::optional<Span> read_stale(Mapping& mapping) {
    const std::string text = mapping.text_or("stale", "");
    if (text.empty()) return std::nullopt;
    const auto span = parse_span(text, units_);
    if (!span) fail(mapping.node(), "`stale` must be a span of time", text);
    return span;
  }

  [[nodiscard]] const Terminology& terminology() const { return terminology_; }

  void fail(const Node& node, const std::string& message, const std::string& offender = {}) {
    diagnostics_.add({Code::bad_vocabulary, node.span, message, offender});
  }

 private:
  void read_unit(Mapping& mapping, ValueType& type) {
    const std::string text = mapping.text("unit");
    const auto unit = units_.parse(text);
    if (unit && !unit->calendar) {
      type.unit = *unit;
    } else {
      diagnostics_.add({Code::unknown_unit, mapping.node().span, "no such unit", text});
    }
  }

  void read_words(Mapping& mapping, Words& words) {
    words.words = mapping.texts("words");
    words.unanswered.assign(words.words.size(), false);
    for (WordId i = 0; i < words.words.size(); ++i) {
      if (words.spellings.emplace(core::fold_name(words.words[i]), i).second) continue;
      diagnostics_.add(
          {Code::ambiguous_synonym, mapping.node().span, "this word stands twice", words.words[i]});
    }
    for (const std::string& word : mapping.texts("unanswered")) {
      if (const auto id = words.find_exactly(word)) {
        words.unanswered[*id] = true;
      } else {
        fail(mapping.node(), "no such word", word);
      }
    }
    const Node* synonyms = mapping.find("synonyms");
    if (synonyms == nullptr) return;
    for (const auto& [spelling, word] : core::pairs(*synonyms, "synonyms", diagnostics_)) {
      const auto id = words.find_exactly(word->text);
      if (!id) {
        fail(*word, "no such word", word->text);
      } else if (!words.spellings.emplace(core::fold_name(spelling->text), *id).second) {
        diagnostics_.add({Code::ambiguous_synonym, spelling->span,
                          "this spelling stands for two words", spelling->text});
      }
    }
  }

  void read_plausible(Mapping& mapping, ValueType& type) {
    const Node* node = mapping.find("plausible");
    if (node == nullptr) return;
    if (!node->is_sequence() || node->items.size() != 2) {
      fail(*node, "`plausible` must be a list of two values");
      return;
    }
    for (const bool upper : {false, true}) {
      const std::string& text = node->items[upper ? 1 : 0].text;
      if (type.kind == Kind::span) {
        const auto span = parse_span(text, units_);
        if (!span) {
          fail(*node, "a span of time is expected", text);
          continue;
        }
        (upper ? type.plausible.high : type.plausible.low) =
            upper ? span->days.high : span->days.low;
        (upper ? type.plausible_months.high : type.plausible_months.low) =
            upper ? span->months.high : span->months.low;
        continue;
      }
      const auto numeral = parse_numeral(text);
      const auto unit =
          numeral ? (numeral->unit.empty() ? Unit{} : units_.parse(numeral->unit).value_or(Unit{}))
                  : Unit{};
      const auto value = numeral ? scale(numeral->value, unit.factor) : std::nullopt;
      if (!value || unit.dimension != type.unit.dimension) {
        fail(*node, "a value in the unit of the fact is expected", text);
        continue;
      }
      (upper ? type.plausible.high : type.plausible.low) = upper ? value->high : value->low;
    }
    const Interval& range = type.plausible;
    if (range.is_bounded() && *range.low.at > *range.high.at)
      fail(*node, "the lower end lies above the upper one");
  }

  const Units& units_;
  const Terminology& terminology_;
  Diagnostics& diagnostics_;
};

std::optional<LastingSign> read_sign(const Node* node, const ListDef& list, Loader& loader,
                                     Diagnostics& diagnostics) {
  if (node == nullptr) return std::nullopt;
  if (node->is_scalar()) {
    const auto field = list.find_field(node->text);
    if (field && list.fields[*field].type.kind == Kind::truth)
      return LastingSign{*field, std::nullopt};
    loader.fail(*node, "no such field of yes or no", node->text);
    return std::nullopt;
  }
  Mapping mapping(*node, {"field", "is"}, "sign", diagnostics);
  const auto field = list.find_field(mapping.text("field"));
  const auto word =
      field ? list.fields[*field].type.words.find_exactly(mapping.text("is")) : std::nullopt;
  if (word) return LastingSign{*field, word};
  loader.fail(*node, "no such field or word");
  return std::nullopt;
}

// The field of that name and kind.
std::optional<FieldId> find_kind(const ListDef& list, std::string_view name, Kind kind) {
  const auto field = list.find_field(name);
  if (field && list.fields[*field].type.kind == kind) return field;
  return std::nullopt;
}

void read_derivation(const Node& node, const ListDef& list, FieldDef& field, Loader& loader,
                     Diagnostics& diagnostics) {
  Mapping mapping(node,
                  {"attribute_of", "attribute", "first", "last", "lasting", "over", "length",
                   "kind_of", "yes", "no"},
                  "derivation", diagnostics);
  if (mapping.find("attribute_of") != nullptr) {
    const auto source = find_kind(list, mapping.text("attribute_of"), Kind::concept_name);
    if (source && field.type.kind == Kind::number) {
      field.from = AttributeOf{*source, mapping.text("attribute")};
    } else {
      loader.fail(node, "an attribute is a number, of a field that holds a concept");
    }
    return;
  }
  if (mapping.find("kind_of") != nullptr) {
    const auto source = find_kind(list, mapping.text("kind_of"), Kind::concept_name);
    const auto domain = source ? list.fields[*source].type.domain : DomainId{0};
    const auto yes = loader.terminology().find_id(domain, mapping.text("yes"));
    const auto no = loader.terminology().find_id(domain, mapping.text("no"));
    if (source && yes && no && field.type.kind == Kind::truth) {
      field.from = ClassOf{*source, *yes, *no};
    } else {
      loader.fail(node, "no such field or concept");
    }
    return;
  }
  const auto first = find_kind(list, mapping.text("first"), Kind::date);
  const auto last = find_kind(list, mapping.text("last"), Kind::date);
  if (!first || !last || field.type.kind != Kind::period) {
    loader.fail(node, "a period needs the fields of its first and last day");
    return;
  }
  PeriodOf period{*first, *last, {}, {}, {}};
  period.lasting = read_sign(mapping.find("lasting"), list, loader, diagnostics);
  period.over = read_sign(mapping.find("over"), list, loader, diagnostics);
  if (mapping.find("length") != nullptr) {
    period.length = find_kind(list, mapping.text("length"), Kind::span);
    if (!period.length) loader.fail(node, "no such field that holds a span");
  }
  field.from = period;
}

std::vector<std::string> type_keys() {
  return {"id",        "type",  "unit",     "plausible",  "whole",  "future",
          "completed", "words", "synonyms", "unanswered", "domain", "from"};
}

void read_fields(Mapping& mapping, ListDef& list, Loader& loader, Diagnostics& diagnostics) {
  std::vector<const Node*> derivations;
  for (const Node* node : mapping.items("fields")) {
    Mapping field(*node, type_keys(), "field", diagnostics);
    FieldDef def;
    def.id = field.text("id");
    def.type = loader.read_type(field);
    derivations.push_back(field.find("from"));
    if (list.find_field(def.id))
      diagnostics.add({Code::duplicate_id, node->span, "this field stands twice", def.id});
    list.fields.push_back(std::move(def));
  }
  for (std::size_t i = 0; i < derivations.size(); ++i) {
    if (derivations[i] != nullptr)
      read_derivation(*derivations[i], list, list.fields[i], loader, diagnostics);
  }
}

void read_outcome(const Node& node, ListDef& list, Loader& loader, Diagnostics& diagnostics) {
  Mapping mapping(node, {"field", "positive", "negative", "none"}, "outcome", diagnostics);
  const auto field = list.find_field(mapping.text("field"));
  if (!field) {
    loader.fail(node, "no such field");
    return;
  }
  const Words& words = list.fields[*field].type.words;
  const auto positive = words.find_exactly(mapping.text("positive"));
  const auto negative = words.find_exactly(mapping.text("negative"));
  if (!positive || !negative) {
    loader.fail(node, "no such word");
    return;
  }
  list.outcome =
      Outcome{*field, *positive, *negative, words.find_exactly(mapping.text_or("none", ""))};
}

ListDef read_list(const Node& node, Loader& loader, Diagnostics& diagnostics) {
  Mapping mapping(node,
                  {"id", "singular", "identity", "closable", "assumption", "existed", "outcome",
                   "fields", "example"},
                  "list", diagnostics);
  ListDef list;
  list.id = mapping.text("id");
  list.singular = mapping.text("singular");
  list.closable = mapping.flag_or("closable", true);
  list.assumption = mapping.text_or("assumption", "");
  list.example = mapping.text_or("example", "");
  read_fields(mapping, list, loader, diagnostics);
  const std::string identity = mapping.text("identity");
  const auto field = list.find_field(identity);
  if (field && list.fields[*field].type.kind == Kind::concept_name) {
    list.identity = *field;
  } else {
    loader.fail(node, "the identity must be a field that holds a concept", identity);
  }
  const std::string existed = mapping.text_or("existed", "");
  list.existed = find_kind(list, existed, Kind::date);
  if (!existed.empty() && !list.existed) loader.fail(node, "no such field", existed);
  if (const Node* outcome = mapping.find("outcome"))
    read_outcome(*outcome, list, loader, diagnostics);
  return list;
}

}  // namespace

std::optional<FieldId> ListDef::find_field(std::string_view field_id) const {
  for (FieldId i = 0; i < fields.size(); ++i) {
    if (fields[i].id == field_id) return i;
  }
  return std::nullopt;
}

Vocabulary Vocabulary::load(const Node& root, const Units& units, const Terminology& terminology,
                            Diagnostics& diagnostics) {
  Vocabulary vocabulary;
  Loader loader(units, terminology, diagnostics);
  Mapping mapping(root, {"vocabulary", "jurisdictions", "sections", "facts", "lists"}, "vocabulary",
                  diagnostics);
  vocabulary.sections_ = mapping.texts("sections");
  vocabulary.jurisdictions_ = mapping.texts("jurisdictions");
  std::vector<std::pair<FactId, const Node*>> derivations;
  for (const Node* node : mapping.items("facts")) {
    std::vector<std::string> keys = type_keys();
    keys.insert(keys.end(), {"at", "stale", "assume", "example"});
    Mapping fact(*node, keys, "fact", diagnostics);
    FactDef def;
    def.id = fact.text("id");
    def.at = fact.text("at");
    def.type = loader.read_type(fact);
    def.stale = loader.read_stale(fact);
    def.example = fact.text("example");
    def.place = node->span;
    const auto& sections = vocabulary.sections_;
    const std::string section = def.at.substr(0, def.at.find('.'));
    if (!def.at.empty() && std::find(sections.begin(), sections.end(), section) == sections.end())
      loader.fail(*node, "no such section", section);
    const auto id = static_cast<FactId>(vocabulary.facts_.size());
    if (const Node* from = fact.find("from")) derivations.emplace_back(id, from);
    if (const Node* assume = fact.find("assume")) {
      Mapping assumption(*assume, {"id", "value", "cites"}, "assumption", diagnostics);
      const Node* value = assumption.required("value");
      const Node* cites = assumption.required("cites");
      if (value != nullptr && cites != nullptr)
        def.assume = Assume{assumption.text("id"), *value, *cites};
    }
    if (!vocabulary.by_id_.emplace(def.id, id).second ||
        !vocabulary.by_path_.emplace(def.at, id).second) {
      diagnostics.add({Code::duplicate_id, node->span, "this fact stands twice", def.id});
    }
    vocabulary.facts_.push_back(std::move(def));
  }
  for (const auto& [id, from] : derivations) {
    Mapping derivation(*from, {"since"}, "derivation", diagnostics);
    const std::string name = derivation.text("since");
    const auto date = vocabulary.find_fact(name);
    const bool fits = date && vocabulary.facts_[*date].type.kind == Kind::date &&
                      vocabulary.facts_[id].type.kind == Kind::span;
    if (fits) {
      vocabulary.facts_[id].since = Since{*date};
    } else {
      loader.fail(*from, "a span since a fact that holds a date is expected", name);
    }
  }
  for (const Node* node : mapping.items("lists")) {
    ListDef list = read_list(*node, loader, diagnostics);
    if (vocabulary.find_list(list.id) || vocabulary.find_singular(list.singular))
      diagnostics.add({Code::duplicate_id, node->span, "this list stands twice", list.id});
    vocabulary.lists_.push_back(std::move(list));
  }
  return vocabulary;
}

std::optional<FactId> Vocabulary::find_fact(std::string_view id) const {
  const auto place = by_id_.find(std::string(id));
  if (place == by_id_.end()) return std::nullopt;
  return place->second;
}

std::optional<FactId> Vocabulary::find_path(std::string_view path) const {
  const auto place = by_path_.find(std::string(path));
  if (place == by_path_.end()) return std::nullopt;
  return place->second;
}

std::optional<ListId> Vocabulary::find_list(std::string_view id) const {
  for (ListId i = 0; i < lists_.size(); ++i) {
    if (lists_[i].id == id) return i;
  }
  return std::nullopt;
}

std::optional<ListId> Vocabulary::find_singular(std::string_view singular) const {
  for (ListId i = 0; i < lists_.size(); ++i) {
    if (lists_[i].singular == singular) return i;
  }
  return std::nullopt;
}

std::vector<std::string> Vocabulary::fact_ids() const {
  std::vector<std::string> result;
  result.reserve(facts_.size());
  for (const FactDef& fact : facts_) result.push_back(fact.id);
  return result;
}

}  // namespace regimen::facts
