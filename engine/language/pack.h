// Pack: a set of rules as its author wrote it: definitions, rules, wording, cases.
//
// Came before: the YAML files of a folder in rules/. Comes next: CheckedPack (check.h). A Pack has
// been read, not yet understood: its names may mean nothing and its types may clash. Thread-safety:
// plain values.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/core/node.h"
#include "engine/facts/knowledge.h"
#include "engine/facts/settle.h"
#include "engine/language/expr.h"
#include "engine/language/plan_clause.h"
#include "engine/language/value_model.h"

namespace regimen::language {

// The version of the language and of the pack format that this engine reads.
constexpr std::string_view language_version = "1";

// One way of reading what a source leaves open.
struct Alternative {
  std::string id;
  ExprId when = no_expr;
};

// What holds: one expression, or, where the source is silent, several readings of it.
struct Statement {
  std::string silent_on;  // key of the wording of the interpretation; empty for a single expression
  std::vector<Alternative> alternatives;  // one, with an empty id, for a single expression

  [[nodiscard]] bool is_interpretation() const { return !silent_on.empty(); }
};

struct Definition {
  std::string id;
  Statement value;
  std::vector<facts::Citation> cites;
  core::Span span;
};

// A criterion says whom the evidence speaks about; a stratum and a note are shown beside it; a
// safety rule says what speaks against a regimen; a work-up rule asks what must be known before its
// start; an applicability rule says when a comparison of the study does not carry over. A dose, a
// schedule and a limit say how a regimen is given: how much, when, and what else at most.
enum class RuleKind : std::uint8_t {
  inclusion,
  exclusion,
  stratum,
  note,
  safety,
  workup,
  applicability,
  dose,
  schedule,
  limit
};

std::string_view to_text(RuleKind kind);

// How much speaks against a regimen. Only what a label calls a contraindication is one.
enum class Severity : std::uint8_t { no_finding, caution, avoid, contraindicated };

std::string_view to_text(Severity severity);

// Whether a rule must be decided before a start, or belongs to the work-up around it.
enum class Gate : std::uint8_t { gating, workup };

std::string_view to_text(Gate gate);

// What becomes of a comparison where an applicability rule holds: it speaks of such patients only
// indirectly; it does not speak of them; or its effect may be another in them.
enum class Reach : std::uint8_t { indirect, not_applicable, uncertain_effect };

std::string_view to_text(Reach reach);

// A treatment that may be chosen, and the drugs it consists of.
struct Regimen {
  std::string id;
  std::vector<facts::ConceptId> drugs;
};

// What only safety and work-up rules say; the regimens and the date also those of a plan.
struct SafetyClause {
  std::vector<std::size_t> regimens;  // positions in the pack
  Severity severity = Severity::no_finding;
  Gate gate = Gate::gating;
  std::string jurisdiction;   // empty: everywhere
  std::string twin;           // the rule on the same matter in the other jurisdiction
  facts::DateRange verified;  // when its source was last read, or the edition that was read
};

// What only applicability rules say.
struct ReachClause {
  std::vector<std::string> comparisons;  // of the study; none: all of them
  Reach reach = Reach::indirect;
};

struct Rule {
  std::string id;
  RuleKind kind = RuleKind::inclusion;
  std::size_t group = 0;
  ExprId applies_when = no_expr;
  Statement when;
  std::map<std::string, std::string> levels;  // of a stratum: `yes`, `no` -> level id
  SafetyClause safety;
  ReachClause reach;
  std::optional<DoseClause> dose;
  std::optional<ScheduleClause> schedule;
  std::optional<LimitClause> limit;
  std::vector<facts::Citation> cites;
  core::Span span;

