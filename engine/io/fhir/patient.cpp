// Entry: read_patient. Test: tests/io/fhir_test.cpp.
#include "engine/io/fhir/patient.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "engine/core/mapping.h"
#include "engine/io/fhir/dose.h"
#include "engine/io/fhir/element.h"
#include "engine/io/fhir/ingredients.h"
#include "engine/io/fhir/naming.h"
#include "engine/io/fhir/sheet.h"
#include "engine/io/fhir/word.h"

namespace regimen::io {

using core::Code;
using core::Node;
using facts::Kind;

namespace {

// Whether a resource counts, and the word that says so.
struct Judged {
  FhirStanding standing = FhirStanding::counts;
  std::string word;
};

class PatientReader {
 public:
  PatientReader(const BundledResource& patient, const FhirContext& context)
      : patient_(patient), context_(context), sheet_(context.knowledge, patient.node->span) {
    result_.id = patient.id.empty() ? patient.full_url : patient.id;
  }

  FhirPatient run(const std::vector<const BundledResource*>& resources) {
    for (const FhirFact& fact : context_.map.patient) state(fact, whole_of(patient_), {});
    for (const FhirResource& rule : context_.map.resources) {
      if (context_.bundle.searched(rule.type)) sheet_.sent(rule.list);
    }
    for (const BundledResource* resource : resources) {
      const FhirResource* rule = context_.map.find(resource->type);
      if (rule != nullptr) read(*rule, *resource);
    }
    const auto tree = sheet_.take(result_.id, context_.as_of, open_lists(), result_.ignored);
    if (tree) {
      result_.profile = read_profile(*tree, context_.knowledge, context_.as_of);
    } else {
      result_.profile.structure.add({Code::too_many_nodes, patient_.node->span,
                                     "more than " + std::to_string(most_entries) +
                                         " values of one fact, none newer than another"});
    }
    result_.profile.values.append(values_);
    refuse_if_modified();
    refuse_if_dead();
    return std::move(result_);
  }

 private:
  // What is read as one: a resource, or a part of it, which is dated as the whole.
  struct Part {
    const BundledResource& resource;
    const Node& node;
    [[nodiscard]] const Node& whole() const { return *resource.node; }
  };

  static Part whole_of(const BundledResource& resource) { return {resource, *resource.node}; }

  // The lists of which there may be more than was sent.
  [[nodiscard]] std::set<facts::ListId> open_lists() const {
    const std::set<std::string>& types = context_.incomplete;
    const bool all = context_.bundle.has_further_pages() || types.count("") > 0;
    std::set<facts::ListId> open;
    for (const FhirResource& rule : context_.map.resources) {
      if (all || types.count(rule.type) > 0) open.insert(rule.list);
    }
    return open;
  }

  [[nodiscard]] const facts::ListDef& list_of(const FhirResource& rule) const {
    return context_.knowledge.vocabulary.lists()[rule.list];
  }
  [[nodiscard]] const facts::FactDef& fact_of(facts::FactId id) const {
    return context_.knowledge.vocabulary.facts()[id];
  }

  void ignore(const std::string& key, const std::string& reason, const BundledResource& resource,
              const std::string& detail = {}) {
    facts::Ignored ignored{key, reason, resource.name, detail};
    // Each part of a resource may be ignored for the same reason.
    const bool again = !result_.ignored.empty() &&
                       result_.ignored.back().origin == ignored.origin &&
                       result_.ignored.back().reason == ignored.reason &&
                       result_.ignored.back().key == ignored.key;
    if (!again) result_.ignored.push_back(std::move(ignored));
  }

  void refuse_if_modified() {
    for (const char* key : {"modifierExtension", "implicitRules"}) {
      const Node* found = modifier(*patient_.node, key);
      if (found == nullptr) continue;
      result_.profile.structure.add(
          {Code::unsupported_resource, found->span,
           "this changes what the patient's record means, and is not understood"});
      result_.profile.record.reset();
    }
  }

  void refuse_if_dead() {
    for (const Node* node : elements(*patient_.node, {"deceased[x]"}, context_.broken)) {
      const auto flag = core::parse_yes_no(node->text);
      const auto date = facts::parse_date(date_text(node->text));
      const bool dead = flag.value_or(false) || (date && date->first <= context_.as_of);
      if (!dead) continue;
      result_.profile.structure.add(
          {Code::patient_deceased, node->span, "the patient died before the day of evaluation"});
      result_.profile.record.reset();
    }
  }

  // --- whether it counts ---

