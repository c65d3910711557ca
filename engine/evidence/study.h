// Study: what one trial or one body of evidence reports, as it was printed.
//
// Every figure keeps its printed form: 30.0 and 30 are the same number and not the same precision,
// and the audit needs both. Counts carry their denominators, rows their place in the source. What
// is computed from them (intervals, differences) is never stored here. Thread-safety: plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/source.h"
#include "engine/facts/rational.h"

namespace regimen::evidence {

using Localized = std::map<std::string, std::string>;  // locale -> text

// The text of a locale, else the English one, else nothing.
std::string in_locale(const Localized& text, std::string_view locale);

// A number as printed: `30.0`, `<0.001`.
struct Figure {
  std::string printed;
  facts::Rational value;
  int decimals = 0;
  bool below = false;  // printed as `<`

  bool operator==(const Figure& other) const { return printed == other.printed; }
};

// Nothing where the text is no such figure.
std::optional<Figure> parse_figure(std::string_view text);

struct Outcome {
  std::string id;
  Localized name;
  std::string kind;                  // `event`, `count`, `amount`
  std::string direction;             // `benefit`, `harm`, `neutral`
  std::vector<std::string> part_of;  // whoever has this one has these too
  std::string mirrors;               // the same from the other side; may be empty
  Localized definition;
  std::string source;  // of the definition
  std::string at;
  core::Span span;
};

struct Arm {
  std::string id;
  std::string regimen;  // the candidate regimen that it stands for; may be empty
  Localized name;
};

// Who was counted.
struct AnalysisSet {
  std::string id;
  std::string kind;
  Localized name;
  Localized note;
  std::map<std::string, std::int64_t> size;  // by arm
  std::string at;
};

struct Comparison {
  std::string id;
  std::string of;
  std::string against;
  int control_step = 0;  // its place in the sequence that holds the type I error; 0: not in it
  std::string control_at;
};

struct Count {
  std::string arm;  // `all` for a printed total
  std::int64_t events = 0;
  std::optional<std::int64_t> total;  // nothing for a plain number
  std::optional<Figure> percent;
  core::Span span;
};

struct Amount {
  std::string arm;
  std::optional<std::int64_t> n;
  std::map<std::string, Figure> figures;  // `mean`, `sd`, `median`, `low`, `high`, `value`
};

struct PrintedTest {
  std::vector<std::string> arms;  // none: across all arms
  Figure p;
  std::string method;
  core::Span span;
};

// A figure with its limits, as printed, where the counts behind it are not.
struct Estimate {
  std::string statistic;
  std::string per;
  bool adjusted = false;
  std::string of;
  std::string against;
  Localized population;
  Figure value;
  std::optional<Figure> low;
  std::optional<Figure> high;
  int level = 95;
};

struct Row {
  std::string id;
  std::string outcome;
  std::string set;      // may be empty
  std::string horizon;  // `26 weeks`; may be empty
  std::string source;
  std::string at;
  std::string unit;           // of amounts; may be empty
  std::vector<Count> counts;  // events with denominators, or plain numbers
  std::vector<Amount> amounts;
  std::vector<PrintedTest> tests;
  std::optional<Estimate> estimate;
  Localized note;
  core::Span span;

  [[nodiscard]] const Count* count(std::string_view arm) const;
};

// `row`, for each arm of the whole, or `row.arm`.
struct Term {
  std::string row;
  std::string arm;  // may be empty
  bool subtracted = false;
};

struct Sum {
  std::string written;  // the whole, as written
  Term whole;
  std::vector<Term> parts;
  core::Span span;
};

// What the source itself leaves unreproducible.
struct Declared {
  std::string check;
  Localized reason;
  core::Span span;
};

// A row counted another way, to see whether what it says holds.
struct Sensitivity {
  std::string id;
  // `observed_cases`: without the patients of the row `other`, who were counted as without the
  // event because they were not seen. `moved_back`: the patients of the row `other`, counted in the
  // arm `from`, put back where they were assigned.
  std::string kind;
  std::string row;
  std::string other;
  std::string from;  // of `moved_back`
  core::Span span;
};

// A fact in words: of the study, its protocol, a guideline.
struct Remark {
  std::string id;
  std::string section;  // `identity`, `caveats`, `protocol`, `statements`
  std::string kind;     // of protocol: `dosing`, `endpoint`, ...; else empty
  Localized text;
  std::map<std::string, std::string> values;
  std::vector<std::string> regimens;
  std::string strength;   // of statements
  std::string certainty;  // of statements
  std::string source;
  std::string at;
};

struct Study {
  std::string id;
  std::string source;
  Localized title;
  Localized about;
  std::vector<Arm> arms;
  std::vector<AnalysisSet> sets;
  std::vector<Comparison> comparisons;
  std::string primary_outcome;  // with its horizon and set; empty where there is none
  std::string primary_horizon;
  std::string primary_set;
  std::vector<Row> rows;
  std::vector<Sum> sums;
  std::vector<Declared> declared;
  std::vector<Sensitivity> sensitivity;
  std::vector<Remark> remarks;

  [[nodiscard]] const Row* row(std::string_view wanted) const;
  [[nodiscard]] const AnalysisSet* set(std::string_view wanted) const;
  [[nodiscard]] const Arm* arm(std::string_view wanted) const;
  // The arm that stands for a regimen, or null.
  [[nodiscard]] const Arm* arm_of(std::string_view regimen) const;
};

struct Evidence {
  std::vector<Outcome> outcomes;
  std::vector<Study> studies;
  std::string digest;  // SHA-256 over the names and texts of all files

  [[nodiscard]] const Outcome* outcome(std::string_view wanted) const;
  [[nodiscard]] const Study* study(std::string_view wanted) const;
};

}  // namespace regimen::evidence
