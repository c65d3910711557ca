// Entry: Speaker. Test: tests/io/text_report_test.cpp.
#include "engine/io/speaker.h"

#include <algorithm>
#include <utility>

#include "engine/core/mapping.h"

namespace regimen::io {

Speaker::Speaker(const facts::Knowledge& knowledge, const std::vector<const language::Pack*>& packs,
                 std::string locale)
    : knowledge_(knowledge), locale_(std::move(locale)) {
  for (const language::Pack* pack : packs) {
    auto place = pack->wording.find(locale_);
    if (place == pack->wording.end()) place = pack->wording.find("en");
    if (place == pack->wording.end()) place = pack->wording.begin();
    if (place != pack->wording.end()) wordings_.push_back(&place->second);
  }
}

std::string Speaker::say(std::string_view key, const core::MessageArguments& arguments) const {
  return fill(word("report", key), arguments);
}

std::string Speaker::word(std::string_view section, std::string_view key) const {
  return knowledge_.word(locale_, section, key);
}

std::string Speaker::fill(const std::string& pattern,
                          const core::MessageArguments& arguments) const {
  return core::format_message(pattern, arguments, locale_).value_or(pattern);
}

const language::RuleWording* Speaker::rule(const std::string& id) const {
  for (const language::PackWording* wording : wordings_) {
    const auto place = wording->rules.find(id);
    if (place != wording->rules.end()) return &place->second;
  }
  return nullptr;
}

std::string Speaker::title(const std::string& id) const {
  const auto* wording = rule(id);
  return wording == nullptr ? id : wording->title;
}

std::string Speaker::trial() const {
  return wordings_.empty() ? std::string() : wordings_.front()->name;
}

std::string Speaker::preset(const std::string& id) const {
  for (const language::PackWording* wording : wordings_) {
    const auto place = wording->presets.find(id);
    if (place != wording->presets.end()) return place->second.name;
  }
  return say("weights-given");
}

std::string Speaker::preset_reason(const std::string& id) const {
  for (const language::PackWording* wording : wordings_) {
    const auto place = wording->presets.find(id);
    if (place != wording->presets.end()) return place->second.reason;
  }
  return {};
}

std::string Speaker::reading(const std::string& silent_on, const std::string& alternative) const {
  for (const language::PackWording* wording : wordings_) {
    const auto place = wording->interpretations.find(silent_on);
    if (place == wording->interpretations.end()) continue;
    const auto text = place->second.alternatives.find(alternative);
    if (text != place->second.alternatives.end()) return text->second;
  }
  return alternative;
}

std::string Speaker::text(const evidence::Localized& text) const {
  return evidence::in_locale(text, locale_);
}

std::string Speaker::span(const std::string& value) const {
  const auto blank = value.find(' ');
  if (blank == std::string::npos) return value;
  std::string key = "horizon-" + value.substr(blank + 1);
  if (key.back() != 's') key += 's';
  const std::string pattern = word("report", key);
  return pattern == key ? value : fill(pattern, {{"count", value.substr(0, blank)}});
}

std::string Speaker::exposure(const std::string& per) const {
  const auto blank = per.find(' ');
  return blank == std::string::npos
             ? per
             : say("per-" + per.substr(blank + 1), {{"count", per.substr(0, blank)}});
}

std::string Speaker::p_value(const std::string& printed) const {
  const bool below = !printed.empty() && printed.front() == '<';
  return (below ? "<" : "") + number(below ? printed.substr(1) : printed);
}

std::string Speaker::number(const std::string& text) const {
  return core::format_decimal(text, locale_);
}

std::string Speaker::date(const std::string& iso) const {
  const auto range = facts::parse_date(iso);
  if (!range || !range->is_point()) return iso;
  const facts::CalendarDay day = facts::to_calendar(range->first);
  return core::format_date(day.year, day.month, day.day, locale_);
}

std::string Speaker::name_of(const std::string& key) const {
  if (const auto fact = knowledge_.vocabulary.find_path(key)) {
    return knowledge_.word(locale_, "facts", knowledge_.vocabulary.facts()[*fact].id);
  }
  const auto bracket = key.find('[');
  if (bracket == std::string::npos) return knowledge_.word(locale_, "lists", key);
  const auto close = key.find(']');
  std::string name = knowledge_.word(locale_, "lists", key.substr(0, bracket)) + " " +
                     std::to_string(std::stoul(key.substr(bracket + 1, close - bracket - 1)) + 1);
  if (close + 2 < key.size())
    name += ", " + knowledge_.word(locale_, "fields", key.substr(close + 2));
  return name;
}

std::string Speaker::concept_name(const std::string& id) const {
  for (facts::ConceptId i = 0; i < knowledge_.terminology.size(); ++i) {
    if (knowledge_.terminology.at(i).id == id) return knowledge_.terminology.name(i, locale_);
  }
  return id;
}

namespace {

std::vector<std::string> split(const std::string& ids) {
  std::vector<std::string> result;
  std::size_t at = 0;
  while (at < ids.size()) {
    const std::size_t end = std::min(ids.find(", ", at), ids.size());
    result.push_back(ids.substr(at, end - at));
    at = end + 2;
  }
  return result;
}

void add_new(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const std::string& text : from) {
    if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
  }
}

}  // namespace

