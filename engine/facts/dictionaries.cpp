// Entry: Dictionaries::add. Test: tests/program/coded_test.cpp.
#include "engine/facts/dictionaries.h"

namespace regimen::facts {

Dictionaries::Dictionaries(const Vocabulary& vocabulary, const BatchLayout& layout)
    : parts_(vocabulary), reads_(parts_.count()) {
  for (PartId part = 0; part < parts_.count(); ++part) {
    BatchLayout own(vocabulary);
    if (part < parts_.fact_parts()) {
      for (const FactId id : parts_.facts_of(part)) {
        own.facts[id] = layout.facts[id];
        reads_[part] = reads_[part] || layout.facts[id];
      }
    } else {
      const ListId list = parts_.list_of(part);
      own.lists[list] = layout.lists[list];
      reads_[part] = layout.lists[list].read;
    }
    batches_.push_back(std::make_shared<Batch>(own));
  }
  shared_.resize(parts_.count());
}

Dictionaries::Dictionaries(const Dictionaries& other, const Vocabulary& vocabulary,
                           const BatchLayout& layout, const std::vector<bool>& otherwise)
    : Dictionaries(vocabulary, layout) {
  for (PartId part = 0; part < parts_.count(); ++part) {
    if (otherwise[part]) continue;
    batches_[part] = other.batches_[part];
    shared_[part] = true;
  }
}

CodeId Dictionaries::add(PartId part, const Settled& patient) {
  if (!shared_[part]) batches_[part]->add(patient);
  return static_cast<CodeId>(batches_[part]->size() - 1);
}

void Dictionaries::clear() {
  for (PartId part = 0; part < parts_.count(); ++part) {
    if (!shared_[part]) batches_[part]->clear();
  }
  ++generation_;
}

}  // namespace regimen::facts
