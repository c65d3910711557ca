// Entry: naming_of_ingredients. Test: tests/io/fhir_naming_test.cpp.
#include "engine/io/fhir/ingredients.h"

#include <utility>

#include "engine/io/fhir/element.h"

namespace regimen::io {

using core::Node;

std::optional<Naming> naming_of_ingredients(const Node& medication, facts::DomainId domain,
                                            const facts::Terminology& terminology,
                                            const FhirMap& map, core::Diagnostics& broken) {
  std::optional<Naming> result;
  bool one = true;
  std::string all;
  for (const Node* ingredient : elements(medication, {"ingredient"}, broken)) {
    if (!ingredient->is_mapping()) {
      broken.add({core::Code::bad_element, ingredient->span, "an ingredient must be a structure"});
      continue;
    }
    if (text_element(*ingredient, "isActive", broken) == "false") continue;
    // What is only referred to is not known here.
    const Node* item = element(*ingredient, "itemCodeableConcept");
    Naming naming = item == nullptr ? Naming() : naming_of(*item, domain, terminology, map, broken);
    if (!naming.shown.empty()) all += (all.empty() ? "" : " + ") + naming.shown;
    const bool same = !result || result->concept_id == naming.concept_id;
    one = one && naming.concept_id && same;
    if (!result) result = std::move(naming);
  }
  if (!result || one) return result;
  result->concept_id.reset();
  result->disagree = false;
  result->shown = all;
  result->any = !all.empty();
  result->codes.clear();
  result->own.clear();
  return result;
}

}  // namespace regimen::io
