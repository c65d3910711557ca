// Entry: Attrition. Test: tests/screening/attrition_test.cpp.
#include "engine/screening/attrition.h"

#include <algorithm>

namespace regimen::screening {

namespace {

template <typename Value>
Value& at(ByName<Value>& map, std::string_view name) {
  const auto found = map.find(name);
  return found != map.end() ? found->second : map.emplace(std::string(name), Value{}).first->second;
}

}  // namespace

Attrition::Attrition(const std::vector<std::string>& deciding) {
  for (const std::string& id : deciding) {
    criteria.emplace_back();
    criteria.back().id = id;
  }
}

void Attrition::add(const ScreenedRow& row) {
  ++rows;
  if (row.rejected) {
    ++rejected;
    return;
  }
  if (row.set_aside > 0) ++set_aside;
  ++at(eligibility, row.eligibility);
  const auto how_many = [&](Outcome outcome) {
    return std::count(row.outcomes.begin(), row.outcomes.end(), outcome);
  };
  const bool one_fails = how_many(Outcome::fail) == 1 && how_many(Outcome::unknown) == 0;
  const bool one_unknown = how_many(Outcome::unknown) == 1 && how_many(Outcome::fail) == 0;
  for (std::size_t i = 0; i < row.outcomes.size(); ++i) {
    CriterionCounts& counts = criteria[i];
    switch (row.outcomes[i]) {
      case Outcome::pass:
        ++counts.pass;
        break;
      case Outcome::fail:
        ++counts.fail;
        if (one_fails) ++counts.fails_alone;
        break;
      case Outcome::unknown:
        ++counts.unknown;
        if (one_unknown) ++counts.unknown_alone;
        break;
      case Outcome::not_applicable:
        ++counts.not_applicable;
        break;
    }
  }
  for (const std::string_view fact : row.missing) {
    MissingCounts& counts = at(missing, fact);
    ++counts.rows;
    if (row.missing.size() == 1) ++counts.alone;
  }
  for (const RowRegimen& regimen : row.regimens) {
    ++at(at(safety, regimen.id), regimen.safety);
    if (regimen.rank.rank != 1) continue;
    const bool shared =
        std::count_if(row.regimens.begin(), row.regimens.end(),
                      [](const RowRegimen& other) { return other.rank.rank == 1; }) > 1;
    ++at(at(first, regimen.id), regimen.rank.conditional ? "conditional"
                                : shared                 ? "shared"
                                                         : "alone");
  }
}

void Attrition::join(const Attrition& other) {
  rows += other.rows;
  rejected += other.rejected;
  set_aside += other.set_aside;
  repeated_ids += other.repeated_ids;
  for (const auto& [status, count] : other.eligibility) eligibility[status] += count;
  for (std::size_t i = 0; i < criteria.size(); ++i) {
    criteria[i].pass += other.criteria[i].pass;
    criteria[i].fail += other.criteria[i].fail;
    criteria[i].unknown += other.criteria[i].unknown;
    criteria[i].not_applicable += other.criteria[i].not_applicable;
    criteria[i].fails_alone += other.criteria[i].fails_alone;
    criteria[i].unknown_alone += other.criteria[i].unknown_alone;
  }
  for (const auto& [fact, counts] : other.missing) {
    missing[fact].rows += counts.rows;
    missing[fact].alone += counts.alone;
  }
  for (const auto& [regimen, statuses] : other.safety) {
    for (const auto& [status, count] : statuses) safety[regimen][status] += count;
  }
  for (const auto& [regimen, ways] : other.first) {
    for (const auto& [way, count] : ways) first[regimen][way] += count;
  }
}

}  // namespace regimen::screening
