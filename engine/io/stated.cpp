// Entry: read_stated. Test: tests/io/stated_test.cpp.
#include "engine/io/stated.h"

#include "engine/core/mapping.h"
#include "engine/core/text.h"

namespace regimen::io {

using core::Code;
using facts::Cause;
using facts::Interval;
using facts::Kind;
using facts::Stated;
using facts::Truth;

namespace {

class ValueReader {
 public:
  ValueReader(const core::Node& node, const StatedContext& context)
      : node_(node), context_(context) {
    stated_.place = node.span;
    stated_.shown = node.text;
  }

  Stated run() {
    const facts::ValueType& type = context_.type;
    const bool unknown = core::fold_name(node_.text) == "unknown";
    if (unknown && !(type.kind == Kind::word && type.words.find("unknown"))) {
      stated_.cause = Cause::not_known;
      return std::move(stated_);
    }
    switch (type.kind) {
      case Kind::truth:
        read_truth();
        break;
      case Kind::number:
        read_number();
        break;
      case Kind::span:
        read_span();
        break;
      case Kind::date:
        read_date();
        break;
      case Kind::word:
        read_word();
        break;
      case Kind::concept_name:
        read_concept();
        break;
      case Kind::period:
        fail(Code::value_unknown_word, Cause::invalid, "this cannot be stated");
        break;
    }
    return std::move(stated_);
  }

 private:
  void fail(Code code, Cause cause, const std::string& message, const std::string& help = {}) {
    stated_.value.reset();
    stated_.cause = cause;
    context_.diagnostics.add(
        {code, node_.span, "`" + context_.key + "`: " + message, node_.text, help});
  }

  void read_truth() {
    const auto flag = core::parse_yes_no(node_.text);
    if (flag) {
      stated_.value = facts::truth(*flag);
    } else {
      fail(Code::value_not_yes_no, Cause::invalid, "yes or no is expected");
    }
  }

  void read_number() {
    const facts::ValueType& type = context_.type;
    const bool has_unit = !type.unit.text.empty();
    const auto numeral = facts::parse_numeral(node_.text);
    if (!numeral)
      return fail(Code::value_not_a_number, Cause::invalid, "this is no number", number_help());
    if (numeral->unit.empty() && has_unit) {
      return fail(Code::value_without_unit, Cause::invalid, "a unit is needed",
                  "such as `" + type.unit.text + "`");
    }
    facts::Unit unit;
    if (!numeral->unit.empty()) {
      const auto found = context_.knowledge.units.parse(numeral->unit);
      const bool fits =
          found && !found->calendar && found->dimension == type.unit.dimension && has_unit;
      if (!fits) {
        return fail(Code::value_wrong_unit, Cause::unit_not_convertible,
                    "this unit cannot be converted",
                    has_unit ? "give it in `" + type.unit.text + "`"
                             : "this is a plain number, without a unit");
      }
      unit = *found;
    }
    const auto value = facts::scale(numeral->value, unit.factor);
    if (!value) return fail(Code::value_not_a_number, Cause::invalid, "this number is too large");
    if (facts::within(*value, type.plausible) == Truth::no) {
      return fail(Code::value_implausible, Cause::invalid, "this value is not plausible",
                  "from " + facts::to_text(type.plausible, type.unit));
    }
    if (type.whole && (!value->is_point() || !value->low.at->is_whole())) {
      return fail(Code::value_not_a_number, Cause::invalid, "a whole number is expected");
    }
    stated_.value = facts::intersect(*value, type.plausible).value_or(*value);
    if (has_unit && unit.factor != type.unit.factor)
      stated_.converted = facts::to_text(*value, type.unit);
  }

  [[nodiscard]] std::string number_help() const {
    return node_.text.find(',') == std::string::npos ? "" : "write the decimal sign as a point";
  }

