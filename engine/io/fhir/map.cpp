// Entry: read_fhir_map. Test: tests/io/fhir_map_test.cpp.
#include "engine/io/fhir/map.h"

#include <algorithm>

#include "engine/core/mapping.h"
#include "engine/core/text.h"

namespace regimen::io {

using core::Code;
using core::Mapping;
using core::Node;
using facts::Kind;

const FhirResource* FhirMap::find(const std::string& type) const {
  const auto place = std::find_if(resources.begin(), resources.end(),
                                  [&](const FhirResource& one) { return one.type == type; });
  return place == resources.end() ? nullptr : &*place;
}

namespace {

FhirPath path_of(std::string_view text) {
  FhirPath path;
  while (true) {
    const auto point = text.find('.');
    path.emplace_back(text.substr(0, point));
    if (point == std::string_view::npos) return path;
    text.remove_prefix(point + 1);
  }
}

constexpr std::array<std::string_view, 4> standings = {"counts", "doubtful", "absent", "ignored"};

class MapReader {
 public:
  MapReader(const facts::Knowledge& knowledge, core::Diagnostics& diagnostics)
      : knowledge_(knowledge), diagnostics_(diagnostics) {}

  void run(const Node& root) {
    Mapping mapping(root,
                    {"fhir", "source", "systems", "own", "signs", "followed", "timings", "patient",
                     "resources"},
                    "map of FHIR", diagnostics_);
    if (!root.is_mapping()) return;
    const std::string version = mapping.text("fhir");
    if (!version.empty() && version != "1")
      add(*mapping.find("fhir"), "this engine reads maps of version 1", version);
    if (const Node* source = mapping.required("source")) read_source(*source);
    for (const Node* node : mapping.items("systems")) read_system(*node);
    if (const Node* own = mapping.find("own")) {
      Mapping urls(*own, {"facts", "fields"}, "system of our own", diagnostics_);
      map_.own_facts = urls.text("facts");
      map_.own_fields = urls.text("fields");
    }
    for (const Node* node : mapping.items("signs")) {
      Mapping sign(*node, {"version", "resource", "has", "text"}, "sign of a version",
                   diagnostics_);
      map_.signs.push_back({sign.text("version"), sign.text("resource"), sign.text_or("has", ""),
                            sign.text_or("text", "")});
    }
    for (std::string& type : mapping.texts("followed")) map_.followed.insert(std::move(type));
    if (const Node* timings = mapping.find("timings")) read_timings(*timings);
    for (const Node* node : mapping.items("patient")) map_.patient.push_back(fact(*node));
    for (const Node* node : mapping.items("resources")) read_resource(*node);
  }

  FhirMap take() { return std::move(map_); }

 private:
  void add(const Node& node, const std::string& message, const std::string& offender = {},
           const std::string& help = {}) {
    diagnostics_.add({Code::bad_fhir_map, node.span, message, offender, help});
  }

  void known_source(const Node& node, const std::string& source) {
    if (source.empty() || knowledge_.cited.count(source) > 0) return;
    diagnostics_.add({Code::unknown_source, node.span, "no such source", source});
  }

  void read_source(const Node& node) {
    Mapping mapping(node, {"source", "at"}, "source", diagnostics_);
    known_source(node, mapping.text("source"));
    static_cast<void>(mapping.text("at"));  // reported where it is missing
  }

  void read_system(const Node& node) {
    Mapping mapping(node, {"id", "uris"}, "code system", diagnostics_);
    const std::string id = mapping.text("id");
    static_cast<void>(mapping.required("uris"));
    for (const std::string& uri : mapping.texts("uris")) {
      if (!map_.systems.emplace(uri, id).second) add(node, "this URI stands twice", uri);
    }
    systems_.insert(id);
  }

  void read_timings(const Node& node) {
    for (const auto& [code, times] : core::pairs(node, "timings", diagnostics_)) {
      const auto number = times->is_scalar() ? facts::Rational::parse(times->text) : std::nullopt;
      if (!number || *number <= facts::Rational(0)) {
        add(*times, "times a day must be a number above zero");
      } else {
        map_.timings[code->text] = times->text;
      }
    }
  }

  // --- paths and words ---

  // One path, or a list of them.
  std::vector<FhirPath> paths(Mapping& mapping, const char* key) {
    std::vector<FhirPath> result;
    for (const std::string& text : mapping.texts(key)) result.push_back(path_of(text));
    return result;
  }

  FhirPath path(Mapping& mapping, const char* key) {
    const std::string text = mapping.text_or(key, "");
    return text.empty() ? FhirPath() : path_of(text);
  }

  // Whether a profile would take the word; what `unknown` means it knows by itself.
  bool fits(const facts::ValueType& type, const std::string& word) {
    if (core::fold_name(word) == "unknown") return true;
    switch (type.kind) {
      case Kind::word:
        return type.words.find(word).has_value();
      case Kind::truth:
        return core::parse_yes_no(word).has_value();
      case Kind::concept_name:
        return knowledge_.terminology.find_id(type.domain, word).has_value();
      case Kind::date:
        return facts::parse_date(word).has_value();
      case Kind::number:
      case Kind::span:
      case Kind::period:
        return false;
    }
    return false;
  }

