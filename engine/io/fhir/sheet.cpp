// Entry: Sheet::take. Test: tests/io/fhir_test.cpp.
#include "engine/io/fhir/sheet.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/facts/dates.h"
#include "engine/io/profile.h"

namespace regimen::io {

using core::Node;
using facts::ConceptId;
using facts::Truth;

Node text_node(std::string text, const core::Span& span) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.text = std::move(text);
  node.span = span;
  return node;
}

Node mapping_node(const core::Span& span) {
  Node node;
  node.kind = Node::Kind::mapping;
  node.span = span;
  return node;
}

void put(Node& mapping, std::string_view key, Node value) {
  mapping.items.push_back(text_node(std::string(key), value.span));
  mapping.items.push_back(std::move(value));
}

namespace {

// The value at a key, which is made if it is not there.
Node& at(Node& mapping, std::string_view key, Node::Kind kind) {
  for (std::size_t i = 0; i + 1 < mapping.items.size(); i += 2) {
    if (mapping.items[i].text == key) return mapping.items[i + 1];
  }
  Node made = mapping_node(mapping.span);
  made.kind = kind;
  put(mapping, key, std::move(made));
  return mapping.items.back();
}

}  // namespace

Sheet::Sheet(const facts::Knowledge& knowledge, const core::Span& span)
    : knowledge_(knowledge), span_(span), lists_(knowledge.vocabulary.lists().size()) {}

void Sheet::add_entry(facts::ListId list, Node entry) {
  lists_[list].entries.push_back(std::move(entry));
}

void Sheet::drop(const std::vector<bool>& dropped, std::vector<facts::Ignored>& ignored) {
  std::vector<SheetValue> kept;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (!dropped[i]) {
      kept.push_back(std::move(values_[i]));
      continue;
    }
    const std::string& key = knowledge_.vocabulary.facts()[values_[i].fact].at;
    ignored.push_back({key, "superseded", values_[i].origin, ""});
  }
  values_ = std::move(kept);
}

// As facts::settle would find, but each by its name, and however many there are.
void Sheet::drop_superseded(facts::Day as_of, std::vector<facts::Ignored>& ignored) {
  std::map<facts::FactId, facts::Day> newest;
  std::vector<std::optional<facts::DateRange>> dates;
  for (const SheetValue& value : values_) {
    dates.push_back(value.date.is_null() ? std::nullopt : facts::parse_date(value.date.text));
    if (!dates.back() || dates.back()->last > as_of) continue;
    const auto [place, added] = newest.emplace(value.fact, dates.back()->first);
    if (!added) place->second = std::max(place->second, dates.back()->first);
  }
  std::vector<bool> dropped(values_.size());
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const auto place = newest.find(values_[i].fact);
    dropped[i] = dates[i] && place != newest.end() && dates[i]->last < place->second;
  }
  drop(dropped, ignored);
}

// A profile knows days; what was measured later on one day is newer all the same.
void Sheet::drop_earlier_of_day(std::vector<facts::Ignored>& ignored) {
  std::map<std::pair<facts::FactId, std::string>, std::int64_t> last;
  for (const SheetValue& value : values_) {
    if (!value.instant) continue;
    const auto [place, added] =
        last.emplace(std::pair(value.fact, value.date.text), *value.instant);
    if (!added) place->second = std::max(place->second, *value.instant);
  }
  std::vector<bool> dropped(values_.size());
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const SheetValue& value = values_[i];
    dropped[i] = value.instant && *value.instant < last.at({value.fact, value.date.text});
  }
  drop(dropped, ignored);
}

