// Truth: strong Kleene logic, and Missing: what is not known, and why.
//
// Unknown is a value of the language, never a mistake of a text (core/diagnostic.h) and never
// trouble with the world (core/result.h). It carries the facts that are missing, each with its
// cause. Thread-safety: plain values.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace regimen::facts {

enum class Truth : unsigned char { no, unknown, yes };

//  and | no      unknown yes        or | no      unknown yes       not
//  no  | no      no      no         no | no      unknown yes       no      -> yes
//  unk | no      unknown unknown    unk| unknown unknown yes       unknown -> unknown
//  yes | no      unknown yes        yes| yes     yes     yes       yes     -> no
// (Kleene, Introduction to Metamathematics, 1952, section 64; rules/LANGUAGE.md, "Logic")
constexpr Truth both(Truth a, Truth b) { return a < b ? a : b; }
constexpr Truth either(Truth a, Truth b) { return a < b ? b : a; }
constexpr Truth negation(Truth a) { return static_cast<Truth>(2 - static_cast<int>(a)); }
constexpr Truth truth(bool value) { return value ? Truth::yes : Truth::no; }

std::string_view to_text(Truth truth);

// Why a fact is not known. The names are part of the result and the same in every language.
enum class Cause : unsigned char {
  not_supplied,          // nothing was said
  not_known,             // asked, and not known
  invalid,               // what was said cannot be so
  stale,                 // what was said is too old to speak for today
  conflicting,           // what was said contradicts itself
  unresolved_name,       // a name that no terminology knows
  unit_not_convertible,  // a quantity of another kind
  imprecise,             // what was said is too coarse to decide
  unanswered,            // a test that was not done, or gave no answer
  unavailable,           // asked for, and the system that was asked failed
  silent_source,         // the source leaves open what is meant, and the readings differ
};

std::string_view to_text(Cause cause);

// A fact that is not known. `key` is its path in a profile: `section.fact`, `list`,
// `list[2].field`.
struct Missing {
  std::string key;
  Cause cause = Cause::not_supplied;
  // For a list: what of it is asked for, concept ids joined by `, `. For a field of an entry: what
  // the entry is, where that is known.
  std::string about = {};

  auto operator<=>(const Missing&) const = default;
};

// Kept sorted and free of repeats, so that equal sets are equal vectors.
using MissingSet = std::vector<Missing>;

void insert(MissingSet& set, const Missing& missing);
void merge(MissingSet& into, const MissingSet& other);
// For many sets at once: append each, then normalise, which sorts and drops repeats.
void append(MissingSet& into, const MissingSet& other);
void normalise(MissingSet& set);
// What stands in `all` and not in `taken`.
MissingSet without(const MissingSet& all, const MissingSet& taken);

}  // namespace regimen::facts