  // FHIR, Extensibility: who does not know such an element must not use what it is in.
  static const Node* modifier(const Node& node, std::string_view key) {
    const Node* found = element(node, key);
    const bool empty = found != nullptr && found->is_sequence() && found->items.empty();
    return empty ? nullptr : found;
  }

  Judged judge(const FhirResource& rule, const Node& node) {
    Judged judged;
    for (const FhirCheck& check : rule.checks) {
      const auto found = elements(node, check.element, context_.broken);
      if (found.empty() && check.missing > judged.standing) judged = {check.missing, ""};
      for (const Node* one : found) {
        const auto words = codes_of(*one, context_.broken);
        if (words.empty() && judged.standing < FhirStanding::doubtful)
          judged = {FhirStanding::doubtful, ""};
        for (const std::string& word : words) {
          const auto known = check.words.find(word);
          const bool is_known = known != check.words.end();
          const FhirStanding standing = is_known ? known->second : FhirStanding::doubtful;
          // A word that is not FHIR's may be anything, and is not repeated.
          if (standing > judged.standing) judged = {standing, is_known ? word : ""};
        }
      }
    }
    return judged;
  }

  void read(const FhirResource& rule, const BundledResource& resource) {
    sheet_.sent(rule.list);
    for (const char* key : {"modifierExtension", "implicitRules"}) {
      if (modifier(*resource.node, key) != nullptr)
        return ignore("", "resource_modified", resource, key);
    }
    const Judged judged = judge(rule, *resource.node);
    if (judged.standing == FhirStanding::ignored)
      return ignore("", "resource_status", resource, judged.word);
    std::size_t parts = 0;
    if (!rule.parts.empty()) {
      for (const Node* part : elements(*resource.node, {rule.parts}, context_.broken)) {
        if (!part->is_mapping()) continue;
        ++parts;
        read_part(rule, {resource, *part}, judged);
      }
    }
    if (parts == 0 || has_value(rule, *resource.node)) read_part(rule, whole_of(resource), judged);
  }

  [[nodiscard]] bool has_value(const FhirResource& rule, const Node& node) const {
    return rule.value.empty() ||
           std::any_of(rule.value.begin(), rule.value.end(), [&](const FhirPath& path) {
             return !elements(node, path, context_.broken).empty();
           });
  }

  void read_part(const FhirResource& rule, const Part& part, const Judged& judged) {
    const facts::ListDef& list = list_of(rule);
    const Naming naming = name(rule, part, list.fields[list.identity].type.domain);
    if (rule.measured && measure(rule, part, naming, judged)) return;
    if (rule.ignore_others && !naming.any)
      return ignore("", "resource_without_code", part.resource);
    if (rule.ignore_others && !naming.concept_id && !naming.disagree)
      return ignore("", "resource_unmapped", part.resource);
    if (!has_value(rule, part.node)) return ignore("", "resource_without_value", part.resource);
    add_entry(rule, part, naming, judged);
    for (const FhirFact& fact : rule.facts) {
      const bool fits =
          !fact.is || (naming.concept_id && context_.knowledge.terminology.is_a(
                                                *naming.concept_id, *fact.is) == facts::Truth::yes);
      if (!fits || judged.standing == FhirStanding::absent) continue;
      const std::string& key = fact_of(fact.fact).at;
      if (judged.standing != FhirStanding::counts) {
        ignore(key, "resource_doubtful", part.resource, judged.word);
      } else if (const auto word = unmet_need(fact, part.node)) {
        ignore(key, "resource_status", part.resource, *word);
      } else {
        state(fact, part, naming);
      }
    }
  }

  // --- what it names ---

  Naming name(const FhirResource& rule, const Part& part, facts::DomainId domain) {
    const Node* node = first_element(part.node, rule.names, context_.broken);
    if (node == nullptr) return {};
    Node named;
    const Node* target = nullptr;
    const bool whole = &part.node == part.resource.node;  // parts hold no references
    if (whole && node->is_mapping() && element(*node, "reference") != nullptr) {
      const std::string reference = text_element(*node, "reference", context_.broken);
      target = context_.bundle.find(reference, part.resource, context_.broken);
      const Node* code = target == nullptr ? nullptr : element(*target, "code");
      named = mapping_node(node->span);
      // Where it is not here, what it is called may be.
      if (const Node* display = element(*node, "display"); code == nullptr && display != nullptr)
        put(named, "text", *display);
      node = code == nullptr ? &named : code;
    }
    Naming naming =
        naming_of(*node, domain, context_.knowledge.terminology, context_.map, context_.broken);
    if (target != nullptr && !naming.concept_id && !naming.disagree) {
      auto inside = naming_of_ingredients(*target, domain, context_.knowledge.terminology,
                                          context_.map, context_.broken);
      // What it is called itself says more than what is in it, unless that is known.
      if (inside && (inside->concept_id || !naming.any)) naming = *std::move(inside);
    }
    if (naming.disagree) {
      values_.add({Code::codes_disagree, naming.span.value_or(node->span),
                   "the codes and names of this mean different things", naming.shown});
    }
    return naming;
  }

