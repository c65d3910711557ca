// Parts: what one dictionary tells of: facts that are settled together, or the entries of one list.
//
// A span and the date that it is counted from are settled together, every other fact alone. What is
// settled of one part does not depend on any other. Comes next: Dictionaries, one for each part.
// Thread-safety: immutable.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/facts/vocabulary.h"

namespace regimen::facts {

using PartId = std::uint32_t;

class Parts {
 public:
  explicit Parts(const Vocabulary& vocabulary);

  [[nodiscard]] std::size_t count() const { return facts_ + lists_; }
  // Those of facts come first.
  [[nodiscard]] std::size_t fact_parts() const { return facts_; }
  [[nodiscard]] PartId of_fact(FactId id) const { return of_fact_[id]; }
  [[nodiscard]] PartId of_list(ListId id) const { return static_cast<PartId>(facts_ + id); }
  // REQUIRES: part < fact_parts()
  [[nodiscard]] const std::vector<FactId>& facts_of(PartId part) const { return members_[part]; }
  // REQUIRES: part >= fact_parts()
  [[nodiscard]] ListId list_of(PartId part) const { return static_cast<ListId>(part - facts_); }

 private:
  std::vector<PartId> of_fact_;
  std::vector<std::vector<FactId>> members_;
  std::size_t facts_ = 0;
  std::size_t lists_ = 0;
};

}  // namespace regimen::facts
