// Signatures: for each value of a dictionary and each of some rules a number; values with the same
// number come to the same everywhere in the rule.
//
// What a rule makes of a value is the truths of all that it works out from it alone, and the words
// and concepts that it goes on to compare. Numbers and dates that leave the dictionary are told
// apart by whoever asks (coded_run.h). Used by coded_run.cpp only. Thread-safety: for one thread.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/program/dependence.h"
#include "engine/program/frame.h"

namespace regimen::program {

class Signatures {
 public:
  // REQUIRES: all given outlive it
  Signatures(const Program& program, const Dependence::Home& home)
      : program_(&program), home_(&home) {}

  void add_rule(std::size_t rule, const Dependence& dependence);
  // Rows of the dictionary that have just run in the frame.
  void take(std::size_t first, std::size_t rows, const Frame& frame);
  void forget();

  // REQUIRES: the rule was added, and the code was taken
  [[nodiscard]] std::uint32_t of(std::size_t rule, facts::CodeId code) const;
  // Numbers that the rule takes out of the dictionary.
  [[nodiscard]] bool gives_numbers(std::size_t rule) const;
  // Dates likewise, by position.
  [[nodiscard]] const std::vector<Position>& dates(std::size_t rule) const;

 private:
  struct OfRule {
    std::vector<Position> truths;
    std::vector<Position> ids;
    std::vector<Position> dates;
    bool gives_numbers = false;
    std::vector<std::uint32_t> numbers;  // by code
    std::unordered_map<std::string, std::uint32_t> known;
  };

  const Program* program_;
  const Dependence::Home* home_;
  std::unordered_map<std::size_t, OfRule> rules_;
};

}  // namespace regimen::program