  // Its identity as a profile would write it.
  [[nodiscard]] std::string identity(const Naming& naming, facts::DomainId domain) const {
    const facts::Terminology& terminology = context_.knowledge.terminology;
    if (naming.concept_id) return terminology.at(*naming.concept_id).id;
    if (!naming.any || naming.disagree) return "unknown";
    // What means nothing with its system must not mean something without it.
    const bool read_otherwise =
        terminology.resolve(domain, naming.shown).match == facts::Match::found;
    return read_otherwise ? "unknown" : naming.shown;
  }

  // --- entries ---

  void add_entry(const FhirResource& rule, const Part& part, const Naming& naming,
                 const Judged& judged) {
    const facts::ListDef& list = list_of(rule);
    const facts::FieldDef& identifying = list.fields[list.identity];
    Node entry = mapping_node(part.node.span);
    put(entry, identifying.id,
        text_node(identity(naming, identifying.type.domain), naming.span.value_or(part.node.span)));
    put(entry, "source", text_node(part.resource.name, part.node.span));
    if (judged.standing == FhirStanding::absent) {
      put(entry, "status", text_node("absent", part.node.span));
      return sheet_.add_entry(rule.list, std::move(entry));
    }
    if (judged.standing == FhirStanding::doubtful) {
      put(entry, "certain", text_node("no", part.node.span));
      ignore("", "resource_doubtful", part.resource, judged.word);
    }
    std::set<facts::FieldId> stated = {list.identity};
    const auto put_field = [&](facts::FieldId field, std::optional<Node> value) {
      if (!value || !stated.insert(field).second) return;
      put(entry, list.fields[field].id, std::move(*value));
    };
    read_extensions(list, part.whole(), put_field);
    for (const FhirField& field : rule.fields) {
      if (field.unless && stated.count(*field.unless) > 0) continue;
      put_field(field.field, value_of(field.value, list.fields[field.field].type, part, naming));
    }
    sheet_.add_entry(rule.list, std::move(entry));
  }

  // What FHIR has no element for.
  template <typename PutField>
  void read_extensions(const facts::ListDef& list, const Node& node, const PutField& put_field) {
    const std::string& prefix = context_.map.own_fields;
    for (const Node* extension : elements(node, {"extension"}, context_.broken)) {
      if (prefix.empty() || !extension->is_mapping()) continue;
      const std::string url = text_element(*extension, "url", context_.broken);
      if (url.compare(0, prefix.size(), prefix) != 0) continue;
      const auto field = list.find_field(url.substr(prefix.size()));
      if (!field || !list.fields[*field].is_given()) continue;
      for (const Node* value : elements(*extension, {"value[x]"}, context_.broken))
        put_field(*field, stated_value(*value, list.fields[*field].type));
    }
  }

  // --- values ---

  std::optional<Node> date_of(const std::vector<FhirPath>& paths, const Node& node) {
    const Node* found = first_element(node, paths, context_.broken);
    if (found == nullptr) return std::nullopt;
    if (found->is_scalar()) return text_node(date_text(found->text), found->span);
    context_.broken.add({Code::bad_element, found->span, "a date must be text"});
    return std::nullopt;
  }

  std::optional<Node> value_of(const FhirValue& value, const facts::ValueType& type,
                               const Part& part, const Naming& naming) {
    if (!value.dates.empty()) return date_of(value.dates, part.whole());
    if (!value.daily_dose.empty()) {
      const auto found = elements(part.whole(), value.daily_dose, context_.broken);
      const std::string dose = daily_dose(found, type.unit.dimension, context_.knowledge.units,
                                          context_.map, context_.broken);
      if (!dose.empty()) return text_node(dose, found.front()->span);
      if (!found.empty()) ignore("", "dose_unread", part.resource);
      return std::nullopt;
    }
    std::vector<const Node*> found;
    for (const FhirPath& path : value.words) {
      for (const Node* node : elements(part.node, path, context_.broken)) found.push_back(node);
    }
    return word_value(found, {value, type, naming.codes, part.node.span},
                      {context_.broken, values_});
  }

