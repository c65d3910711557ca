// Entry: Terminology::add_file, resolve, is_a. Test: tests/facts/terminology_test.cpp.
#include "engine/facts/terminology.h"

#include <algorithm>
#include <array>

#include "engine/core/mapping.h"
#include "engine/core/text.h"

namespace regimen::facts {

using core::Code;
using core::Diagnostics;
using core::Mapping;
using core::Node;

namespace {

// Upper case and without the point, which some leave out of ICD codes: `K50.014`, `K50014`.
std::string code_key(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c != '.') result += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return result;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

}  // namespace

void Terminology::add_file(const Node& root, Diagnostics& diagnostics) {
  Mapping mapping(root, {"terminology", "concepts"}, "terminology", diagnostics);
  const std::string name = mapping.text("terminology");
  if (name.empty()) return;
  auto domain_id = domain(name);
  if (!domain_id) {
    domains_.push_back(name);
    names_.emplace_back();
    ids_.emplace_back();
    domain_id = static_cast<DomainId>(domains_.size() - 1);
  }
  for (const Node* node : mapping.items("concepts")) add_concept(*domain_id, *node, diagnostics);
}

void Terminology::add_concept(DomainId domain, const Node& node, Diagnostics& diagnostics) {
  Mapping mapping(
      node, {"id", "name", "is_a", "implies", "synonyms", "codes", "unconfirmed", "attributes"},
      "concept", diagnostics);
  Concept entry;
  entry.id = mapping.text("id");
  entry.domain = domain;
  entry.synonyms = mapping.texts("synonyms");
  const auto id = static_cast<ConceptId>(concepts_.size());
  if (!ids_[domain].emplace(entry.id, id).second) {
    diagnostics.add({Code::duplicate_id, node.span, "this concept stands twice", entry.id});
    return;
  }
  if (const Node* names = mapping.required("name")) {
    for (const auto& [locale, name] : core::pairs(*names, "name", diagnostics))
      entry.names[locale->text] = name->text;
  }
  if (const Node* codes = mapping.find("codes")) add_codes(entry, *codes, true, diagnostics);
  if (const Node* codes = mapping.find("unconfirmed")) add_codes(entry, *codes, false, diagnostics);
  if (const Node* attributes = mapping.find("attributes")) {
    for (const auto& [key, value] : core::pairs(*attributes, "attributes", diagnostics)) {
      Mapping attribute(*value, {"value", "source", "at"}, "attribute", diagnostics);
      const auto number = Rational::parse(attribute.text("value"));
      if (attribute.text("source").empty() || attribute.text("at").empty()) {
        diagnostics.add({Code::missing_citation, value->span,
                         "an attribute needs its source and its place in it"});
      }
      if (number) {
        entry.attributes[key->text] = *number;
      } else {
        diagnostics.add({Code::bad_terminology, value->span, "an attribute must be a number"});
      }
    }
  }
  if (const Node* parents = mapping.find("is_a")) pending_.push_back({id, parents, false});
  if (const Node* implied = mapping.find("implies")) pending_.push_back({id, implied, true});
  add_name(domain, entry.id, id, node.span, diagnostics);
  for (const auto& [locale, name] : entry.names) add_name(domain, name, id, node.span, diagnostics);
  for (const std::string& synonym : entry.synonyms)
    add_name(domain, synonym, id, node.span, diagnostics);
  for (const ConceptCode& code : entry.codes) {
    if (code.confirmed) codes_.emplace(code_key(code.code), id);
  }
  concepts_.push_back(std::move(entry));
}

void Terminology::add_codes(Concept& entry, const Node& node, bool confirmed,
                            Diagnostics& diagnostics) {
  for (const auto& [system, codes] : core::pairs(node, "codes", diagnostics)) {
    for (const auto& [code, source] : core::pairs(*codes, "codes", diagnostics)) {
      const bool bad = (system->text == "loinc" && !loinc_check_digit_holds(code->text)) ||
                       (system->text == "snomed" && !snomed_check_digit_holds(code->text));
      if (bad)
        diagnostics.add(
            {Code::bad_check_digit, code->span, "the check digit is wrong", code->text});
      entry.codes.push_back({system->text, code->text, source->text, confirmed});
    }
  }
}

void Terminology::add_name(DomainId domain, std::string_view name, ConceptId id,
                           const core::Span& span, Diagnostics& diagnostics) {
  const auto [place, inserted] = names_[domain].emplace(core::fold_name(name), id);
  if (!inserted && place->second != id) {
    diagnostics.add({Code::ambiguous_synonym, span, "another concept of this domain has this name",
                     std::string(name)});
  }
}

void Terminology::link(const Pending& pending, Diagnostics& diagnostics) {
  Concept& entry = concepts_[pending.concept_id];
  if (!pending.parents->is_sequence()) {
    diagnostics.add(
        {Code::wrong_shape, pending.parents->span, "`is_a` and `implies` must be lists"});
    return;
  }
  for (const Node& parent : pending.parents->items) {
    if (const auto id = find_id(entry.domain, parent.text)) {
      (pending.implied ? entry.implied : entry.parents).push_back(*id);
    } else {
      diagnostics.add({Code::unknown_concept, parent.span, "no such concept", parent.text,
                       core::did_you_mean(parent.text, ids(entry.domain))});
    }
  }
}

Terminology::Bits Terminology::reach(ConceptId id, bool with_implied) const {
  Bits bits(concepts_.size() / 64 + 1);
  std::vector<ConceptId> open = {id};
  while (!open.empty()) {
    const ConceptId next = open.back();
    open.pop_back();
    if (has(bits, next)) continue;
    bits[next / 64] |= std::uint64_t{1} << (next % 64);
    for (const ConceptId parent : concepts_[next].parents) open.push_back(parent);
    if (!with_implied) continue;
    for (const ConceptId implied : concepts_[next].implied) open.push_back(implied);
  }
  return bits;
}

void Terminology::close() {
  const auto count = static_cast<ConceptId>(concepts_.size());
  std::vector<Bits> kinds;  // by concept: all that it is a kind of
  for (ConceptId id = 0; id < count; ++id) {
    kinds.push_back(reach(id, false));
    under_.push_back(reach(id, true));
  }
  const auto add = [](Bits& to, const Bits& from) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] |= from[i];
  };
  // What is a kind of it may be meant, and is a kind of all that stands above.
  std::vector<Bits> may_be(count, Bits(count / 64 + 1));
  for (ConceptId third = 0; third < count; ++third) {
    for (ConceptId id = 0; id < count; ++id) {
      if (has(kinds[third], id)) add(may_be[id], kinds[third]);
    }
  }
  perhaps_ = may_be;
  for (ConceptId id = 0; id < count; ++id) {
    // What it implies may itself be named broadly.
    for (ConceptId kind = 0; kind < count; ++kind) {
      if (!has(kinds[id], kind)) continue;
      for (const ConceptId implied : concepts_[kind].implied) add(perhaps_[id], may_be[implied]);
    }
  }
}