  [[nodiscard]] bool is_criterion() const {
    return kind == RuleKind::inclusion || kind == RuleKind::exclusion;
  }
  [[nodiscard]] bool is_remark() const {
    return kind == RuleKind::stratum || kind == RuleKind::note;
  }
  [[nodiscard]] bool is_planned() const {
    return kind == RuleKind::dose || kind == RuleKind::schedule || kind == RuleKind::limit;
  }
};

struct Group {
  std::string id;
  bool decides = true;
};

struct Term {
  std::string id;
  ExprId value = no_expr;
};

struct Policy {
  std::string id;
  std::map<std::size_t, facts::Rational> floors;  // by term
  bool confirmed = true;
};

// A fact that may be given, or summed up from its items.
struct Score {
  std::string id;
  facts::FactId fact = 0;
  std::vector<facts::FactId> items;  // the facts of which at least one must be supplied
  std::string items_path;            // path of the items in a profile
  std::vector<Term> terms;
  std::vector<Policy> policies;
  std::optional<facts::Rational> rounded_to;  // a stated total may be rounded to a multiple of it
  std::vector<facts::Citation> cites;
};

// A value that a fact is taken to have while it is not supplied.
struct Assumption {
  std::string id;
  facts::FactId fact = 0;
  ExprId value = no_expr;
};

// The wording of one rule in one language: ICU patterns.
struct RuleWording {
  std::string title;
  std::string fail;                           // of a criterion
  std::string finding;                        // of a safety rule or a part of a plan: what it means
  std::string action;                         // of a safety or work-up rule: what can be done
  std::string provided;                       // of a part of a plan: its guard
  std::string withheld;                       // of a limit: why there is none
  std::map<std::string, std::string> levels;  // stratum: by level; note: `yes`, `no`
  core::Span span = {};
};

struct InterpretationWording {
  std::string question;
  std::map<std::string, std::string> alternatives;
  core::Span span = {};
};

// What a set of weights is called, and why it weighs so.
struct PresetWording {
  std::string name;
  std::string reason;
  core::Span span = {};
};

struct PackWording {
  std::string name;  // what a reader calls the study: its short name
  std::map<std::string, RuleWording> rules;
  std::map<std::string, InterpretationWording> interpretations;
  std::map<std::string, PresetWording> presets;
};

// What a pack shows of the evidence: rows of one study, in this order.
struct EvidenceUse {
  struct RowName {
    std::string id;
    core::Span span;
  };
  std::string study;  // empty: none
  std::vector<RowName> rows;
  core::Span span;
};

// What a pack shows of harms that other studies saw.
struct HarmUse {
  struct OfStudy {
    std::string study;
    std::string design;     // `trial`, `cohort`, `case_series`
    std::string certainty;  // `high`, `moderate`, `low`, `very_low`
    std::vector<EvidenceUse::RowName> rows;
    std::map<std::string, std::string> stand_for;  // exposure of the study -> regimen
    core::Span span;
  };
  std::string horizon;  // over which rates are turned into risks; empty where there are no harms
  std::vector<OfStudy> studies;
  core::Span span;
};

struct Pack {
  std::string id;
  std::string version;
  std::string about;
  std::vector<Group> groups;
  std::vector<Regimen> regimens;
  std::vector<Definition> definitions;
  std::vector<Rule> rules;
  std::vector<Score> scores;
  std::vector<Assumption> assumptions;
  std::vector<facts::StaleRule> stale;
  EvidenceUse evidence;
  HarmUse other_harms;
  std::optional<ValueModel> model;             // how benefits and harms are weighed
  std::map<std::string, PackWording> wording;  // by locale
  std::vector<std::filesystem::path> cases;
  Ast ast;
  std::string digest;  // SHA-256 over the names and texts of all files but the cases
  core::Span span;     // of its id
};

// Reads a pack from its folder, with the scores and assumptions of the knowledge. Every mistake is
// collected. Nothing where the pack cannot be read at all; otherwise what could be read, to be
// checked for more mistakes.
std::optional<Pack> load_pack(const std::filesystem::path& directory,
                              const facts::Knowledge& knowledge, core::Sources& texts,
                              core::Diagnostics& diagnostics);

}  // namespace regimen::language