  void read_span() {
    const auto numeral = facts::parse_numeral(node_.text);
    if (!numeral || !numeral->value.is_point())
      return fail(Code::value_not_a_number, Cause::invalid, "this is no span of time",
                  number_help());
    if (numeral->unit.empty())
      return fail(Code::value_without_unit, Cause::invalid, "a unit is needed",
                  "such as `years` or `days`");
    const auto span = facts::parse_span(node_.text, context_.knowledge.units);
    if (!span)
      return fail(Code::value_wrong_unit, Cause::unit_not_convertible, "this unit is none of time");
    facts::Span value = *span;
    if (context_.type.completed) {
      const auto unit = context_.knowledge.units.parse(numeral->unit);
      if (unit && unit->calendar) value = completed(*numeral->value.low.at, *unit);
    }
    const bool plausible = facts::within(value.days, context_.type.plausible) != Truth::no &&
                           facts::within(value.months, context_.type.plausible_months) != Truth::no;
    if (!plausible) {
      return fail(Code::value_implausible, Cause::invalid, "this value is not plausible",
                  "from " + facts::to_text(facts::Span{context_.type.plausible,
                                                       context_.type.plausible_months}));
    }
    stated_.value = value;
  }

  // 35 years of age: at least 35 years and under 36.
  static facts::Span completed(const facts::Rational& amount, const facts::Unit& unit) {
    const auto from = facts::multiply(amount, unit.factor);
    const auto next = facts::add(amount, facts::Rational(1));
    const auto to = next ? facts::multiply(*next, unit.factor) : std::nullopt;
    if (!from || !to) return facts::Span{};
    const facts::Span low = facts::span_of_months(*from);
    const facts::Span high = facts::span_of_months(*to);
    facts::Span result = facts::hull(low, high);
    result.months.high.open = true;
    result.days.high.open = true;
    return result;
  }

  void read_date() {
    const auto date = facts::parse_date(node_.text);
    if (!date)
      return fail(Code::value_bad_date, Cause::invalid, "the calendar has no such date",
                  "such as `2026`, `2026-11` or `2026-11-01`");
    if (context_.past_only && date->first > context_.as_of) {
      return fail(Code::value_after_as_of, Cause::invalid,
                  "this date lies after the day of evaluation");
    }
    stated_.value = *date;
  }

  void read_word() {
    const auto word = context_.type.words.find(node_.text);
    if (word) {
      stated_.value = facts::Word{*word};
      return;
    }
    std::string help = core::did_you_mean(node_.text, context_.type.words.words);
    if (help.empty()) {
      for (const std::string& known : context_.type.words.words)
        help += (help.empty() ? "one of `" : ", `") + known + "`";
    }
    fail(Code::value_unknown_word, Cause::invalid, "no such word", help);
  }

  void read_concept() {
    const facts::Terminology& terminology = context_.knowledge.terminology;
    const facts::DomainId domain = context_.type.domain;
    const facts::Resolution resolution = terminology.resolve(domain, node_.text);
    switch (resolution.match) {
      case facts::Match::found:
        stated_.value = facts::ConceptName{resolution.concept_id};
        return;
      case facts::Match::none: {
        const std::string help = core::did_you_mean(node_.text, terminology.ids(domain));
        return fail(Code::value_unknown_name, Cause::unresolved_name,
                    "no " + terminology.domain_name(domain) + " of this name is known", help);
      }
      case facts::Match::ambiguous:
        return fail(Code::value_ambiguous_code, Cause::unresolved_name,
                    "this code means different things",
                    "write its system before it, such as `system:code`");
      case facts::Match::confusable:
        return fail(Code::value_confusable, Cause::unresolved_name,
                    "this name has letters of another script in it",
                    "did you mean `" + terminology.at(resolution.concept_id).id + "`?");
    }
  }

  const core::Node& node_;
  const StatedContext& context_;
  Stated stated_;
};

}  // namespace

Stated read_stated(const core::Node& node, const StatedContext& context) {
  return ValueReader(node, context).run();
}

}  // namespace regimen::io
