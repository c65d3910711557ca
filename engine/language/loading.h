// Loading: what the parts of the pack loader share (load_pack.cpp, load_plan.cpp, load_rules.cpp,
// load_scores.cpp, load_value_model.cpp, load_wording.cpp). Thread-safety: for one thread.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/core/diagnostic.h"
#include "engine/core/mapping.h"
#include "engine/core/node.h"
#include "engine/facts/knowledge.h"
#include "engine/language/pack.h"

namespace regimen::language {

struct Loading {
  const facts::Knowledge& knowledge;
  core::Diagnostics& diagnostics;
  Pack& pack;
  std::set<std::string> rule_ids = {};
};

// Lower-case letters and digits, joined by the given characters.
bool is_id(std::string_view text, std::string_view joints);

// The expression in a scalar; `no_expr` for null, or where it is broken.
ExprId read_expression(const core::Node* node, Loading& loading);

// A drug by its id; nothing, and told, where there is none.
std::optional<facts::ConceptId> find_drug(const std::string& id, const core::Span& span,
                                          const facts::Knowledge& knowledge,
                                          core::Diagnostics& diagnostics);

// The scores of the knowledge and the assumptions of its vocabulary, which every pack shares.
void load_scores(Loading& loading);
// A file of definitions and rules.
void load_rules(const core::Node& root, Loading& loading);
// What a rule of a plan says besides its condition. After the regimens of the rule.
void read_plan(core::Mapping& mapping, Rule& rule, Loading& loading);
// How the pack weighs benefits and harms.
void load_value_model(const core::Node& root, Loading& loading);
// The wording of the pack in one language. After all rules.
void load_wording(const core::Node& root, const std::string& locale, Loading& loading);

}  // namespace regimen::language
