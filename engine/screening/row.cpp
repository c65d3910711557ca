// Entry: project. Test: tests/screening/row_test.cpp.
#include "engine/screening/row.h"

#include <algorithm>

#include "engine/io/json_parts.h"

namespace regimen::screening {

using program::Verdict;

namespace {

Outcome outcome_of(const decision::Criterion& criterion, bool assumptions) {
  switch (assumptions ? criterion.assumed_verdict : criterion.verdict) {
    case Verdict::pass:
      return Outcome::pass;
    case Verdict::fail:
      return Outcome::fail;
    case Verdict::unknown:
      return Outcome::unknown;
    case Verdict::not_applicable:
      return Outcome::not_applicable;
  }
  return Outcome::unknown;
}

std::string_view figure(double value, Names& names) {
  return names.keep(io::figure_json(value).dump());
}

// What an entry is tells more of it than its place, which differs from row to row.
std::string name_of(const facts::Missing& missing) {
  if (missing.about.empty()) return missing.key;
  std::string name = missing.key;
  const auto begin = name.find('[');
  const auto end = name.find(']', begin);
  if (end != std::string::npos) name.erase(begin, end + 1 - begin);
  return name + " (" + missing.about + ")";
}

void keep_all(const std::vector<std::string>& texts, Names& names,
              std::vector<std::string_view>& into) {
  for (const std::string& text : texts) into.push_back(names.keep(text));
}

}  // namespace

void clear(ScreenedRow& row) {
  row.rejected = false;
  row.eligibility = {};
  row.failed.clear();
  row.unknown.clear();
  row.missing.clear();
  row.assumptions.clear();
  row.regimens.clear();
  row.set_aside = 0;
  row.outcomes.clear();
}

void add_missing(const facts::MissingSet& missing, Names& names,
                 std::vector<std::string_view>& into) {
  for (const facts::Missing& one : missing) {
    const std::string_view name = names.keep(name_of(one));
    if (std::ranges::find(into, name) == into.end()) into.push_back(name);
  }
}

RowRank rank_of(const decision::RankedRegimen& ranked, Names& names) {
  RowRank result{ranked.rank, ranked.best, ranked.worst, !ranked.condition.empty(), {}};
  if (ranked.score) {
    result.score =
        RowScore{figure(ranked.score->value, names), figure(ranked.score->facts.low, names),
                 figure(ranked.score->facts.high, names)};
  }
  return result;
}

void project(const decision::Decision& decision, Names& names, ScreenedRow& row) {
  clear(row);
  const decision::Eligibility& eligibility = decision.eligibility;
  row.eligibility = to_text(eligibility.status);
  keep_all(eligibility.failed, names, row.failed);
  keep_all(eligibility.assumptions, names, row.assumptions);
  add_missing(eligibility.still_missing, names, row.missing);
  for (const decision::Criterion& criterion : eligibility.criteria) {
    if (!criterion.decides) continue;
    row.outcomes.push_back(outcome_of(criterion, decision.options.assumptions));
    if (row.outcomes.back() == Outcome::unknown) row.unknown.push_back(names.keep(criterion.id));
  }
  for (const decision::RegimenSafety& safety : decision.regimens) {
    RowRegimen regimen{names.keep(safety.id),
                       decision::status_text(safety.status),
                       to_text(safety.at_least),
                       to_text(safety.at_most),
                       {}};
    if (decision.benefit_risk) {
      for (const decision::RankedRegimen& ranked : decision.benefit_risk->ranked) {
        if (ranked.id == safety.id) regimen.rank = rank_of(ranked, names);
      }
    }
    row.regimens.push_back(regimen);
  }
}

}  // namespace regimen::screening
