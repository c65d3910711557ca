// Check: Pack -> CheckedPack, or located diagnostics.
//
// Came before: Pack, read but not understood. Comes next: the walk (program/walk.h). The checker
// does all validation: every name means something, every comparison is between like and like, every
// rule cites and has its wording. What reads a CheckedPack trusts it and says nothing to users.
// Thread-safety: pure function; a CheckedPack is immutable and may be shared. It refers to the
// Knowledge it was checked with, which must outlive it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/diagnostic.h"
#include "engine/facts/knowledge.h"
#include "engine/language/pack.h"

namespace regimen::language {

struct Type {
  facts::Kind kind = facts::Kind::truth;
  facts::Dimension dimension = facts::no_dimension;  // of a number
  const facts::ValueType* declared = nullptr;        // of a fact or a field
};

enum class RefKind : std::uint8_t { none, fact, field, definition, as_of };

// What the checker found out about a node; which members hold something depends on the kind of the
// node.
struct NodeInfo {
  std::optional<Type> type;
  RefKind ref = RefKind::none;
  std::uint32_t index = 0;              // FactId, FieldId, or position of the definition
  facts::ListId list = 0;               // of a field or a quantifier
  bool calendar = false;                // a span of so many calendar months or years
  bool by_months = false;               // compare: spans are compared in calendar months
  std::optional<facts::Value> literal;  // number: what it says, in the unit of its dimension
  std::vector<std::uint32_t> ids;       // is, in: ConceptIds or WordIds; latest: the FieldId
  // Quantifiers: every entry that can satisfy the `where` is one of these concepts; nothing if it
  // may be any.
  std::optional<std::vector<facts::ConceptId>> targets;
};

struct CheckedPack {
  Pack pack;
  const facts::Knowledge* knowledge = nullptr;
  std::vector<NodeInfo> nodes;                       // by ExprId
  std::vector<std::string> required;                 // by rule: what it asks, on one line (print.h)
  std::vector<std::optional<std::size_t>> score_of;  // by FactId: position in pack.scores
  std::vector<std::optional<std::size_t>> assumption_of;  // by FactId: position in pack.assumptions
};

// Nothing where there are errors; warnings do not stand in the way.
std::optional<CheckedPack> check(Pack pack, const facts::Knowledge& knowledge,
                                 core::Diagnostics& diagnostics);

// The type of one expression, for tests and tools; its nodes are added to `nodes`.
std::optional<Type> check_expression(const Pack& pack, ExprId root,
                                     const facts::Knowledge& knowledge,
                                     std::vector<NodeInfo>& nodes, core::Diagnostics& diagnostics);

}  // namespace regimen::language
