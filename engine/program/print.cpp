// Entry: print. Test: tests/program/compile_test.cpp.
#include "engine/program/print.h"

namespace regimen::program {

namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string place(Position position) { return "%" + std::to_string(position); }

std::string end_of(const facts::Bound& bound, const std::string& unbounded) {
  return bound.at ? facts::to_fraction(*bound.at) : unbounded;
}

struct Shower {
  std::string operator()(facts::Truth value) const { return std::string(facts::to_text(value)); }
  std::string operator()(const facts::Interval& value) const {
    if (value.is_point()) return facts::to_fraction(*value.low.at);
    return (value.low.at && !value.low.open ? "[" : "(") + end_of(value.low, "-inf") + ", " +
           end_of(value.high, "inf") + (value.high.at && !value.high.open ? "]" : ")");
  }
  std::string operator()(const facts::DateRange& value) const {
    return value == facts::DateRange{} ? "unknown" : facts::to_text(value);
  }
  std::string operator()(const Id& value) const {
    return value.value == facts::no_id ? "unknown" : std::to_string(value.value);
  }
};

class Printer {
 public:
  explicit Printer(const Program& program)
      : program_(program), vocabulary_(program.knowledge->vocabulary) {}

  std::string text() const {
    std::size_t facts = 0;
    for (const bool read : program_.reads.facts) facts += read ? 1 : 0;
    std::size_t lists = 0;
    for (const auto& list : program_.reads.lists) lists += list.read ? 1 : 0;
    std::string all = program_.pack + ": " + std::to_string(program_.instructions.size()) +
                      " instructions, " + std::to_string(facts) + " facts, " +
                      std::to_string(lists) + " lists, " + std::to_string(program_.rules.size()) +
                      " rules\n";
    for (Position i = 0; i < program_.instructions.size(); ++i) all += line(i);
    for (const RuleCode& rule : program_.rules) all += line(rule);
    return all;
  }

 private:
  std::string line(Position position) const {
    const Instruction& one = program_.instructions[position];
    const std::string rows =
        one.domain == of_patients ? "patient" : vocabulary_.lists()[one.domain].singular;
    std::string text = padded("  " + place(position), 8) + padded(rows, 13) +
                       padded(std::string(to_text(one.column)), 8) +
                       std::string(info(one.opcode).name);
    for (const Position operand : one.operands) text += " " + place(operand);
    const std::string more = rest(one);
    return text + (more.empty() ? "" : " " + more) + "\n";
  }

  // What stands beside the operands.
  std::string rest(const Instruction& one) const {
    switch (one.opcode) {
      case Opcode::constant:
        return std::visit(Shower{}, program_.constants[one.index]);
      case Opcode::fact:
      case Opcode::supplied:
      case Opcode::exact:
        return vocabulary_.facts()[one.index].id + part_of(one);
      case Opcode::field:
        return vocabulary_.lists()[one.domain].fields[one.index].id + part_of(one);
      case Opcode::unlisted:
      case Opcode::unlisted_assumed:
        return target(program_.targets[one.index]);
      case Opcode::in:
        return "{" + joined(program_.tables[one.index].names) + "}";
      case Opcode::at_least:
      case Opcode::shift_days:
      case Opcode::shift_months:
      case Opcode::latest:
        return std::to_string(one.amount);
      case Opcode::reconcile: {
        const auto& to = program_.roundings[one.index].to;
        return to ? "rounded to " + facts::to_fraction(*to) : "exact";
      }
      case Opcode::any:
      case Opcode::count:
      case Opcode::sum:
      case Opcode::positive:
        return "of " + vocabulary_.lists()[one.index].singular;
      case Opcode::as_of:
      case Opcode::exists:
      case Opcode::undenied:
      case Opcode::conjunction:
      case Opcode::disjunction:
      case Opcode::negation:
      case Opcode::agree:
      case Opcode::known:
      case Opcode::less:
      case Opcode::equal:
      case Opcode::days_between:
      case Opcode::months_between:
      case Opcode::add:
      case Opcode::subtract:
      case Opcode::multiply:
      case Opcode::divide:
      case Opcode::negate:
      case Opcode::raise:
      case Opcode::hull:
      case Opcode::choose:
      case Opcode::spread:
      case Opcode::beyond:
      case Opcode::newest:
        break;
    }
    return {};
  }

  static std::string part_of(const Instruction& one) {
    switch (one.part) {
      case Part::value:
        return {};
      case Part::months:
        return ".months";
      case Part::end:
        return ".end";
    }
    return {};
  }

  std::string target(const Target& target) const {
    std::string text = vocabulary_.lists()[target.list].singular;
    if (target.any) return text;
    std::vector<std::string> names;
    for (const facts::ConceptId id : target.concepts)
      names.push_back(program_.knowledge->terminology.at(id).id);
    return text + " {" + joined(names) + "}";
  }

  static std::string truths(const RuleTruths& truths) {
    std::string text = place(truths.when);
    if (truths.guard != no_position) text += " if " + place(truths.guard);
    if (truths.alternatives.size() < 2) return text;
    std::vector<std::string> alternatives;
    for (const Position one : truths.alternatives) alternatives.push_back(place(one));
    return text + " of " + joined(alternatives);
  }

  static std::string line(const RuleCode& rule) {
    const std::string open = truths(rule.open);
    const std::string assumed = truths(rule.assumed);
    return rule.id + ": " + (rule.passes_when_no ? "not " : "") + open +
           (assumed == open ? "" : "; assumed " + assumed) + "\n";
  }

  const Program& program_;
  const facts::Vocabulary& vocabulary_;
};

}  // namespace

std::string print(const Program& program) { return Printer(program).text(); }

}  // namespace regimen::program