  // A value as it stands in a resource, as a profile would write it.
  std::optional<Node> stated_value(const Node& node, const facts::ValueType& type) {
    switch (type.kind) {
      case Kind::truth:
      case Kind::word:
        return word_value({&node}, {FhirValue{}, type, {}, node.span}, {context_.broken, values_});
      case Kind::concept_name: {
        if (node.is_scalar()) return node;
        const Naming naming = naming_of(node, type.domain, context_.knowledge.terminology,
                                        context_.map, context_.broken);
        return text_node(identity(naming, type.domain), node.span);
      }
      case Kind::date:
        return node.is_scalar() ? std::optional(text_node(date_text(node.text), node.span))
                                : std::nullopt;
      case Kind::number:
      case Kind::span:
      case Kind::period:
        break;
    }
    if (node.is_scalar()) return text_node(plain_decimal(node.text), node.span);
    const auto words = words_of(node, context_.broken);
    return words.empty() ? std::nullopt : std::optional(text_node(words.front(), node.span));
  }

  // --- facts ---

  void state(const FhirFact& fact, const Part& part, const Naming& naming) {
    std::optional<Node> value;
    SheetValue stated;
    if (fact.named) {
      const std::string& id = context_.knowledge.terminology.at(*naming.concept_id).id;
      value = text_node(id, naming.span.value_or(part.node.span));
      stated.concept_id = naming.concept_id;
      stated.under = fact.is;
    } else if (!fact.fixed.empty()) {
      value = text_node(fact.fixed, part.node.span);
    } else {
      value = value_of(fact.value, fact_of(fact.fact).type, part, naming);
    }
    if (!value) return;
    stated.fact = fact.fact;
    stated.value = std::move(*value);
    stated.origin = part.resource.name;
    stated.earliest = fact.earliest;
    sheet_.add(std::move(stated));
  }

  // The word that is not enough, if there is one.
  std::optional<std::string> unmet_need(const FhirFact& fact, const Node& node) {
    for (const auto& [path, wanted] : fact.needs) {
      for (const Node* found : elements(node, path, context_.broken)) {
        const auto words = codes_of(*found, context_.broken);
        const bool met = std::any_of(words.begin(), words.end(), [&wanted = wanted](const auto& w) {
          return wanted.count(w) > 0;
        });
        if (!met) return words.size() == 1 && is_code(words.front()) ? words.front() : "";
      }
    }
    return std::nullopt;
  }

  // The forms of codes that FHIR has for statuses: nothing else of a resource is repeated.
  static bool is_code(std::string_view text) {
    constexpr std::size_t longest = 24;
    return text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
             return (c >= 'a' && c <= 'z') || c == '-';
           });
  }

  // True where what is named is a fact, whether it could be used or not.
  bool measure(const FhirResource& rule, const Part& part, const Naming& naming,
               const Judged& judged) {
    std::set<facts::FactId> facts;
    for (const std::string& id : naming.own) {
      if (const auto fact = context_.knowledge.vocabulary.find_fact(id)) facts.insert(*fact);
    }
    for (const std::string& code : naming.codes) {
      const auto fact = rule.measured->facts.find(code);
      if (fact != rule.measured->facts.end()) facts.insert(fact->second);
    }
    if (facts.empty()) return false;
    if (facts.size() > 1 || naming.concept_id) {
      values_.add({Code::codes_disagree, naming.span.value_or(part.node.span),
                   "the codes of this mean different things", naming.shown});
      ignore("", "resource_unmapped", part.resource);
      return true;
    }
    const facts::FactDef& fact = fact_of(*facts.begin());
    if (judged.standing != FhirStanding::counts) {
      ignore(fact.at, "resource_doubtful", part.resource, judged.word);
      return true;
    }
    const Node* found = first_element(part.node, {rule.measured->value}, context_.broken);
    auto value = found == nullptr ? std::nullopt : stated_value(*found, fact.type);
    if (!value) {
      ignore(fact.at, "resource_without_value", part.resource);
      return true;
    }
    SheetValue stated;
    stated.fact = *facts.begin();
    stated.value = std::move(*value);
    stated.origin = part.resource.name;
    const Node* date = first_element(part.whole(), rule.measured->dates, context_.broken);
    if (date != nullptr && date->is_scalar()) {
      stated.date = text_node(date_text(date->text), date->span);
      stated.instant = instant(date->text);
    }
    sheet_.add(std::move(stated));
    return true;
  }

  const BundledResource& patient_;
  const FhirContext& context_;
  Sheet sheet_;
  FhirPatient result_;
  core::Diagnostics values_;
};

}  // namespace

FhirPatient read_patient(const BundledResource& patient,
                         const std::vector<const BundledResource*>& resources,
                         const FhirContext& context) {
  return PatientReader(patient, context).run(resources);
}

}  // namespace regimen::io
