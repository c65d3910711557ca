#include "tests/program/sheet.h"

namespace regimen::program::testing {

Sheet::Sheet(const std::vector<facts::Settled>& patients, const facts::BatchLayout& layout)
    : batch_(layout.facts.empty() ? Sheet::layout() : layout) {
  program_.knowledge = &garden();
  for (const facts::Settled& patient : patients) batch_.add(patient);
  frame_.read(batch_);
}

facts::Settled Sheet::nobody() { return patient({}); }

Position Sheet::add(Column column, Domain domain) {
  program_.instructions.push_back({Opcode::constant, column, domain, {}, 0, 0, Part::value});
  frame_.slots.emplace_back();
  return static_cast<Position>(frame_.slots.size() - 1);
}

Position Sheet::truths(const std::string& text, Domain domain) {
  const Position position = add(Column::truth, domain);
  Slot& slot = frame_.slots[position];
  slot.make_truths(text.size());
  for (std::size_t row = 0; row < text.size(); ++row) {
    const std::size_t word = row / facts::plane_bits;
    if (text[row] == 'y') slot.own_yes[word] |= facts::bit_of(row);
    if (text[row] == 'n') slot.own_no[word] |= facts::bit_of(row);
  }
  return position;
}

Position Sheet::numbers(const std::vector<facts::Interval>& values, Domain domain) {
  const Position position = add(Column::number, domain);
  frame_.slots[position].make_numbers(values.size());
  frame_.slots[position].own_numbers = values;
  frame_.slots[position].numbers = frame_.slots[position].own_numbers.data();
  return position;
}

Position Sheet::dates(const std::vector<std::string>& values, Domain domain) {
  const Position position = add(Column::date, domain);
  Slot& slot = frame_.slots[position];
  slot.make_dates(values.size());
  for (std::size_t row = 0; row < values.size(); ++row) slot.own_dates[row] = date_of(values[row]);
  return position;
}

Position Sheet::ids(const std::vector<std::uint32_t>& values, Domain domain) {
  const Position position = add(Column::id, domain);
  frame_.slots[position].own_ids = values;
  frame_.slots[position].ids = frame_.slots[position].own_ids.data();
  return position;
}

Position Sheet::run(Instruction instruction) {
  program_.instructions.push_back(std::move(instruction));
  frame_.slots.emplace_back();
  const auto position = static_cast<Position>(frame_.slots.size() - 1);
  execute(program_, position, frame_);
  return position;
}

std::string Sheet::truths_at(Position position) const {
  std::string text;
  for (std::size_t row = 0; row < frame_.rows(program_.instructions[position].domain); ++row) {
    const facts::Truth value = frame_.slots[position].truth(row);
    text += value == facts::Truth::yes ? 'y' : (value == facts::Truth::no ? 'n' : '?');
  }
  return text;
}

facts::Truth truth_of(char letter) {
  return letter == 'y' ? facts::Truth::yes
                       : (letter == 'n' ? facts::Truth::no : facts::Truth::unknown);
}

facts::DateRange date_of(const std::string& text) {
  return text.empty() ? facts::DateRange{} : facts::parse_date(text).value();
}

facts::ListId list_of(const std::string& singular) {
  return garden().vocabulary.find_singular(singular).value();
}

}  // namespace regimen::program::testing