void Terminology::finish(Diagnostics& diagnostics) {
  for (const Pending& pending : pending_) link(pending, diagnostics);
  pending_.clear();
  close();
  for (ConceptId id = 0; id < concepts_.size(); ++id) {
    for (const ConceptId parent : concepts_[id].parents) {
      if (has(reach(parent, false), id))
        diagnostics.add(
            {Code::bad_terminology, {}, "this concept is a kind of itself", concepts_[id].id});
    }
  }
}

std::optional<DomainId> Terminology::domain(std::string_view name) const {
  const auto place = std::find(domains_.begin(), domains_.end(), name);
  if (place == domains_.end()) return std::nullopt;
  return static_cast<DomainId>(place - domains_.begin());
}

std::optional<ConceptId> Terminology::find_id(DomainId domain, std::string_view id) const {
  const auto place = ids_[domain].find(std::string(id));
  if (place == ids_[domain].end()) return std::nullopt;
  return place->second;
}

Resolution Terminology::resolve(DomainId domain, std::string_view text) const {
  const auto& names = names_[domain];
  const auto place = names.find(core::fold_name(text));
  if (place != names.end()) return {Match::found, place->second};
  const Resolution code = resolve_code(domain, text);
  if (code.match != Match::none) return code;
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return {};
  const std::string wanted = core::skeleton(text);
  for (const auto& [name, id] : names) {
    if (core::skeleton(name) == wanted) return {Match::confusable, id};
  }
  return {};
}

