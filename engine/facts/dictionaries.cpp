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
    batches_.emplace_back(own);
  }
}

CodeId Dictionaries::add(PartId part, const Settled& patient) {
  batches_[part].add(patient);
  return static_cast<CodeId>(batches_[part].size() - 1);
}

void Dictionaries::clear() {
  for (Batch& batch : batches_) batch.clear();
  ++generation_;
}

}  // namespace regimen::facts
