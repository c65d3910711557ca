// Sheet: columns written down by a test, and one instruction run over them.
//
// Truths are written as text, a letter a row: `y`, `n`, `?`. The lists are those of the garden.
// Thread-safety: for one thread.
#pragma once

#include <string>
#include <vector>

#include "engine/program/frame.h"
#include "tests/program/workbench.h"

namespace regimen::program::testing {

class Sheet {
 public:
  // So many patients without facts and lists, on 2026-11-01.
  explicit Sheet(std::size_t patients)
      : Sheet(std::vector<facts::Settled>(patients, nobody()), {}) {}
  Sheet(const std::vector<facts::Settled>& patients, const facts::BatchLayout& layout);

  // Nothing is known of this one.
  static facts::Settled nobody();
  // Nothing is kept.
  static facts::BatchLayout layout() { return facts::BatchLayout(garden().vocabulary); }

  Position truths(const std::string& text, Domain domain = of_patients);
  Position numbers(const std::vector<facts::Interval>& values, Domain domain = of_patients);
  // `2026`, `2026-11` or `2026-11-01`; nothing: unknown.
  Position dates(const std::vector<std::string>& values, Domain domain = of_patients);
  Position ids(const std::vector<std::uint32_t>& values, Domain domain = of_patients);

  // The result stands at the position it returns.
  Position run(Instruction instruction);
  Position run(Opcode opcode, Column column, const std::vector<Position>& operands,
               std::int64_t amount = 0) {
    return run({opcode, column, of_patients, operands, 0, amount, Part::value});
  }

  [[nodiscard]] std::string truths_at(Position position) const;
  [[nodiscard]] const Slot& at(Position position) const { return frame_.slots[position]; }
  [[nodiscard]] Program& program() { return program_; }

 private:
  Position add(Column column, Domain domain);

  Program program_;
  facts::Batch batch_;
  Frame frame_;
};

facts::Truth truth_of(char letter);
facts::DateRange date_of(const std::string& text);
facts::ListId list_of(const std::string& singular);

}  // namespace regimen::program::testing
