// Entry: Signatures. Test: tests/property/screen_test.cpp.
#include "engine/program/signatures.h"

#include <algorithm>

namespace regimen::program {

namespace {

// What a rule reads in its two worlds, by position.
std::vector<bool> read_by(const Program& program, std::size_t rule) {
  std::vector<bool> read(program.instructions.size());
  for (const RuleTruths* truths : {&program.rules[rule].open, &program.rules[rule].assumed}) {
    read[truths->when] = true;
    if (truths->guard != no_position) read[truths->guard] = true;
    for (const Position alternative : truths->alternatives) read[alternative] = true;
  }
  for (std::size_t i = read.size(); i-- > 0;) {
    if (!read[i]) continue;
    for (const Position operand : program.instructions[i].operands) read[operand] = true;
  }
  return read;
}

// What of it is asked for beyond the dictionaries.
std::vector<bool> asked_by(const Program& program, const std::vector<bool>& read,
                           const Dependence& dependence) {
  std::vector<bool> asked(read.size());
  for (std::size_t i = 0; i < read.size(); ++i) {
    if (!read[i] || dependence.part_of[i] != Dependence::several) continue;
    for (const Position operand : program.instructions[i].operands) asked[operand] = true;
  }
  return asked;
}

}  // namespace

void Signatures::add_rule(std::size_t rule, const Dependence& dependence) {
  const std::vector<bool> read = read_by(*program_, rule);
  const std::vector<bool> asked = asked_by(*program_, read, dependence);
  OfRule& of = rules_[rule];
  for (const Position position : home_->runs) {
    if (read[position] && program_->instructions[position].column == Column::truth)
      of.truths.push_back(position);
  }
  for (const Position position : home_->asked) {
    if (!asked[position]) continue;
    switch (program_->instructions[position].column) {
      case Column::truth:
        break;
      case Column::number:
        of.gives_numbers = true;
        break;
      case Column::date:
        of.dates.push_back(position);
        break;
      case Column::id:
        of.ids.push_back(position);
        break;
    }
  }
}

void Signatures::take(std::size_t first, std::size_t rows, const Frame& frame) {
  std::string text;
  for (auto& [rule, of] : rules_) {
    of.numbers.resize(first + rows);
    for (std::size_t row = 0; row < rows; ++row) {
      text.clear();
      for (const Position position : of.truths)
        text += static_cast<char>(frame.slots[position].truth(row));
      for (const Position position : of.ids) {
        const std::uint32_t id = frame.slots[position].id(row);
        text.append(reinterpret_cast<const char*>(&id), sizeof id);  // NOLINT: bytes of a key
      }
      const auto next = static_cast<std::uint32_t>(of.known.size());
      of.numbers[first + row] = of.known.try_emplace(text, next).first->second;
    }
  }
}

void Signatures::forget() {
  for (auto& [rule, of] : rules_) of.numbers.clear();
}

std::uint32_t Signatures::of(std::size_t rule, facts::CodeId code) const {
  return rules_.at(rule).numbers[code];
}

bool Signatures::gives_numbers(std::size_t rule) const { return rules_.at(rule).gives_numbers; }

const std::vector<Position>& Signatures::dates(std::size_t rule) const {
  return rules_.at(rule).dates;
}

}  // namespace regimen::program
