// Units: a closed subset of UCUM, read from knowledge/units.yaml, and quantities written with them.
//
// A quantity is held as an Interval in the base units of its dimension (grams, metres, days,
// moles), converted once, exactly, when it is read. Months and years are calendar units: they have
// no fixed number of days (dates.h). Thread-safety: immutable after loading.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/facts/dates.h"
#include "engine/facts/interval.h"

namespace regimen::facts {

// Exponents of mass, length, time and amount; all zero for a plain number.
using Dimension = std::array<std::int8_t, 4>;

constexpr Dimension no_dimension{};
constexpr Dimension time_dimension{0, 0, 1, 0};

Dimension multiply(const Dimension& a, const Dimension& b);
Dimension divide(const Dimension& a, const Dimension& b);

struct Unit {
  std::string text;  // as in UCUM: `mg/L`, `d`
  Dimension dimension = no_dimension;
  Rational factor = 1;  // one of it in base units; of a calendar unit: in months
  bool calendar = false;
};

class Units {
 public:
  static Units load(const core::Node& root, core::Diagnostics& diagnostics);

  // `g/day`, `mg/kg/d`, `kg/m2`, `years`; nothing where an atom is not known.
  [[nodiscard]] std::optional<Unit> parse(std::string_view text) const;
  // Whether the text is an atom or one of its names.
  [[nodiscard]] bool is_atom(std::string_view text) const {
    return atoms_.count(std::string(text)) > 0;
  }
  // All spellings, for suggestions.
  [[nodiscard]] std::vector<std::string> spellings() const;

 private:
  std::unordered_map<std::string, Unit> atoms_;
};

// `70.2 kg`, `<0.5 mg/L`, `287`: the number and its comparator as an interval, and the text of the
// unit.
struct Numeral {
  Interval value;
  std::string unit;
};
std::optional<Numeral> parse_numeral(std::string_view text);

// In base units; nothing where it does not fit.
std::optional<Interval> scale(const Interval& value, const Rational& factor);

// A quantity in base units written in `unit`: `11 mg/L`, `220 to 250`, `at least 5 mg/L`.
std::string to_text(const Interval& value, const Unit& unit);
// A span of time in the unit that suits it: `28 days`, `2.3 years`, `35 years`.
std::string to_text(const Span& span);

}  // namespace regimen::facts
