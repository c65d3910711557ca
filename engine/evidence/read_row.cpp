// Entry: read_row, read_sum. Test: tests/evidence/load_test.cpp.
#include <algorithm>
#include <charconv>

#include "engine/evidence/reading.h"
#include "engine/evidence/statistics/proportion.h"
#include "engine/facts/dates.h"

namespace regimen::evidence {

using core::Code;
using core::Mapping;
using core::Node;

namespace {

bool known_arm(const std::string& id, const Reading& reading) {
  return id == "all" || reading.study.arm(id) != nullptr;
}

// `51/170 (30.0)` or `51/170`
std::optional<Count> parse_count(const std::string& text) {
  Count count;
  const char* at = text.data();
  const char* const stop = at + text.size();
  auto read = std::from_chars(at, stop, count.events);
  if (read.ec != std::errc() || read.ptr == stop || *read.ptr != '/') return std::nullopt;
  std::int64_t total = 0;
  read = std::from_chars(read.ptr + 1, stop, total);
  if (read.ec != std::errc() || total > most_patients) return std::nullopt;
  count.total = total;
  std::string_view rest(read.ptr, static_cast<std::size_t>(stop - read.ptr));
  if (rest.empty()) return count;
  if (rest.size() < 4 || rest.substr(0, 2) != " (" || rest.back() != ')') return std::nullopt;
  count.percent = parse_figure(rest.substr(2, rest.size() - 3));
  if (!count.percent) return std::nullopt;
  return count;
}

void read_counts(const Node& node, Row& row, Reading& reading) {
  for (const auto& [arm, text] : core::pairs(node, "counts", reading.diagnostics)) {
    if (!known_arm(arm->text, reading)) reading.unknown(*arm, "arm", reading.arm_ids());
    auto count = parse_count(text->text);
    if (!count) {
      reading.diagnostics.add({Code::bad_study, text->span,
                               "a count over its denominator is expected", text->text,
                               "such as `51/170 (30.0)`"});
      continue;
    }
    if (count->events < 0 || *count->total < 1 || count->events > *count->total) {
      reading.diagnostics.add({Code::impossible_count, text->span,
                               "a count lies between 0 and its denominator", text->text});
    }
    count->arm = arm->text;
    count->span = text->span;
    row.counts.push_back(std::move(*count));
  }
}

void read_numbers(const Node& node, Row& row, Reading& reading) {
  for (const auto& [arm, text] : core::pairs(node, "numbers", reading.diagnostics)) {
    if (!known_arm(arm->text, reading)) reading.unknown(*arm, "arm", reading.arm_ids());
    if (row.count(arm->text) != nullptr)
      reading.fail(*arm, "this arm stands among the counts already");
    Count count;
    count.arm = arm->text;
    count.events = reading.whole(*text).value_or(0);
    count.span = text->span;
    row.counts.push_back(std::move(count));
  }
}

void read_values(const Node& node, Row& row, Reading& reading) {
  static const std::vector<std::string> keys = {"n",   "mean", "sd",   "median",
                                                "low", "high", "value"};
  for (const auto& [arm, figures] : core::pairs(node, "values", reading.diagnostics)) {
    if (!known_arm(arm->text, reading)) reading.unknown(*arm, "arm", reading.arm_ids());
    Mapping mapping(*figures, keys, "figures of an arm", reading.diagnostics);
    if (!figures->is_mapping()) continue;
    Amount amount;
    amount.arm = arm->text;
    for (const std::string& key : keys) {
      const Node* value = mapping.find(key);
      if (value == nullptr) continue;
      if (key == "n") {
        amount.n = reading.whole(*value);
      } else if (auto figure = reading.figure(*value)) {
        amount.figures.emplace(key, std::move(*figure));
      }
    }
    if (amount.figures.empty()) reading.fail(*figures, "there is no figure here");
    row.amounts.push_back(std::move(amount));
  }
}

void read_test(const Node& node, Row& row, Reading& reading) {
  Mapping mapping(node, {"arms", "p", "method"}, "printed test", reading.diagnostics);
  PrintedTest test;
  test.span = node.span;
  test.arms = mapping.texts("arms");
  for (const std::string& arm : test.arms) {
    if (!known_arm(arm, reading)) reading.unknown(*mapping.find("arms"), "arm", reading.arm_ids());
  }
  if (!test.arms.empty() && test.arms.size() != 2)
    reading.fail(node, "a test compares two arms, or all of them");
  const Node* p = mapping.required("p");
  const auto figure = p == nullptr ? std::nullopt : reading.figure(*p);
  if (figure && (figure->value < facts::Rational(0) || figure->value > facts::Rational(1)))
    reading.fail(*p, "a P value lies between 0 and 1");
  if (figure) test.p = *figure;
  static const std::vector<std::string> methods = {"cmh", "fisher", "anova_van_der_waerden",
                                                   "logistic", "unspecified"};
  test.method = mapping.text("method");
  if (std::find(methods.begin(), methods.end(), test.method) == methods.end() &&
      mapping.find("method") != nullptr)
    reading.unknown(*mapping.find("method"), "method", methods);
  row.tests.push_back(std::move(test));
}

void read_estimate(Mapping& mapping, Row& row, Reading& reading) {
  const Node* node = mapping.find("estimate");
  if (node == nullptr) return;
  Mapping figures(*node, {"value", "low", "high", "level"}, "estimate", reading.diagnostics);
  Estimate estimate;
  estimate.statistic = mapping.text("statistic");
  estimate.per = mapping.text_or("per", "");
  estimate.adjusted = mapping.flag_or("adjusted", false);
  estimate.population = reading.localized(mapping.find("population"));
  for (const char* key : {"of", "against"}) {
    const Node* arm = mapping.find(key);
    if (arm != nullptr && !known_arm(arm->text, reading))
      reading.unknown(*arm, "arm", reading.arm_ids());
  }
  estimate.of = mapping.text_or("of", "");
  estimate.against = mapping.text_or("against", "");
  if (const Node* value = figures.required("value"))
    estimate.value = reading.figure(*value).value_or(Figure{});
  if (const Node* low = figures.find("low")) estimate.low = reading.figure(*low);
  if (const Node* high = figures.find("high")) estimate.high = reading.figure(*high);
  if (const Node* level = figures.find("level"))
    estimate.level = static_cast<int>(reading.whole(*level).value_or(95));
  const bool reversed = (estimate.low && estimate.value.value < estimate.low->value) ||
                        (estimate.high && estimate.value.value > estimate.high->value);
  if (reversed) reading.fail(*node, "an estimate lies between its limits");
  row.estimate = std::move(estimate);
}

std::vector<std::string> outcome_ids(const Reading& reading) {
  std::vector<std::string> ids;
  for (const Outcome& outcome : reading.evidence.outcomes) ids.push_back(outcome.id);
  return ids;
}

std::vector<std::string> row_ids(const Reading& reading) {
  std::vector<std::string> ids;
  for (const Row& row : reading.study.rows) ids.push_back(row.id);
  return ids;
}

bool is_horizon(const std::string& text, const Reading& reading) {
  return facts::parse_span(text, reading.knowledge.units).has_value();
}

}  // namespace

void read_row(const Node& node, Reading& reading) {
  Mapping mapping(
      node,
      {"id", "outcome", "set", "horizon", "source", "at", "unit", "counts", "numbers", "values",
       "tests", "note", "population", "statistic", "per", "adjusted", "of", "against", "estimate"},
      "row", reading.diagnostics);
  if (!node.is_mapping()) return;
  Row row;
  row.span = node.span;
  row.id = mapping.text("id");
  if (reading.study.row(row.id) != nullptr) {
    reading.diagnostics.add({Code::duplicate_id, node.span, "this row stands twice", row.id});
  }
  if (const Node* outcome = mapping.required("outcome")) {
    row.outcome = outcome->text;
    if (reading.evidence.outcome(row.outcome) == nullptr)
      reading.unknown(*outcome, "outcome", outcome_ids(reading));
  }
  if (const Node* set = mapping.find("set")) {
    row.set = set->text;
    std::vector<std::string> sets;
    for (const AnalysisSet& known : reading.study.sets) sets.push_back(known.id);
    if (reading.study.set(row.set) == nullptr) reading.unknown(*set, "analysis set", sets);
  }
  if (const Node* horizon = mapping.find("horizon")) {
    row.horizon = horizon->text;
    if (!is_horizon(row.horizon, reading)) reading.fail(*horizon, "this is no span of time");
  }
  row.source = reading.source(mapping);
  row.at = reading.at(mapping);
  row.unit = mapping.text_or("unit", "");
  row.note = reading.localized(mapping.find("note"));
  if (const Node* unit = mapping.find("unit")) {
    if (!reading.knowledge.units.parse(row.unit)) reading.fail(*unit, "no such unit");
  }
  if (const Node* counts = mapping.find("counts")) read_counts(*counts, row, reading);
  if (const Node* numbers = mapping.find("numbers")) read_numbers(*numbers, row, reading);
  if (const Node* values = mapping.find("values")) read_values(*values, row, reading);
  for (const Node* test : mapping.items("tests")) read_test(*test, row, reading);
  read_estimate(mapping, row, reading);
  if (row.counts.empty() && row.amounts.empty() && !row.estimate && row.tests.empty())
    reading.fail(node, "this row says nothing");
  reading.study.rows.push_back(std::move(row));
}

void read_sum(const Node& node, Reading& reading) {
  Mapping mapping(node, {"whole", "parts"}, "sum", reading.diagnostics);
  const auto term = [&](const Node& text) {
    Term result;
    std::string name = text.text;
    result.subtracted = !name.empty() && name.front() == '-';
    if (result.subtracted) name.erase(0, 1);
    const auto point = name.find('.');
    result.row = name.substr(0, point);
    if (point != std::string::npos) result.arm = name.substr(point + 1);
    const Row* row = reading.study.row(result.row);
    if (row == nullptr) {
      reading.unknown(text, "row", row_ids(reading));
    } else if (!result.arm.empty() && row->count(result.arm) == nullptr) {
      reading.fail(text, "the row has no number of this arm");
    }
    return result;
  };
  Sum sum;
  sum.span = node.span;
  if (const Node* whole = mapping.required("whole")) {
    sum.written = whole->text;
    sum.whole = term(*whole);
  }
  for (const Node* part : mapping.items("parts")) sum.parts.push_back(term(*part));
  if (sum.parts.empty()) reading.fail(node, "a sum has parts");
  reading.study.sums.push_back(std::move(sum));
}

void read_sensitivity(const Node& node, Reading& reading) {
  Mapping mapping(node, {"id", "kind", "row", "other", "from"}, "sensitivity", reading.diagnostics);
  Sensitivity one{mapping.text("id"),    mapping.text("kind"),        mapping.text("row"),
                  mapping.text("other"), mapping.text_or("from", ""), node.span};
  static const std::vector<std::string> kinds = {"observed_cases", "moved_back"};
  if (std::find(kinds.begin(), kinds.end(), one.kind) == kinds.end() &&
      mapping.find("kind") != nullptr)
    reading.unknown(*mapping.find("kind"), "kind of sensitivity", kinds);
  for (const char* key : {"row", "other"}) {
    const Node* name = mapping.find(key);
    if (name != nullptr && reading.study.row(name->text) == nullptr)
      reading.unknown(*name, "row", row_ids(reading));
  }
  if (one.kind == "moved_back" && reading.study.arm(one.from) == nullptr)
    reading.fail(node, "`from` names the arm in which they were counted");
  reading.study.sensitivity.push_back(std::move(one));
}

}  // namespace regimen::evidence