  std::string word(const Node& node, const facts::ValueType& type) {
    std::string text = node.is_scalar() ? node.text : std::string();
    if (!fits(type, text)) {
      add(node, "this is no word of what it is to fill", text,
          core::did_you_mean(text, type.words.words));
    }
    return text;
  }

  // `system:code` of a code that must be sound.
  std::string code(const Node& node, const std::string& system, const std::string& code) {
    if (systems_.count(system) == 0) {
      add(node, "no such code system", system,
          core::did_you_mean(system, {systems_.begin(), systems_.end()}));
    }
    const bool holds = (system != "loinc" || facts::loinc_check_digit_holds(code)) &&
                       (system != "snomed" || facts::snomed_check_digit_holds(code));
    if (!holds) {
      diagnostics_.add(
          {Code::bad_check_digit, node.span, "the check digit of the code is wrong", code});
    }
    return system + ":" + code;
  }

  void read_by_code(Mapping& mapping, const facts::ValueType& type, FhirValue& value) {
    for (const Node* node : mapping.items("by_code")) {
      Mapping entry(*node, {"code", "is", "source"}, "word by code", diagnostics_);
      const std::string text = entry.text("code");
      const auto colon = text.find(':');
      if (colon == std::string::npos) {
        add(*node, "a code is written as `system:code`", text);
        continue;
      }
      known_source(*node, entry.text("source"));
      const Node* means = entry.required("is");
      if (means == nullptr) continue;
      value.by_code[code(*node, text.substr(0, colon), text.substr(colon + 1))] =
          word(*means, type);
    }
  }

  void read_value(Mapping& mapping, const facts::ValueType& type, FhirValue& value) {
    const Node& node = mapping.node();
    value.dates = paths(mapping, "date");
    value.words = paths(mapping, "word");
    value.daily_dose = path(mapping, "daily_dose");
    value.order = mapping.texts("order");
    if (!value.dates.empty() && type.kind != Kind::date) add(node, "what this fills is no date");
    if (!value.daily_dose.empty() && type.kind != Kind::number)
      add(node, "what this fills is no number");
    if (const Node* words = mapping.find("words")) {
      for (const auto& [from, to] : core::pairs(*words, "words", diagnostics_))
        value.means[core::fold_name(from->text)] = word(*to, type);
    }
    const std::string others = mapping.text_or("else", "");
    if (!others.empty() && others != "nothing") add(node, "`else` can only be `nothing`", others);
    value.keep_others = others.empty();
    read_by_code(mapping, type, value);
  }

  // --- parts of a resource ---

  FhirStanding standing(const Node& node) {
    const auto place = std::find(standings.begin(), standings.end(), node.text);
    if (node.is_scalar() && place != standings.end())
      return static_cast<FhirStanding>(place - standings.begin());
    add(node, "a standing is `counts`, `doubtful`, `absent` or `ignored`", node.text);
    return FhirStanding::doubtful;
  }

  FhirCheck check(const Node& node) {
    Mapping mapping(node, {"element", "words", "missing"}, "check", diagnostics_);
    FhirCheck result;
    if (mapping.required("element") != nullptr) result.element = path(mapping, "element");
    if (const Node* words = mapping.required("words")) {
      for (const auto& [from, to] : core::pairs(*words, "words", diagnostics_))
        result.words[from->text] = standing(*to);
    }
    if (const Node* missing = mapping.find("missing")) result.missing = standing(*missing);
    return result;
  }

  FhirField field(const Node& node, const facts::ListDef& list) {
    Mapping mapping(
        node,
        {"field", "date", "word", "words", "order", "else", "daily_dose", "by_code", "unless"},
        "field", diagnostics_);
    FhirField result;
    const auto find = [&](const char* key) -> std::optional<facts::FieldId> {
      const std::string id = mapping.text_or(key, "");
      const auto found = list.find_field(id);
      if (found && list.fields[*found].is_given()) return found;
      if (mapping.find(key) != nullptr) add(node, "`" + list.id + "` has no such field", id);
      return std::nullopt;
    };
    static_cast<void>(mapping.required("field"));
    const auto found = find("field");
    result.unless = find("unless");
    if (!found) return result;
    result.field = *found;
    read_value(mapping, list.fields[*found].type, result.value);
    return result;
  }

  void read_needs(const Node& node, FhirFact& result) {
    for (const auto& [element, words] : core::pairs(node, "needs", diagnostics_)) {
      std::set<std::string> wanted;
      for (const Node& one : words->items) wanted.insert(one.text);
      if (wanted.empty()) add(*words, "a list of words is expected");
      result.needs.emplace_back(path_of(element->text), std::move(wanted));
    }
  }

