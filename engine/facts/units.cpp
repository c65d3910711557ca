// Entry: Units::load, Units::parse, parse_numeral. Test: tests/facts/units_test.cpp.
#include "engine/facts/units.h"

#include <algorithm>
#include <cstdlib>

#include "engine/core/mapping.h"

namespace regimen::facts {

namespace {

constexpr std::array<std::string_view, 4> base_names = {"mass", "length", "time", "amount"};

Dimension combine(const Dimension& a, const Dimension& b, int sign) {
  Dimension result{};
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = static_cast<std::int8_t>(a[i] + sign * b[i]);
  return result;
}

}  // namespace

Dimension multiply(const Dimension& a, const Dimension& b) { return combine(a, b, 1); }
Dimension divide(const Dimension& a, const Dimension& b) { return combine(a, b, -1); }

namespace {

Unit read_atom(const core::Node& node, bool calendar, std::vector<std::string>& names,
               core::Diagnostics& diagnostics) {
  std::vector<std::string> keys = {"id", "factor", "names", "months"};
  for (const std::string_view base : base_names) keys.emplace_back(base);
  core::Mapping mapping(node, keys, "unit", diagnostics);
  Unit unit;
  unit.text = mapping.text("id");
  unit.calendar = calendar;
  names = mapping.texts("names");
  names.push_back(unit.text);
  const auto factor = Rational::parse(mapping.text(calendar ? "months" : "factor"));
  if (!factor || *factor <= Rational(0)) {
    diagnostics.add(
        {core::Code::bad_unit_definition, node.span, "a unit needs a factor above zero"});
    return unit;
  }
  unit.factor = *factor;
  if (calendar) unit.dimension = time_dimension;
  for (std::size_t i = 0; i < base_names.size(); ++i) {
    const std::string text = mapping.text_or(base_names[i], "0");
    const auto exponent = Rational::parse(text);
    if (!exponent || !exponent->is_whole() || *exponent > Rational(9) || *exponent < Rational(-9)) {
      diagnostics.add(
          {core::Code::bad_unit_definition, node.span, "an exponent must be a small whole number"});
    } else if (!calendar) {
      unit.dimension[i] = static_cast<std::int8_t>(exponent->numerator());
    }
  }
  return unit;
}

}  // namespace

Units Units::load(const core::Node& root, core::Diagnostics& diagnostics) {
  Units units;
  core::Mapping mapping(root, {"units", "source", "bases", "atoms", "calendar"}, "list of units",
                        diagnostics);
  for (const bool calendar : {false, true}) {
    for (const core::Node* node : mapping.items(calendar ? "calendar" : "atoms")) {
      std::vector<std::string> names;
      const Unit unit = read_atom(*node, calendar, names, diagnostics);
      for (const std::string& name : names) {
        if (units.atoms_.emplace(name, unit).second) continue;
        diagnostics.add({core::Code::bad_unit_definition, node->span,
                         "this spelling stands for two units", name});
      }
    }
  }
  return units;
}

std::optional<Unit> Units::parse(std::string_view text) const {
  const auto whole = atoms_.find(std::string(text));
  if (whole != atoms_.end()) return whole->second;
  Unit result;
  bool dividing = false;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t end = std::min(text.find_first_of("/.", at), text.size());
    std::string_view part = text.substr(at, end - at);
    int exponent = 1;
    if (part.size() > 1 && part.back() >= '2' && part.back() <= '4') {
      exponent = part.back() - '0';
      part.remove_suffix(1);
    }
    const auto atom = atoms_.find(std::string(part));
    if (atom == atoms_.end() || atom->second.calendar) return std::nullopt;
    for (int i = 0; i < exponent; ++i) {
      const Unit& unit = atom->second;
      const auto factor =
          dividing ? divide(result.factor, unit.factor) : multiply(result.factor, unit.factor);
      if (!factor) return std::nullopt;
      constexpr int most = 12;
      for (std::size_t k = 0; k < unit.dimension.size(); ++k) {
        if (std::abs(result.dimension[k]) + std::abs(unit.dimension[k]) > most) return std::nullopt;
      }
      result.factor = *factor;
      result.dimension = dividing ? divide(result.dimension, unit.dimension)
                                  : multiply(result.dimension, unit.dimension);
    }
    if (!result.text.empty()) result.text += text[at - 1];
    result.text += atom->second.text;
    if (exponent > 1) result.text += static_cast<char>('0' + exponent);
    if (end == text.size()) return result;
    dividing = dividing || text[end] == '/';  // as in `mg/kg/d`; UCUM reads from the left
    if (text[end] == '.') dividing = false;
    at = end + 1;
  }
  return std::nullopt;
}

