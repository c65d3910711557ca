// Entry: naming_of. Test: tests/io/fhir_naming_test.cpp.
#include "engine/io/fhir/naming.h"

#include <algorithm>

#include "engine/io/fhir/element.h"

namespace regimen::io {

using core::Node;
using facts::ConceptId;
using facts::Match;
using facts::Truth;

namespace {

class Collector {
 public:
  Collector(facts::DomainId domain, const facts::Terminology& terminology, const FhirMap& map,
            core::Diagnostics& broken)
      : domain_(domain), terminology_(terminology), map_(map), broken_(broken) {}

  void coding(const Node& node) {
    if (!node.is_mapping()) {
      broken_.add({core::Code::bad_element, node.span, "`coding` must be a structure"});
      return;
    }
    const std::string uri = text_element(node, "system", broken_);
    const std::string code = text_element(node, "code", broken_);
    const std::string display = text_element(node, "display", broken_);
    if (!display.empty()) texts_.push_back(display);
    if (!code.empty() || !display.empty()) seen(node.span);
    if (code.empty()) return;
    if (uri == map_.own_facts && !uri.empty()) naming_.own.push_back(code);
    const auto system = map_.systems.find(uri);
    if (system == map_.systems.end()) {
      if (label_.empty()) label_ = code;
      return;
    }
    naming_.codes.push_back(system->second + ":" + code);
    if (known_label_.empty()) known_label_ = naming_.codes.back();
    const auto found = terminology_.resolve(domain_, naming_.codes.back());
    if (found.match == Match::found) by_code_.push_back(found.concept_id);
  }

  void text(const Node& node) {
    if (!node.is_scalar()) {
      broken_.add({core::Code::bad_element, node.span, "`text` must be text"});
      return;
    }
    if (node.text.empty()) return;
    seen(node.span);
    texts_.insert(texts_.begin(), node.text);
  }

  Naming finish() {
    std::vector<ConceptId> by_name;
    for (const std::string& text : texts_) {
      // A number is a code without its system, never a name.
      const bool number = text.find_first_not_of("0123456789.- ") == std::string::npos;
      const auto found = number ? facts::Resolution{} : terminology_.resolve(domain_, text);
      if (found.match == Match::found) by_name.push_back(found.concept_id);
    }
    std::vector<ConceptId> all = by_code_;
    all.insert(all.end(), by_name.begin(), by_name.end());
    naming_.concept_id = narrowest(all);
    naming_.disagree = !all.empty() && !naming_.concept_id;
    // A name says no more than the code that stands before it.
    if (naming_.concept_id && !by_code_.empty()) naming_.concept_id = narrowest(by_code_);
    const std::string& label = known_label_.empty() ? label_ : known_label_;
    naming_.shown = texts_.empty() ? label : texts_.front();
    if (!texts_.empty() && !label.empty()) naming_.shown += " (" + label + ")";
    return std::move(naming_);
  }

 private:
  void seen(const core::Span& span) {
    naming_.any = true;
    if (!naming_.span) naming_.span = span;
  }

  // The one that is a kind of, or may be, all others; nothing where there is none.
  [[nodiscard]] std::optional<ConceptId> narrowest(const std::vector<ConceptId>& all) const {
    for (const ConceptId one : all) {
      const bool is_all = std::all_of(all.begin(), all.end(), [&](ConceptId other) {
        return terminology_.is_a(one, other) == Truth::yes;
      });
      if (is_all) return one;
    }
    return std::nullopt;
  }

  facts::DomainId domain_;
  const facts::Terminology& terminology_;
  const FhirMap& map_;
  core::Diagnostics& broken_;
  Naming naming_;
  std::vector<ConceptId> by_code_;
  std::vector<std::string> texts_;  // the text, then the displays
  std::string label_;
  std::string known_label_;
};

}  // namespace

Naming naming_of(const Node& codeable, facts::DomainId domain,
                 const facts::Terminology& terminology, const FhirMap& map,
                 core::Diagnostics& broken) {
  Collector collector(domain, terminology, map, broken);
  if (!codeable.is_mapping()) {
    broken.add({core::Code::bad_element, codeable.span, "a structure with codes is expected"});
    return {};
  }
  for (const Node* coding : elements(codeable, {"coding"}, broken)) collector.coding(*coding);
  if (const Node* text = element(codeable, "text")) collector.text(*text);
  return collector.finish();
}

}  // namespace regimen::io