void Sheet::keep_earliest() {
  const auto first_of = [](const SheetValue& value) {
    const auto date = facts::parse_date(value.value.text);
    return date ? date->first : facts::last_day;
  };
  std::map<facts::FactId, std::size_t> places;
  std::vector<SheetValue> kept;
  for (SheetValue& one : values_) {
    const auto before = one.earliest ? places.find(one.fact) : places.end();
    if (before == places.end()) {
      if (one.earliest) places.emplace(one.fact, kept.size());
      kept.push_back(std::move(one));
    } else if (first_of(one) < first_of(kept[before->second])) {
      kept[before->second] = std::move(one);
    }
  }
  values_ = std::move(kept);
}

// Two names of one thing are one fact: the narrowest that both are a kind of, unless that is no
// more than what was asked for.
void Sheet::join_names() {
  const facts::Terminology& terminology = knowledge_.terminology;
  for (facts::FactId fact = 0; fact < knowledge_.vocabulary.facts().size(); ++fact) {
    std::vector<SheetValue*> names;
    for (SheetValue& value : values_) {
      if (value.fact == fact && value.concept_id) names.push_back(&value);
    }
    if (names.size() < 2 || !names.front()->under) continue;
    const ConceptId under = *names.front()->under;
    std::optional<ConceptId> common;
    for (ConceptId id = 0; id < terminology.size(); ++id) {
      const bool inside = id != under && terminology.is_a(id, under) == Truth::yes;
      const bool covers = inside && std::all_of(names.begin(), names.end(), [&](SheetValue* name) {
                            return terminology.is_a(*name->concept_id, id) == Truth::yes;
                          });
      if (covers && (!common || terminology.is_a(id, *common) == Truth::yes)) common = id;
    }
    if (!common) continue;  // they contradict each other, and stand side by side
    SheetValue joined = *names.front();
    joined.value.text = terminology.at(*common).id;
    for (std::size_t i = 1; i < names.size(); ++i) joined.origin += ", " + names[i]->origin;
    std::erase_if(values_, [&](const SheetValue& value) {
      return value.fact == fact && value.concept_id.has_value();
    });
    values_.push_back(std::move(joined));
  }
}

void Sheet::put_value(Node& root, const SheetValue& value) const {
  std::string_view path = knowledge_.vocabulary.facts()[value.fact].at;
  Node* level = &root;
  while (true) {
    const auto point = path.find('.');
    if (point == std::string_view::npos) break;
    level = &at(*level, path.substr(0, point), Node::Kind::mapping);
    path.remove_prefix(point + 1);
  }
  Node stated = mapping_node(value.value.span);
  put(stated, "value", value.value);
  if (!value.date.is_null()) put(stated, "date", value.date);
  put(stated, "source", text_node(value.origin, value.value.span));
  at(*level, path, Node::Kind::sequence).items.push_back(std::move(stated));
}

std::optional<Node> Sheet::take(const std::string& id, facts::Day as_of,
                                const std::set<facts::ListId>& open,
                                std::vector<facts::Ignored>& ignored) {
  drop_superseded(as_of, ignored);
  drop_earlier_of_day(ignored);
  keep_earliest();
  join_names();
  std::map<facts::FactId, std::size_t> counts;
  for (const SheetValue& value : values_) {
    if (++counts[value.fact] > most_entries) return std::nullopt;
  }
  Node root = mapping_node(span_);
  put(root, "profile", text_node("1", span_));
  put(root, "id", text_node(id, span_));
  for (const SheetValue& value : values_) put_value(root, value);
  for (facts::ListId list = 0; list < lists_.size(); ++list) {
    if (!lists_[list].sent) continue;
    const facts::ListDef& def = knowledge_.vocabulary.lists()[list];
    Node entries = mapping_node(span_);
    entries.kind = Node::Kind::sequence;
    entries.items = std::move(lists_[list].entries);
    if (open.count(list) > 0 && def.closable) {
      Node stated = mapping_node(span_);
      put(stated, "complete", text_node("no", span_));
      put(stated, "entries", std::move(entries));
      put(root, def.id, std::move(stated));
    } else {
      put(root, def.id, std::move(entries));
    }
  }
  return root;
}

}  // namespace regimen::io