std::vector<std::string> Units::spellings() const {
  std::vector<std::string> result;
  result.reserve(atoms_.size());
  for (const auto& [name, unit] : atoms_) result.push_back(name);
  std::sort(result.begin(), result.end());
  return result;
}

std::optional<Numeral> parse_numeral(std::string_view text) {
  const auto skip_blanks = [&text] {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  };
  skip_blanks();
  std::string comparator;
  while (!text.empty() && (text.front() == '<' || text.front() == '>' || text.front() == '=')) {
    comparator += text.front();
    text.remove_prefix(1);
  }
  skip_blanks();
  std::size_t length = 0;
  while (length < text.size() && ((text[length] >= '0' && text[length] <= '9') ||
                                  text[length] == '.' || (length == 0 && text[length] == '-'))) {
    ++length;
  }
  const auto number = Rational::parse(text.substr(0, length));
  if (!number) return std::nullopt;
  text.remove_prefix(length);
  skip_blanks();
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  // A comma or an exponent belongs to the numeral, so the numeral was not read.
  if (!text.empty() && (text.front() == ',' || text.front() == '+')) return std::nullopt;
  const bool exponent = text.size() > 1 && (text[0] == 'e' || text[0] == 'E') &&
                        ((text[1] >= '0' && text[1] <= '9') || text[1] == '-' || text[1] == '+');
  if (exponent) return std::nullopt;
  Numeral result{Interval::point(*number), std::string(text)};
  if (comparator.empty()) return result;
  const Bound bound{*number, comparator.size() == 1};
  if (comparator == "<" || comparator == "<=") {
    result.value.low = {};
    result.value.high = bound;
  } else if (comparator == ">" || comparator == ">=") {
    result.value.high = {};
    result.value.low = bound;
  } else {
    return std::nullopt;
  }
  return result;
}

std::optional<Interval> scale(const Interval& value, const Rational& factor) {
  const Interval result = multiply(value, Interval::point(factor));
  if (value.low.at.has_value() != result.low.at.has_value() ||
      value.high.at.has_value() != result.high.at.has_value()) {
    // A half-open interval loses nothing when it is scaled by a positive factor, bound by bound.
    Interval scaled = value;
    for (Bound* bound : {&scaled.low, &scaled.high}) {
      if (!bound->at) continue;
      bound->at = multiply(*bound->at, factor);
      if (!bound->at) return std::nullopt;
    }
    return scaled;
  }
  return result;
}

namespace {

std::string bound_text(const Bound& bound, const Unit& unit) {
  const auto value = divide(*bound.at, unit.factor);
  return value ? to_decimal(*value) : to_fraction(*bound.at);
}

}  // namespace

std::string to_text(const Interval& value, const Unit& unit) {
  const std::string suffix = unit.text.empty() ? "" : " " + unit.text;
  if (value.is_point()) return bound_text(value.low, unit) + suffix;
  if (value.low.at && value.high.at)
    return bound_text(value.low, unit) + " to " + bound_text(value.high, unit) + suffix;
  if (value.low.at) return (value.low.open ? ">" : ">=") + bound_text(value.low, unit) + suffix;
  if (value.high.at) return (value.high.open ? "<" : "<=") + bound_text(value.high, unit) + suffix;
  return "unknown";
}

std::string to_text(const Span& span) {
  constexpr int days_shown_as_days = 92;
  const auto& low = span.months.low.at;
  const auto& high = span.months.high.at;
  if (span.days.low.at && span.days.high.at && *span.days.high.at <= Rational(days_shown_as_days)) {
    const std::string first = to_decimal(*span.days.low.at, 0);
    const std::string last = to_decimal(*span.days.high.at, 0);
    return first == last ? first + " d" : first + " to " + last + " d";
  }
  if (!low || !high)
    return low ? ">=" + to_decimal(*divide(*low, Rational(12)), 1) + " a" : "unknown";
  const std::string first = to_decimal(Rational(divide(*low, Rational(12))->floor()), 0);
  const std::string last = to_decimal(Rational(divide(*high, Rational(12))->floor()), 0);
  // Long spans are told as ages are: in years that are complete.
  if (low->floor() >= 24 && first == last) return first + " a";
  const bool year_exactly = *high == *add(*low, Rational(12)) && span.months.high.open &&
                            low->is_whole() && low->floor() % 12 == 0;
  if (year_exactly) return first + " a";
  if (low->floor() == high->floor()) return std::to_string(low->floor()) + " mo";
  if (low->floor() < 24)
    return std::to_string(low->floor()) + " to " + std::to_string(high->floor()) + " mo";
  return first + " to " + last + " a";
}

}  // namespace regimen::facts
