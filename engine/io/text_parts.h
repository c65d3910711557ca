// Text parts: the parts of the text report, each in a file of its own. Used by text_report.cpp.
// Thread-safety: for one thread.
#pragma once

#include <string>
#include <vector>

#include "engine/decision/decision.h"
#include "engine/evidence/study.h"
#include "engine/io/page.h"
#include "engine/io/speaker.h"

namespace regimen::io {

// The sources of a report, numbered in the order in which they are cited.
class SourceList {
 public:
  // The marks of the citations, such as `[1][3]`.
  std::string cite(const std::vector<facts::Citation>& cites);
  [[nodiscard]] const std::vector<std::string>& ids() const { return ids_; }

 private:
  std::vector<std::string> ids_;
};

struct Writing {
  const decision::Decision& decision;
  const Speaker& speaker;
  Page& page;
  SourceList& sources;
  bool all;
  const evidence::Evidence* evidence;  // null: nothing is said of effects
};

// Rounded half away from zero, never -0. Entries of text_numbers.cpp.
std::string whole(double value);
// To so many digits after the point, never -0, in the language of the reader.
std::string fixed(double value, int digits, const Speaker& speaker);

// To a tenth, half upwards: nobody measures a dose finer. Not rounded to tablets or vials.
std::string tenths(const facts::Rational& value);

// The criteria and what is missing. Entry of text_criteria.cpp.
void write_headline(const Writing& writing);
void write_criteria(const Writing& writing);
void write_missing(const Writing& writing, std::string_view key, const facts::MissingSet& set);
// The regimens side by side. Entry of text_table.cpp.
void write_table(const Writing& writing);
// The order in which they come. Entry of text_order.cpp.
void write_order(const Writing& writing);
// What anything on the page leans on, but for what the headline names. Entries of
// text_assumptions.cpp.
void write_assumptions(const Writing& writing);
void assume(const Writing& writing, const std::vector<std::string>& ids, std::size_t indent);
// Of all regimens, each once.
std::vector<std::string> assumed_for_safety(const decision::Decision& decision);
std::vector<std::string> assumed_for_plans(const decision::Decision& decision);
// Each missing fact, with all that it could change. Entry of text_missing.cpp.
void write_open_questions(const Writing& writing);
// How far the trial carries over. Entry of text_effects.cpp.
void write_reach(const Writing& writing);
// What the trial found, whoever the patient is. Entry of text_effects.cpp.
void write_effects(const Writing& writing);
// What other studies saw of harms. Entry of text_harms.cpp.
void write_harms(const Writing& writing);
// The regimens: what speaks against them, in brief or in full, and the work-up. Entries of
// text_safety.cpp.
void write_findings(const Writing& writing);
void write_safety(const Writing& writing);
// How those that may be thought of would be given. Entry of text_plan.cpp.
void write_doses(const Writing& writing);
void write_plan(const Writing& writing);

}  // namespace regimen::io
