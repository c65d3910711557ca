// Terminology: the concepts that a profile may name (drugs, conditions, tests, ...), with names,
// codes and classes.
//
// A name or a code is resolved once, on reading, to one ConceptId. What stands for a concept is its
// id, its names in all languages, its synonyms and its confirmed codes; unconfirmed codes are kept
// for display and match nothing. Classes are concepts too: `is_a` leads from the narrower to the
// broader. Thread-safety: immutable after loading.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/facts/rational.h"
#include "engine/facts/truth.h"

namespace regimen::facts {

using ConceptId = std::uint32_t;
using DomainId = std::uint32_t;
constexpr ConceptId no_concept = 0xFFFFFFFF;

struct ConceptCode {
  std::string system;
  std::string code;
  std::string source;
  bool confirmed = true;
};

struct Concept {
  std::string id;
  DomainId domain = 0;
  std::map<std::string, std::string> names;  // by locale
  std::vector<std::string> synonyms;
  std::vector<ConceptId> parents;  // `is_a`: what it is a kind of
  std::vector<ConceptId> implied;  // `implies`: what else is there where it is
  std::vector<ConceptCode> codes;
  std::map<std::string, Rational> attributes;
};

enum class Match { found, none, ambiguous, confusable };

struct Resolution {
  Match match = Match::none;
  ConceptId concept_id = no_concept;  // for confusable: what it looks like
};

class Terminology {
 public:
  // One file holds one domain. Call add_file for each, then finish once.
  void add_file(const core::Node& root, core::Diagnostics& diagnostics);
  void finish(core::Diagnostics& diagnostics);

  [[nodiscard]] std::optional<DomainId> domain(std::string_view name) const;
  [[nodiscard]] const std::string& domain_name(DomainId domain) const { return domains_[domain]; }
  [[nodiscard]] const Concept& at(ConceptId id) const { return concepts_[id]; }
  [[nodiscard]] std::size_t size() const { return concepts_.size(); }
  // By id only, as rules write it.
  [[nodiscard]] std::optional<ConceptId> find_id(DomainId domain, std::string_view id) const;
  // By id, name, synonym or code (`system:code`, `code`), as profiles write it.
  [[nodiscard]] Resolution resolve(DomainId domain, std::string_view text) const;
  // Whether a thing known as `concept_id` is one of `wanted`: yes if it is a kind of it or implies
  // it; unknown if some third thing is a kind of both, so that the name is too broad to tell; else
  // no.
  [[nodiscard]] Truth is_a(ConceptId concept_id, ConceptId wanted) const;
  [[nodiscard]] std::vector<std::string> ids(DomainId domain) const;
  [[nodiscard]] std::string name(ConceptId id, std::string_view locale) const;

 private:
  struct Pending {
    ConceptId concept_id;
    const core::Node* parents;
    bool implied;
  };

  void add_concept(DomainId domain, const core::Node& node, core::Diagnostics& diagnostics);
  void add_codes(Concept& entry, const core::Node& node, bool confirmed,
                 core::Diagnostics& diagnostics);
  void add_name(DomainId domain, std::string_view name, ConceptId id, const core::Span& span,
                core::Diagnostics& diagnostics);
  void link(const Pending& pending, core::Diagnostics& diagnostics);
  void close();
  [[nodiscard]] Resolution resolve_code(DomainId domain, std::string_view text) const;

  std::vector<std::string> domains_;
  std::vector<Concept> concepts_;
  std::vector<std::unordered_map<std::string, ConceptId>> names_;  // by domain: folded name
  std::vector<std::unordered_map<std::string, ConceptId>> ids_;    // by domain
  std::unordered_multimap<std::string, ConceptId> codes_;  // by code without its system, upper case
  std::vector<Pending> pending_;
  // Relations of concepts, worked out once: a row of bits for each concept.
  using Bits = std::vector<std::uint64_t>;
  static bool has(const Bits& bits, ConceptId id) {
    return ((bits[id / 64] >> (id % 64)) & 1U) != 0;
  }
  [[nodiscard]] Bits reach(ConceptId id, bool with_implied) const;

  std::vector<Bits> under_;  // by concept: all that it is a kind of, or implies, and itself
  std::vector<Bits>
      perhaps_;  // by concept: all that it may be, or may have with it, named as broadly as it is
};

// The check digits of the code systems that have one.
bool loinc_check_digit_holds(std::string_view code);   // mod 10
bool snomed_check_digit_holds(std::string_view code);  // Verhoeff

}  // namespace regimen::facts
