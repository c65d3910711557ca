// Entry: converted_to, years_of. Test: tests/evidence/harms_test.cpp.
#include "engine/evidence/harms.h"

#include <cmath>

namespace regimen::evidence {

namespace {

// `1000 patient-years` -> 1000
std::optional<double> patient_years(std::string_view per) {
  const auto blank = per.find(' ');
  if (blank == std::string_view::npos || per.substr(blank + 1) != "patient-years")
    return std::nullopt;
  const auto number = facts::Rational::parse(per.substr(0, blank));
  if (!number || *number <= facts::Rational(0)) return std::nullopt;
  return facts::to_double(*number);
}

}  // namespace

std::optional<double> years_of(std::string_view horizon) {
  const auto blank = horizon.find(' ');
  if (blank == std::string_view::npos) return std::nullopt;
  const auto number = facts::Rational::parse(horizon.substr(0, blank));
  if (!number || *number <= facts::Rational(0)) return std::nullopt;
  const std::string_view unit = horizon.substr(blank + 1);
  if (unit == "year" || unit == "years") return facts::to_double(*number);
  if (unit == "week" || unit == "weeks") return facts::to_double(*number) * 7 / 365.25;
  return std::nullopt;
}

std::optional<double> yearly_rate(const Row& row) {
  if (!row.estimate || row.estimate->statistic != "rate") return std::nullopt;
  const auto per = patient_years(row.estimate->per);
  if (!per) return std::nullopt;
  return facts::to_double(row.estimate->value.value) / *per;
}

std::optional<Converted> converted_to(const Row& row, double years) {
  if (!yearly_rate(row)) return std::nullopt;
  const auto per = patient_years(row.estimate->per);
  const auto risk = [&](const Figure& rate) {
    return -1000 * std::expm1(-facts::to_double(rate.value) / *per * years);
  };
  Converted result{risk(row.estimate->value), {}, {}};
  if (row.estimate->low) result.low = risk(*row.estimate->low);
  if (row.estimate->high) result.high = risk(*row.estimate->high);
  return result;
}

}  // namespace regimen::evidence
