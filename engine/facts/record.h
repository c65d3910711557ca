// Record: what a profile says of one patient, as it was said: every observation with its date,
// origin and place.
//
// A reader (io/) fills it; settle.h decides what it means on the day of evaluation.
// Thread-safety: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/source.h"
#include "engine/facts/value.h"

namespace regimen::facts {

// A value, or why there is none.
struct Stated {
  std::optional<Value> value;
  Cause cause = Cause::not_supplied;
  std::string shown;      // as given, for a report: `1.1 mg/dL`
  std::string converted;  // in the unit of the fact, where that is another: `11 mg/L`
  core::Span place;
};

struct Observation {
  Stated stated;
  std::optional<DateRange> date;
  bool bad_date = false;  // a date was given that is none
  std::string origin;     // `clinic letter`
};

enum class ListState : unsigned char {
  missing,  // left out
  asked,    // `unknown`: asked and not known
  none,     // stated to be empty
  plain,    // entries, and nothing said of others
  complete,
  incomplete,
  unavailable,  // asked for, and the system that was asked failed
};

struct Entry {
  std::vector<Stated> fields;  // by FieldId
  bool absent = false;         // `status: absent`: a stated no
  bool doubtful = false;       // `certain: no`: whether it is so is not known
  std::string origin;
  std::size_t index = 0;  // in the profile, from 0
  core::Span place;
};

struct ListRecord {
  ListState state = ListState::missing;
  std::vector<Entry> entries;
};

struct Record {
  std::string id;
  std::optional<Day> as_of;
  std::string jurisdiction;
  std::vector<std::vector<Observation>> facts;  // by FactId
  std::vector<ListRecord> lists;                // by ListId

  explicit Record(const Vocabulary& vocabulary)
      : facts(vocabulary.facts().size()), lists(vocabulary.lists().size()) {}
};

}  // namespace regimen::facts
