// Settle: what a record says on the day of evaluation: of every fact one value, of every list its
// entries.
//
// Came before: Record, the observations as they were stated. Comes next: the walk (program/walk.h),
// which reads nothing else. Here the newest of several observations is chosen, what lies after
// `as_of` is set aside, what is too old is stale, what contradicts itself is conflicting, and what
// follows from other facts is derived (an age from a birth date, a duration from its first and last
// day). Thread-safety: pure functions; the result is immutable and refers to nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/facts/record.h"

namespace regimen::facts {

struct SettledFact {
  Value value = Truth::unknown;
  MissingSet missing;             // why it is not, or not exactly, known; empty where it is
  std::vector<Value> candidates;  // where they contradict each other: the values that were stated
  bool supplied = false;          // something was stated, if only that it is not known
  std::string shown;              // as given; empty where it is derived or missing
  std::string converted;
  std::optional<DateRange> date;
  std::string origin;
};

struct SettledEntry {
  std::size_t index = 0;                     // in the profile
  Truth exists = Truth::yes;                 // unknown: its date may lie after as_of, or doubtful
  bool doubtful = false;                     // it is not certain that it is so
  std::vector<Value> values;                 // by FieldId
  std::vector<std::optional<Cause>> causes;  // by FieldId: why it is not, or not exactly, known
  std::vector<std::string> shown;            // by FieldId: as given; empty where it was not stated
  std::string origin;
};

struct SettledList {
  ListState state = ListState::missing;
  std::vector<SettledEntry> entries;
  std::vector<ConceptId> absent;  // concepts stated to be absent
};

// What was stated and not used.
struct Ignored {
  std::string key;          // its path in a profile; empty where it would have had none
  std::string reason;       // `after_as_of`, `superseded`, ...
  std::string origin = {};  // what was not used, where that has a name: `Observation/7`
  std::string detail = {};  // `preliminary`
};

struct Settled {
  std::string id;
  Day as_of = 0;
  std::vector<SettledFact> facts;  // by FactId
  std::vector<SettledList> lists;  // by ListId
  std::vector<Ignored> ignored;
};

// A pack may say how long an observation speaks for today.
struct StaleRule {
  FactId fact = 0;
  Span after;
};

// REQUIRES: record.as_of
Settled settle(const Record& record, const Vocabulary& vocabulary, const Terminology& terminology,
               const std::vector<StaleRule>& stale_rules);

// The same of some facts and lists; nothing may be read of the others.
// REQUIRES: with a span that is counted from a date, the date
Settled settle_only(const Record& record, const Vocabulary& vocabulary,
                    const Terminology& terminology, const std::vector<StaleRule>& stale_rules,
                    const std::vector<FactId>& facts, const std::vector<ListId>& lists);

}  // namespace regimen::facts
