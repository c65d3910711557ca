// Coder: settled patients as codes, each distinct value of a part once in its dictionary. Plain and
// slow: a reader of lists gives codes without settling anything twice.
//
// Thread-safety: for one thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/facts/coded_batch.h"

namespace regimen::support {

class Coder {
 public:
  // Fills these, which must outlive it.
  explicit Coder(facts::Dictionaries& dictionaries)
      : dictionaries_(dictionaries), known_(dictionaries.parts().count()) {}

  facts::CodedPatient code(const facts::Settled& patient) {
    if (generation_ != dictionaries_.generation()) {
      for (auto& known : known_) known.clear();
      generation_ = dictionaries_.generation();
    }
    const facts::Parts& parts = dictionaries_.parts();
    facts::CodedPatient coded(parts);
    coded.as_of = patient.as_of;
    for (facts::PartId part = 0; part < parts.fact_parts(); ++part)
      coded.facts[part] = code_of(part, patient, key_of(part, patient));
    for (facts::ListId id = 0; id < patient.lists.size(); ++id) {
      const facts::SettledList& list = patient.lists[id];
      facts::CodedList& codes = coded.lists[id];
      codes.state = list.state;
      codes.absent = list.absent;
      for (const facts::SettledEntry& entry : list.entries) {
        facts::Settled alone = patient;
        alone.lists[id].entries = {entry};
        Key key{patient.as_of, entry.values, {entry.exists}};
        codes.entries.push_back(code_of(parts.of_list(id), alone, std::move(key)));
      }
    }
    return coded;
  }

 private:
  struct Key {
    facts::Day as_of = 0;
    std::vector<facts::Value> values;
    std::vector<facts::Truth> truths;
    bool operator==(const Key&) const = default;
  };

  [[nodiscard]] Key key_of(facts::PartId part, const facts::Settled& patient) const {
    Key key{patient.as_of, {}, {}};
    for (const facts::FactId id : dictionaries_.parts().facts_of(part)) {
      const facts::SettledFact& fact = patient.facts[id];
      key.values.push_back(fact.value);
      key.truths.push_back(facts::truth(fact.supplied));
      key.truths.push_back(facts::truth(fact.missing.empty()));
    }
    return key;
  }

  facts::CodeId code_of(facts::PartId part, const facts::Settled& patient, Key key) {
    std::vector<Key>& known = known_[part];
    const auto found = std::find(known.begin(), known.end(), key);
    if (found != known.end()) return static_cast<facts::CodeId>(found - known.begin());
    known.push_back(std::move(key));
    return dictionaries_.add(part, patient);
  }

  facts::Dictionaries& dictionaries_;
  std::vector<std::vector<Key>> known_;  // by PartId
  std::uint64_t generation_ = 0;
};

}  // namespace regimen::support
