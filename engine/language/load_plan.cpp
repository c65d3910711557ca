// Entry: read_plan. Test: tests/language/load_plan_test.cpp.
#include <algorithm>

#include "engine/core/mapping.h"
#include "engine/language/loading.h"

namespace regimen::language {

using core::Code;
using core::Mapping;
using core::Node;
using facts::Rational;

std::string_view to_text(Basis basis) {
  switch (basis) {
    case Basis::trial:
      return "trial";
    case Basis::guideline:
      return "guideline";
    case Basis::label:
      return "label";
  }
  return "trial";
}

std::string to_text(const Offset& offset) {
  constexpr std::int64_t week = 7;
  constexpr std::int64_t year = 12;
  const auto text = [](std::int64_t count, const std::string& unit) {
    return std::to_string(count) + " " + unit + (count == 1 ? "" : "s");
  };
  if (offset.months)
    return offset.count > 0 && offset.count % year == 0 ? text(offset.count / year, "year")
                                                        : text(offset.count, "month");
  return offset.count % week == 0 ? text(offset.count / week, "week") : text(offset.count, "day");
}

facts::Day after(facts::Day start, const Offset& offset) {
  if (offset.months) return facts::add_months(start, offset.count);
  return static_cast<facts::Day>(std::min<std::int64_t>(start + offset.count, facts::last_day));
}

namespace {

// A plan of more than a hundred years is a slip, and so is one of more steps or days than anybody
// reads.
constexpr std::int64_t most_months = 1200;
constexpr std::int64_t most_days = 36600;
constexpr std::size_t most_points = 400;

struct Amount {
  Rational value;
  facts::Unit unit;
};

class PlanReader {
 public:
  PlanReader(Mapping& mapping, Rule& rule, Loading& loading)
      : mapping_(mapping), rule_(rule), loading_(loading) {}

  void run() {
    if (rule_.kind == RuleKind::dose) read_dose();
    if (rule_.kind == RuleKind::schedule) read_schedule();
    if (rule_.kind == RuleKind::limit) read_limit();
  }

 private:
  void fail(Code code, const core::Span& span, const std::string& message,
            const std::string& offender = {}, const std::string& help = {}) {
    loading_.diagnostics.add({code, span, message, offender, help});
  }

  // --- amounts ---

  std::optional<Amount> amount(const Node* node) {
    if (node == nullptr) return std::nullopt;
    const auto numeral = facts::parse_numeral(node->text);
    if (!numeral || !numeral->value.is_point() || *numeral->value.low.at < Rational(0)) {
      fail(Code::bad_value, node->span, "an amount is expected, not below nought", node->text);
      return std::nullopt;
    }
    const auto unit = loading_.knowledge.units.parse(numeral->unit);
    if (!unit || unit->calendar) {
      fail(Code::unknown_unit, node->span, "this unit is not known", numeral->unit,
           core::did_you_mean(numeral->unit, loading_.knowledge.units.spellings()));
      return std::nullopt;
    }
    return Amount{*numeral->value.low.at, *unit};
  }

  bool above_nought(const std::optional<Amount>& given, const Node* node) {
    if (!given) return false;
    if (given->value > Rational(0)) return true;
    fail(Code::bad_value, node->span, "an amount above nought is expected", node->text);
    return false;
  }

  // --- spans of time ---

  std::optional<Offset> offset(const Node* node) {
    if (node == nullptr) return std::nullopt;
    const auto numeral = facts::parse_numeral(node->text);
    const auto unit = numeral ? loading_.knowledge.units.parse(numeral->unit) : std::nullopt;
    const bool time = unit && unit->dimension == facts::time_dimension;
    const auto count = time && numeral->value.is_point()
                           ? facts::multiply(*numeral->value.low.at, unit->factor)
                           : std::nullopt;
    const std::int64_t most = unit && unit->calendar ? most_months : most_days;
    if (!count || !count->is_whole() || *count < Rational(0) || *count > Rational(most)) {
      fail(Code::bad_value, node->span,
           "a whole number of days, weeks, months or years is expected, at most a hundred years",
           node->text);
      return std::nullopt;
    }
    return Offset{count->numerator(), unit->calendar};
  }

  // A span that leads on.
  std::optional<Offset> stride(const Node* node, Code code) {
    const auto result = offset(node);
    if (!result || result->count > 0) return result;
    fail(code, node->span, "this leads nowhere: a span above nought is expected", node->text);
    return std::nullopt;
  }