Resolution Terminology::resolve_code(DomainId domain, std::string_view text) const {
  std::string system;
  const auto colon = text.find(':');
  if (colon != std::string_view::npos) {
    system = lower(text.substr(0, colon));
    text.remove_prefix(colon + 1);
  }
  const std::string wanted = code_key(text);
  Resolution result;
  const auto consider = [&](ConceptId id, const std::string& spelled) {
    const Concept& entry = concepts_[id];
    if (entry.domain != domain) return;
    const bool fits =
        std::any_of(entry.codes.begin(), entry.codes.end(), [&](const ConceptCode& code) {
          return code.confirmed && code_key(code.code) == spelled &&
                 (system.empty() || code.system == system);
        });
    if (!fits || (result.match == Match::found && result.concept_id == id)) return;
    result = result.match == Match::none ? Resolution{Match::found, id}
                                         : Resolution{Match::ambiguous, no_concept};
  };
  const auto consider_all = [&](const std::string& spelled) {
    const auto [first, last] = codes_.equal_range(spelled);
    for (auto i = first; i != last; ++i) consider(i->second, spelled);
  };
  consider_all(wanted);
  const bool code_like = std::all_of(wanted.begin(), wanted.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  });
  if (!code_like) return result;  // `K50 excluded` is not K50
  // `K50.*` stands for K50 and all under it; the longest that fits decides.
  for (std::size_t length = wanted.size(); length >= 3 && result.match == Match::none; --length) {
    consider_all(wanted.substr(0, length) + "*");
  }
  return result;
}

Truth Terminology::is_a(ConceptId concept_id, ConceptId wanted) const {
  if (has(under_[concept_id], wanted)) return Truth::yes;
  return has(perhaps_[concept_id], wanted) ? Truth::unknown : Truth::no;
}

std::vector<std::string> Terminology::ids(DomainId domain) const {
  std::vector<std::string> result;
  for (const auto& [id, concept_id] : ids_[domain]) result.push_back(id);
  std::sort(result.begin(), result.end());
  return result;
}

std::string Terminology::name(ConceptId id, std::string_view locale) const {
  const Concept& entry = concepts_[id];
  for (const std::string_view wanted : {locale, std::string_view("en")}) {
    const auto place = entry.names.find(std::string(wanted));
    if (place != entry.names.end()) return place->second;
  }
  return entry.id;
}

bool loinc_check_digit_holds(std::string_view code) {
  const auto dash = code.find('-');
  if (code.substr(0, 2) == "LA" || code.substr(0, 2) == "LP")
    return true;  // parts and answers have another scheme
  if (dash == std::string_view::npos || dash == 0 || code.size() != dash + 2) return false;
  int sum = 0;
  bool doubled = true;
  for (std::size_t i = dash; i-- > 0;) {
    if (code[i] < '0' || code[i] > '9') return false;
    const int digit = (code[i] - '0') * (doubled ? 2 : 1);
    sum += digit / 10 + digit % 10;
    doubled = !doubled;
  }
  return (10 - sum % 10) % 10 == code[dash + 1] - '0';
}

// J. Verhoeff, Error Detecting Decimal Codes, 1969: multiplication in the dihedral group of
// order 10.
bool snomed_check_digit_holds(std::string_view code) {
  static constexpr std::array<std::array<int, 10>, 10> product = {{{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
                                                                   {1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
                                                                   {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
                                                                   {3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
                                                                   {4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
                                                                   {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
                                                                   {6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
                                                                   {7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
                                                                   {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
                                                                   {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}}};
  static constexpr std::array<std::array<int, 10>, 8> permutation = {
      {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
       {1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
       {5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
       {8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
       {9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
       {4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
       {2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
       {7, 0, 4, 6, 9, 1, 3, 2, 5, 8}}};
  if (code.size() < 6 || code.size() > 18) return false;
  int check = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[code.size() - 1 - i];
    if (c < '0' || c > '9') return false;
    check =
        product[static_cast<std::size_t>(check)]
               [static_cast<std::size_t>(permutation[i % 8][static_cast<std::size_t>(c - '0')])];
  }
  return check == 0;
}

}  // namespace regimen::facts