  std::optional<facts::ConceptId> concept_of(const Node& node,
                                             std::optional<facts::DomainId> domain) {
    const auto found = domain ? knowledge_.terminology.find_id(*domain, node.text) : std::nullopt;
    if (!found) add(node, "no such concept", node.text);
    return found;
  }

  // `domain` is that of what the resource names, where it names something.
  FhirFact fact(const Node& node, std::optional<facts::DomainId> domain = std::nullopt) {
    Mapping mapping(node,
                    {"fact", "is", "named", "value", "date", "word", "words", "order", "else",
                     "earliest", "needs"},
                    "fact", diagnostics_);
    FhirFact result;
    const std::string id = mapping.text("fact");
    const auto found = knowledge_.vocabulary.find_fact(id);
    if (!found) {
      if (!id.empty())
        add(node, "no such fact", id, core::did_you_mean(id, knowledge_.vocabulary.fact_ids()));
      return result;
    }
    result.fact = *found;
    const facts::ValueType& type = knowledge_.vocabulary.facts()[*found].type;
    if (const Node* is = mapping.find("is")) result.is = concept_of(*is, domain);
    result.named = mapping.flag_or("named", false);
    if (result.named && (type.kind != Kind::concept_name || domain != type.domain))
      add(node, "what the resource names cannot fill this fact");
    if (const Node* value = mapping.find("value")) result.fixed = word(*value, type);
    read_value(mapping, type, result.value);
    result.earliest = mapping.flag_or("earliest", false);
    if (const Node* needs = mapping.find("needs")) read_needs(*needs, result);
    return result;
  }

  FhirMeasured measured(const Node& node) {
    Mapping mapping(node, {"value", "date", "facts"}, "measurement", diagnostics_);
    FhirMeasured result;
    static_cast<void>(mapping.required("value"));
    result.value = path(mapping, "value");
    result.dates = paths(mapping, "date");
    for (const Node* item : mapping.items("facts")) {
      Mapping entry(*item, {"fact", "codes"}, "measured fact", diagnostics_);
      const std::string id = entry.text("fact");
      const auto found = knowledge_.vocabulary.find_fact(id);
      if (!found) {
        add(*item, "no such fact", id, core::did_you_mean(id, knowledge_.vocabulary.fact_ids()));
        continue;
      }
      const Node* systems = entry.required("codes");
      if (systems == nullptr) continue;
      for (const auto& [system, codes] : core::pairs(*systems, "codes", diagnostics_)) {
        for (const auto& [number, source] : core::pairs(*codes, "codes", diagnostics_)) {
          known_source(*source, source->text);
          if (!result.facts.emplace(code(*number, system->text, number->text), *found).second)
            add(*number, "this code stands twice", number->text);
        }
      }
    }
    return result;
  }

  void read_resource(const Node& node) {
    Mapping mapping(node,
                    {"type", "list", "others", "subject", "names", "value", "parts", "checks",
                     "fields", "facts", "measured"},
                    "resource", diagnostics_);
    FhirResource resource;
    resource.type = mapping.text("type");
    if (map_.find(resource.type) != nullptr) add(node, "this resource stands twice", resource.type);
    const std::string id = mapping.text("list");
    const auto list = knowledge_.vocabulary.find_list(id);
    if (!list) {
      if (!id.empty()) add(*mapping.find("list"), "no such list", id);
      return;
    }
    resource.list = *list;
    const facts::ListDef& def = knowledge_.vocabulary.lists()[*list];
    const facts::DomainId domain = def.fields[def.identity].type.domain;
    const std::string others = mapping.text_or("others", "");
    if (!others.empty() && others != "ignored") add(node, "`others` can only be `ignored`", others);
    resource.ignore_others = !others.empty();
    for (const char* key : {"subject", "names"}) static_cast<void>(mapping.required(key));
    resource.subject = paths(mapping, "subject");
    resource.names = paths(mapping, "names");
    resource.value = paths(mapping, "value");
    resource.parts = mapping.text_or("parts", "");
    for (const Node* item : mapping.items("checks")) resource.checks.push_back(check(*item));
    for (const Node* item : mapping.items("fields")) resource.fields.push_back(field(*item, def));
    for (const Node* item : mapping.items("facts")) resource.facts.push_back(fact(*item, domain));
    if (const Node* item = mapping.find("measured")) resource.measured = measured(*item);
    map_.resources.push_back(std::move(resource));
  }

  const facts::Knowledge& knowledge_;
  core::Diagnostics& diagnostics_;
  FhirMap map_;
  std::set<std::string> systems_;
};

}  // namespace

std::optional<FhirMap> read_fhir_map(const Node& root, const facts::Knowledge& knowledge,
                                     core::Diagnostics& diagnostics) {
  const std::size_t errors_before = diagnostics.error_count();
  MapReader reader(knowledge, diagnostics);
  reader.run(root);
  if (diagnostics.error_count() > errors_before) return std::nullopt;
  return reader.take();
}

}  // namespace regimen::io
