// Entry: daily_dose. Test: tests/io/fhir_dose_test.cpp.
#include "engine/io/fhir/dose.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/core/mapping.h"
#include "engine/facts/rational.h"
#include "engine/io/fhir/element.h"

namespace regimen::io {

using core::Node;
using facts::Rational;

namespace {

// How often, and in what unit of time: 3 and `d`.
struct Pace {
  Rational times;
  std::string unit;
};

std::optional<Rational> number(const Node& node, std::string_view key, core::Diagnostics& broken) {
  return Rational::parse(plain_decimal(text_element(node, key, broken)));
}

std::optional<Pace> pace_of(const Node& timing, const FhirMap& map, core::Diagnostics& broken) {
  const Node* repeat = element(timing, "repeat");
  if (repeat != nullptr && repeat->is_mapping() && element(*repeat, "period") != nullptr) {
    // A range, or the days of a week, is no single frequency.
    for (const char* key : {"frequencyMax", "periodMax", "dayOfWeek", "timeOfDay", "when"}) {
      if (element(*repeat, key) != nullptr) return std::nullopt;
    }
    const bool once = element(*repeat, "frequency") == nullptr;  // R4: Timing.repeat.frequency
    const auto frequency = once ? Rational(1) : number(*repeat, "frequency", broken);
    const auto period = number(*repeat, "period", broken);
    if (!frequency || !period || *period <= Rational(0)) return std::nullopt;
    const auto times = facts::divide(*frequency, *period);
    if (!times) return std::nullopt;
    return Pace{*times, text_element(*repeat, "periodUnit", broken)};
  }
  const Node* code = element(timing, "code");
  if (code == nullptr) return std::nullopt;
  for (const std::string& word : codes_of(*code, broken)) {
    const auto known = map.timings.find(word);
    if (known == map.timings.end()) continue;
    if (const auto times = Rational::parse(known->second)) return Pace{*times, "d"};
  }
  return std::nullopt;
}

// The amount of one time, with its unit.
std::optional<std::pair<Rational, std::string>> amount_of(const Node& instruction,
                                                          core::Diagnostics& broken) {
  const auto amounts = elements(instruction, {"doseAndRate"}, broken);
  if (amounts.size() != 1 || !amounts.front()->is_mapping()) return std::nullopt;
  const Node* quantity = element(*amounts.front(), "doseQuantity");
  if (quantity == nullptr || !quantity->is_mapping()) return std::nullopt;
  if (element(*quantity, "comparator") != nullptr) return std::nullopt;
  const auto value = number(*quantity, "value", broken);
  std::string unit = text_element(*quantity, "code", broken);
  if (unit.empty()) unit = text_element(*quantity, "unit", broken);
  if (!value || unit.empty()) return std::nullopt;
  return std::pair(*value, unit);
}

bool as_needed(const Node& instruction, core::Diagnostics& broken) {
  const auto found = elements(instruction, {"asNeeded[x]"}, broken);
  return std::any_of(found.begin(), found.end(), [](const Node* node) {
    return !node->is_scalar() || core::parse_yes_no(node->text).value_or(true);
  });
}

}  // namespace

std::string daily_dose(const std::vector<const Node*>& instructions,
                       const facts::Dimension& dimension, const facts::Units& units,
                       const FhirMap& map, core::Diagnostics& broken) {
  if (instructions.size() != 1 || !instructions.front()->is_mapping()) return {};
  const Node& instruction = *instructions.front();
  const Node* timing = element(instruction, "timing");
  if (timing == nullptr || !timing->is_mapping() || as_needed(instruction, broken)) return {};
  const auto pace = pace_of(*timing, map, broken);
  const auto amount = amount_of(instruction, broken);
  if (!pace || !amount) return {};
  const std::string unit = amount->second + "/" + pace->unit;
  const auto known = units.parse(unit);
  if (!known || known->dimension != dimension) return {};
  const auto total = facts::multiply(amount->first, pace->times);
  if (!total) return {};
  constexpr int places = 6;
  const std::string text = facts::to_decimal(*total, places);
  return Rational::parse(text) == total ? text + " " + unit : std::string();
}

}  // namespace regimen::io
