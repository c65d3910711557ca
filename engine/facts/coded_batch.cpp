// Entry: CodedBatch::add. Test: tests/program/coded_test.cpp.
#include "engine/facts/coded_batch.h"

namespace regimen::facts {

CodedBatch::CodedBatch(const Dictionaries& dictionaries)
    : fact_parts_(dictionaries.parts().fact_parts()),
      codes_(dictionaries.parts().count()),
      lists_(codes_.size() - fact_parts_) {
  for (PartId part = 0; part < codes_.size(); ++part) reads_.push_back(dictionaries.reads(part));
}

// Most lists are evaluated on one day, or on runs of equal days.
CodeId CodedBatch::code_of(Day day) {
  if (!day_codes_.empty() && days_[day_codes_.back()].first == day) return day_codes_.back();
  const auto [place, added] = code_of_day_.try_emplace(day, static_cast<CodeId>(days_.size()));
  if (added) days_.push_back({day, day});
  return place->second;
}

void CodedBatch::add(const CodedPatient& patient) {
  day_codes_.push_back(code_of(patient.as_of));
  for (PartId part = 0; part < fact_parts_; ++part) {
    if (reads_[part]) codes_[part].push_back(patient.facts[part]);
  }
  for (ListId id = 0; id < lists_.size(); ++id) {
    const auto part = static_cast<PartId>(fact_parts_ + id);
    if (!reads_[part]) continue;
    const CodedList& list = patient.lists[id];
    codes_[part].insert(codes_[part].end(), list.entries.begin(), list.entries.end());
    lists_[id].add(list.state, list.entries.size(), list.absent);
  }
}

void CodedBatch::clear() {
  for (std::vector<CodeId>& codes : codes_) codes.clear();
  for (ListTable& list : lists_) list.clear();
  days_.clear();
  day_codes_.clear();
  code_of_day_.clear();
}

}  // namespace regimen::facts
