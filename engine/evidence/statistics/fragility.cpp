// Entry: fragility_index, reverse_fragility_index. Test:
// tests/evidence/statistics/fragility_test.cpp.
#include "engine/evidence/statistics/fragility.h"

#include <cassert>

#include "engine/evidence/statistics/exact_test.h"

namespace regimen::evidence {

namespace {

bool second_changes(const Proportion& first, const Proportion& second) {
  if (first.events != second.events) return second.events < first.events;
  return second.total > first.total;  // as many events of more patients: the lower proportion
}

enum class Change { to_event, from_event };

std::optional<std::int64_t> changes_needed(const Proportion& first, const Proportion& second,
                                           double alpha, Change change) {
  assert(alpha > 0 && alpha < 1);
  if (first.total > most_counted || second.total > most_counted) return std::nullopt;
  const bool swap = second_changes(first, second);
  const Proportion& changed = swap ? second : first;
  const Proportion& kept = swap ? first : second;
  const auto significant = [&](std::int64_t events) {
    return fisher_p(Proportion(events, changed.total), kept) < alpha;
  };
  const bool at_first = change == Change::to_event;  // significant before any change
  if (significant(changed.events) != at_first) return std::nullopt;
  const std::int64_t step = change == Change::to_event ? 1 : -1;
  const std::int64_t most = change == Change::to_event ? changed.others() : changed.events;
  // One by one: P does not rise or fall steadily.
  for (std::int64_t count = 1; count <= most; ++count) {
    if (significant(changed.events + step * count) != at_first) return count;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> fragility_index(const Proportion& first, const Proportion& second,
                                            double alpha) {
  return changes_needed(first, second, alpha, Change::to_event);
}

std::optional<std::int64_t> reverse_fragility_index(const Proportion& first,
                                                    const Proportion& second, double alpha) {
  return changes_needed(first, second, alpha, Change::from_event);
}

}  // namespace regimen::evidence
