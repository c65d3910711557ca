// Demand: for which rows a column of numbers, dates or ids is needed at all.
//
// What only a `choose` takes need not be worked out where its condition takes the other branch.
// Conditions that need no such column themselves run first, so that those rows are known by then.
// Used by coded_run.cpp only. Thread-safety: immutable.
#pragma once

#include <vector>

#include "engine/program/frame.h"

namespace regimen::program {

struct Demand {
  // A row is needed only where the condition does not surely take the other branch.
  struct Branch {
    Position condition = no_position;
    bool second = false;
    auto operator<=>(const Branch&) const = default;
  };

  // What runs over the patients, in the order of their positions.
  Demand(const Program& program, const std::vector<Position>& positions);

  std::vector<Position> order;                // in which it runs
  std::vector<std::vector<Branch>> branches;  // by position: all must want the row; none: all rows

  // The rows that all the branches want, in `rows`. REQUIRES: there is one
  void mark(Position position, const Frame& frame, std::vector<facts::PlaneWord>& rows) const;
};

}  // namespace regimen::program
