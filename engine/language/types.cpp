// Entry: TypeFinder::find. Test: tests/language/check_test.cpp.
#include "engine/language/types.h"

#include <algorithm>

#include "engine/core/mapping.h"

namespace regimen::language {

using core::Code;
using facts::Kind;

namespace {

Type truth_type() { return Type{}; }
Type of_kind(Kind kind) { return Type{kind, facts::no_dimension, nullptr}; }

std::string describe(const Type& type) { return std::string(facts::to_text(type.kind)); }

}  // namespace

TypeFinder::TypeFinder(const Pack& pack, const facts::Knowledge& knowledge,
                       std::vector<NodeInfo>& nodes, core::Diagnostics& diagnostics)
    : pack_(pack),
      knowledge_(knowledge),
      nodes_(nodes),
      diagnostics_(diagnostics),
      states_(pack.definitions.size(), State::unseen),
      types_(pack.definitions.size()) {
  nodes_.resize(pack.ast.size());
}

std::optional<Type> TypeFinder::fail(Code code, const core::Span& span, const std::string& message,
                                     const std::string& offender, const std::string& help) {
  diagnostics_.add({code, span, message, offender, help});
  return std::nullopt;
}

std::optional<Type> TypeFinder::find(ExprId id, const Context& context) {
  if (id == no_expr) return std::nullopt;
  const auto type = find_new(id, pack_.ast.at(id), context);
  nodes_[id].type = type;
  nodes_[id].calendar = is_calendar(id);
  return type;
}

void TypeFinder::condition(ExprId id, const Context& context) {
  const auto type = find(id, context);
  if (type && type->kind != Kind::truth) {
    fail(Code::not_a_condition, pack_.ast.at(id).span,
         "a condition is expected, this is a " + describe(*type));
  }
}

std::optional<Type> TypeFinder::find_new(ExprId id, const Expr& expr, const Context& context) {
  switch (expr.kind) {
    case ExprKind::number:
      return literal(expr, nodes_[id]);
    case ExprKind::date:
      return of_kind(Kind::date);
    case ExprKind::name:
      return name(expr, nodes_[id], context);
    case ExprKind::at_least:
      if (expr.number < facts::Rational(1) ||
          expr.number > facts::Rational(static_cast<std::int64_t>(expr.children.size()))) {
        fail(Code::at_least_range, expr.span,
             "the number must lie from 1 to the number of conditions");
      }
      [[fallthrough]];
    case ExprKind::negation:
    case ExprKind::conjunction:
    case ExprKind::disjunction:
      for (const ExprId child : expr.children) condition(child, context);
      return truth_type();
    case ExprKind::compare:
    case ExprKind::between:
      return compare(id, expr, context);
    case ExprKind::is:
    case ExprKind::in:
      return is_in(id, expr, context);
    case ExprKind::known:
      find(expr.children[0], context);
      if (!context.known_allowed) {
        return fail(Code::known_in_criterion, expr.span, "`is known` may stand only in a note", {},
                    "a fact that is missing makes the rule unknown by itself");
      }
      return truth_type();
    case ExprKind::within:
      return within(expr, context);
    case ExprKind::arithmetic:
      return arithmetic(expr, context);
    case ExprKind::minus: {
      const auto type = find(expr.children[0], context);
      if (type && type->kind != Kind::number) {
        return fail(Code::type_mismatch, expr.span,
                    "a number is expected, this is a " + describe(*type));
      }
      return type;
    }
    case ExprKind::conditional:
      return conditional(expr, context);
    case ExprKind::any:
    case ExprKind::none:
    case ExprKind::count:
    case ExprKind::sum:
    case ExprKind::latest:
    case ExprKind::positive:
      return quantifier(id, expr, context);
  }
  return std::nullopt;
}

namespace {

facts::Value literal_value(const Expr& expr, const std::optional<facts::Rational>& amount,
                           bool time) {
  if (!time) return amount ? facts::Interval::point(*amount) : facts::Interval::everything();
  if (!amount) return facts::Span{};
  return expr.unit.calendar ? facts::span_of_months(*amount) : facts::span_of_days(*amount);
}

}  // namespace

std::optional<Type> TypeFinder::literal(const Expr& expr, NodeInfo& info) {
  const auto amount = facts::multiply(expr.number, expr.unit.factor);
  if (expr.unit.calendar && (!amount || !amount->is_whole())) {
    return fail(Code::not_whole_months, expr.span,
                "months are counted whole, by the calendar: this is a part of one", {},
                "count days or weeks instead");
  }
  const bool time = expr.unit.dimension == facts::time_dimension && !expr.unit.text.empty();
  info.literal = literal_value(expr, amount, time);
  return time ? of_kind(Kind::span) : Type{Kind::number, expr.unit.dimension, nullptr};
}

std::vector<std::string> TypeFinder::candidates(const Context& context) const {
  std::vector<std::string> names = knowledge_.vocabulary.fact_ids();
  names.emplace_back("as_of");
  for (const Definition& definition : pack_.definitions) names.push_back(definition.id);
  if (context.list) {
    for (const facts::FieldDef& field : knowledge_.vocabulary.lists()[*context.list].fields)
      names.push_back(field.id);
  }
  return names;
}

std::optional<Type> TypeFinder::name(const Expr& expr, NodeInfo& info, const Context& context) {
  const auto declared = [](const facts::ValueType& type) {
    return Type{type.kind, type.unit.dimension, &type};
  };
  if (context.list) {
    const facts::ListDef& list = knowledge_.vocabulary.lists()[*context.list];
    if (const auto field = list.find_field(expr.text)) {
      info.ref = RefKind::field;
      info.index = *field;
      info.list = *context.list;
      return declared(list.fields[*field].type);
    }
  }
  if (expr.text == "as_of") {
    info.ref = RefKind::as_of;
    return of_kind(Kind::date);
  }
  if (const auto fact = knowledge_.vocabulary.find_fact(expr.text)) {
    info.ref = RefKind::fact;
    info.index = *fact;
    return declared(knowledge_.vocabulary.facts()[*fact].type);
  }
  for (std::size_t i = 0; i < pack_.definitions.size(); ++i) {
    if (pack_.definitions[i].id != expr.text) continue;
    info.ref = RefKind::definition;
    info.index = static_cast<std::uint32_t>(i);
    return definition(i, expr.span);
  }
  return fail(Code::unknown_name, expr.span, "no fact, definition or field has this name",
              expr.text, core::did_you_mean(expr.text, candidates(context)));
}

std::optional<Type> TypeFinder::definition(std::size_t index, const core::Span& from) {
  if (states_[index] == State::done) return types_[index];
  if (states_[index] == State::open) {
    return fail(Code::circular_definition, from, "this definition leads back to itself",
                pack_.definitions[index].id);
  }
  states_[index] = State::open;
  const Statement& value = pack_.definitions[index].value;
  std::optional<Type> type;
  for (const Alternative& alternative : value.alternatives) {
    if (value.is_interpretation()) {
      condition(alternative.when, {});
      type = truth_type();
    } else {
      type = find(alternative.when, {});
    }
  }
  types_[index] = type;
  states_[index] = State::done;
  return type;
}

bool TypeFinder::alike(const Type& a, const Type& b, const core::Span& span) {
  if (a.kind != b.kind) {
    fail(Code::type_mismatch, span,
         "a " + describe(a) + " and a " + describe(b) + " cannot be compared or combined");
    return false;
  }
  if (a.kind == Kind::number && a.dimension != b.dimension) {
    fail(Code::dimension_mismatch, span, "the two sides have different dimensions");
    return false;
  }
  return true;
}

bool TypeFinder::is_calendar(ExprId id) const {
  const Expr& expr = pack_.ast.at(id);
  if (expr.kind == ExprKind::number) return expr.unit.calendar;
  const NodeInfo& info = nodes_[id];
  if (info.ref != RefKind::definition) return false;
  const auto& alternatives = pack_.definitions[info.index].value.alternatives;
  return !alternatives.empty() && alternatives.front().when != no_expr &&
         nodes_[alternatives.front().when].calendar;
}

std::optional<Type> TypeFinder::compare(ExprId id, const Expr& expr, const Context& context) {
  std::vector<Type> types;
  for (const ExprId child : expr.children) {
    const auto type = find(child, context);
    if (type) types.push_back(*type);
  }
  if (types.size() < expr.children.size()) return truth_type();
  const Kind kind = types[0].kind;
  // Kilograms against years is a clash of dimensions, told as such.
  const auto is_quantity = [](const Type& type) {
    return type.kind == Kind::number || type.kind == Kind::span;
  };
  for (std::size_t i = 1; i < types.size(); ++i) {
    if (types[i].kind != kind && is_quantity(types[0]) && is_quantity(types[i])) {
      fail(Code::dimension_mismatch, expr.span, "the two sides have different dimensions");
      return truth_type();
    }
    if (!alike(types[0], types[i], expr.span)) return truth_type();
  }
  if (kind != Kind::number && kind != Kind::span && kind != Kind::date) {
    fail(Code::not_comparable, expr.span, "a " + describe(types[0]) + " cannot be compared by size",
         {}, kind == Kind::truth ? "write the condition itself, or `not`" : "use `is` or `in`");
    return truth_type();
  }
  if (kind == Kind::span) {
    nodes_[id].by_months = std::any_of(expr.children.begin(), expr.children.end(),
                                       [&](ExprId child) { return nodes_[child].calendar; });
  }
  if (expr.kind == ExprKind::between) {
    const Expr& low = pack_.ast.at(expr.children[1]);
    const Expr& high = pack_.ast.at(expr.children[2]);
    const bool numbers = low.kind == ExprKind::number && high.kind == ExprKind::number &&
                         low.unit.calendar == high.unit.calendar;
    const auto low_value = facts::multiply(low.number, low.unit.factor);
    const auto high_value = facts::multiply(high.number, high.unit.factor);
    if (numbers && low_value && high_value && *low_value > *high_value) {
      fail(Code::empty_range, expr.span, "the lower end lies above the upper one");
    }
  }
  return truth_type();
}

std::optional<Type> TypeFinder::is_in(ExprId id, const Expr& expr, const Context& context) {
  const auto type = find(expr.children[0], context);
  if (!type) return truth_type();
  for (const NameAt& name : expr.names) {
    if (type->kind == Kind::word) {
      const auto word = type->declared->words.find_exactly(name.text);
      if (word) {
        nodes_[id].ids.push_back(*word);
      } else {
        fail(Code::unknown_word, name.span, "no such word", name.text,
             core::did_you_mean(name.text, type->declared->words.words));
      }
    } else if (type->kind == Kind::concept_name) {
      const auto found = knowledge_.terminology.find_id(type->declared->domain, name.text);
      if (found) {
        nodes_[id].ids.push_back(*found);
      } else {
        fail(Code::unknown_concept, name.span,
             "no such " + knowledge_.terminology.domain_name(type->declared->domain), name.text,
             core::did_you_mean(name.text, knowledge_.terminology.ids(type->declared->domain)));
      }
    } else {
      fail(Code::not_comparable, expr.span,
           "`is` and `in` go with words and concepts, this is a " + describe(*type), {},
           type->kind == Kind::truth ? "write the condition itself, or `not`"
                                     : "use `=` or `between`");
      return truth_type();
    }
  }
  return truth_type();
}

std::optional<Type> TypeFinder::within(const Expr& expr, const Context& context) {
  const auto date = find(expr.children[0], context);
  const auto anchor = find(expr.children[2], context);
  const auto length = find(expr.children[1], context);
  if (date && date->kind != Kind::date && date->kind != Kind::period) {
    fail(Code::type_mismatch, expr.span,
         "a date or a period is expected before `within`, this is a " + describe(*date));
  }
  if (anchor && anchor->kind != Kind::date) {
    fail(Code::type_mismatch, pack_.ast.at(expr.children[2]).span,
         "a date is expected, this is a " + describe(*anchor));
  }
  const Expr& literal = pack_.ast.at(expr.children[1]);
  if (!length) return truth_type();
  const auto amount = facts::multiply(literal.number, literal.unit.factor);
  const bool whole = literal.kind == ExprKind::number && length->kind == Kind::span && amount &&
                     amount->is_whole();
  if (!whole) {
    fail(Code::type_mismatch, literal.span,
         "a whole number of days, weeks, months or years is expected after `within`");
  }
  return truth_type();
}

std::optional<Type> TypeFinder::arithmetic(const Expr& expr, const Context& context) {
  const auto left = find(expr.children[0], context);
  const auto right = find(expr.children[1], context);
  if (!left || !right) return std::nullopt;
  const bool additive = expr.op == Op::add || expr.op == Op::subtract;
  if (additive && left->kind == Kind::date && right->kind == Kind::span) {
    const Expr& literal = pack_.ast.at(expr.children[1]);
    const auto amount = facts::multiply(literal.number, literal.unit.factor);
    if (literal.kind == ExprKind::number && amount && amount->is_whole())
      return of_kind(Kind::date);
    return fail(Code::type_mismatch, literal.span,
                "a whole number of days, weeks, months or years is expected");
  }
  if (expr.op == Op::subtract && left->kind == Kind::date && right->kind == Kind::date)
    return of_kind(Kind::span);
  if (left->kind != Kind::number || right->kind != Kind::number) {
    return fail(Code::type_mismatch, expr.span,
                "a " + describe(*left) + " and a " + describe(*right) + " cannot be combined so");
  }
  if (additive) {
    if (!alike(*left, *right, expr.span)) return std::nullopt;
    return Type{Kind::number, left->dimension, nullptr};
  }
  const bool product = expr.op == Op::multiply;
  const Expr& divisor = pack_.ast.at(expr.children[1]);
  if (!product && divisor.kind == ExprKind::number && divisor.number == facts::Rational(0))
    return fail(Code::division_by_zero, divisor.span, "nothing can be divided by nought");
  return Type{Kind::number,
              product ? facts::multiply(left->dimension, right->dimension)
                      : facts::divide(left->dimension, right->dimension),
              nullptr};
}

std::optional<Type> TypeFinder::conditional(const Expr& expr, const Context& context) {
  condition(expr.children[0], context);
  const auto yes = find(expr.children[1], context);
  const auto no = find(expr.children[2], context);
  if (!yes || !no || !alike(*yes, *no, expr.span)) return std::nullopt;
  if (yes->kind == Kind::word || yes->kind == Kind::concept_name || yes->kind == Kind::period) {
    return fail(Code::type_mismatch, expr.span,
                "`if` yields a condition, a number, a span of time or a date");
  }
  return Type{yes->kind, yes->dimension, nullptr};
}

std::optional<Type> TypeFinder::quantifier(ExprId id, const Expr& expr, const Context& context) {
  const facts::Vocabulary& vocabulary = knowledge_.vocabulary;
  if (context.list)
    return fail(Code::nested_quantifier, expr.span,
                "a list cannot be looked through inside another `where`");
  const auto list_id = vocabulary.find_singular(expr.text);
  if (!list_id) {
    std::vector<std::string> names;
    for (const facts::ListDef& list : vocabulary.lists()) names.push_back(list.singular);
    return fail(Code::unknown_list, expr.span, "no such list", expr.text,
                core::did_you_mean(expr.text, names));
  }
  const facts::ListDef& list = vocabulary.lists()[*list_id];
  nodes_[id].list = *list_id;
  const Context inside{context.known_allowed, *list_id};
  const bool sums = expr.kind == ExprKind::sum;
  const std::size_t where = sums ? 1 : 0;
  if (expr.children.size() > where) {
    condition(expr.children[where], inside);
    nodes_[id].targets = targets(expr.children[where], list);
  }
  if (expr.kind == ExprKind::latest) return latest(expr, list, nodes_[id]);
  if (expr.kind == ExprKind::count) return Type{Kind::number, facts::no_dimension, nullptr};
  if (sums) {
    const auto type = find(expr.children[0], inside);
    if (type && type->kind != Kind::number) {
      return fail(Code::type_mismatch, expr.span,
                  "a number is expected in `sum`, this is a " + describe(*type));
    }
    if (!type) return std::nullopt;
    return Type{Kind::number, type->dimension, nullptr};
  }
  if (expr.kind == ExprKind::positive && (!list.outcome || expr.children.empty())) {
    fail(Code::no_outcome, expr.span, "`positive` needs a list of tests and a `where`");
  }
  return truth_type();
}

std::optional<Type> TypeFinder::latest(const Expr& expr, const facts::ListDef& list,
                                       NodeInfo& info) {
  if (!list.existed)
    return fail(Code::not_ordered_entries, expr.span, "the entries of this list have no date");
  const auto field = list.find_field(expr.names[0].text);
  if (!field) {
    std::vector<std::string> names;
    for (const facts::FieldDef& def : list.fields) names.push_back(def.id);
    return fail(Code::unknown_name, expr.names[0].span, "the entries have no such field",
                expr.names[0].text, core::did_you_mean(expr.names[0].text, names));
  }
  info.ids.push_back(*field);
  const facts::ValueType& type = list.fields[*field].type;
  return Type{type.kind, type.unit.dimension, &type};
}

std::optional<std::vector<facts::ConceptId>> TypeFinder::targets(ExprId id,
                                                                 const facts::ListDef& list) const {
  if (id == no_expr) return std::nullopt;
  const Expr& expr = pack_.ast.at(id);
  if ((expr.kind == ExprKind::is || expr.kind == ExprKind::in) && !expr.negated &&
      expr.children[0] != no_expr) {
    const NodeInfo& child = nodes_[expr.children[0]];
    if (child.ref == RefKind::field && child.index == list.identity) return nodes_[id].ids;
    return std::nullopt;
  }
  if (expr.kind == ExprKind::conjunction) {
    for (const ExprId child : expr.children) {
      if (auto found = targets(child, list)) return found;
    }
  }
  if (expr.kind == ExprKind::disjunction) {
    std::vector<facts::ConceptId> all;
    for (const ExprId child : expr.children) {
      const auto found = targets(child, list);
      if (!found) return std::nullopt;
      all.insert(all.end(), found->begin(), found->end());
    }
    return all;
  }
  return std::nullopt;
}

}  // namespace regimen::language
