// Entry: Parts. Test: tests/program/coded_test.cpp.
#include "engine/facts/parts.h"

namespace regimen::facts {

Parts::Parts(const Vocabulary& vocabulary)
    : of_fact_(vocabulary.facts().size()), lists_(vocabulary.lists().size()) {
  const std::vector<FactDef>& facts = vocabulary.facts();
  // The span that is counted from a date joins the date, which is never counted itself.
  for (FactId id = 0; id < facts.size(); ++id) {
    if (facts[id].since) continue;
    of_fact_[id] = static_cast<PartId>(members_.size());
    members_.push_back({id});
  }
  for (FactId id = 0; id < facts.size(); ++id) {
    if (!facts[id].since) continue;
    of_fact_[id] = of_fact_[facts[id].since->date];
    members_[of_fact_[id]].push_back(id);
  }
  facts_ = members_.size();
}

}  // namespace regimen::facts
