// Logic: how findings are joined by Kleene's connectives, with the facts that are missing and the
// assumptions leant on.
//
// The missing facts of a joint are those of the parts that keep it unknown; where it is known,
// nothing is decisive. A known part is the same at every completion of what is missing, so nothing
// is under-reported. Thread-safety: pure functions.
#pragma once

#include <vector>

#include "engine/program/finding.h"

namespace regimen::program {

facts::Truth truth_of(const Finding& finding);

// What decides is not told again among the others.
void keep_apart(const facts::MissingSet& decisive, facts::MissingSet& other);

// Fills value, missing facts and assumptions of `joint` from its children.
void join_and(Finding& joint);
void join_or(Finding& joint);
void join_not(Finding& joint);
// REQUIRES: 1 <= needed <= number of children
void join_at_least(Finding& joint, std::size_t needed);
// A value made of all its parts: all that is missing in them is decisive unless the value is
// settled.
void join_all(Finding& joint);

// Several readings of one thing: what they agree on, else unknown. `silent_on` names what the
// source leaves open. Returns whether known readings differ.
bool join_readings(const std::vector<Finding>& readings, const std::string& silent_on,
                   facts::Truth& value, facts::MissingSet& decisive, facts::MissingSet& other,
                   std::vector<std::string>& assumed);

void merge_assumed(std::vector<std::string>& into, const std::vector<std::string>& other);

}  // namespace regimen::program
