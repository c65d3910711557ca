// Dependence: of each instruction, on what of a patient its column depends, and so where it runs:
// once for each distinct value in a dictionary, or once for each patient.
//
// What reads one part alone belongs to its dictionary (facts/dictionaries.h); what reads constants
// and the day alone, to that of the days; what reads several, or goes from entries to their
// patients, runs over the patients, and asks the dictionaries for what it reads there. Used by
// coded_run.cpp and dictionary_columns.cpp. Thread-safety: immutable.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/facts/parts.h"
#include "engine/program/program.h"

namespace regimen::program {

struct Dependence {
  // Beside the PartIds: nothing but constants and the day; or several.
  static constexpr facts::PartId day_alone = 0xFFFFFFFF;
  static constexpr facts::PartId several = 0xFFFFFFFE;

  // What runs in one dictionary.
  struct Home {
    std::vector<Position> runs;   // in their order
    std::vector<Position> asked;  // those of which patients ask
  };

  Dependence(const Program& program, const facts::Parts& parts);

  std::vector<facts::PartId> part_of;            // by position
  std::vector<Home> homes;                       // by PartId; and of the days, as the last
  std::vector<Position> of_patients;             // what runs over the patients, in their order
  std::vector<std::vector<facts::PartId>> rule;  // by rule: the parts it reads, in both worlds
};

}  // namespace regimen::program