  // Whether a day counted by the one is surely later than a day counted by the other.
  static bool later(const Offset& a, const Offset& b) {
    const auto days = [](const Offset& offset) {
      return offset.months ? facts::span_of_months(Rational(offset.count)).days
                           : facts::Interval::point(Rational(offset.count));
    };
    return facts::less(days(b), days(a)) == facts::Truth::yes;
  }

  // --- the three kinds ---

  void read_dose() {
    DoseClause dose;
    read_drug(dose);
    read_basis(dose);
    const Node* node = mapping_.required("amount");
    std::optional<Amount> low;
    std::optional<Amount> high;
    const Node* low_node = node;
    if (node != nullptr && node->is_mapping()) {
      Mapping range(*node, {"low", "high"}, "amount", loading_.diagnostics);
      low_node = range.required("low");
      low = amount(low_node);
      const Node* high_node = range.required("high");
      high = amount(high_node);
      if (!above_nought(low, low_node) || !above_nought(high, high_node)) return;
      if (low->unit.text != high->unit.text) {
        fail(Code::dimension_mismatch, high_node->span, "both ends must have the same unit",
             high->unit.text, "write it in `" + low->unit.text + "`");
        return;
      }
      if (high->value < low->value) {
        fail(Code::empty_range, node->span, "the lower end lies above the upper one");
        return;
      }
    } else {
      low = amount(low_node);
      if (!above_nought(low, low_node)) return;
      high = low;
    }
    dose.low = low->value;
    dose.high = high->value;
    dose.unit = low->unit;
    read_fact(dose, low_node->span);
    rule_.dose = std::move(dose);
  }

  void read_drug(DoseClause& dose) {
    const std::string name = mapping_.text("drug");
    if (name.empty()) return;
    const core::Span& span = mapping_.find("drug")->span;
    const auto id = find_drug(name, span, loading_.knowledge, loading_.diagnostics);
    if (!id) return;
    dose.drug = *id;
    for (const std::size_t regimen : rule_.safety.regimens) {
      const Regimen& of = loading_.pack.regimens[regimen];
      if (std::find(of.drugs.begin(), of.drugs.end(), *id) == of.drugs.end())
        fail(Code::bad_value, span, "the regimen `" + of.id + "` does not hold this drug", name);
    }
  }

  void read_basis(DoseClause& dose) {
    const std::string text = mapping_.text("basis");
    for (const Basis basis : {Basis::trial, Basis::guideline, Basis::label}) {
      if (text == to_text(basis)) {
        dose.basis = basis;
        return;
      }
    }
    if (!text.empty())
      fail(Code::bad_value, mapping_.find("basis")->span, "no such basis", text,
           "`trial`, `guideline` or `label`");
  }

  // `mg/kg/d` of a fact in `kg` gives `mg/d`: the unit of the fact must stand below the stroke.
  void read_fact(DoseClause& dose, const core::Span& amount) {
    dose.total = dose.unit;
    const Node* node = mapping_.find("of");
    if (node == nullptr) return;
    const auto& vocabulary = loading_.knowledge.vocabulary;
    dose.of = vocabulary.find_fact(node->text);
    if (!dose.of) {
      return fail(Code::unknown_name, node->span, "no such fact", node->text,
                  core::did_you_mean(node->text, vocabulary.fact_ids()));
    }
    const facts::ValueType& type = vocabulary.facts()[*dose.of].type;
    if (type.kind != facts::Kind::number || type.unit.text.empty())
      return fail(Code::type_mismatch, node->span, "a fact with a unit is expected", node->text);
    const auto total = loading_.knowledge.units.parse(without(dose.unit.text, type.unit.text));
    if (!total || total->dimension != facts::multiply(dose.unit.dimension, type.unit.dimension)) {
      return fail(Code::dimension_mismatch, amount,
                  "the unit of the amount is not for each unit of the fact", dose.unit.text,
                  "it needs `/" + type.unit.text + "`");
    }
    dose.total = *total;
  }

  // The unit without the first `/part`; empty where it has none.
  static std::string without(const std::string& unit, const std::string& part) {
    const std::string wanted = "/" + part;
    for (std::size_t at = unit.find(wanted); at != std::string::npos;
         at = unit.find(wanted, at + 1)) {
      const std::size_t end = at + wanted.size();
      if (end == unit.size() || unit[end] == '/') return unit.substr(0, at) + unit.substr(end);
    }
    return {};
  }