std::vector<std::string> Speaker::missing(const facts::MissingSet& set) const {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < set.size(); ++i) {
    const facts::Missing& item = set[i];
    const auto same = [&](const facts::Missing& other) {
      return other.key == item.key && other.cause == item.cause;
    };
    if (std::any_of(set.begin(), set.begin() + static_cast<std::ptrdiff_t>(i), same)) continue;
    std::vector<std::string> about;
    for (const facts::Missing& other : set) {
      if (same(other)) add_new(about, split(other.about));
    }
    texts.push_back(missing_one(item, about));
  }
  return texts;
}

std::string Speaker::missing_one(const facts::Missing& item,
                                 const std::vector<std::string>& about) const {
  const std::string prefix = "interpretation.";
  if (item.key.rfind(prefix, 0) == 0) {
    std::string key = item.key.substr(prefix.size());
    for (const language::PackWording* wording : wordings_) {
      const auto place = wording->interpretations.find(key);
      if (place != wording->interpretations.end()) return place->second.question;
    }
    return key;
  }
  std::string text = name_of(item.key);
  if (item.cause != facts::Cause::silent_source) {
    std::string names;
    for (const std::string& id : about) names += (names.empty() ? "" : ", ") + concept_name(id);
    if (!names.empty()) text += ": " + names;
  }
  return text + " (" + knowledge_.word(locale_, "causes", to_text(item.cause)) + ")";
}

std::string Speaker::value_text(const facts::ValueType& type, const std::string& value) const {
  switch (type.kind) {
    case facts::Kind::concept_name: {
      const auto found = knowledge_.terminology.resolve(type.domain, value);
      return found.match == facts::Match::found
                 ? knowledge_.terminology.name(found.concept_id, locale_)
                 : value;
    }
    case facts::Kind::word: {
      const auto word = type.words.find(value);
      return word ? knowledge_.word(locale_, "words", type.words.words[*word]) : value;
    }
    case facts::Kind::truth: {
      const auto flag = core::parse_yes_no(value);
      return flag ? say(*flag ? "yes" : "no") : value;
    }
    case facts::Kind::date:
      return date(value);
    case facts::Kind::span:
      return span_text(value);
    case facts::Kind::number:
      return number(value);
    case facts::Kind::period:
      return value;
  }
  return value;
}

std::string Speaker::span_text(const std::string& value) const {
  const auto blank = value.rfind(' ');
  const std::string unit = blank == std::string::npos ? "" : value.substr(blank + 1);
  if (unit != "a" && unit != "mo" && unit != "d") return number(value);
  std::string count = value.substr(0, blank);
  const auto range = count.find(" to ");
  if (range == std::string::npos) return say("span-" + unit, {{"count", count}});
  count.replace(range, std::string_view(" to ").size(), "–");
  return say("spans-" + unit, {{"count", count}});
}

std::string Speaker::field_of(const std::string& key, const std::string& field,
                              const std::string& value) const {
  const auto list = knowledge_.vocabulary.find_list(key.substr(0, key.find('[')));
  const auto id = list ? knowledge_.vocabulary.lists()[*list].find_field(field) : std::nullopt;
  return id ? value_text(knowledge_.vocabulary.lists()[*list].fields[*id].type, value) : value;
}

std::string Speaker::value_of(const decision::Observed& observed) const {
  const auto fact = knowledge_.vocabulary.find_path(observed.key);
  if (!fact) {
    const auto list =
        knowledge_.vocabulary.find_list(observed.key.substr(0, observed.key.find('[')));
    if (!list) return observed.value;
    const facts::ListDef& def = knowledge_.vocabulary.lists()[*list];
    return value_text(def.fields[def.identity].type, observed.value);
  }
  std::string text = value_text(knowledge_.vocabulary.facts()[*fact].type, observed.value);
  if (!observed.converted.empty()) text += " = " + number(observed.converted);
  return text;
}

std::string Speaker::observed(const decision::Observed& observed) const {
  std::string text = name_of(observed.key) + ": " + value_of(observed);
  for (const auto& [field, value] : observed.fields) {
    text += "; " + word("fields", field) + " " + field_of(observed.key, field, value);
  }
  if (!observed.date.empty()) text += ", " + date(observed.date);
  if (!observed.origin.empty()) text += ", " + observed.origin;
  return text;
}

std::string Speaker::terms(const decision::Observed& observed) const {
  std::string text;
  for (const auto& [term, value] : observed.terms) {
    text += (text.empty() ? "" : ", ") + word("terms", term) + " " + number(value);
  }
  return text;
}

}  // namespace regimen::io
