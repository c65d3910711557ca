// Sketch: a profile that a test makes up, changes and writes as JSON.
//
// `forget` makes of a patient the same patient of whom less is known. A chain of forgettings, read
// backwards, is learning, and it never contradicts itself, since it leads to one true patient.
// Thread-safety: plain values.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/facts/knowledge.h"
#include "tests/property/random.h"

namespace regimen::property {

struct SketchValue {
  std::string text;
  std::string date = {};  // empty: undated
};

struct SketchList {
  std::string state = "missing";  // missing, unknown, none, plain, complete, incomplete
  std::vector<std::map<std::string, std::string>> entries;  // field -> text
};

struct Sketch {
  std::string as_of;
  std::map<std::string, std::vector<SketchValue>> facts;  // path -> one value, or repeats
  std::map<std::string, SketchList> lists;                // id -> entries
};

// The profile as JSON. With `random`, the keys of every mapping stand in random order.
std::string to_json(const Sketch& sketch, Random* random = nullptr);

// Makes one thing less known; says what. Nothing new is ever stated by it.
std::string forget(Sketch& sketch, const facts::Knowledge& knowledge, Random& random);

std::string to_text(facts::Day day);

}  // namespace regimen::property
