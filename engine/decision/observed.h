// Observed: what was seen of the patient, for a reader. Thread-safety: plain values.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace regimen::decision {

// A fact, or an entry of a list.
struct Observed {
  std::string key;        // `section.fact`, `list[0]`
  std::string value;      // as given, or as derived
  std::string converted;  // in the unit of the fact, where it was given in another
  std::string date;
  std::string origin;
  std::vector<std::pair<std::string, std::string>> fields = {};  // of an entry: as stated
  std::vector<std::pair<std::string, std::string>> terms = {};   // of a score: its summands
};

}  // namespace regimen::decision