  void read_schedule() {
    ScheduleClause schedule;
    bool sound = true;
    for (const Node* node : mapping_.items("at")) {
      const auto next = offset(node);
      sound = sound && next;
      if (!next) continue;
      if (!schedule.at.empty() && !later(*next, schedule.at.back())) {
        fail(Code::bad_schedule, node->span, "the days of a schedule must be in order", node->text);
        sound = false;
      }
      schedule.at.push_back(*next);
    }
    for (const Node* node : mapping_.items("periods")) {
      const auto next = period(*node);
      sound = sound && next;
      if (!next) continue;
      if (!schedule.periods.empty()) {
        const auto& end = schedule.periods.back().to;
        if (!end || later(*end, next->from)) {
          fail(Code::bad_schedule, node->span, "this period begins before the last one has ended");
          sound = false;
        }
      }
      schedule.periods.push_back(*next);
    }
    if (schedule.at.empty() && schedule.periods.empty() && sound)
      fail(Code::bad_schedule, rule_.span, "this schedule is empty", rule_.id,
           "it needs `at` or `periods`");
    if (schedule.at.size() > most_points)
      fail(Code::bad_schedule, rule_.span, "this schedule has too many days", rule_.id);
    rule_.schedule = std::move(schedule);
  }

  std::optional<Recurrence> period(const Node& node) {
    Mapping mapping(node, {"from", "to", "every", "times", "per"}, "period", loading_.diagnostics);
    if (!node.is_mapping()) return std::nullopt;
    const auto from = offset(mapping.required("from"));
    const Node* to_node = mapping.find("to");
    const auto to = offset(to_node);
    const Node* every = mapping.find("every");
    const bool counted = mapping.find("times") != nullptr || mapping.find("per") != nullptr;
    if ((every != nullptr) == counted) {
      fail(Code::missing_key, node.span, "either `every`, or `times` and `per`, is needed");
      return std::nullopt;
    }
    const auto per = stride(every != nullptr ? every : mapping.required("per"), Code::bad_schedule);
    std::int64_t times = 1;
    if (counted) {
      const Node* node_of_times = mapping.required("times");
      const auto number =
          node_of_times != nullptr ? Rational::parse(node_of_times->text) : std::nullopt;
      constexpr std::int64_t most = 100;
      const bool fits =
          number && number->is_whole() && *number > Rational(0) && *number <= Rational(most);
      if (node_of_times != nullptr && !fits)
        fail(Code::bad_value, node_of_times->span, "a whole number from 1 to 100 is expected",
             node_of_times->text);
      if (!fits) return std::nullopt;
      times = number->numerator();
    }
    if (!from || !per || (to_node != nullptr && !to)) return std::nullopt;
    if (to && !later(*to, *from)) {
      fail(Code::bad_schedule, to_node->span, "this period ends before it begins", to_node->text);
      return std::nullopt;
    }
    return Recurrence{*from, to, times, *per};
  }

  void read_limit() {
    const Node* amount_node = mapping_.required("amount");
    const auto most = amount(amount_node);
    const auto until = offset(mapping_.required("until"));
    const Node* node = mapping_.required("then");
    if (node == nullptr) return;
    Mapping then(*node, {"less", "every", "to"}, "fall of a limit", loading_.diagnostics);
    if (!node->is_mapping()) return;
    const Node* less_node = then.required("less");
    const auto less = amount(less_node);
    const auto every = stride(then.required("every"), Code::bad_limit);
    const Node* floor_node = then.required("to");
    const auto floor = amount(floor_node);
    if (!most || !until || !less || !every || !floor) return;
    for (const auto& [part, place] : {std::pair{&less, less_node}, std::pair{&floor, floor_node}}) {
      if ((*part)->unit.text == most->unit.text) continue;
      return fail(Code::dimension_mismatch, place->span, "a limit has one unit", place->text,
                  "write it in `" + most->unit.text + "`");
    }
    if (until->months != every->months)
      return fail(Code::bad_limit, node->span,
                  "the days of a limit are counted either in weeks or in months");
    if (less->value == Rational(0) || floor->value >= most->value)
      return fail(Code::bad_limit, node->span, "this limit never falls");
    const auto fall = facts::subtract(most->value, floor->value);
    const auto steps = fall ? facts::divide(*fall, less->value) : std::nullopt;
    if (!steps || *steps > Rational(static_cast<std::int64_t>(most_points)))
      return fail(Code::bad_limit, node->span, "this limit falls in too many steps");
    rule_.limit = {most->unit, most->value, *until, less->value, *every, floor->value};
  }

  Mapping& mapping_;
  Rule& rule_;
  Loading& loading_;
};

}  // namespace

void read_plan(Mapping& mapping, Rule& rule, Loading& loading) {
  PlanReader(mapping, rule, loading).run();
}

}  // namespace regimen::language
