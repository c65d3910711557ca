// Entry: is_timeless. Test: tests/screening/timeless_test.cpp, tests/property/screen_test.cpp.
#include "engine/screening/timeless.h"

#include <algorithm>
#include <variant>

namespace regimen::screening {

using facts::FactId;
using facts::Kind;

bool may_be_timeless(const facts::Vocabulary& vocabulary, const std::vector<FactId>& facts) {
  return std::ranges::all_of(facts, [&](FactId id) {
    const facts::FactDef& def = vocabulary.facts()[id];
    return !def.since && def.type.kind != Kind::date && def.type.kind != Kind::period;
  });
}

bool is_timeless(const facts::Record& record, const std::vector<FactId>& facts) {
  return std::ranges::all_of(facts, [&](FactId id) {
    return std::ranges::none_of(record.facts[id], [](const facts::Observation& one) {
      return one.date.has_value() || one.bad_date;
    });
  });
}

bool is_timeless(const facts::ListRecord& list) {
  const auto is_dated = [](const facts::Stated& field) {
    return field.value && (std::holds_alternative<facts::DateRange>(*field.value) ||
                           std::holds_alternative<facts::Period>(*field.value));
  };
  return std::ranges::all_of(list.entries, [&](const facts::Entry& entry) {
    return entry.absent && std::ranges::none_of(entry.fields, is_dated);
  });
}

}  // namespace regimen::screening
